"""The commands about contacts on file twice: who may be, merging two by hand, and taking a merge back."""

from typing import Annotated

import orjson
import typer
from rich.markup import escape
from sqlalchemy import Engine

from engagement.cli.account import opened
from engagement.cli.consent import user_name
from engagement.cli.tables import bare_table, console_of
from engagement.ingest.merges import merge as merge_by_hand
from engagement.ingest.merges import undo_merge
from engagement.query.contact.timeline import find_contact
from engagement.query.contacts.duplicates import MOST, Proposal
from engagement.query.contacts.duplicates import duplicates as find_duplicates
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import viewpoint_of
from engagement.store.account import AccountSettings


def duplicates(
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
    most: Annotated[int, typer.Option(min=1, metavar="N", help="How many at most.")] = MOST,
) -> None:
    """List the contacts who may be one person on file twice, with the reasons, the surest first."""
    engine, account = opened()
    with engine.connect() as connection:
        found = find_duplicates(View(connection, viewpoint_of(account, EVERYONE)), most=most)
    if as_json:
        print(orjson.dumps([_document(one) for one in found], option=orjson.OPT_INDENT_2).decode())
    elif not found:
        print("Nobody seems to be on file twice.")
    else:
        table = bare_table("id", "name", "id", "name", "because")
        for one in found:
            mine, theirs = one.one.contact, one.other.contact
            shown = (str(mine.id), mine.title, str(theirs.id), theirs.title, "; ".join(one.reasons))
            table.add_row(*map(escape, shown))
        console_of().print(table)
        console_of().print("Merge two with `engagement merge KEEP GONE`.", markup=False, highlight=False)


def merge(
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="Who is kept: an id, an address or a number.")] = "",
    gone: Annotated[str, typer.Argument(metavar="GONE", help="Who is merged into them.")] = "",
    undo: Annotated[int | None, typer.Option("--undo", metavar="ID", help="Take the merge with this id back.")] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides; you, as this machine knows you.")] = "",
) -> None:
    """Merge two contacts into one, or make them two again."""
    engine, account = opened()
    if undo is not None:
        if keep or gone:
            raise typer.BadParameter("Say either two contacts or --undo with the id of a merge.")
        made = undo_merge(engine, undo, by or user_name())
        print(f"Undone: {made.kept_name} ({made.kept_id}) and {made.gone_name} ({made.gone_id}) are two again.")
        return
    if not keep or not gone:
        raise typer.BadParameter("Say who is kept and who is merged into them, or --undo with the id of a merge.")
    kept_id, gone_id = (_id_of(engine, account, who) for who in (keep, gone))
    made = merge_by_hand(engine, kept_id, gone_id, by or user_name())
    print(f"{made.gone_name} ({made.gone_id}) is merged into {made.kept_name} ({made.kept_id}).")
    print(f"Take it back with `engagement merge --undo {made.merge_id}`.")


def _id_of(engine: Engine, account: AccountSettings, who: str) -> int:
    with engine.connect() as connection:
        return find_contact(View(connection, viewpoint_of(account, EVERYONE)), who).id


def _document(one: Proposal) -> dict[str, object]:
    sides = [
        {
            "id": each.contact.id,
            "name": each.contact.name,
            "owner": each.contact.owner,
            "emails": each.contact.emails,
            "phones": each.contact.phones,
            "messages": each.messages,
        }
        for each in (one.one, one.other)
    ]
    return {"contacts": sides, "reasons": one.reasons, "weak": one.is_weak}

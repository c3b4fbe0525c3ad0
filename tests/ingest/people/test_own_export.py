"""Our own export, imported again, changes nothing; in another database it brings people and opt-outs."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from engagement.ingest import Counts, import_files
from engagement.providers.own_export import is_ours
from engagement.query.contacts.contact_list import all_contacts
from engagement.query.contacts.export import file_headings
from engagement.query.contacts.formats import FORMATS
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import contact_addresses, contacts, ledger
from tests.digest import difference, digest_of
from tests.ingest.conftest import Fresh
from tests.ingest.making import json_lines, mailgun_event, rows
from tests.moment import NOW

LIST = """\
ID,First Name,Last Name,Email,Work Email,Cell Phone,Owner,Stage,Tags,Type
A1,Ann,Abel,ann@example.com,,415-231-0841,-Sam,Buyer,hot;vip,Lead
A2,Bob,Baker,bob@example.com,bob@work.example,415-231-0843,Dana Whitlock,,,Agent
A3,=Cy,Cole,cy@example.com,,415-231-0841,+1 Team,@home,-x;y,
A4,,,nameless@example.com,,,,,,
A5,No,Address,,,,,,,
"""
STOP = (
    b'{"sid": "SM00000000000000000000000000000001", "direction": "inbound", "status": "received",'
    b' "from": "+14152310843", "to": "+18625550100", "body": "STOP", "date_sent": "Fri, 20 Nov 2026 15:00:00 +0000"}\n'
)
EVENTS = [
    mailgun_event(1, "opened", recipient="ann@example.com"),
    mailgun_event(2, "unsubscribed", recipient="bob@example.com"),
    mailgun_event(3, "opened", recipient="stranger@example.com"),
]


def taken(store: sa.Engine, file: Path, content: bytes) -> Counts:
    file.write_bytes(content)
    (result,) = import_files(store, [file])
    return result.counts


@pytest.fixture
def account(store: sa.Engine, tmp_path: Path) -> sa.Engine:
    taken(store, tmp_path / "1.csv", LIST.encode())
    taken(store, tmp_path / "2.jsonl", json_lines(EVENTS))
    taken(store, tmp_path / "3.jsonl", STOP)
    return store


def exported(store: sa.Engine, folder: Path, key: str, *, all_addresses: bool) -> bytes:
    """The list of all contacts, as the command and the page write it."""
    writer = next(one for one in FORMATS if one.key == key)
    file = folder / f"export.{key}"
    with store.connect() as connection, file.open("wb") as target:
        view = View(connection, Viewpoint(EVERYONE, ZoneInfo("UTC"), NOW.date()))
        writer.write(
            target, all_contacts(view, EngagementFilter()), ZoneInfo("UTC"), [], include_opted_out=all_addresses
        )
    return file.read_bytes()


@pytest.mark.parametrize("all_addresses", [False, True])
@pytest.mark.parametrize("key", ["csv", "json"])
@pytest.mark.parametrize("blanks_empty", [False, True])
def test_it_changes_nothing(
    account: sa.Engine, tmp_path: Path, key: str, all_addresses: bool, blanks_empty: bool
) -> None:
    content = exported(account, tmp_path, key, all_addresses=all_addresses)
    before = digest_of(account)
    file = tmp_path / f"again.{key}"
    file.write_bytes(content)
    for _ in range(2):
        (result,) = import_files(account, [file], blanks_empty=blanks_empty)
        assert (result.counts.read, result.counts.new, result.counts.rejected) == (6, 0, 0)
        assert result.note == "Skipped 1: A contact on no list, of our own export: it is made by messages."
        assert digest_of(account) == before
    assert exported(account, tmp_path, key, all_addresses=all_addresses) == content


def test_what_was_changed_in_it_is_taken(account: sa.Engine, tmp_path: Path) -> None:
    content = exported(account, tmp_path, "csv", all_addresses=False)
    assert content.count(b"Dana Whitlock") == 1
    counts = taken(account, tmp_path / "again.csv", content.replace(b"Dana Whitlock", b"Sam Ortiz"))
    assert (counts.new, counts.rejected) == (1, 0)
    assert rows(account, contacts, "owner", name="Bob Baker") == ["Sam Ortiz"]
    assert len(rows(account, contacts, "name")) == 6


def test_in_another_database_it_brings_people_addresses_and_opt_outs(
    account: sa.Engine, tmp_path: Path, fresh: Fresh
) -> None:
    content = exported(account, tmp_path, "csv", all_addresses=True)
    with fresh() as other:
        counts = taken(other, tmp_path / "again.csv", content)
        assert (counts.new, counts.skipped, counts.rejected) == (5, 1, 0)
        shown = ("name", "owner", "stage", "kind")
        known = [row for row in rows(account, contacts, *shown) if row[3] != "unknown"]
        assert rows(other, contacts, *shown) == known
        held = set(rows(account, contact_addresses, "address"))
        assert set(rows(other, contact_addresses, "address")) == held - {"stranger@example.com"}
        (bob,) = rows(other, contacts, "do_not_email_at", "do_not_text_at", name="Bob Baker")
        assert None not in bob
        assert {"bob@example.com", "+14152310843"} <= set(rows(other, ledger, "address"))
        before = digest_of(other)
        taken(other, tmp_path / "again.csv", content)
        assert digest_of(other) == before, difference(account, other)


def test_another_databases_ids_are_other_peoples(account: sa.Engine, tmp_path: Path) -> None:
    """The id of our Ann, and somebody else's name and address."""
    content = exported(account, tmp_path, "csv", all_addresses=True).decode()
    for ours, theirs in (("Ann Abel", "Zoe Zimmer"), ("ann@example.com", "zoe@example.com"), ("+14152310841", "")):
        content = content.replace(ours, theirs)
    taken(account, tmp_path / "again.csv", content.encode())
    assert {"Ann Abel", "Zoe Zimmer"} <= set(rows(account, contacts, "name"))


@pytest.mark.parametrize(
    "headings", [("id", "emails", "phones"), ("Id", "Name", "Email"), ("name", "do_not_email_since"), ()]
)
def test_other_lists_are_not_ours(headings: tuple[str, ...]) -> None:
    assert not is_ours(dict.fromkeys(headings))


def test_ours_is() -> None:
    assert is_ours(dict.fromkeys(file_headings()))

"""The ledger's entries as they are read: of some addresses, ready to show and ready to fold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.consent_fold import Entry, entry_of, fold_entries
from engagement.domain.vocabulary import Channel
from engagement.lib.moments import to_micros
from engagement.query.matching.view import View
from engagement.query.question.scope import visible
from engagement.store.schema import address_owners, contacts, ledger
from engagement.store.sql import among


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry of the ledger: who said what, when, to whom of ours, and how we know."""

    entry_id: int
    channel: ConsentChannel
    address: str
    ours: str | None  # our number, domain or group; None: nobody knows, or all of ours
    what: What
    at: datetime  # UTC
    source: Source
    code: Code
    words: str | None  # of the text; of the list's cell; the reason a person gave
    place: str | None  # of a list: its provider or file, and the column
    by: str | None  # who decided
    message_id: int | None  # the text or email it was said with or in

    def entry(self) -> Entry:
        """It as far as it bears on the standing of its address."""
        at = to_micros(self.at)
        return entry_of(at, self.entry_id, self.what, self.code, self.source, self.ours, self.message_id)


_COLUMNS = tuple(ledger.c[name] for name in LedgerRow.__dataclass_fields__)


def entries_where(*conditions: ColumnElement[bool]) -> Select[Any]:
    """A query of the entries that fulfil all `conditions`, for `rows_of`."""
    return select(*_COLUMNS).where(*conditions)


def rows_of(found: Iterable[Row[Any]]) -> Iterator[LedgerRow]:
    """The entries that a query of `entries_where` found."""
    for row in found:
        told = row._asdict() | {
            "channel": ConsentChannel(row.channel),
            "what": What(row.what),
            "source": Source(row.source),
            "code": Code(row.code),
            "words": row.words or None,
        }
        yield LedgerRow(**told)


def shown(rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    """Those of the entries of any addresses that are shown, oldest first: a "Yes" is, where it counted as an opt-in."""
    rows = list(rows)
    of_address: dict[tuple[str, str], list[Entry]] = {}
    for row in rows:
        of_address.setdefault((row.channel, row.address), []).append(row.entry())
    counted = {
        (*key, entry_id) for key, entries in of_address.items() for entry_id in fold_entries(entries).counted_yes
    }
    told = [row for row in rows if row.code is not Code.YES or (row.channel, row.address, row.entry_id) in counted]
    return sorted(told, key=lambda row: (row.at, row.what is What.OUT, row.entry_id))


def owners_of(view: View, numbers: Iterable[str]) -> dict[str, int]:
    """The contact in scope that has each of some phone numbers; a number that none has is left out."""
    held = address_owners.c
    its = (held.channel == Channel.TEXT, among(view.connection, held.address, numbers))
    found = view.connection.execute(select(held.address, held.contact_id).where(*its))
    owners: dict[str, int] = {number: contact_id for number, contact_id in found}
    seen = select(contacts.c.contact_id).where(
        among(view.connection, contacts.c.contact_id, sorted(set(owners.values()))), visible(view.scope)
    )
    in_scope = set(view.connection.execute(seen).scalars())
    return {number: contact_id for number, contact_id in owners.items() if contact_id in in_scope}

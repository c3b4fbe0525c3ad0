"""What is kept of each contact so that the list need not add it up: counts, last status, last engagement, opt-outs."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select
from sqlalchemy import Row as SqlRow

from engagement.domain.consent import ConsentChannel
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.merge import Change, Row
from engagement.store.schema import contact_addresses, contacts, messages, plain_time
from engagement.store.sets import Field
from engagement.store.sql import among, fetch, indexed_columns, update_rows

_FLAGS = {
    ConsentChannel.EMAIL.value: "do_not_email",
    ConsentChannel.TEXT.value: "do_not_text",
    ConsentChannel.CALL.value: "do_not_call",
}
_ASKED = "asked_to_stop_at"
_TEXT = ConsentChannel.TEXT.value
_COUNTED = ("opens", "machine_opens", "clicks", "machine_clicks")
_PREFIXES = ("", "human_")
_STATUS = ("last_status", "last_status_channel", "last_status_at", "last_status_message_id")
_ENGAGED = "last_engaged_at"


class _Names(NamedTuple):
    """The names of columns of one reading, of everything or without machines: of a message, and of its contact.

    Put together once: that, for every message anew, was a tenth of the time of an import.
    """

    engaged_at: str
    status: str
    status_at: str
    last_engaged_at: str
    last_status: str
    last_status_channel: str
    last_status_at: str
    last_status_message_id: str


_NAMES = tuple(_Names(*(prefix + name for name in _Names._fields)) for prefix in _PREFIXES)
_GROWING = (*_COUNTED, *(prefix + name for prefix in _PREFIXES for name in (*_STATUS, _ENGAGED)))
_INDEXED = [name for name in _GROWING if name in indexed_columns(contacts)]
_UNINDEXED = [name for name in _GROWING if name not in _INDEXED]
_EMPTY: Row = {
    **dict.fromkeys((*_COUNTED, "replies"), 0),
    **dict.fromkeys(prefix + name for prefix in _PREFIXES for name in (*_STATUS, _ENGAGED)),
    **dict.fromkeys(flag + name for flag in _FLAGS.values() for name in ("_at", "_reason")),
    _ASKED: None,
}


def update_contacts(connection: Connection, sets: SetWriter, changes: Sequence[Change], unsettled: set[int]) -> None:
    """Bring up to date the contacts of `changes`.

    Counts grow by what the messages gained, and the latest status and engagement can only be overtaken: that needs no
    look at the contact's other messages. Contacts where something went back, or whose replies or consent may have
    changed (`unsettled`), are added up anew.
    """
    anew = unsettled | {after["contact_id"] for before, after, _ in changes if before and _went_back(before, after)}
    gained: dict[int, list[Change]] = {}
    for change in changes:
        if change.after["contact_id"] not in anew:
            gained.setdefault(change.after["contact_id"], []).append(change)
    if gained:
        kept = select(contacts.c.contact_id, *(plain_time(contacts.c[name]) for name in _GROWING)).where(
            among(connection, contacts.c.contact_id, list(gained))
        )
        indexed: list[Row] = []
        unindexed: list[Row] = []
        for values in fetch(connection, kept):
            row = dict(zip(("contact_id", *_GROWING), values, strict=True))
            before = [row[name] for name in _INDEXED]
            for change in gained[row["contact_id"]]:
                _grow(row, change)
            (unindexed if [row[name] for name in _INDEXED] == before else indexed).append(row)
        update_rows(connection, contacts, ("contact_id",), indexed)
        update_rows(connection, contacts, ("contact_id",), unindexed, _UNINDEXED)  # no index is written
    refresh_contacts(connection, sets, anew)


def _went_back(before: Row, after: Row) -> bool:
    """Whether a time of the message is earlier than it was: a better clock was found for it."""
    for name in ("status_at", "human_status_at", "engaged_at", "human_engaged_at"):
        was, now = before[name], after[name]
        if was is not None and (now is None or now < was):
            return True
    return False


def _grow(contact: Row, change: Change) -> None:
    before, after, _ = change
    for name in _COUNTED:
        if after[name] or before:  # a burst that is none after all takes back what it counted for machines
            contact[name] += after[name] - (before[name] if before else 0)
    for columns in _NAMES:
        engaged = after[columns.engaged_at]
        if engaged is not None:
            known = contact[columns.last_engaged_at]
            if known is None or engaged > known:
                contact[columns.last_engaged_at] = engaged
        at = after[columns.status_at]
        if at is None:
            continue
        known = contact[columns.last_status_at]
        message_id = after["message_id"]
        if known is None or at > known or (at == known and message_id >= contact[columns.last_status_message_id]):
            contact[columns.last_status] = after[columns.status]
            contact[columns.last_status_channel] = after["channel"]
            contact[columns.last_status_at] = at
            contact[columns.last_status_message_id] = message_id


def refresh_contacts(connection: Connection, sets: SetWriter, contact_ids: Iterable[int]) -> None:
    """Add up the messages of `contact_ids` anew into what the contact list shows; written where it is another."""
    ids = sorted(contact_ids)
    if not ids:
        return
    summaries = {contact_id: {"contact_id": contact_id, **_EMPTY} for contact_id in ids}
    for row in connection.execute(_COUNTS, {"ids": ids}).mappings():
        summaries[row["contact_id"]].update(row)
    for prefix, statement in _LAST_STATUS.items():
        for contact_id, *values in connection.execute(statement, {"ids": ids}):
            summaries[contact_id].update(zip((prefix + name for name in _STATUS), values, strict=True))
    for address in connection.execute(_STANDINGS, {"ids": ids}):
        _sum_consent(summaries[address.contact_id], address)
    out = {channel: f"{flag}_at" for channel, flag in _FLAGS.items()}
    kept = select(contacts.c.contact_id, *(plain_time(contacts.c[name]) for name in _EMPTY))
    changed = []
    for contact_id, *values in fetch(connection, kept.where(among(connection, contacts.c.contact_id, ids))):
        before, after = dict(zip(_EMPTY, values, strict=True)), summaries[contact_id]
        if not before.items() <= after.items():
            changed.append(after)
            was, now = ([channel for channel, at in out.items() if row[at] is not None] for row in (before, after))
            sets.change_field(contact_id, Field.OPTED_OUT, was, now)
            was, now = ([_TEXT] if row[_ASKED] is not None else [] for row in (before, after))
            sets.change_field(contact_id, Field.ASKED_TO_STOP, was, now)
    if changed:
        sets.touch()
    update_rows(connection, contacts, ("contact_id",), changed)


def _latest(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The latest of `column` and, for a reply, the time it came: a reply is engagement by a person."""
    replied = case((messages.c.is_reply, messages.c.sent_at))
    return func.max(case((and_(replied.is_not(None), or_(column.is_(None), replied > column)), replied), else_=column))


_OF_IDS = messages.c.contact_id.in_(bindparam("ids", expanding=True))
_COUNTS = (
    select(
        messages.c.contact_id,
        *(func.sum(messages.c[name]).label(name) for name in _COUNTED),
        func.sum(case((messages.c.is_reply, 1), else_=0)).label("replies"),
        plain_time(_latest(messages.c.engaged_at)).label("last_engaged_at"),
        plain_time(_latest(messages.c.human_engaged_at)).label("human_last_engaged_at"),
    )
    .where(_OF_IDS)
    .group_by(messages.c.contact_id)
)


def _last_status(prefix: str) -> Select[Any]:
    """The status that came last among a contact's messages; at equal times the one of the later message id."""
    status, at = messages.c[f"{prefix}status"], messages.c[f"{prefix}status_at"]
    ranked = (
        select(
            messages.c.contact_id,
            status.label("status"),
            messages.c.channel,
            at.label("at"),
            messages.c.message_id,
            func.row_number()
            .over(partition_by=messages.c.contact_id, order_by=(at.desc(), messages.c.message_id.desc()))
            .label("place"),
        )
        .where(_OF_IDS, status.is_not(None))
        .subquery()
    )
    columns = [plain_time(column) for column in ranked.c if column.name != "place"]
    return select(*columns).where(ranked.c.place == 1)


_LAST_STATUS = {prefix: _last_status(prefix) for prefix in _PREFIXES}
_STANDINGS = (
    select(
        *(contact_addresses.c[name] for name in ("contact_id", "channel", "opted_out_reason", "do_not_call_reason")),
        *(plain_time(contact_addresses.c[name]) for name in ("opted_out_at", "do_not_call_at", "asked_to_stop_at")),
    )
    .where(
        contact_addresses.c.contact_id.in_(bindparam("ids", expanding=True)),
        or_(
            contact_addresses.c.opted_out_at.is_not(None),
            contact_addresses.c.do_not_call_at.is_not(None),
            contact_addresses.c.asked_to_stop_at.is_not(None),
        ),
    )
    .order_by(contact_addresses.c.address)
)


def _sum_consent(summary: Row, address: SqlRow[Any]) -> None:
    """Since when the contact must not be written to or called: by the first of its addresses that says so."""
    for flag, at, reason in (
        (_FLAGS[address.channel], address.opted_out_at, address.opted_out_reason),
        (_FLAGS[ConsentChannel.CALL.value], address.do_not_call_at, address.do_not_call_reason),
    ):
        if at is not None and (summary[f"{flag}_at"] is None or at < summary[f"{flag}_at"]):
            summary.update({f"{flag}_at": at, f"{flag}_reason": reason})
    asked = address.asked_to_stop_at
    if asked is not None and (summary[_ASKED] is None or asked < summary[_ASKED]):
        summary[_ASKED] = asked

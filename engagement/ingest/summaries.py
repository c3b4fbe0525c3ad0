"""What is kept of each contact so that the list need not add it up: counts, last status, last engagement, opt-outs."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select

from engagement.ingest.merge import Change, Row
from engagement.ingest.sets import SetWriter
from engagement.store.schema import contact_addresses, contacts, messages, plain_time
from engagement.store.sets import Field
from engagement.store.sql import update_rows
from engagement.vocabulary import Channel

_FLAGS = {Channel.EMAIL.value: "do_not_email", Channel.TEXT.value: "do_not_text"}
_COUNTED = ("opens", "machine_opens", "clicks", "machine_clicks")
_PREFIXES = ("", "human_")
_STATUS = ("last_status", "last_status_channel", "last_status_at", "last_status_message_id")
_ENGAGED = "last_engaged_at"
_GROWING = (*_COUNTED, *(prefix + name for prefix in _PREFIXES for name in (*_STATUS, _ENGAGED)))
_EMPTY: Row = {
    **dict.fromkeys((*_COUNTED, "replies"), 0),
    **dict.fromkeys(prefix + name for prefix in _PREFIXES for name in (*_STATUS, _ENGAGED)),
    **dict.fromkeys(flag + name for flag in _FLAGS.values() for name in ("_at", "_reason")),
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
            contacts.c.contact_id.in_(list(gained))
        )
        rows = []
        for values in connection.execute(kept):
            row = dict(zip(("contact_id", *_GROWING), values, strict=True))
            for change in gained[row["contact_id"]]:
                _grow(row, change)
            rows.append(row)
        update_rows(connection, contacts, ("contact_id",), rows)
    refresh_contacts(connection, sets, anew)


def _went_back(before: Row, after: Row) -> bool:
    """Whether a time of the message is earlier than it was: a better clock was found for it."""
    names = ("status_at", "human_status_at", "engaged_at", "human_engaged_at")
    return any(before[name] is not None and (after[name] is None or after[name] < before[name]) for name in names)


def _grow(contact: Row, change: Change) -> None:
    before, after, _ = change
    for name in _COUNTED:
        contact[name] += after[name] - (before[name] if before else 0)
    for prefix in _PREFIXES:
        engaged = after[f"{prefix}engaged_at"]
        known = contact[f"{prefix}last_engaged_at"]
        if engaged is not None and (known is None or engaged > known):
            contact[f"{prefix}last_engaged_at"] = engaged
        at, known = after[f"{prefix}status_at"], contact[f"{prefix}last_status_at"]
        place = (at, after["message_id"])
        if at is not None and (known is None or place >= (known, contact[f"{prefix}last_status_message_id"])):
            contact[f"{prefix}last_status"] = after[f"{prefix}status"]
            contact[f"{prefix}last_status_channel"] = after["channel"]
            contact[f"{prefix}last_status_at"] = at
            contact[f"{prefix}last_status_message_id"] = after["message_id"]


def refresh_contacts(connection: Connection, sets: SetWriter, contact_ids: Iterable[int]) -> None:
    """Add up the messages of `contact_ids` anew into what the contact list shows."""
    ids = sorted(contact_ids)
    if not ids:
        return
    summaries = {contact_id: {"contact_id": contact_id, **_EMPTY} for contact_id in ids}
    for row in connection.execute(_COUNTS, {"ids": ids}).mappings():
        summaries[row["contact_id"]].update(row)
    for prefix, statement in _LAST_STATUS.items():
        for contact_id, *values in connection.execute(statement, {"ids": ids}):
            summaries[contact_id].update(zip((prefix + name for name in _STATUS), values, strict=True))
    for contact_id, channel, at, reason in connection.execute(_OPT_OUTS, {"ids": ids}):
        flag = _FLAGS[channel]
        summaries[contact_id].update({f"{flag}_at": at, f"{flag}_reason": reason})
    out = {flag: f"{flag}_at" for flag in _FLAGS.values()}
    known = select(contacts.c.contact_id, *(contacts.c[name].is_not(None).label(flag) for flag, name in out.items()))
    for row in connection.execute(known.where(contacts.c.contact_id.in_(ids))).mappings():
        after = summaries[row["contact_id"]]
        before = [channel for channel, flag in _FLAGS.items() if row[flag]]
        now = [channel for channel, flag in _FLAGS.items() if after[out[flag]] is not None]
        sets.change_field(row["contact_id"], Field.OPTED_OUT, before, now)
    update_rows(connection, contacts, ("contact_id",), list(summaries.values()))


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
_OPT_OUTS = (
    select(
        contact_addresses.c.contact_id,
        contact_addresses.c.channel,
        plain_time(contact_addresses.c.opted_out_at),
        contact_addresses.c.opted_out_reason,
    )
    .where(
        contact_addresses.c.contact_id.in_(bindparam("ids", expanding=True)),
        contact_addresses.c.opted_out_at.is_not(None),
    )
    # The earliest comes last, and so stands: since when the contact must not be written to.
    .order_by(contact_addresses.c.opted_out_at.desc(), contact_addresses.c.address.desc())
)

"""Lists of messages as files: each message with its reason in words, and whose it is, as the contacts' export says it.

A list of any size is read a part at a time and never held. Who opted out of a channel, or asked to and waits for a
decision, has no address of it in the file unless opted-out addresses are asked for, just as in the contacts' export.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, select, tuple_

from engagement.domain.vocabulary import Channel
from engagement.query.contacts.columns import Kind, Part, file_parts
from engagement.query.contacts.contact_rows import rows_of_ids
from engagement.query.contacts.export import csv_lines
from engagement.query.contacts.formats import About, Format, csv_format, workbook_format
from engagement.query.contacts.spreadsheet import write_sheets
from engagement.query.matching.view import View
from engagement.query.messages.message_list import MessageList, in_trouble, place_of
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.reasons import TROUBLE, deciding, reason_in_words
from engagement.query.question.rows import ContactRow, MessageRow
from engagement.store.engine import reading_all
from engagement.store.schema import events
from engagement.store.sql import in_parts, pairs

_PART = 1000  # messages that are read at a time
_TROUBLE_TYPES = sorted({kind.value for _, kind in TROUBLE})
_Key = tuple[int, int]  # whose a message is, and its id


@dataclass(frozen=True, slots=True)
class ExportedMessage:
    """A message as a file has it."""

    message: MessageRow
    contact: ContactRow
    reason: str | None  # why it has its status, in words, when that is trouble
    code: str | None  # the provider's, of the event that says so


def all_messages(view: View, asked: MessageFilter, *, only_trouble: bool = False) -> Iterator[ExportedMessage]:
    """Every message that `asked` asks for, the newest first; `only_trouble` leaves those of ours that did not arrive,
    or were put off so far."""
    wanted = MessageList(view, asked, in_trouble() if only_trouble else None)
    with reading_all(view.connection):
        for some in in_parts(wanted.walk(_PART), _PART):
            owners = {row.id: row for row in rows_of_ids(view, list({one.contact_id for one in some}))}
            its_events = _telling(view, some)
            for message in some:
                owner = owners.get(message.contact_id)
                if owner is not None:
                    yield _exported(message, owner, its_events.get((message.contact_id, message.id), []))


def count_trouble(view: View, asked: MessageFilter) -> int:
    """How many messages all_messages gives of what `asked` asks for with `only_trouble`."""
    return MessageList(view, asked, in_trouble()).count()


def _exported(message: MessageRow, owner: ContactRow, its_events: Sequence[Any]) -> ExportedMessage:
    found = deciding(message.channel, message.status, its_events)
    code = next((event.code for event in reversed(found) if event.code), None)
    return ExportedMessage(message, owner, reason_in_words(message.channel, found), code)


def _telling(view: View, some: Sequence[MessageRow]) -> dict[_Key, list[Any]]:
    """Those events of `some` messages that can tell a reason, in their order."""
    keys = [(one.contact_id, one.id) for one in some if _has_reason(one)]
    if not keys:
        return {}
    e = events.c
    ids = pairs(view.connection, keys, contact_id=BigInteger, message_id=BigInteger)
    columns = (e.contact_id, e.message_id, e.event_id, e.channel, e.type, e.at, e.provider, e.reason, e.code, e.detail)
    statement = select(*columns).where(tuple_(e.contact_id, e.message_id).in_(select(ids)), e.type.in_(_TROUBLE_TYPES))
    found: dict[_Key, list[Any]] = {}
    for event in view.connection.execute(statement):
        found.setdefault((event.contact_id, event.message_id), []).append(event)
    for its_events in found.values():
        its_events.sort(key=lambda event: (event.at, place_of(Channel(event.channel), event.type), event.event_id))
    return found


def _has_reason(message: MessageRow) -> bool:
    return bool(message.temporary_failures) or (message.channel, message.status) in TROUBLE


def _of_channel(channel: Channel) -> Callable[[ExportedMessage], tuple[str, ...]]:
    return lambda row: (row.message.address,) if row.message.channel is channel else ()


def _of_contact(part: Part, name: str) -> Part:
    """A column of the contacts' export, of the contact whose the message is."""
    value, withheld = part.value, part.withheld
    hidden: Callable[[ExportedMessage], Any] | None = None
    if withheld is not None:
        held: Callable[[ContactRow], Any] = withheld
        hidden = lambda row: held(row.contact)  # noqa: E731
    return replace(part, name=name, value=lambda row: value(row.contact), withheld=hidden)


def _parts() -> tuple[Part, ...]:
    own = {part.name: part for part in file_parts()}
    whose = {name: _of_contact(part, name) for name, part in own.items()}
    told = [name for name in own if name.startswith(("do_not_", "asked_to_"))]
    email, phone = (
        replace(whose[held], name=name, kind=Kind.PHONES, value=_of_channel(channel))
        for held, name, channel in (("emails", "email", Channel.EMAIL), ("phones", "phone", Channel.TEXT))
    )
    email = replace(email, kind=Kind.TEXTS)
    return (
        Part("sent_at", Kind.MOMENT, lambda row: row.message.sent_at, width=24),
        Part("channel", Kind.WORD, lambda row: row.message.channel.value),
        Part("direction", Kind.WORD, lambda row: row.message.direction.value),
        Part("status", Kind.WORD, lambda row: row.message.status and row.message.status.value),
        Part("status_at", Kind.MOMENT, lambda row: row.message.status_at, width=24),
        Part("reason", Kind.TEXT, lambda row: row.reason or "", width=40),
        Part("code", Kind.TEXT, lambda row: row.code or ""),
        Part("times_put_off", Kind.NUMBER, lambda row: row.message.temporary_failures),
        Part("campaign", Kind.TEXT, lambda row: row.message.campaign or "", width=24),
        Part("sent_as", Kind.WORD, lambda row: row.message.origin and row.message.origin.value),
        Part("subject", Kind.TEXT, lambda row: row.message.subject or "", width=32),
        Part("text", Kind.TEXT, lambda row: row.message.text or "", width=32),
        Part("opens", Kind.NUMBER, lambda row: row.message.opens),
        Part("machine_opens", Kind.NUMBER, lambda row: row.message.machine_opens),
        Part("clicks", Kind.NUMBER, lambda row: row.message.clicks),
        Part("machine_clicks", Kind.NUMBER, lambda row: row.message.machine_clicks),
        email,
        phone,
        Part("ours", Kind.PHONES, lambda row: (row.message.our_address,) if row.message.our_address else (), width=18),
        Part("provider_id", Kind.TEXT, lambda row: row.message.provider_key, width=24),
        _of_contact(own["id"], "contact_id"),
        *(whose[name] for name in ("name", "owner", "emails", "phones")),
        *(whose[name] for name in told),
    )


PARTS = _parts()
"""The columns of a file of messages; their names are kept from now on."""


def messages_csv(rows: Iterable[ExportedMessage], zone: ZoneInfo, *, include_opted_out: bool) -> Iterator[str]:
    """`rows` as CSV lines with CRLF, the header first; times by the clock of `zone`, with its offset."""
    return csv_lines(PARTS, rows, zone, include_opted_out=include_opted_out)


def write_messages(
    file: BinaryIO, rows: Iterable[ExportedMessage], zone: ZoneInfo, about: About, *, include_opted_out: bool
) -> int:
    """Write `rows` as a workbook, never holding more than one; how many there were."""
    return write_sheets(file, PARTS, "Messages", rows, zone, about, include_opted_out=include_opted_out)


FORMATS: tuple[Format, ...] = (csv_format(messages_csv), workbook_format(write_messages))
"""What a list of messages can be written as, each with a button."""

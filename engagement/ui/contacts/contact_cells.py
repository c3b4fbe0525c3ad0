"""What a value of each kind of column looks like in the list of contacts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.domain.vocabulary import Channel, EventType
from engagement.query.contacts.columns import Column, Kind
from engagement.query.question.rows import ContactRow, OptOut
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.badge import badge
from engagement.ui.parts.figures import copyable, count, opt_out_badges, with_machines
from engagement.ui.parts.markup import text
from engagement.ui.parts.table import NUMBER, Head
from engagement.ui.parts.times import relative_time


@dataclass(frozen=True, slots=True)
class Look:
    """What the cells of a list have in common."""

    now: datetime
    zone: ZoneInfo
    came_from: str = ""  # the list, as a parameter of a contact's address
    stops: frozenset[Channel] = frozenset()  # the channels whose opt-outs show their dates


def head(column: Column) -> Head:
    """The heading of `column`, and the class of its cells."""
    if column.kind is Kind.NAME:
        return Head(column.label, cells="eg-name", names_card=True)
    return Head(column.label, _CLASSES.get(column.kind, ""), column.meaning, is_reached=bool(column.meaning))


_CLASSES: Mapping[Kind, str] = MappingProxyType({Kind.NUMBER: NUMBER, Kind.ADDRESSES: "eg-address"})


def cell(column: Column, row: ContactRow, look: Look) -> str:
    """The value of `column` for `row`, as HTML."""
    value = column.value(row)
    if column.kind is Kind.NAME:
        list_of = {"list": look.came_from} if look.came_from else {}
        return link(value, Screen.CONTACT, {**list_of, "id": str(row.id)})
    return _CELLS[column.kind](value, look)


def _addresses(value: tuple[Sequence[str], Sequence[str]], _look: Look) -> str:
    """The main one of each channel."""
    emails, phones = value
    shown = [copyable(email, email) for email in emails[:1]]
    return "<br>".join([*shown, *(copyable(shown_phone(phone), phone) for phone in phones[:1])])


def _number(value: int | tuple[int, int], _look: Look) -> str:
    """A count; how many of it are machines' in a second line."""
    if isinstance(value, int):
        return count(value)
    shown = with_machines(*value)
    return (
        shown.replace('"eg-quiet">, ', '"eg-quiet eg-second"><span class="eg-unseen">, </span>') if value[1] else shown
    )


def _moment(value: datetime | None, look: Look) -> str:
    return relative_time(value, look.now, look.zone) if value else '<span class="eg-quiet">never</span>'


def _badge(value: tuple[Channel | None, EventType | None], _look: Look) -> str:
    channel, status = value
    return badge(channel, status) if channel and status else ""


def _opt_outs(value: tuple[OptOut | None, OptOut | None, OptOut | None, datetime | None], look: Look) -> str:
    email, phone, call, asked_at = value
    return opt_out_badges(email, phone, look.zone, look.stops, call=call, asked_at=asked_at)


_CELLS: Mapping[Kind, Callable[[Any, Look], str]] = MappingProxyType(
    {
        Kind.ID: lambda value, _: str(value),
        Kind.WORD: lambda value, _: value or "",
        Kind.TEXT: lambda value, _: text(value),
        Kind.TEXTS: lambda value, _: text(", ".join(value)),
        Kind.PHONES: lambda value, _: text(", ".join(map(shown_phone, value))),
        Kind.ADDRESSES: _addresses,
        Kind.NUMBER: _number,
        Kind.MOMENT: _moment,
        Kind.BADGE: _badge,
        Kind.SWITCH: lambda value, _: "yes" if value else "no",
        Kind.OPT_OUTS: _opt_outs,
    }
)

"""The contact list: one expression of who matches a filter, from which count, page and export all derive."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Any

from pyroaring import BitMap
from sqlalchemy import ColumnElement, Connection, Row, Select, select, true

from engagement.query.filter import EngagementFilter, Scope
from engagement.query.membership import members, values_in_scope
from engagement.query.rows import Choices, ContactRow, OptOut
from engagement.query.viewpoint import Viewpoint
from engagement.store.schema import contact_addresses, contact_labels, contacts
from engagement.store.sets import Field
from engagement.store.sql import among
from engagement.text import folded
from engagement.vocabulary import Channel, ContactKind, EventType

PAGE_SIZE = 50
_EXPORT_PAGE = 1000  # contacts an export reads at a time
_FEW = 10_000  # contacts that are looked up one by one to be sorted; more are met on a walk along the order
_FARTHEST = 20_000  # contacts such a walk goes past before it gives up on a few
_WALKED = 2_000  # contacts of that walk that are fetched at a time


class Sort(StrEnum):
    """The orders a list can have; the label is the value."""

    LAST_ENGAGED = "last engagement"
    NAME = "name"
    OWNER = "owner"
    OPENS = "opens"
    CLICKS = "clicks"
    REPLIES = "replies"


_INDEXED = frozenset((Sort.LAST_ENGAGED, Sort.NAME))  # the orders that an index walks along


def count_contacts(connection: Connection, asked: EngagementFilter, viewpoint: Viewpoint) -> int:
    """How many contacts match."""
    return len(members(connection, asked, viewpoint))


def list_contacts(
    connection: Connection,
    asked: EngagementFilter,
    viewpoint: Viewpoint,
    *,
    sort: Sort = Sort.LAST_ENGAGED,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> list[ContactRow]:
    """Page `page`, counted from 1, of the contacts that match; empty past the last."""
    found = members(connection, asked, viewpoint)
    first = (max(page, 1) - 1) * size
    if first >= len(found):
        return []
    everybody = len(members(connection, EngagementFilter(), viewpoint))
    is_near = (first + size) * everybody < len(found) ** 2  # members stand so close that a walk soon meets enough
    numbers = islice(in_order(connection, found, asked, sort, walks=is_near), first, first + size)
    return _rows_of(connection, list(numbers), asked.without_machines)


def all_contacts(
    connection: Connection,
    asked: EngagementFilter,
    viewpoint: Viewpoint,
    *,
    sort: Sort = Sort.LAST_ENGAGED,
) -> Iterator[ContactRow]:
    """Every contact that matches, a few at a time: for exports of any size."""
    numbers = in_order(connection, members(connection, asked, viewpoint), asked, sort)
    while some := list(islice(numbers, _EXPORT_PAGE)):
        yield from _rows_of(connection, some, asked.without_machines)


def in_order(
    connection: Connection, found: BitMap, asked: EngagementFilter, sort: Sort, *, walks: bool = False
) -> Iterator[int]:
    """The numbers of `found`, sorted.

    A few go to the database as numbers to sort. Many are met by walking the order's index and testing each contact,
    which comes to an end soon just because they are many. `walks` asks for a walk for a few as well; should they stand
    far along the order after all, what is left of them goes to the database.
    """
    walks = walks and sort in _INDEXED
    left = BitMap(found)
    for statement in _orders(asked.without_machines)[sort]:
        if len(found) > _FEW or walks:
            rows = connection.execute(statement, execution_options={"yield_per": _WALKED}).scalars()
            for walked, number in enumerate(rows):
                if number in found:
                    left.discard(number)
                    yield number
                if walked == _FARTHEST and len(found) <= _FEW:
                    walks = False
                    break
        if len(found) <= _FEW and not walks:
            yield from connection.execute(statement.where(among(connection, contacts.c.number, left))).scalars()


def _rows_of(connection: Connection, numbers: Sequence[int], without_machines: bool) -> list[ContactRow]:
    """The contacts with `numbers`, in their order."""
    place = {number: place for place, number in enumerate(numbers)}
    statement = select(contacts).where(among(connection, contacts.c.number, numbers))
    found = sorted(connection.execute(statement).all(), key=lambda row: place[row.number])
    return contact_rows(connection, found, without_machines)


@cache
def _orders(without_machines: bool) -> Mapping[Sort, Sequence[Select[Any]]]:
    """The numbers of all contacts in each order, in one or two parts that each have an index where walking one pays."""
    number, c = select(contacts.c.number), contacts.c
    columns = _shown_columns(without_machines)
    engaged = columns["last_engaged_at"]

    def ordered(*by: ColumnElement[Any]) -> Sequence[Select[Any]]:
        return (number.order_by(*by, c.contact_id),)

    return {
        # In two parts, since the databases differ on where contacts that never engaged would come.
        Sort.LAST_ENGAGED: (
            number.where(engaged.is_not(None)).order_by(engaged.desc(), c.contact_id.desc()),
            *(one.where(engaged.is_(None)) for one in ordered()),
        ),
        Sort.NAME: (
            number.where(c.name_folded != "").order_by(c.name_folded, c.contact_id),
            *(one.where(c.name_folded == "") for one in ordered()),
        ),
        Sort.OWNER: ordered(c.owner == "", c.owner, c.name_folded),
        Sort.OPENS: ordered(columns["opens"].desc()),
        Sort.CLICKS: ordered(columns["clicks"].desc()),
        Sort.REPLIES: ordered(c.replies.desc()),
    }


def visible(scope: Scope) -> ColumnElement[bool]:
    """Which contacts the viewer may see, as a condition on `contacts`."""
    return true() if scope.owners is None else contacts.c.owner.in_(sorted(scope.owners))


def _shown_columns(without_machines: bool) -> dict[str, ColumnElement[Any]]:
    """The columns that differ when machines are left out."""
    c = contacts.c
    if not without_machines:
        names = ("last_status", "last_status_channel", "last_status_at", "last_engaged_at", "opens", "clicks")
        return {name: c[name] for name in names}
    human = ("last_status", "last_status_channel", "last_status_at", "last_engaged_at")
    return {
        **{name: c[f"human_{name}"] for name in human},
        "opens": c.opens - c.machine_opens,
        "clicks": c.clicks - c.machine_clicks,
    }


def contact_rows(connection: Connection, found: Sequence[Row[Any]], without_machines: bool) -> list[ContactRow]:
    """Rows of `contacts` with their addresses and labels."""
    ids = [row.contact_id for row in found]
    labels: dict[int, list[str]] = {}
    table = contact_labels.c
    for contact_id, label in connection.execute(
        select(table.contact_id, table.label).where(table.contact_id.in_(ids)).order_by(table.label)
    ):
        labels.setdefault(contact_id, []).append(label)
    addresses: dict[tuple[int, str], list[str]] = {}
    held = contact_addresses.c
    for contact_id, channel, address in connection.execute(
        select(held.contact_id, held.channel, held.address)
        .where(held.contact_id.in_(ids))
        .order_by(held.is_main.desc(), held.address)
    ):
        addresses.setdefault((contact_id, channel), []).append(address)
    return [_contact_row(row, labels, addresses, without_machines) for row in found]


def _contact_row(
    row: Row[Any],
    labels: Mapping[int, Sequence[str]],
    addresses: Mapping[tuple[int, str], Sequence[str]],
    without_machines: bool,
) -> ContactRow:
    human = "human_" if without_machines else ""
    status, channel, status_at, engaged_at = (
        getattr(row, human + name)
        for name in ("last_status", "last_status_channel", "last_status_at", "last_engaged_at")
    )
    return ContactRow(
        id=row.contact_id,
        name=row.name,
        kind=ContactKind(row.kind),
        owner=row.owner,
        stage=row.stage,
        source=row.source,
        labels=tuple(labels.get(row.contact_id, ())),
        emails=tuple(addresses.get((row.contact_id, Channel.EMAIL), ())),
        phones=tuple(addresses.get((row.contact_id, Channel.TEXT), ())),
        last_status=EventType(status) if status else None,
        last_status_channel=Channel(channel) if channel else None,
        last_status_at=status_at,
        last_engaged_at=engaged_at,
        opens=row.opens - row.machine_opens * without_machines,
        machine_opens=row.machine_opens * (not without_machines),
        clicks=row.clicks - row.machine_clicks * without_machines,
        machine_clicks=row.machine_clicks * (not without_machines),
        replies=row.replies,
        do_not_email=OptOut(row.do_not_email_at, row.do_not_email_reason) if row.do_not_email_at else None,
        do_not_text=OptOut(row.do_not_text_at, row.do_not_text_reason) if row.do_not_text_at else None,
    )


def choices(connection: Connection, viewpoint: Viewpoint) -> Choices:
    """The owners, stages, sources and labels there are among the contacts in scope, sorted; the empty one left out."""
    there = values_in_scope(connection, viewpoint)

    def values(field: Field) -> tuple[str, ...]:
        return tuple(sorted(there[field], key=lambda value: (folded(value), value)))

    return Choices(values(Field.OWNER), values(Field.STAGE), values(Field.SOURCE), values(Field.LABEL))

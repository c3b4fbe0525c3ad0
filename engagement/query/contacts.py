"""The contact list: one expression of who matches a filter, from which count, page and export all derive."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, func, not_, or_, select, true

from engagement.addresses import normal_phone
from engagement.query.conditions import CONDITIONS, contact_ids
from engagement.query.filter import EngagementFilter, Scope
from engagement.query.rows import Choices, ContactRow, OptOut
from engagement.query.viewpoint import Viewpoint
from engagement.store.schema import contact_addresses, contact_labels, contacts
from engagement.text import folded, storable
from engagement.vocabulary import Channel, ContactKind, EventType, Match

PAGE_SIZE = 50
_EXPORT_PAGE = 1000  # contacts an export reads at a time
_LARGEST_OFFSET = 2**53
_LONGEST_SEARCH = 1000  # characters; nothing kept is as long, and SQLite refuses a pattern of 50,000 bytes


class Sort(StrEnum):
    """The orders a list can have; the label is the value."""

    LAST_ENGAGED = "last engagement"
    NAME = "name"
    OWNER = "owner"
    OPENS = "opens"
    CLICKS = "clicks"
    REPLIES = "replies"


def matching(asked: EngagementFilter, viewpoint: Viewpoint) -> ColumnElement[bool]:
    """Who is in `viewpoint`'s scope and matches `asked`, as a condition on `contacts`."""
    return and_(
        in_scope(viewpoint.scope),
        _engagement(asked, viewpoint),
        *(
            column.in_(sorted(values))
            for column, values in (
                (contacts.c.kind, asked.kinds),
                (contacts.c.owner, asked.owners),
                (contacts.c.stage, asked.stages),
                (contacts.c.source, asked.sources),
            )
            if values
        ),
        _labelled(asked.labels),
        _found(asked.search, viewpoint.region),
    )


def in_scope(scope: Scope) -> ColumnElement[bool]:
    """Which contacts the viewer may see, as a condition on `contacts`."""
    return true() if scope.owners is None else contacts.c.owner.in_(sorted(scope.owners))


def _engagement(asked: EngagementFilter, viewpoint: Viewpoint) -> ColumnElement[bool]:
    each = [
        contacts.c.contact_id.in_(contact_ids(CONDITIONS[option], asked, viewpoint)) for option in sorted(asked.options)
    ]
    if not each:
        return true()
    if asked.match is Match.ALL:
        return and_(*each)
    return or_(*each) if asked.match is Match.ANY else not_(or_(*each))


def _labelled(labels: frozenset[str]) -> ColumnElement[bool]:
    if not labels:
        return true()
    return contacts.c.contact_id.in_(
        select(contact_labels.c.contact_id).where(contact_labels.c.label.in_(sorted(labels)))
    )


def _found(search: str, region: str) -> ColumnElement[bool]:
    """Part of a name, whatever its case and accents, part of an email address, or a phone number as people write it."""
    wanted = storable(search.strip())
    if not wanted:
        return true()
    if len(wanted) > _LONGEST_SEARCH:
        return false()
    address = contact_addresses.c.address
    ways = [and_(contact_addresses.c.channel == Channel.EMAIL, address.contains(wanted.casefold(), autoescape=True))]
    digits = "".join(letter for letter in wanted if letter.isdecimal() and letter.isascii())
    if len(digits) >= 3 and not any(letter.isalpha() for letter in wanted):
        number = normal_phone(wanted, region)
        is_number = address == number if number else false()
        ways.append(and_(contact_addresses.c.channel == Channel.TEXT, or_(is_number, address.contains(digits))))
    return or_(
        contacts.c.name_folded.contains(folded(wanted), autoescape=True),
        contacts.c.contact_id.in_(select(contact_addresses.c.contact_id).where(or_(*ways))),
    )


def count_contacts(connection: Connection, asked: EngagementFilter, viewpoint: Viewpoint) -> int:
    """How many contacts match."""
    return connection.execute(select(func.count()).select_from(contacts).where(matching(asked, viewpoint))).scalar_one()


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
    offset = min((max(page, 1) - 1) * size, _LARGEST_OFFSET)
    statement = _sorted(select(contacts).where(matching(asked, viewpoint)), asked, sort)
    return contact_rows(connection, statement.limit(size).offset(offset), asked.without_machines)


def all_contacts(
    connection: Connection,
    asked: EngagementFilter,
    viewpoint: Viewpoint,
    *,
    sort: Sort = Sort.LAST_ENGAGED,
) -> Iterator[ContactRow]:
    """Every contact that matches, a few at a time: for exports of any size."""
    statement = _sorted(select(contacts.c.contact_id).where(matching(asked, viewpoint)), asked, sort)
    ids = list(connection.execute(statement).scalars())
    for first in range(0, len(ids), _EXPORT_PAGE):
        some = ids[first : first + _EXPORT_PAGE]
        rows = contact_rows(connection, select(contacts).where(contacts.c.contact_id.in_(some)), asked.without_machines)
        by_id = {row.id: row for row in rows}
        yield from (by_id[contact_id] for contact_id in some if contact_id in by_id)


def _sorted(statement: Select[Any], asked: EngagementFilter, sort: Sort) -> Select[Any]:
    columns = _shown_columns(asked.without_machines)
    by: Mapping[Sort, tuple[ColumnElement[Any], ...]] = MappingProxyType(
        {
            # Without NULLS LAST, which no index serves on SQLite: a contact that never engaged sorts as the oldest.
            Sort.LAST_ENGAGED: (func.coalesce(columns["last_engaged_at"], _LONG_AGO).desc(),),
            Sort.NAME: (contacts.c.name_folded == "", contacts.c.name_folded),
            Sort.OWNER: (contacts.c.owner == "", contacts.c.owner, contacts.c.name_folded),
            Sort.OPENS: (columns["opens"].desc(),),
            Sort.CLICKS: (columns["clicks"].desc(),),
            Sort.REPLIES: (contacts.c.replies.desc(),),
        }
    )
    return statement.order_by(*by[sort], contacts.c.contact_id)


_LONG_AGO = -(2**62)


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


def contact_rows(connection: Connection, statement: Select[Any], without_machines: bool) -> list[ContactRow]:
    """The contacts a SELECT of `contacts` gives, in its order, with their addresses and labels."""
    found = connection.execute(statement).all()
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
    visible = in_scope(viewpoint.scope)

    def values(column: ColumnElement[str], *conditions: ColumnElement[bool]) -> tuple[str, ...]:
        found = connection.execute(select(column).where(visible, column != "", *conditions).distinct()).scalars()
        return tuple(sorted(found, key=lambda value: (folded(value), value)))

    same_contact = contact_labels.c.contact_id == contacts.c.contact_id
    return Choices(
        owners=values(contacts.c.owner),
        stages=values(contacts.c.stage),
        sources=values(contacts.c.source),
        labels=values(contact_labels.c.label, same_contact),
    )

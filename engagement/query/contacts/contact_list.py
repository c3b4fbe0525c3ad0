"""The contact list: one expression of who matches a filter, from which count, page and export all derive."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import Any

from pyroaring import BitMap
from sqlalchemy import Column, ColumnElement, Select, select, true
from sqlalchemy.sql.util import ClauseAdapter
from sqlalchemy.sql.visitors import iterate

from engagement.domain.causes import Cause
from engagement.lib.text import folded
from engagement.query.contacts.contact_rows import rows_of_numbers, shown_columns
from engagement.query.matching.bounces import bounce_causes
from engagement.query.matching.membership import members, values_in_scope
from engagement.query.matching.name_order import name_order
from engagement.query.matching.terms import in_scope
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import ANY_TIME
from engagement.query.question.rows import Choices, ContactRow
from engagement.store.engine import reading_all
from engagement.store.plain import Plain, one_of
from engagement.store.schema import contacts
from engagement.store.sets import Field
from engagement.store.sql import in_parts

PAGE_SIZE = 50
_EXPORT_PAGE = 1000  # contacts an export reads at a time
_FEW = 10_000  # contacts that are looked up one by one to be sorted; more are met on a walk along the order
_FARTHEST = 20_000  # contacts such a walk goes past before it gives up on a few
_FAR = 2_000  # contacts; the order by name is rather held in memory than walked so far, or some sorted by it
_PASSED = 4  # contacts that a walk goes past while one is looked up by its number
_READ = 10_000  # contacts whose order is read at a time
_WALKED = 500  # contacts of that walk that are fetched at a time


class Sort(StrEnum):
    """The orders a list can have; the label is the value."""

    LAST_ENGAGED = "last engagement"
    NAME = "name"
    OWNER = "owner"
    OPENS = "opens"
    CLICKS = "clicks"
    REPLIES = "replies"


_INDEXED = frozenset((Sort.LAST_ENGAGED, Sort.NAME))  # the orders that an index walks along


def count_contacts(view: View, asked: EngagementFilter) -> int:
    """How many contacts match."""
    return len(members(view, asked))


def list_contacts(
    view: View,
    asked: EngagementFilter,
    *,
    sort: Sort = Sort.LAST_ENGAGED,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> list[ContactRow]:
    """Page `page`, counted from 1, of the contacts that match; empty past the last."""
    found = members(view, asked)
    first = (max(page, 1) - 1) * size
    if first >= len(found):
        return []
    numbers = _page_of(view, found, asked, sort, slice(first, first + size))
    return rows_of_numbers(view, numbers, asked.without_machines)


def first_by_name(view: View, asked: EngagementFilter, most: int) -> list[ContactRow]:
    """The first `most` of the contacts that match, by name: for somebody who types and waits for each answer.

    They are looked up or met on a walk, never sorted by the order in memory (name_order): that is read anew, in a
    second for a million contacts, now and then when a contact has changed.
    """
    found = members(view, asked)
    if not found:
        return []
    walks = most * len(view.snapshot.everybody) / len(found) < len(found) * _PASSED
    numbers = list(islice(in_order(view, found, asked, Sort.NAME, walks=walks), most))
    return rows_of_numbers(view, numbers, asked.without_machines)


def _page_of(view: View, found: BitMap, asked: EngagementFilter, sort: Sort, page: slice) -> list[int]:
    """The numbers on a page of `found`, sorted."""
    snapshot = view.snapshot
    gone_past = page.stop * len(snapshot.everybody) / len(found)  # contacts, on a walk along the order
    if sort is Sort.NAME and gone_past > _FAR:
        order = name_order(view, _by_name)
        if order is not None:
            return [int(number) for number in order.of(found)[page]]
    walks = gone_past < len(found) * _PASSED  # members stand so close that a walk soon meets enough
    return list(islice(in_order(view, found, asked, sort, walks=walks), page.start, page.stop))


def _by_name(view: View) -> Iterator[int]:
    """The numbers of all contacts by name."""
    for part in _ORDERS[Sort.NAME, False]:
        for (number,) in part.all.walk(view.connection, _READ):
            yield number


def all_contacts(
    view: View,
    asked: EngagementFilter,
    *,
    sort: Sort = Sort.LAST_ENGAGED,
) -> Iterator[ContactRow]:
    """Every contact that matches, a few at a time: for exports of any size."""
    with reading_all(view.connection):
        numbers = in_order(view, members(view, asked), asked, sort)
        for some in in_parts(numbers, _EXPORT_PAGE):
            yield from rows_of_numbers(view, some, asked.without_machines)


def in_order(view: View, found: BitMap, asked: EngagementFilter, sort: Sort, *, walks: bool = False) -> Iterator[int]:
    """The numbers of those of `found` in scope, sorted.

    A few go to the database as numbers to sort. Many are met by walking the order's index and testing each contact,
    which comes to an end soon just because they are many. `walks` asks for a walk for a few as well; should they stand
    far along the order after all, what is left of them goes to the database.
    """
    walks = walks and sort in _INDEXED
    if view.scope.owners is not None:
        found = found & in_scope(view.scope).members(view.snapshot)
    left = BitMap(found)
    for part in _ORDERS[sort, asked.without_machines]:
        if not left:
            return
        if len(found) > _FEW or walks:
            for walked, (number,) in enumerate(part.all.walk(view.connection, _WALKED)):
                if number in found:
                    left.discard(number)
                    yield number
                if walked == _FARTHEST and len(found) <= _FEW:
                    walks = False
                    break
        if len(found) <= _FEW and not walks:
            numbers = [number for (number,) in part.some.rows(view.connection, numbers=list(left))]
            left -= BitMap(numbers)
            yield from numbers


class _Part:
    """Contacts in an order: the numbers of all, walked along, or of some."""

    def __init__(self, *by: ColumnElement[Any], where: ColumnElement[bool] | None = None) -> None:
        number = contacts.c.number
        condition = true() if where is None else where
        ordered = select(number).where(condition).order_by(*by)
        self.all = Plain(lambda _: ordered)

        def some(database: str) -> Select[Any]:
            # Looked up first, whatever the planner thinks: SQLite would rather walk an order's index of a million
            # contacts to find one of them.
            picked = (
                select(number, *_columns_in(condition, *by)).where(one_of(database, number, "numbers")).cte("picked")
            )
            held = picked.prefix_with("MATERIALIZED")
            there = ClauseAdapter(held).traverse
            return select(held.c.number).where(there(condition)).order_by(*map(there, by))

        self.some = Plain(some)


def _columns_in(*expressions: ColumnElement[Any]) -> set[Column[Any]]:
    return {part for one in expressions for part in iterate(one) if isinstance(part, Column)}


def _orders(without_machines: bool) -> Iterator[tuple[Sort, tuple[_Part, ...]]]:
    """Each order, in one or two parts that each have an index where walking one pays."""
    c, shown = contacts.c, shown_columns(without_machines)
    engaged = shown["last_engaged_at"]
    # In two parts, since the databases differ on where contacts that never engaged would come.
    yield (
        Sort.LAST_ENGAGED,
        (
            _Part(engaged.desc(), c.contact_id.desc(), where=engaged.is_not(None)),
            _Part(c.contact_id, where=engaged.is_(None)),
        ),
    )
    yield (
        Sort.NAME,
        (
            _Part(c.name_folded, c.contact_id, where=c.name_folded != ""),
            _Part(c.contact_id, where=c.name_folded == ""),
        ),
    )
    yield Sort.OWNER, (_Part(c.owner == "", c.owner, c.name_folded, c.contact_id),)
    yield Sort.OPENS, (_Part(shown["opens"].desc(), c.contact_id),)
    yield Sort.CLICKS, (_Part(shown["clicks"].desc(), c.contact_id),)
    yield Sort.REPLIES, (_Part(c.replies.desc(), c.contact_id),)


_ORDERS = {(sort, machines): parts for machines in (False, True) for sort, parts in _orders(machines)}


def choices(view: View) -> Choices:
    """The owners, stages, sources, labels and causes of bounces there are in scope, sorted; no empty one."""
    there = values_in_scope(view)

    def values(field: Field) -> tuple[str, ...]:
        return tuple(sorted(there[field], key=lambda value: (folded(value), value)))

    bounced = bounce_causes(view, ANY_TIME)
    causes = tuple(cause.value for cause in Cause if cause in bounced)
    return Choices(values(Field.OWNER), values(Field.STAGE), values(Field.SOURCE), values(Field.LABEL), causes)

"""What is kept of each message and contact, compared with the events: counts, statuses and when they came.

Like rebuild.py, nothing here goes by what a batch does (fold.py, summaries.py): each column is worked out in SQL, of
all messages in one pass over the events and of all contacts in one over the messages. `engagement refold` mends them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, func, null, or_, select, true

from engagement.domain.records import Clock
from engagement.domain.vocabulary import ATTEMPTED, EVENT_MEANINGS, Channel, EventType
from engagement.ingest.sets.difference import Difference, Progress
from engagement.providers.told import canceled_words
from engagement.store.schema import contacts, events, messages, plain_time

_CLOCKS = sorted(clock.value for clock in Clock)
_RANK_ROOM = 32  # more than there are ranks: a moment and a rank are compared as one number
_EMAIL, _TEXT = Channel.EMAIL.value, Channel.TEXT.value
_m, _e = messages.c, events.c
_SUMMED = ("opens", "machine_opens", "clicks", "machine_clicks")


def verify_sums(connection: Connection, progress: Progress | None = None) -> Iterator[Difference]:
    """What of messages and contacts is kept otherwise than their events say."""
    for done, (of, statement) in enumerate((("messages", _of_messages()), ("contacts", _of_contacts()))):
        if progress is not None:
            progress("Adding up", done, 2)
        for name, wrong in connection.execute(statement).mappings().one().items():
            if wrong:
                yield Difference(f"{name} of {of}", 0, 0, of, wrong)
    if progress is not None:
        progress("Adding up", 2, 2)


def _number_of(wrong: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((wrong, 1), else_=0)), 0)


def _of_contacts() -> Select[Any]:
    """How many contacts have each count otherwise than their messages add up to."""
    replies = func.sum(case((_m.is_reply, 1), else_=0)).label("replies")
    sums = (
        select(_m.contact_id, *(func.sum(_m[name]).label(name) for name in _SUMMED), replies)
        .group_by(_m.contact_id)
        .subquery()
    )
    return select(
        *(_number_of(contacts.c[name] != func.coalesce(sums.c[name], 0)).label(name) for name in (*_SUMMED, "replies"))
    ).select_from(contacts.outerjoin(sums, sums.c.contact_id == contacts.c.contact_id))


def _of_messages() -> Select[Any]:
    """How many messages have each column otherwise than their events say."""
    happened = _happened()
    same = and_(_e.contact_id == _m.contact_id, _e.message_id == _m.message_id)
    kept = {name: _plain(name) for name in happened}
    each = (
        select(
            _m.channel,
            *(column.label(f"kept_{name}") for name, column in kept.items()),
            *(column.label(f"true_{name}") for name, column in happened.items()),
        )
        .select_from(messages.outerjoin(events, same))
        .group_by(_m.contact_id, _m.message_id)
        .subquery()
    )
    return select(
        *(_number_of(each.c[f"kept_{name}"].is_distinct_from(each.c[f"true_{name}"])).label(name) for name in happened)
    )


def _plain(name: str) -> ColumnElement[Any]:
    """A column of a message as it is compared: a status by its rank, of an email with its moment."""
    if name in ("status", "human_status"):
        at = plain_time(_m[f"{name}_at"])
        return case((_m.channel == _EMAIL, at * _RANK_ROOM + _rank(_m[name])), else_=_rank(_m[name]))
    return plain_time(_m[name])


def _rank(status: ColumnElement[Any]) -> ColumnElement[Any]:
    """How far along a status or event is among those of the message's channel; NULL for what is no status."""
    ranks: dict[str, list[Any]] = {_EMAIL: [], _TEXT: []}
    for (channel, kind), meaning in EVENT_MEANINGS.items():
        if meaning.rank is not None:
            ranks[channel.value].append((status == kind.value, meaning.rank))
    return case((_m.channel == _EMAIL, case(*ranks[_EMAIL])), else_=case(*ranks[_TEXT]))


def _happened() -> Mapping[str, ColumnElement[Any]]:
    """What the events of a message say of its columns, as _plain has those."""
    opened, clicked = _e.type == EventType.OPENED.value, _e.type == EventType.CLICKED.value
    engaged = or_(opened, clicked)
    by_person = _e.machine.is_(False)

    def number(*where: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.coalesce(func.sum(case((and_(*where), 1), else_=0)), 0)

    return {
        "opens": number(opened),
        "machine_opens": number(opened, _e.machine),
        "clicks": number(clicked),
        "machine_clicks": number(clicked, _e.machine),
        "temporary_failures": number(_e.type == EventType.TEMPORARY_FAILURE.value),
        "engaged_at": func.max(case((engaged, plain_time(_e.at)))),
        "human_engaged_at": func.max(case((and_(engaged, by_person), plain_time(_e.at)))),
        "sent_at": func.coalesce(plain_time(_m.stated_sent_at), _first()),
        "status": _status(),
        "human_status": _status(by_person),
        "status_at": _status_at("status"),
        "human_status_at": _status_at("human_status", by_person),
        "canceled": _canceled(),
    }


def _canceled() -> ColumnElement[Any]:
    """Whether some event of a text says that it was canceled, and none that anybody tried to send it."""
    said = or_(
        *(
            and_(_e.provider == provider, or_(_e.detail == word, _e.detail.startswith(f"{word}:", autoescape=True)))
            for provider, word in canceled_words()
        )
    )
    canceled = and_(_m.channel == _TEXT, _e.type == EventType.FAILED.value, said)
    tried = _e.type.in_([kind.value for kind in (*ATTEMPTED, EventType.UNSUBSCRIBED)])
    of = func.max(case((canceled, 1), else_=0))
    return case((and_(of == 1, func.max(case((tried, 1), else_=0)) == 0), true()), else_=false())


def _first(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    """The earliest moment of some events, by the best clock that any of them has."""
    return func.coalesce(*(func.min(case((and_(_e.clock == clock, *where), plain_time(_e.at)))) for clock in _CLOCKS))


def _status(*where: ColumnElement[bool]) -> ColumnElement[Any]:
    """Email: the latest event, at equal times the one further along. Text: the one furthest along."""
    place = case((_m.channel == _EMAIL, plain_time(_e.at) * _RANK_ROOM + _rank(_e.type)), else_=_rank(_e.type))
    return func.max(case((and_(*where), place), else_=null()) if where else place)


def _status_at(name: str, *where: ColumnElement[bool]) -> ColumnElement[Any]:
    """Of a text: when its status was first told. An email's is compared with its status."""
    return case((_m.channel == _TEXT, _first(_e.type == _m[name], *where)), else_=plain_time(_m[f"{name}_at"]))

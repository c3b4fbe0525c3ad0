"""DuckDB, which reads columns: aggregates over the events, one query for all counts, as somebody who knows it writes.

It answers over the same SQLite file when its scanner can be loaded. The scanner is an extension that is fetched from
the network, so where there is none the same tables are copied into DuckDB first, which is not counted.
"""

from dataclasses import replace

import duckdb

from benchmarks.peers.base import Happened, Peer, happenings, moments
from benchmarks.peers.duck_counts import by_duckdb
from benchmarks.peers.frames import Frames
from benchmarks.questions import (
    Answer,
    Ask,
    CountsAsk,
    ListAnswer,
    ListAsk,
    MessagesAnswer,
    MessagesAsk,
    TimelineAnswer,
    TimelineAsk,
    page_of,
)
from engagement.domain.vocabulary import Channel, EventType, FilterOption
from engagement.lib.text import folded
from engagement.query.contacts.contact_list import PAGE_SIZE, Sort

_CODES = {kind: code for code, kind in enumerate(EventType)}


def peer(frames: Frames) -> Peer:
    """The peer over tables copied from the frames."""
    connection = duckdb.connect()
    made = f"the tables copied into DuckDB {duckdb.__version__}: its SQLite scanner could not be loaded offline"
    for name in ("contacts", "labels", "addresses", "events", "messages"):
        frame = getattr(frames, name)  # noqa: F841 - DuckDB finds it by its name
        columns = '*, row_number() OVER () - 1 AS "row"' if name == "contacts" else "*"
        connection.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM frame")

    def answer(ask: Ask) -> Answer | None:
        if isinstance(ask, CountsAsk):
            return by_duckdb(connection, ask)
        if isinstance(ask, MessagesAsk):
            return _messages(connection, ask)
        return _timeline(connection, ask) if isinstance(ask, TimelineAsk) else _list(connection, ask)

    return Peer("DuckDB", made, answer)


def scanner_loads() -> bool:
    """Whether DuckDB can read SQLite files here."""
    try:
        with duckdb.connect() as connection:
            connection.execute("LOAD sqlite")
    except duckdb.Error:
        return False
    return True


def _list(connection: duckdb.DuckDBPyConnection, ask: ListAsk) -> ListAnswer:
    """One query counts all, another one gives the page."""
    rest = _rest(ask)
    options = [_option(option, ask) for option in FilterOption]
    chosen = " OR ".join(f"c{place}" for place, option in enumerate(FilterOption) if option in ask.asked.options)
    columns = ", ".join(f'"row" IN ({one}) AS c{place}' for place, one in enumerate(options))
    matched = f"WITH matched AS MATERIALIZED (SELECT *, {columns} FROM contacts WHERE {rest}) "
    counts = ", ".join(f"count(*) FILTER (c{place})" for place in range(len(options)))
    total, *each = _one(connection, f"{matched} SELECT count(*) FILTER ({chosen or 'true'}), {counts} FROM matched")
    order = "name_folded, contact_id"
    if ask.sort is not Sort.NAME:
        engaged = "human_last_engaged_at" if ask.asked.without_machines else "last_engaged_at"
        order = f"{engaged} DESC NULLS LAST, CASE WHEN {engaged} IS NULL THEN contact_id ELSE -contact_id END"
    first = (page_of(ask, total) - 1) * PAGE_SIZE
    within = " OR ".join(f'"row" IN ({_option(option, ask)})' for option in sorted(ask.asked.options)) or "true"
    page = connection.execute(
        f"SELECT * FROM contacts WHERE {rest} AND ({within}) ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET {first}"
    ).fetchall()
    rows = ", ".join(str(row[-1]) for row in page) or "-1"
    for table in ("addresses", "labels"):
        connection.execute(f'SELECT * FROM {table} WHERE "row" IN ({rows})').fetchall()
    return ListAnswer(total, tuple(each), tuple(row[0] for row in page))


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    found: tuple[int, ...] | None = connection.execute(query).fetchone()
    assert found is not None, "counts are always one row"
    return found


def _rest(ask: ListAsk) -> str:
    asked = ask.asked
    parts = ["true"]
    if asked.owners:
        parts.append(f"owner IN ({_texts(asked.owners)})")
    if asked.labels:
        parts.append(f'"row" IN (SELECT "row" FROM labels WHERE label IN ({_texts(asked.labels)}))')
    if asked.search:
        parts.append(_found(asked.search))
    for condition in asked.conditions:
        first, after = moments(condition.period, ask.viewpoint)
        delivered = Happened(Channel.EMAIL, EventType.DELIVERED, first, after, False, 1)
        parts.append(f'"row" IN ({_did(delivered)})')
        within = replace(asked, period=condition.period, at_least=1)
        parts += [f'"row" NOT IN ({_did(one)})' for one in happenings(condition.option, within, ask.viewpoint)]
    return " AND ".join(parts)


def _texts(values: frozenset[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(values))


def _found(search: str) -> str:
    name, email = (_texts(frozenset({text})) for text in (folded(search), search.casefold()))
    address = f"(channel = 'email' AND contains(address, {email}))"
    digits = "".join(letter for letter in search if letter.isdecimal())
    if len(digits) >= 3 and not any(letter.isalpha() for letter in search):
        address += f" OR (channel = 'text' AND contains(address, '{digits}'))"
    return f'(contains(name_folded, {name}) OR "row" IN (SELECT "row" FROM addresses WHERE {address}))'


def _option(option: FilterOption, ask: ListAsk) -> str:
    return " UNION ALL ".join(_did(one) for one in happenings(option, ask.asked, ask.viewpoint))


def _did(one: Happened) -> str:
    """The rows of contacts to whom something happened."""
    if one.type is None:
        table, parts = "messages", ["is_reply"]
    else:
        table, parts = "events", [f"kind = {_CODES[one.type]}"]
        parts.append("is_text" if one.channel is Channel.TEXT else "NOT is_text")
        if one.type in (EventType.FAILED, EventType.UNSUBSCRIBED, EventType.COMPLAINED):
            parts.append("NOT suppressed")
        if one.by_people:
            parts.append("NOT machine")
    where = " AND ".join([*parts, f'"at" >= {one.first}', f'"at" < {one.after}'])
    often = f' GROUP BY "row" HAVING count(*) >= {one.at_least}' if one.at_least > 1 else ""
    return f'SELECT "row" FROM {table} WHERE {where}{often}'


def _timeline(connection: duckdb.DuckDBPyConnection, ask: TimelineAsk) -> TimelineAnswer:
    (row,) = _one(connection, f'SELECT "row" FROM contacts WHERE contact_id = {ask.contact_id}')
    (count,) = _one(connection, f'SELECT count(*) FROM messages WHERE "row" = {row}')
    page = connection.execute(
        f"SELECT m.message_id, m.kind, m.opens, m.clicks, (SELECT count(*) FROM events e WHERE "
        f'e."row" = {row} AND e.message_id = m.message_id) FROM messages m WHERE "row" = {row} '
        f'ORDER BY m."at" DESC, m.message_id DESC LIMIT {PAGE_SIZE}'
    ).fetchall()
    words = list(EventType)
    return TimelineAnswer(count, tuple((key, words[kind].value, *rest) for key, kind, *rest in page))


def _messages(connection: duckdb.DuckDBPyConnection, ask: MessagesAsk) -> MessagesAnswer:
    wanted = [ask.asked.search]
    total = connection.execute("SELECT count(*) FROM messages WHERE provider_key = ?", wanted).fetchone()
    assert total is not None, "a count is always one row"
    page = connection.execute(
        'SELECT m.message_id, c.name FROM messages m JOIN contacts c USING ("row") WHERE provider_key = ? '
        f'ORDER BY m."at" DESC, m.message_id DESC LIMIT {PAGE_SIZE}',
        wanted,
    ).fetchall()
    return MessagesAnswer(total[0], tuple(row[0] for row in page))

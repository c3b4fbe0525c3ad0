"""Datasette on the same SQLite file: its table page with its facets, asked within the process, so without a network.

A page of the table gives the count, the facets and the rows. Datasette facets columns and not conditions, so the count
of each option is one more page, of no rows, with the option as its condition. Its time limits are raised to a minute.
"""

import asyncio
from pathlib import Path
from urllib.parse import urlencode

from datasette.app import Datasette
from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import sqlite

from benchmarks.peers.base import Peer, TooLong
from benchmarks.peers.orm_exists import chosen, option_matches, rest_of
from benchmarks.questions import Answer, Ask, ListAnswer, ListAsk
from engagement.domain.vocabulary import FilterOption
from engagement.query.contacts.contact_list import PAGE_SIZE, Sort
from engagement.store.schema import contacts

_LIMIT = 60_000  # milliseconds that one of its pages may take
_DIALECT = sqlite.dialect()


def peer(file: Path) -> Peer:
    """The peer on an SQLite file."""
    settings = {"sql_time_limit_ms": _LIMIT, "facet_time_limit_ms": _LIMIT, "suggest_facets": False}
    site = Datasette([str(file)], settings=settings)
    loop = asyncio.new_event_loop()

    def answer(ask: Ask) -> Answer | None:
        if not isinstance(ask, ListAsk) or ask.page > 1:
            return None  # it has no timeline, and finds its way to page 100 only by visiting those before
        return loop.run_until_complete(_list(site, file.stem, ask))

    return Peer("Datasette facets", "the same indexes as EXISTS has: its facets over the same file", answer)


async def _list(site: Datasette, name: str, ask: ListAsk) -> ListAnswer:
    rest = rest_of(ask)
    if ask.sort is Sort.NAME:
        sort = {"_sort": "name_folded"}
    else:
        sort = {"_sort_desc": "human_last_engaged_at" if ask.asked.without_machines else "last_engaged_at"}
    facets = [("_facet", column) for column in ("kind", "owner", "stage", "source")]
    shown = await _page(site, name, [*rest, chosen(ask)], [*sort.items(), *facets, ("_size", str(PAGE_SIZE))])
    options = []
    for option in FilterOption:
        counted = await _page(site, name, [*rest, option_matches(option, ask)], [("_size", "0")])
        options.append(counted["filtered_table_rows_count"])
    ids = tuple(row["contact_id"] for row in shown["rows"])
    return ListAnswer(shown["filtered_table_rows_count"], tuple(options), ids)


async def _page(site: Datasette, name: str, parts: list[ColumnElement[bool]], more: list[tuple[str, str]]) -> dict:  # type: ignore[type-arg]
    # Of a whole SELECT, since EXISTS is tied to the contact of the row only within one.
    statement = select(contacts.c.contact_id).where(*parts)
    written = str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
    where = written.split("\nWHERE ", 1)[1] if parts else "1"
    query = urlencode([("_where", where), ("_shape", "objects"), *more])
    response = await site.client.get(f"/{name}/contacts.json?{query}", timeout=None)
    if response.status_code == 400 and "interrupted" in response.text:
        raise TooLong
    if response.status_code != 200:
        raise RuntimeError(f"Datasette answered {response.status_code}: {response.text[:300]}")
    return response.json()  # type: ignore[no-any-return]

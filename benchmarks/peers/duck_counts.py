"""Q6 by DuckDB: the first time of everything in one pass over the events, and two groups of that."""

from typing import Any

import duckdb

from benchmarks.peers.base import moments
from benchmarks.peers.counts import CODES, EPOCH, LEFT_OUT, MEANS, MICROS, NumbersOfCampaigns, Trends
from benchmarks.questions import CountsAnswer, CountsAsk, counts_answer
from engagement.domain.measures import Measure


def by_duckdb(connection: duckdb.DuckDBPyConnection, ask: CountsAsk) -> CountsAnswer:
    """One pass over the events for the first time of everything, and two groups of that."""
    first, after = moments(ask.period, ask.viewpoint)
    firsts = ", ".join(
        f'min(e."at") FILTER (kind = {CODES[kind]}'
        + "".join(f" AND NOT {name}" for name, wanted in zip(LEFT_OUT, rest, strict=True) if wanted)
        + (" AND is_text" if measure is Measure.REFUSED else "")
        + f') AS "{measure.name}"'
        for measure, (kind, *rest) in MEANS.items()
    )
    came = (
        f"WITH firsts AS (SELECT message, {firsts} FROM events e GROUP BY message), came AS MATERIALIZED ("
        'SELECT campaign, m."row", m."at" AS "SENT", nullif(answered_at, 0) AS "REPLIED", '
        'f.* REPLACE (coalesce(f."UNSUBSCRIBED", nullif(stopped_at, 0)) AS "UNSUBSCRIBED") '
        "FROM messages m LEFT JOIN firsts f ON f.message = m.place WHERE is_ours) "
    )

    def asked(query: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = connection.execute(came + query).fetchall()
        return found

    counts = ", ".join(f'count("{m.name}"), count(DISTINCT "row") FILTER ("{m.name}" IS NOT NULL)' for m in Measure)

    def numbers() -> NumbersOfCampaigns:
        for one, *found in asked(f"SELECT campaign, {counts} FROM came WHERE campaign != 0 GROUP BY campaign"):
            for place, measure in enumerate(Measure):
                yield one, measure, found[2 * place], found[2 * place + 1]

    def trends() -> Trends:
        parts = " UNION ALL ".join(
            f'SELECT {place}, "{m.name}" // {MICROS}, count(*) FROM came WHERE "{m.name}" >= {first} '
            f'AND "{m.name}" < {after} GROUP BY ALL'
            for place, m in enumerate(Measure)
        )
        measures = tuple(Measure)
        for place, day, count in asked(parts):
            yield day + EPOCH, measures[place], count

    return counts_answer(numbers(), trends())

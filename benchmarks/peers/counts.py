"""Q6 by the other ways: numbers of all campaigns and a year's trends, counted when they are asked.

Whether a text was answered is read from the product's own column by all of them: working it out would take them longer.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, distinct, func, select

from benchmarks.peers.base import moments
from benchmarks.questions import CountsAnswer, CountsAsk, counts_answer
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import EventType
from engagement.query.messages.measure_events import EVENTS, OURS, WITH_EVENTS, came_to
from engagement.store.schema import messages

MICROS = 86_400_000_000  # microseconds; the account's days are those of UTC
EPOCH = date(1970, 1, 1).toordinal()
CODES = {kind: code for code, kind in enumerate(EventType)}
NumbersOfCampaigns = Iterator[tuple[int, Measure, int, int]]  # campaign, measure, messages, people
Trends = Iterator[tuple[int, Measure, int]]  # day, measure, messages


def by_orm(connection: Connection, ask: CountsAsk) -> CountsAnswer:
    """GROUP BY, a query for each measure and part, as somebody with an ORM writes them."""

    def numbers() -> NumbersOfCampaigns:
        m = messages.c
        for measure in Measure:
            if measure is Measure.UNSUBSCRIBED:  # an email by its events, a text by its own column
                came = came_to(measure, m.campaign_id, m.contact_id, m.message_id).subquery().c
                both = select(
                    came.campaign_id, func.count(distinct(came.message_id)), func.count(distinct(came.contact_id))
                )
                grouped = both.where(came.campaign_id.is_not(None)).group_by(came.campaign_id)
                yield from ((one, measure, count, people) for one, count, people in connection.execute(grouped))
                continue
            source = WITH_EVENTS if measure in EVENTS else messages
            statement = (
                select(m.campaign_id, func.count(distinct(m.message_id)), func.count(distinct(m.contact_id)))
                .select_from(source)
                .where(OURS, m.campaign_id.is_not(None))
                .group_by(m.campaign_id)
            )
            if measure in EVENTS:
                statement = statement.where(EVENTS[measure])
            if measure is Measure.REPLIED:
                statement = statement.where(m.answered_at.is_not(None))
            for one, count, people in connection.execute(statement):
                yield one, measure, count, people

    def trends() -> Trends:
        first, after = moments(ask.period, ask.viewpoint)
        for measure in Measure:
            came = came_to(measure).subquery()
            day = came.c.at // MICROS
            statement = select(day, func.count()).where(came.c.at >= first, came.c.at < after).group_by(day)
            for number, count in connection.execute(statement):
                yield number + EPOCH, measure, count

    return counts_answer(numbers(), trends())


def by_frames(sent: pd.DataFrame, happened: pd.DataFrame, ask: CountsAsk) -> CountsAnswer:
    """Masks and groups over columns."""
    first, after = moments(ask.period, ask.viewpoint)
    each = {measure: _came(sent, happened, measure) for measure in Measure}

    def numbers() -> NumbersOfCampaigns:
        for measure, found in each.items():
            its = found[found["campaign"] != 0].groupby("campaign")["row"]
            for one, count, people in zip(its.count().index, its.count(), its.nunique(), strict=True):
                yield int(one), measure, int(count), int(people)

    def trends() -> Trends:
        for measure, found in each.items():
            at = found["at"].to_numpy()
            days, counts = np.unique(at[(at >= first) & (at < after)] // MICROS, return_counts=True)
            for day, count in zip(days.tolist(), counts.tolist(), strict=True):
                yield day + EPOCH, measure, count

    return counts_answer(numbers(), trends())


def _came(sent: pd.DataFrame, happened: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The messages that came to a measure, and when first."""
    columns = ["campaign", "row", "at"]
    if measure is Measure.SENT:
        return sent.loc[sent["is_ours"], columns]
    if measure is Measure.REPLIED:
        found = sent.loc[sent["is_ours"] & (sent["answered_at"] != 0), ["campaign", "row", "answered_at"]]
        return found.rename(columns={"answered_at": "at"})
    if measure is Measure.UNSUBSCRIBED:
        stopped = sent.loc[sent["is_ours"] & (sent["stopped_at"] != 0), ["campaign", "row", "stopped_at"]]
        by_text = stopped.rename(columns={"stopped_at": "at"})
        return pd.concat([_by_events(sent, happened, measure), by_text])
    return _by_events(sent, happened, measure)


def _by_events(sent: pd.DataFrame, happened: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    kind, *rest = MEANS[measure]
    mask: npt.NDArray[np.bool_] = happened["kind"].to_numpy() == CODES[kind]
    for name, wanted in zip(LEFT_OUT, rest, strict=True):
        if wanted:
            mask &= ~happened[name].to_numpy()
    if measure is Measure.REFUSED:
        mask &= happened["is_text"].to_numpy()
    firsts = happened.loc[mask, ["message", "at"]].groupby("message")["at"].min()
    found = sent.iloc[firsts.index.to_numpy()][["campaign", "row", "is_ours"]].assign(at=firsts.to_numpy())
    return found.loc[found["is_ours"], ["campaign", "row", "at"]]


LEFT_OUT = ("machine", "is_text", "suppressed")
MEANS: dict[Measure, tuple[EventType, bool, bool, bool]] = {  # the event; by people, of emails, not suppressed
    Measure.DELIVERED: (EventType.DELIVERED, False, False, False),
    Measure.OPENED: (EventType.OPENED, False, True, False),
    Measure.OPENED_BY_PERSON: (EventType.OPENED, True, True, False),
    Measure.CLICKED: (EventType.CLICKED, False, True, False),
    Measure.CLICKED_BY_PERSON: (EventType.CLICKED, True, True, False),
    Measure.UNSUBSCRIBED: (EventType.UNSUBSCRIBED, False, True, True),  # of texts: messages.stopped_at
    Measure.REFUSED: (EventType.UNSUBSCRIBED, False, False, True),  # of texts alone
    Measure.BOUNCED: (EventType.FAILED, False, True, True),
    Measure.COMPLAINED: (EventType.COMPLAINED, False, True, True),
}

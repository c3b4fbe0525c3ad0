"""One campaign in more detail: when it was opened, by which receiving domains, and which links were clicked."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import and_, case, func, select

from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel
from engagement.query.matching.view import View
from engagement.query.messages.measure_events import EVENTS, OURS, WITH_EVENTS
from engagement.query.question.scope import visible
from engagement.store.schema import contacts, events, messages, plain_time
from engagement.store.sql import domain_of

HOURS = 72  # after sending; what came later is counted together
LISTED = 20  # domains and links; the rest are left out
PEOPLE, MACHINES = "people", "machines"
OF_DOMAINS = (
    *(Measure.SENT, Measure.DELIVERED, Measure.OPENED_BY_PERSON, Measure.CLICKED_BY_PERSON),
    *(Measure.UNSUBSCRIBED, Measure.BOUNCED, Measure.COMPLAINED),
)
"""What is counted of each domain."""

_HOUR = 3_600_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class DomainRow:
    """What the messages to one domain came to."""

    domain: str
    messages: Mapping[Measure, int]  # of OF_DOMAINS


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a campaign's emails: the clicks on it by people and by machines, and how many people those were."""

    url: str
    clicks_by_people: int
    clicks_by_machines: int
    people: int


def opens_by_hour(view: View, campaign_id: int) -> pd.DataFrame:
    """The opens of a campaign's emails by whole hours after each was sent, 0 to HOURS; the last one holds all later.

    Columns PEOPLE and MACHINES. Every open counts, and not only the first of a message.
    """
    delay = plain_time(events.c.at) - plain_time(messages.c.sent_at)
    hour = case((delay < 0, 0), (delay >= HOURS * _HOUR, HOURS), else_=delay // _HOUR)
    statement = (
        select(hour.label("hour"), events.c.machine, func.count().label("opens"))
        .select_from(WITH_EVENTS.join(contacts, contacts.c.contact_id == messages.c.contact_id))
        .where(OURS, messages.c.campaign_id == campaign_id, EVENTS[Measure.OPENED], visible(view.scope))
        .where(messages.c.sent_at.is_not(None))
        .group_by("hour", events.c.machine)
    )
    frame = pd.DataFrame(0, index=pd.RangeIndex(HOURS + 1, name="hour"), columns=[PEOPLE, MACHINES], dtype="int64")
    for row in view.connection.execute(statement):
        frame.loc[row.hour, MACHINES if row.machine else PEOPLE] += row.opens
    return frame


def domains(view: View, campaign_id: int) -> list[DomainRow]:
    """The receiving domains of a campaign's emails, those with the most first; at most LISTED."""
    m = messages.c
    flags = {
        measure: func.max(case((EVENTS[measure], 1), else_=0)).label(measure.name)
        for measure in OF_DOMAINS
        if measure in EVENTS
    }
    joined = messages.outerjoin(
        events, and_(m.contact_id == events.c.contact_id, m.message_id == events.c.message_id)
    ).join(contacts, contacts.c.contact_id == m.contact_id)
    each = (
        select(domain_of(view.connection, m.address).label("domain"), *flags.values())
        .select_from(joined)
        .where(OURS, m.channel == Channel.EMAIL.value, m.campaign_id == campaign_id, visible(view.scope))
        .group_by(m.contact_id, m.message_id)
        .subquery()
    )
    sums = [func.sum(each.c[measure.name]).label(measure.name) for measure in flags]
    statement = (
        select(each.c.domain, func.count().label(Measure.SENT.name), *sums)
        .group_by(each.c.domain)
        .order_by(func.count().desc(), each.c.domain)
        .limit(LISTED)
    )
    return [
        DomainRow(row.domain, {measure: row._mapping[measure.name] for measure in (Measure.SENT, *flags)})
        for row in view.connection.execute(statement)
    ]


def links(view: View, campaign_id: int) -> list[LinkRow]:
    """The links of a campaign's emails that were clicked, those most clicked by people first; at most LISTED."""
    e = events.c
    by_people = func.sum(case((e.machine, 0), else_=1))
    by_machines = func.sum(case((e.machine, 1), else_=0))
    who = func.count(case((e.machine.is_(False), e.contact_id)).distinct())
    statement = (
        select(
            e.url,
            by_people.label("clicks_by_people"),
            by_machines.label("clicks_by_machines"),
            who.label("people"),
        )
        .select_from(WITH_EVENTS.join(contacts, contacts.c.contact_id == messages.c.contact_id))
        .where(OURS, messages.c.campaign_id == campaign_id, EVENTS[Measure.CLICKED], visible(view.scope))
        .where(e.url.is_not(None))
        .group_by(e.url)
        .order_by(by_people.desc(), by_machines.desc(), e.url)
        .limit(LISTED)
    )
    return [LinkRow(**row) for row in view.connection.execute(statement).mappings()]

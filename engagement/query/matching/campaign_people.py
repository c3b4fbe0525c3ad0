"""The people of a campaign: who had a message of it that came to a measure, and what the campaign is called."""

from dataclasses import replace

from pyroaring import BitMap
from sqlalchemy import and_, select

from engagement.domain.measures import Measure
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.store.schema import campaign_sets, campaigns
from engagement.store.sets import unpack

_LARGEST = 2**63 - 1  # what the database's integers hold


def people_of(view: View, campaign_id: int, measure: Measure) -> BitMap:
    """The numbers of the contacts with a message of the campaign that came to `measure`, in scope or not."""
    if not 0 <= campaign_id <= _LARGEST:
        return BitMap()
    c = campaign_sets.c
    its = and_(c.campaign_id == campaign_id, c.measure == measure.value, c.level == 1)
    data = view.connection.execute(select(c.members).where(its)).scalar()
    return BitMap() if data is None else unpack(data)


def named(view: View, asked: EngagementFilter) -> EngagementFilter:
    """`asked` with the name of its campaign, which an address does not say, for a sentence."""
    part = asked.campaign
    if part is None or part.name or not 0 <= part.campaign_id <= _LARGEST:
        return asked
    name = view.connection.execute(select(campaigns.c.name).where(campaigns.c.campaign_id == part.campaign_id)).scalar()
    return replace(asked, campaign=replace(part, name=name or ""))

"""Campaigns by words of their names."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from engagement.domain.measures import Measure
from engagement.lib.text import has_words
from engagement.query.matching.campaign_people import in_campaigns
from engagement.query.matching.view import View
from engagement.store.schema import campaign_sets, campaigns
from engagement.store.sql import among


@dataclass(frozen=True, slots=True)
class NamedCampaign:
    """A campaign that has a screen."""

    id: int
    name: str


def campaigns_called(view: View, search: str, most: int) -> list[NamedCampaign]:
    """The campaigns with a message to somebody in scope whose name has every word of `search`, by name, up to `most`.

    None of them when `search` has no word. Names are compared without case and accents.
    """
    c, sent = campaigns.c, campaign_sets.c
    if not search.strip():
        return []
    called = [one for one, name in view.connection.execute(select(c.campaign_id, c.name)) if has_words(name, search)]
    if not called:
        return []
    was_sent = exists().where(sent.campaign_id == c.campaign_id, sent.measure == Measure.SENT.value, sent.size > 0)
    statement = (
        select(c.campaign_id, c.name)
        .where(among(view.connection, c.campaign_id, called), was_sent, in_campaigns(view.scope))
        .order_by(c.name, c.campaign_id)
        .limit(most)
    )
    return [NamedCampaign(row.campaign_id, row.name) for row in view.connection.execute(statement)]

"""The people of a campaign: who in scope had a message of it that came to a measure, and its name."""

from dataclasses import replace

from pyroaring import BitMap
from sqlalchemy import ColumnElement, and_, exists, select, true

from engagement.domain.measures import Measure
from engagement.lib.ids import is_id
from engagement.query.matching.terms import in_scope
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import Scope, visible
from engagement.store.schema import campaign_sets, campaigns, contacts, messages
from engagement.store.sets import unpack


def people_of(view: View, campaign_id: int, measure: Measure) -> BitMap:
    """The numbers of the contacts in scope with a message of the campaign that came to `measure`."""
    if not is_id(campaign_id):
        return BitMap()
    c = campaign_sets.c
    its = and_(c.campaign_id == campaign_id, c.measure == measure.value, c.level == 1)
    data = view.connection.execute(select(c.members).where(its)).scalar()
    if data is None:
        return BitMap()
    people = unpack(data)
    return people if view.scope.owners is None else people & in_scope(view.scope).members(view.snapshot)


def named(view: View, asked: EngagementFilter) -> EngagementFilter:
    """`asked` with the name of its campaign, which an address does not say, for a sentence.

    A campaign without a message to somebody in scope stays nameless.
    """
    part = asked.campaign
    if part is None or part.name or not is_id(part.campaign_id):
        return asked
    its_name = select(campaigns.c.name).where(campaigns.c.campaign_id == part.campaign_id, in_campaigns(view.scope))
    name = view.connection.execute(its_name).scalar()
    return replace(asked, campaign=replace(part, name=name or ""))


def in_campaigns(scope: Scope) -> ColumnElement[bool]:
    """Which campaigns the viewer may see, as a condition on `campaigns`: those with a message to somebody in scope."""
    if scope.owners is None:
        return true()
    seen = exists().where(messages.c.campaign_id == campaigns.c.campaign_id, visible(scope))
    whose = messages.join(contacts, contacts.c.contact_id == messages.c.contact_id)
    return seen.select_from(whose).correlate(campaigns)

"""One question for every public function of engagement/query that takes a View, as values that can be compared."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pandas as pd
from pyroaring import BitMap

from engagement.domain.causes import Cause
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, FilterOption
from engagement.errors import EngagementError
from engagement.query.calls import dispositions, signs, touches, waiting, who_to_call
from engagement.query.consent import after_stop, entries, held, history, may_write
from engagement.query.contact import address_facts, clicked_links, lanes, reachability, timeline
from engagement.query.contact.timeline import TimelineFilter
from engagement.query.contacts import contact_list, contact_rows, explain, saved_filters, unknown
from engagement.query.contacts.contact_list import Sort
from engagement.query.intake import coverage, imports
from engagement.query.matching import bounces, campaign_people, campaign_search, membership, name_order, text_search
from engagement.query.matching.view import View
from engagement.query.messages import message_export, message_list, message_search
from engagement.query.numbers import (
    basis,
    campaign_parts,
    campaigns,
    hours_of_week,
    overview,
    sender_health,
    status_counts,
    trends,
)
from engagement.query.question.contact_filter import CampaignPart, EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.verdicts import investigation
from engagement.store.account import AccountSettings
from tests.query.scope_world import ASKING, CAMPAIGN_IDS, CONTACTS, IMPORT, NOW, TODAY, Pair, all_numbers, ids_of

Asker = Callable[[View, Pair], Any]
LONG_AGO = NOW - timedelta(days=90)
MONTH = Period(date(2026, 10, 20), TODAY)
FILTERS = (
    EngagementFilter(),
    EngagementFilter(options=frozenset({FilterOption.EMAIL_OPENS}), period=MONTH),
    EngagementFilter(owners=frozenset({"Émile"})),
    EngagementFilter(search="jane"),
    EngagementFilter(campaign=CampaignPart(CAMPAIGN_IDS[0], Measure.DELIVERED)),
)
MESSAGE_FILTERS = (
    MessageFilter(),
    MessageFilter(search="jane"),
    MessageFilter(search="words"),
    MessageFilter(search="jane doe homes"),
    MessageFilter(campaign=CAMPAIGN_IDS[-1]),
)


def said(work: Callable[[], Any]) -> Any:
    """What `work` gives, or how it refuses."""
    try:
        return work()
    except EngagementError as error:
        return type(error), str(error)


def _each_contact(ask: Callable[[View, int], Any]) -> Asker:
    """A question about one contact, asked of everybody's."""
    return lambda view, pair: [said(lambda one=one: ask(view, one)) for one in pair.ids]  # type: ignore[misc]


def _each_filter(ask: Callable[[View, EngagementFilter], Any]) -> Asker:
    return lambda view, _: [ask(view, asked) for asked in FILTERS]


def _each_question(ask: Callable[[View, MessageFilter], Any]) -> Asker:
    return lambda view, _: [ask(view, asked) for asked in MESSAGE_FILTERS]


def _each_campaign(ask: Callable[[View, int], Any]) -> Asker:
    return lambda view, _: [ask(view, one) for one in CAMPAIGN_IDS]


def _frame(frame: pd.DataFrame) -> tuple[list[str], Any]:
    return [str(one) for one in frame.index], frame.to_dict("list")


def _found(view: View, found: message_search.Found | None) -> Any:
    if found is None:
        return None
    people, owners = ids_of(view, found.people), ids_of(view, found.owners)
    return people, sorted(found.messages), owners, found.searched_since


def _sorted(view: View, _: Pair) -> Any:
    found = all_numbers(view)
    return [
        ids_of(view, list(contact_list.in_order(view, found, EngagementFilter(), sort, walks=walks)))
        for sort in Sort
        for walks in (False, True)
    ]


def _by_name(view: View, _: Pair) -> Any:
    """What the order sorts are the numbers that one has: it is asked for twice, since it is not read at first."""
    for _again in range(3):
        order = name_order.name_order(view, lambda _: sorted(all_numbers(view), key=lambda one: ids_of(view, [one])))
    return order and ids_of(view, order.of(membership.members(view, EngagementFilter())).tolist())


def _trends(view: View, _: Pair) -> Any:
    return [
        _frame(trends.trend(view, tuple(Measure), period, channel=channel))
        for period in (MONTH, ANY_TIME)
        for channel in (None, Channel.TEXT)
    ]


def _calls(view: View, _: Pair) -> Any:
    """Also by pages: whether there are more goes by how many are in scope; and who is read on the way."""
    pages = [who_to_call.who_to_call(view, page=page, limit=3) for page in range(1, 9)]
    owners = [
        who_to_call.who_to_call(view, owner=owner, by=by) for owner in ("Dana", "Émile", "") for by in ("", "Ann")
    ]
    read: set[int] = set()

    def reading(view: View, numbers: Sequence[int]) -> dict[int, int]:
        read.update(numbers)
        return contact_rows.ids_of_numbers(view, numbers)

    with patch.object(who_to_call, "ids_of_numbers", reading):
        whole = who_to_call.who_to_call(view, by="Ann", limit=1000)
    return [whole, *pages, *owners, ids_of(view, BitMap(read))]


def _standings(view: View, _: Pair) -> Any:
    found = dispositions.standings(view, LONG_AGO, 7, "Ann")
    return sorted(found.by_number.values(), key=lambda one: one.contact_id), ids_of(view, found.not_mine)


def _ids_seen(view: View, pair: Pair) -> list[int]:
    """Those in scope: what asks by ids is asked of nobody else."""
    return [row.id for row in contact_rows.rows_of_ids(view, pair.ids)]


def _signs(view: View, pair: Pair) -> Any:
    asked = [(sign, one) for sign in signs.Sign for one in _ids_seen(view, pair)]
    found = signs.signs_of(view, asked, LONG_AGO)
    return {key: sorted((one.at, one.about) for one in seen) for key, seen in found.items()}


def _message_keys(pair: Pair) -> list[tuple[int, int]]:
    return [(one.contact_id, one.id) for one in pair.messages]


_NUMBERS = [*(f"+1415555{n:04}" for n in range(CONTACTS)), *(f"+1415556{n:04}" for n in range(ASKING))]
_PATTERNS = {"names": "(?:^| )jane(?: |$)", "emails": "p[0-9]+@"}
ASKERS: dict[str, Asker] = {
    "calls.dispositions.standings": _standings,
    "calls.dispositions.said_lately": lambda view, _: [
        replace(one, id=0) for one in dispositions.said_lately(view, 500)
    ],
    "calls.signs.last_wrote": lambda view, pair: signs.last_wrote(view, _ids_seen(view, pair), LONG_AGO),
    "calls.signs.signs_of": _signs,
    "calls.touches.last_touches": lambda view, pair: touches.last_touches(view, pair.ids),
    "calls.waiting.waiting_for_answer": lambda view, _: [
        waiting.waiting_for_answer(view, owner=owner, by=by) for owner in (None, "Dana", "Émile") for by in ("", "Ann")
    ],
    "calls.who_to_call.left_alone": lambda view, _: ids_of(view, who_to_call.left_alone(view)),
    "calls.who_to_call.who_to_call": _calls,
    "consent.after_stop.texts_after_stop": lambda view, _: after_stop.texts_after_stop(view),
    "consent.entries.owners_of": lambda view, _: entries.owners_of(view, _NUMBERS),
    "consent.held.held_count": lambda view, _: held.held_count(view),
    "consent.held.held_requests": lambda view, _: held.held_requests(view),
    "consent.held.decisions_on": lambda view, pair: held.decisions_on(
        view, message_list.MessageList(pair.everyone, MessageFilter()).page(size=5_000)
    ),
    "consent.held.decided_requests": lambda view, _: held.decided_requests(view),
    "consent.held.requests_of_contact": _each_contact(held.requests_of_contact),
    "consent.may_write.may_write_all": lambda view, pair: may_write.may_write_all(
        view, AccountSettings(timezone=view.zone.key), pair.ids, NOW
    ),
    "consent.may_write.may_write": _each_contact(
        lambda view, one: may_write.may_write(view, AccountSettings(timezone=view.zone.key), one, NOW)
    ),
    "consent.history.consent_history": lambda view, _: [
        history.consent_history(view, who) for who in ("crm-1", "p1@example.com", *_NUMBERS)
    ],
    "consent.history.history_of_contact": _each_contact(history.history_of_contact),
    "contact.address_facts.read_facts": _each_contact(
        lambda view, one: [
            {key: tuple(row) for key, row in address_facts.read_facts(view, one).sent.items()},
            address_facts.read_facts(view, one).happened,
            {key: tuple(row) for key, row in address_facts.read_facts(view, one).failed.items()},
        ]
    ),
    "contact.address_facts.facts_of": lambda view, pair: {
        one: ({key: tuple(row) for key, row in found.sent.items()}, found.happened)
        for one, found in address_facts.facts_of(view, pair.ids).items()
    },
    "contact.address_facts.held_addresses": _each_contact(
        lambda view, one: [tuple(row) for row in address_facts.held_addresses(view, one)]
    ),
    "contact.clicked_links.clicked_links": lambda view, pair: [
        clicked_links.clicked_links(view, contact, [message]) for contact, message in _message_keys(pair)
    ],
    "contact.lanes.lane_marks": _each_contact(lambda view, one: lanes.lane_marks(view, one, TimelineFilter())),
    "contact.reachability.reachability": _each_contact(reachability.reachability),
    "contact.reachability.reached": lambda view, pair: reachability.reached(view, pair.ids),
    "contact.timeline.find_contact": lambda view, pair: [
        said(lambda one=one: timeline.find_contact(view, one))  # type: ignore[misc]
        for one in (*map(str, pair.ids), "crm-1", "crm-3", "p1@example.com", "p1@example.org", "+14155550001")
    ],
    "contact.timeline.contact_addresses": _each_contact(timeline.contact_addresses),
    "contact.timeline.count_messages": _each_contact(timeline.count_messages),
    "contact.timeline.timeline": _each_contact(timeline.timeline),
    "contacts.contact_list.count_contacts": _each_filter(contact_list.count_contacts),
    "contacts.contact_list.list_contacts": _each_filter(contact_list.list_contacts),
    "contacts.contact_list.first_by_name": _each_filter(lambda view, asked: contact_list.first_by_name(view, asked, 8)),
    "contacts.contact_list.all_contacts": _each_filter(
        lambda view, asked: list(contact_list.all_contacts(view, asked))
    ),
    "contacts.contact_list.in_order": _sorted,
    "contacts.contact_list.choices": lambda view, _: contact_list.choices(view),
    "contacts.contact_rows.ids_of_numbers": lambda view, _: sorted(
        contact_rows.ids_of_numbers(view, list(all_numbers(view))).values()
    ),
    "contacts.contact_rows.rows_of_numbers": lambda view, _: sorted(
        contact_rows.rows_of_numbers(view, list(all_numbers(view)), without_machines=False), key=lambda row: row.id
    ),
    "contacts.contact_rows.rows_of_ids": lambda view, pair: contact_rows.rows_of_ids(view, pair.ids),
    "contacts.explain.explain": lambda view, pair: [
        explain.explain(view, one, asked) for one in pair.ids for asked in FILTERS[:2]
    ],
    "contacts.saved_filters.list_saved": lambda view, _: saved_filters.list_saved(view, "dana"),
    "contacts.unknown.count_unknown": lambda view, _: unknown.count_unknown(view),
    "contacts.unknown.list_unknown": lambda view, _: unknown.list_unknown(view),
    "contacts.unknown.unknown_contact": lambda view, pair: [unknown.unknown_contact(view, one) for one in pair.ids],
    "intake.coverage.coverage": lambda view, _: coverage.coverage(view),
    "numbers.basis.basis": lambda view, _: basis.basis(view),
    "intake.coverage.sources": lambda view, _: coverage.sources(view),
    "intake.coverage.coverage_note": lambda view, _: coverage.coverage_note(view, Period(date(2026, 9, 1), TODAY)),
    "intake.coverage.filter_note": lambda view, _: coverage.filter_note(
        view, EngagementFilter(options=frozenset(FilterOption), period=Period(date(2026, 9, 1), TODAY))
    ),
    "intake.coverage.message_note": lambda view, _: coverage.message_note(
        view, MessageFilter(sent=Period(date(2026, 9, 1), TODAY))
    ),
    "intake.imports.recent_imports": lambda view, _: imports.recent_imports(view),
    "intake.imports.imports_of": lambda view, _: imports.imports_of(view, [IMPORT]),
    "intake.imports.shows_rejects": lambda view, _: imports.shows_rejects(view),
    "intake.imports.rejects": lambda view, _: imports.rejects(view, IMPORT),
    "matching.bounces.bounce_causes": lambda view, _: {
        cause: ids_of(view, found) for cause, found in bounces.bounce_causes(view, ANY_TIME).items()
    },
    "matching.bounces.bounced_because": lambda view, _: ids_of(
        view, bounces.bounced_because(view, tuple(Cause), ANY_TIME)
    ),
    "matching.bounces.soft_bounced": lambda view, _: ids_of(view, bounces.soft_bounced(view, 1, ANY_TIME)),
    "matching.campaign_search.campaigns_called": lambda view, _: campaign_search.campaigns_called(view, "e", 50),
    "matching.campaign_people.people_of": lambda view, _: [
        ids_of(view, campaign_people.people_of(view, one, measure)) for one in CAMPAIGN_IDS for measure in Measure
    ],
    "matching.campaign_people.named": _each_campaign(
        lambda view, one: (
            found.name
            if (
                found := campaign_people.named(
                    view, EngagementFilter(campaign=CampaignPart(one, Measure.SENT))
                ).campaign
            )
            else None
        )
    ),
    "matching.membership.members": _each_filter(lambda view, asked: ids_of(view, membership.members(view, asked))),
    "matching.membership.facets": _each_filter(membership.facets),
    "matching.membership.values_in_scope": lambda view, _: {
        field: sorted(values) for field, values in membership.values_in_scope(view).items()
    },
    "matching.membership.parts": lambda view, _: [
        ids_of(view, membership.parts(view, asked)[part])
        for asked, part in zip(FILTERS, ("scope", "scope", "scope", "search", "campaign"), strict=True)
    ],
    "matching.name_order.name_order": _by_name,
    "matching.text_search.found_by": lambda view, _: ids_of(view, text_search.found_by(view, "jane") or ()),
    "matching.text_search.like": lambda view, _: ids_of(view, text_search.like(view, **_PATTERNS)),
    "messages.message_list.MessageList.found": _each_question(
        lambda view, asked: _found(view, message_list.MessageList(view, asked).found)
    ),
    "messages.message_export.all_messages": lambda view, _: [
        list(message_export.all_messages(view, asked, only_trouble=some))
        for asked in MESSAGE_FILTERS
        for some in (False, True)
    ],
    "messages.message_export.count_trouble": _each_question(message_export.count_trouble),
    "messages.message_list.MessageList.walk": _each_question(
        lambda view, asked: list(message_list.MessageList(view, asked).walk(10))
    ),
    "messages.message_list.MessageList.count": _each_question(
        lambda view, asked: message_list.MessageList(view, asked).count()
    ),
    "messages.message_list.MessageList.page": _each_question(
        lambda view, asked: message_list.MessageList(view, asked).page(2, 10)
    ),
    "messages.message_list.count_messages": _each_question(message_list.count_messages),
    "messages.message_list.list_messages": _each_question(message_list.list_messages),
    "messages.message_list.find_message": lambda view, pair: [
        message_list.find_message(view, *key) for key in _message_keys(pair)
    ],
    "messages.message_list.latest_message": _each_contact(
        lambda view, one: message_list.latest_message(view, one, Channel.EMAIL)
    ),
    "messages.message_list.latest_trouble": lambda view, pair: message_list.latest_trouble(view, pair.ids, None),
    "messages.message_list.opt_out_message": _each_contact(
        lambda view, one: message_list.opt_out_message(view, one, Channel.TEXT)
    ),
    "messages.message_list.campaign_names": lambda view, _: message_list.campaign_names(view),
    "messages.message_list.message_events": lambda view, pair: [
        message_list.message_events(view, one) for one in pair.messages
    ],
    "messages.message_search.found_messages": lambda view, _: [
        _found(view, message_search.found_messages(view, search, ()))
        for search in ("jane", "words", "homes", *(f"{number}@mail" for number in range(60)))
    ],
    "numbers.campaign_parts.opens_by_hour": _each_campaign(
        lambda view, one: _frame(campaign_parts.opens_by_hour(view, one))
    ),
    "numbers.campaign_parts.domains": _each_campaign(campaign_parts.domains),
    "numbers.campaign_parts.links": _each_campaign(campaign_parts.links),
    "numbers.campaigns.campaign_table": lambda view, _: [
        campaigns.campaign_table(view, sent) for sent in (ANY_TIME, MONTH)
    ],
    "numbers.campaigns.campaign": _each_campaign(campaigns.campaign),
    "numbers.hours_of_week.hours_of_week": lambda view, _: hours_of_week.hours_of_week(view, MONTH),
    "numbers.overview.people_lines": lambda view, _: overview.people_lines(view, MONTH),
    "numbers.overview.people_by_day": lambda view, _: overview.people_by_day(view, MONTH),
    "numbers.overview.message_lines": lambda view, _: overview.message_lines(view, MONTH),
    "numbers.sender_health.domains": lambda view, _: sender_health.domains(view, MONTH),
    "numbers.sender_health.numbers": lambda view, _: sender_health.numbers(view, MONTH),
    "numbers.status_counts.status_counts": lambda view, _: status_counts.status_counts(view),
    "numbers.trends.trend": _trends,
    "verdicts.investigation.answer_about": lambda view, pair: [
        investigation.answer_about(view, one, NOW) for one in pair.messages
    ],
    "verdicts.investigation.investigate": lambda view, pair: [
        investigation.investigate(view, row, None, NOW)
        for row in contact_rows.rows_of_ids(pair.everyone, pair.ids[:20])
    ],
}

OF_FILES = {
    "intake.coverage.coverage": "a day on which nothing came is one of the files, whosever contacts",
    "numbers.basis.basis": "what numbers go by are files, whosever contacts the numbers are of",
    "intake.coverage.coverage_note": "as coverage",
    "intake.coverage.filter_note": "as coverage",
    "intake.coverage.message_note": "as coverage",
}
"""What tells of the account's files and of nobody: the same whoever looks, so it is compared with the full store's."""

SAME = {
    "contacts.saved_filters.list_saved": "a filter is its visitor's, and says nothing of who matches it",
    "intake.coverage.sources": "whoever looks may see that files came, and when",
    "intake.imports.recent_imports": "whoever looks may see that a file came, and its counts",
    "intake.imports.imports_of": "as recent_imports",
    "intake.imports.shows_rejects": "it is the rule itself: False for whoever is limited, in any store",
}
"""What does not tell of contacts at all."""

OF_UNKNOWN = frozenset({"contacts.unknown.count_unknown"})
"""What counts contacts without an owner alone, so that only a scope without those tells it apart."""

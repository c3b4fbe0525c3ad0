"""What the palette finds: people and campaigns in scope only, whatever is in their names, saved filters and screens."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from engagement.domain.records import AddressRecord, AttributedBy, Attribution, ContactRecord, EventRecord
from engagement.domain.vocabulary import Channel, ContactKind, EventType, Origin
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.account import AccountSettings
from engagement.store.engine import writing
from engagement.store.saved_filters import SHARED, save_filter
from engagement.ui.frame.account import Account
from engagement.ui.frame.screens import NAVIGATION
from engagement.ui.palette.answer import MOST_PEOPLE, NOTHING, Answer, answer
from tests.ingest.making import NOON, email

SETTINGS = AccountSettings(timezone="UTC")
HOSTILE = "<img src=x onerror=alert(1)> *Zed* [x](y)"
ZED, CELL = "zed@example.com", "+14155550142"
DANA = Scope(frozenset({"Dana"}))


def known(name: str, owner: str, *addresses: AddressRecord) -> ContactRecord:
    return ContactRecord(name, ContactKind.LEAD, external_id=name, owner=owner, addresses=addresses)


def sent(campaign: str, to: str, kind: EventType = EventType.DELIVERED) -> EventRecord:
    record = email(kind, key=f"{campaign}{to}", to=to)
    own = Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, campaign)
    return replace(record, message=replace(record.message, attribution=own))


@pytest.fixture
def desk(store: Engine) -> Engine:
    """Zed is Dana's, with a campaign of his own; the Anns are Marcus's, with another."""
    prepare(store, "UTC")
    zed = known(HOSTILE, "Dana", AddressRecord(Channel.EMAIL, ZED, ""), AddressRecord(Channel.TEXT, CELL, ""))
    anns = [
        known(f"Ann {letter}", "Marcus", AddressRecord(Channel.EMAIL, f"ann.{letter.lower()}@example.org", ""))
        for letter in "KBCDEFGHIJA"
    ]
    events = [sent("Spring <b>open</b> house", ZED, EventType.UNSUBSCRIBED), sent("Winter house", "ann.a@example.org")]
    take_in(store, [zed, *anns, *events])
    with writing(store) as connection:
        save_filter(connection, SHARED, "Hot <leads>", "email-opens=true&owner=Dana", NOON)
        save_filter(connection, "somebody else", "Hot and theirs", "kind=lead", NOON)
    return store


def asked(engine: Engine, search: str, scope: Scope = EVERYONE) -> Answer:
    """What `search` finds for a visitor called me."""
    with engine.connect() as connection:
        view = View(connection, Viewpoint(scope, ZoneInfo(SETTINGS.timezone), date(2026, 11, 24)))
        return answer(Account(view, SETTINGS, NOON), search, "me")


def lines(found: Answer) -> dict[str, str]:
    """The titles that are found, in order, with where each leads."""
    links = re.findall(r'href="([^"]*)".*?<b><bdi>(.*?)</bdi></b>', found.options)
    return {unescape(title): unescape(place) for place, title in links}


def test_what_people_wrote_stays_text(desk: Engine) -> None:
    found = asked(desk, "zed")
    assert list(lines(found)) == [HOSTILE]
    assert lines(found)[HOSTILE].startswith("contact?id=")
    assert "<img" not in found.options
    assert "No email" in found.options  # who opted out is marked wherever they are shown
    assert (ZED in found.options, "+1 415-555-0142" in found.options) == (True, True)
    assert found.said == "1 person"
    assert "<b>open</b>" not in asked(desk, "open house").options
    assert "<leads>" not in asked(desk, "hot").options


def test_nothing_of_others_is_found_in_a_scope(desk: Engine) -> None:
    for search in ("", "a", "ann", "house", "@example", "winter"):
        everybody, limited = asked(desk, search), asked(desk, search, DANA)
        assert not any(title.startswith(("Ann", "Winter", "All")) for title in lines(limited)), search
        assert "Ann" not in limited.options
        assert not search or any(title.startswith(("Ann", "Winter")) for title in lines(everybody)), search


def test_the_first_by_name_and_the_way_to_all(desk: Engine) -> None:
    found = asked(desk, " ANN ")
    shown = lines(found)
    assert list(shown) == [*(f"Ann {letter}" for letter in "ABCDEFGH"), "All 11 people"]
    assert len(shown) == MOST_PEOPLE + 1
    assert shown["All 11 people"] == "./?search=+ANN+&sort=name"
    assert found.said == "8 of 11 people"


def test_campaigns_saved_filters_and_screens(desk: Engine) -> None:
    spring = lines(asked(desk, "HOUSE spring"))
    assert list(spring) == ["Spring <b>open</b> house"]
    assert spring["Spring <b>open</b> house"].startswith("campaign?id=")
    assert lines(asked(desk, "hot")) == {"Hot <leads>": "./?email-opens=true&owner=Dana"}  # and nobody else's own
    assert lines(asked(desk, "upload")) == {"Imports": "imports"}  # by a word that people type for it
    assert lines(asked(desk, "nobody at all")) == {}
    assert asked(desk, "nobody at all").said == NOTHING
    everywhere = [entry.title for entries in NAVIGATION.values() for entry in entries]
    assert list(lines(asked(desk, ""))) == ["Hot <leads>", *everywhere]

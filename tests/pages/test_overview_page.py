"""Overview without a browser: each number's address asks for a list of just that length; its words; what was chosen."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from engagement.domain.records import Clock, EventRecord, MessageFacts
from engagement.domain.vocabulary import Channel, Direction, EventType
from engagement.ingest import take_in
from engagement.ingest.sets import rebuild
from engagement.query.calls.signs import Sign
from engagement.query.calls.who_to_call import Call
from engagement.query.contacts.contact_list import count_contacts, list_contacts
from engagement.query.matching.view import View
from engagement.query.messages.message_list import count_messages
from engagement.query.question.contact_filter import EngagementFilter
from engagement.store.engine import open_store
from engagement.ui.address.contact_params import filter_of
from engagement.ui.address.message_params import message_filter_of
from engagement.ui.address.periods import Preset
from engagement.ui.calls.reasons import reason
from tests.demo_store import TIMEZONE, demo_url, demo_viewpoint, opened
from tests.moment import NOW
from tests.pages.conftest import Show, shown

VIEW = demo_viewpoint()
_LINK = re.compile(
    r'<a data-screen="(contacts|messages)" href="([^"]*)"[^>]*><bdi>([\d,]+)(?: person| people)?</bdi></a>'
)


@pytest.mark.parametrize(
    ("page", "params"),
    [
        *(("overview", {"days": one.value}) for one in (Preset.LAST_7, Preset.LAST_30, Preset.LAST_365)),
        ("campaigns", {}),
    ],
)
def test_every_number_is_the_length_of_the_list_at_its_address(
    show: Show, tmp_path_factory: pytest.TempPathFactory, page: str, params: dict[str, str]
) -> None:
    links = set(_LINK.findall(shown(show(page, **params))))
    assert len(links) > 60
    with opened(demo_url(tmp_path_factory)) as connection:
        for screen, address, number in links:
            query = parse_qs(urlsplit(unescape(address)).query)
            if screen == "contacts":
                length = count_contacts(View(connection, VIEW), filter_of(query, VIEW.today))
            else:
                length = count_messages(View(connection, VIEW), message_filter_of(query, VIEW.today))
            assert length == int(number.replace(",", "")), address


def a_call(show: Show, factory: pytest.TempPathFactory, sign: Sign, times: int, about: str) -> str:
    with opened(demo_url(factory)) as connection:
        contact = list_contacts(View(connection, VIEW), EngagementFilter(), size=1)[0]
    call = Call(contact, sign, NOW - timedelta(hours=2), times, about, (Channel.EMAIL,))
    return unescape(re.sub(r"<[^>]*>", "", reason(call, NOW, VIEW.zone)))


@pytest.mark.parametrize(
    ("sign", "times", "about", "words"),
    [
        (Sign.REPLIED, 1, "Is it still free?", "Replied “Is it still free?” 2 hours ago, not answered"),
        (Sign.REPLIED, 3, "Hello?", "Replied 3 times, last “Hello?” 2 hours ago, not answered"),
        (Sign.REPLIED, 1, " ", "Replied with a picture 2 hours ago, not answered"),
        (Sign.CLICKED, 1, "Open house", "Clicked a link in “Open house” 2 hours ago"),
        (Sign.CLICKED, 1, "", "Clicked a link 2 hours ago"),
        (Sign.CLICKED, 2, "Open house", "Clicked 2 times, last in “Open house” 2 hours ago"),
        (Sign.OPENED, 1, "Open house", "Opened “Open house” 2 hours ago"),
        (Sign.OPENED, 1, "", "Opened an email 2 hours ago"),
        (Sign.OPENED, 4, "Open house", "Opened emails 4 times, last “Open house” 2 hours ago"),
        (Sign.OPENED, 1, "<b>x</b>\n" + "y" * 999, f"Opened “<b>x</b> {'y' * 130}…” 2 hours ago"),
    ],
)
def test_the_reason_in_words(
    show: Show, tmp_path_factory: pytest.TempPathFactory, sign: Sign, times: int, about: str, words: str
) -> None:
    assert a_call(show, tmp_path_factory, sign, times, about) == words


def test_a_picture_for_a_reply_without_words_and_nothing_to_say_of_health(show: Show, sqlite_url: str) -> None:
    engine = open_store(sqlite_url)
    rebuild.prepare(engine, TIMEZONE)
    facts = MessageFacts(Channel.TEXT, "SM1", Direction.INBOUND, "+14155550142", media_count=1, sent_at=NOW)
    take_in(engine, [EventRecord(facts, EventType.RECEIVED, NOW, Clock.EVENT, "in")])
    engine.dispose()
    page = shown(show("overview", sqlite_url))
    assert "Replied with a picture" in page
    assert "sms:+14155550142" in page
    assert "tel:+14155550142" in page
    assert "mailto:" not in page
    assert page.count("None in this period") == 2

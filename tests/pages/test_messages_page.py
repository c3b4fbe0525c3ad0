"""The Messages screen: the answer about a person, the list, and whatever anybody wrote or put into an address."""

import html
from collections.abc import Sequence
from dataclasses import replace

import pytest

from engagement.domain.records import MessageRecord, Record
from engagement.domain.vocabulary import Direction, EventType, Keyword, Origin
from engagement.ingest import take_in
from engagement.ingest.sets import rebuild
from engagement.query.matching.view import View
from engagement.query.messages.message_list import list_messages
from engagement.query.question.message_filter import MessageFilter
from engagement.store.engine import open_store
from tests.demo_store import TIMEZONE, demo_url, demo_viewpoint, opened
from tests.pages.conftest import Show, shown
from tests.query.jane import CELL, JANE, MAIL, TEXT, event, sent_as

LANDLINE = event(replace(TEXT, text="Are you free at 5?"), EventType.UNDELIVERED, code="30006")
EARLIER = event(replace(TEXT, key="SM0"), EventType.DELIVERED, -600)


def account(url: str, records: Sequence[Record]) -> str:
    """The account at `url`, with `records` in it."""
    engine = open_store(url)
    rebuild.prepare(engine, TIMEZONE)
    take_in(engine, records)
    engine.dispose()
    return url


@pytest.mark.parametrize("search", ["Jane", "jane doe", CELL, "415-555-0142", "jane@office", "SM1", "free"])
def test_why_janes_text_did_not_arrive(show: Show, sqlite_url: str, search: str) -> None:
    """By whatever is known of it. By words or its id the message is listed, and says why when it is opened."""
    url = account(sqlite_url, [JANE, LANDLINE, EARLIER])
    page = shown(show("messages", url, find=search))
    if search in ("SM1", "free"):
        assert "<h1>1 message</h1>" in page
        (row,) = list_messages(View(opened(url), demo_viewpoint()), MessageFilter(search=search))
        page = shown(show("messages", url, find=search, message=f"{row.contact_id}-{row.id}"))
    assert "did not arrive: the number is a landline, or its carrier cannot be reached." in page
    assert "code 30006" in page
    assert "A landline cannot take texts." in page
    assert "Call this number instead." in page
    assert "Who can do it" in page


def test_nothing_sent_says_why(show: Show, sqlite_url: str) -> None:
    """A contact that is on file, and to whom nothing went on one channel or on either."""
    page = shown(show("messages", account(sqlite_url, [JANE, LANDLINE]), find="Jane"))
    assert "No email to Jane Doe is on file, though" in html.unescape(page)
    nobody = replace(JANE, name="Joe Roe", external_id="crm-9", addresses=())
    page = shown(show("messages", account(sqlite_url, [nobody]), find="Roe"))
    assert "<h1>0 messages</h1>" in page
    assert "No email to Joe Roe is on file: they have no email address on file." in page
    assert "No text to Joe Roe is on file: they have no phone number on file." in page


def test_an_opt_out_is_told_with_its_message(show: Show, sqlite_url: str) -> None:
    stop = event(
        replace(TEXT, key="SM2", direction=Direction.INBOUND, text="Stop", keyword=Keyword.OPT_OUT),
        EventType.UNSUBSCRIBED,
        5,
    )
    page = html.unescape(shown(show("messages", account(sqlite_url, [JANE, EARLIER, stop]), find="Jane")))
    assert "No text may be sent to Jane Doe since 2 Nov: they opted out (sent a stop word: “Stop”)." in page
    assert "Only they can undo it: they would text START" in page


def test_many_people_are_pointed_to(show: Show, sqlite_url: str) -> None:
    people = [replace(JANE, name=f"Jane {n}", external_id=f"crm-{n}", addresses=()) for n in range(30)]
    page = shown(show("messages", account(sqlite_url, people), find="Jane"))
    assert "The search finds 27 more people" in page
    assert "./?search=Jane&amp;sort=name" in page


HOSTILE = [
    "<script>document.title='owned'</script>",
    "<img src=x onerror=alert(1)>",
    "**bold** [x](javascript:alert(1)) # heading `code` $x^2$ :red[x]",
    "'; DROP TABLE messages; --",
    "\u202eevil \u2066rtl\u2069 مرحبا 👩‍👩‍👧",
    "x" * 10_000,
    "&lt;b&gt; &amp; \"quotes\" 'single'",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_anybody_wrote_is_shown_as_text(show: Show, sqlite_url: str, words: str) -> None:
    """In a name, a subject, a text, a campaign, a code and a server's answer; and searched for."""
    mail = replace(sent_as(MAIL, Origin.CAMPAIGN, words), subject=words)
    records = [
        replace(JANE, name=words),
        event(mail, EventType.FAILED, reason="odd" + words, code=words, detail=words),
        event(replace(TEXT, text=words), EventType.FAILED, 1, code=words, detail=words),
        MessageRecord(replace(mail, key=f"{words[:900]}@crm")),
    ]
    page = shown(show("messages", account(sqlite_url, records), find=words[:900]))
    assert "<h1>3 messages</h1>" in page
    assert html.escape(words[:100]) in page
    for tag in ("<script", "<img", "<b>", "<bold", 'href="javascript'):
        assert tag not in page


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    "name",
    ["find", "message", "campaign", "contact", "sender", "domain", "code", "channel", "status", "sent", "sent-from"],
)
def test_a_hostile_address_is_harmless(show: Show, sqlite_url: str, name: str, words: str) -> None:
    page = shown(show("messages", account(sqlite_url, [JANE, LANDLINE]), **{name: words}))
    assert "message" in page
    for tag in ("<script", "<img", "<b>", 'href="javascript'):
        assert tag not in page


@pytest.mark.parametrize(
    "name", ["1-2", "-", "1-", "-1-1", "9" * 30 + "-1", f"{2**63}-{2**63}", f"{2**63 - 1}-0", "²-²", "x"]
)
def test_a_message_that_is_not_on_file_is_one_sentence(show: Show, sqlite_url: str, name: str) -> None:
    page = shown(show("messages", account(sqlite_url, [JANE, LANDLINE]), message=name))
    assert "The message in the address is not on file" in page
    assert "<h1>1 message</h1>" in page


@pytest.mark.parametrize(
    ("params", "asked"),
    [
        ({"channel": "Text", "status": "Undelivered"}, "Texts, whose last status is Undelivered"),
        ({"contact": "7"}, "Messages to and from a contact that is not on file"),
        ({"campaign": "7"}, "Messages of a campaign that is not on file"),
        ({"measure": "Replied", "measured-from": "2026-01-02", "measured-to": "2026-01-03"}, "answered first between"),
    ],
)
def test_the_list_says_which_question_made_it(show: Show, params: dict[str, str], asked: str) -> None:
    assert asked in html.unescape(shown(show("messages", **params)))


def test_the_list_has_the_rows_of_the_query(show: Show, tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(demo_url(tmp_path_factory)) as connection:
        rows = list_messages(View(connection, demo_viewpoint()), MessageFilter(status=EventType.FAILED))
    page = shown(show("messages", status="Failed"))
    places = [page.index(f"{row.contact_id}-{row.id}") for row in rows]
    assert places == sorted(places)
    assert rows

"""Anything at all in an address, and anything at all as a name, a subject or a text: shown as text, or left out.

No page raises over it, runs it as SQL or HTML, or shows it other than as it was written.
"""

import html
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from engagement.domain.records import (
    AddressRecord,
    AttributedBy,
    Attribution,
    Clock,
    ContactRecord,
    EventRecord,
    MessageFacts,
)
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType, Origin
from engagement.ingest import take_in
from engagement.ingest.sets import rebuild
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from engagement.store.schema import contacts, messages
from engagement.ui.address.contact_params import CONDITIONS, LISTS, OPTION_KEYS
from engagement.ui.address.message_params import KEYS
from tests.demo_store import TIMEZONE, opened
from tests.moment import NOW
from tests.pages.conftest import Show, shown

PAGES = sorted(file.stem for file in (PROJECT / "pages").glob("*.py"))
NAMES = sorted(
    {
        *OPTION_KEYS.values(),
        *LISTS,
        *CONDITIONS,
        *KEYS,
        *("search", "period", "from", "to", "at-least", "match", "current-status", "without-machines", "sort", "page"),
        *(
            "id",
            "list",
            "import",
            "days",
            "message",
            "messages-page",
            "columns",
            "saved",
            "who",
            "chosen",
            "timeline-channel",
            "timeline-status",
            "timeline-origin",
            "part",
            "anything else",
        ),
    }
)
SCRIPT = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
VALUES = {
    "script": SCRIPT,
    "attribute": '" onmouseover="window.hacked = 1" x=\'',
    "sql": "'; DROP TABLE contacts; --",
    "or": "1 OR 1=1",
    "nul": "a\0b",
    "control": "\x1b[31m\r\n\u2028\ufeff",
    "surrogate": "%ED%A0%80",
    "huge": "9" * 5_000,
    "long": "x" * 5_000,
    "float": "1e308",
    "nan": "NaN",
    "negative": "-1",
    "list": "[1, 2",
    "true": "true",
    "date": "9999-12-31",
    "no date": "2026-02-30",
    "first date": "0001-01-01",
    "percent": "%_\\",
    "markdown": "**x** [a](javascript:alert(1)) :material/home: $x$",
    "right to left": "\u202eevil\u202c שלום",
    "empty": "",
    "digits": "١٢٣",
}


class Tags(HTMLParser):
    """Collects the elements of a page's HTML, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def harmless(page: str) -> str:
    """The text of a page's HTML, in which nothing may run."""
    tags = Tags()
    tags.feed(page)
    for tag, attributes in tags.found:
        assert tag not in {"script", "img", "iframe", "object", "form", "svg", "link", "style"}, tag
        assert not [name for name in attributes if name.startswith("on")], attributes
        target = (attributes.get("href") or "").strip().lower()
        assert not target.startswith(("javascript:", "data:", "vbscript:")), target
    return "".join(tags.words)


def asked(app: AppTest, page: str, params: dict[str, str | list[str]]) -> AppTest:
    app.switch_page(f"pages/{page}.py")
    app.query_params.clear()
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.parametrize("page", PAGES)
def test_one_thing_in_every_parameter(show: Show, wild_url: str, page: str) -> None:
    app = show("glossary", wild_url)
    raised = []
    for name, value in VALUES.items():
        app = asked(app, page, dict.fromkeys(NAMES, value))
        raised += [(name, error.value) for error in app.exception]
        if not raised:
            harmless(shown(app))
    assert raised == []
    assert still_there(wild_url)


@pytest.mark.parametrize("page", PAGES)
def test_every_parameter_repeated(show: Show, wild_url: str, page: str) -> None:
    app = asked(show("glossary", wild_url), page, {name: list(VALUES.values())[:12] for name in NAMES})
    harmless(shown(app))


ANY = st.dictionaries(
    st.one_of(st.sampled_from(NAMES), st.text(max_size=8)),
    st.one_of(st.text(max_size=40), st.sampled_from(list(VALUES.values())), st.lists(st.text(max_size=9), max_size=4)),
    max_size=6,
)


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(params=ANY)
def test_anything_at_all(show: Show, wild_url: str, page: str, params: dict[str, str | list[str]]) -> None:
    harmless(shown(asked(show(page, wild_url), page, params)))


def still_there(url: str) -> bool:
    with opened(url) as connection:
        return connection.execute(select(func.count()).select_from(contacts)).scalar_one() == len(WILD)


WILD = {
    "html": SCRIPT,
    "entity": "&lt;b&gt; &amp; &#60;",
    "quotes": 'O\'Brien "the" `x`',
    "markdown": "**bold** [link](https://example.org) # head :material/home: $x^2$ | a | b |",
    "emoji": "Zoë 🎉👩‍👩‍👧",
    "right to left": "שלום \u202eabc\u202c مرحبا",
    "long": "Verylongname" * 840,
    "template": "{{ 7 * 7 }} ${x} %s {0}",
}


def records() -> Iterator[ContactRecord | EventRecord]:
    """A contact for each wild name, with a mail of that subject that was opened and a reply of those words."""
    for place, wild in enumerate(WILD.values()):
        email, phone = f"p{place}@example.org", f"+1415555{place:04}"
        addresses = (AddressRecord(Channel.EMAIL, email, wild[:50]), AddressRecord(Channel.TEXT, phone, ""))
        yield ContactRecord(wild, ContactKind.LEAD, f"x{place}", wild, wild, wild, (wild,), addresses)
        campaign = Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, wild)
        at = NOW - timedelta(minutes=place)
        mail = MessageFacts(
            Channel.EMAIL, f"{place}@crm", Direction.OUTBOUND, email, subject=wild, sent_at=at, attribution=campaign
        )
        yield EventRecord(mail, EventType.OPENED, at, Clock.EVENT, "o")
        yield EventRecord(mail, EventType.FAILED, at, Clock.EVENT, "f", reason=wild, code=wild[:60], detail=wild)
        yield EventRecord(mail, EventType.CLICKED, at, Clock.EVENT, "c", url=f"javascript:alert(1)//{wild}")
        reply = MessageFacts(Channel.TEXT, f"SM{place}", Direction.INBOUND, phone, wild, text=wild, sent_at=at)
        yield EventRecord(reply, EventType.RECEIVED, at, Clock.EVENT, "r")
        failed = MessageFacts(Channel.TEXT, f"SF{place}", Direction.OUTBOUND, phone, wild, text=wild, sent_at=at)
        yield EventRecord(failed, EventType.FAILED, at - timedelta(hours=1), Clock.EVENT, "f", code=wild[:60])


@pytest.fixture(scope="module")
def wild_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an account in which everything that people write is hostile."""
    url = f"sqlite:///{tmp_path_factory.mktemp('wild') / 'wild.db'}"
    engine = open_store(url)
    rebuild.prepare(engine, TIMEZONE)
    take_in(engine, list(records()))
    engine.dispose()
    return url


SHOWS = {  # what of it a page must show, whole or from its beginning
    "contacts": tuple(WILD),
    "messages": tuple(WILD),
    "overview": tuple(WILD),
}


@pytest.mark.parametrize("page", SHOWS)
def test_what_people_wrote_is_shown_as_text(show: Show, wild_url: str, page: str) -> None:
    text = harmless(shown(show(page, wild_url)))
    for wild in SHOWS[page]:
        assert WILD[wild][:50] in text, wild


@pytest.mark.parametrize("wild", WILD)
def test_a_contact_whose_everything_is_hostile(show: Show, wild_url: str, wild: str) -> None:
    with opened(wild_url) as connection:
        contact_id = connection.execute(select(contacts.c.contact_id).where(contacts.c.name == WILD[wild])).scalar_one()
        sent = select(func.count()).select_from(messages).where(messages.c.contact_id == contact_id)
        assert connection.execute(sent).scalar_one() == 3
    text = harmless(shown(show("contact", wild_url, id=str(contact_id))))
    assert WILD[wild] in text
    assert html.escape(WILD[wild]) == WILD[wild] or html.escape(WILD[wild]) not in text  # escaped once, not twice

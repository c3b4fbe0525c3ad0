"""Names that mean something in Markdown, HTML, LaTeX or as an emoji's short name are shown as they were written.

They are given to everything that has a name: people, owners, stages, sources, labels, campaigns, our numbers, saved
filters, files, the account. Each page's HTML has them as text, and what Streamlit reads as Markdown never has a sign of
them that means anything.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

from engagement.domain.campaign_names import campaign_id
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
from engagement.ingest import import_files, take_in
from engagement.ingest.sets import rebuild
from engagement.settings import PROJECT
from engagement.store.account import AccountSettings, write_account
from engagement.store.engine import open_store, writing
from engagement.store.saved_filters import SHARED, save_filter
from tests.demo_store import TIMEZONE
from tests.moment import NOW
from tests.pages.conftest import Show, shown
from tests.pages.test_hostile import harmless

NAMES = (
    "**Bob**",
    "[x](http://y)",
    "<b>Ann</b>",
    "$a$ or $b$",
    "# Jane",
    ":smile:",
    ":material/home:",
    ":red[Lee]",
    "`code`",
    "1. Dana -> Sam",
)
PAGES = sorted(file.stem for file in (PROJECT / "pages").glob("*.py"))
# What of an element nobody reads as Markdown: HTML of ours, choices in menus, what was typed, programs.
PLAIN = {
    ("html", "body"),
    ("selectbox", "options"),
    ("selectbox", "raw_value"),
    ("multiselect", "options"),
    ("text_input", "value"),
    ("text_input", "default"),
    ("text_area", "default"),
    ("plotly_chart", "spec"),
    ("bidi_component", "json"),
}


def records() -> Iterator[ContactRecord | EventRecord]:
    for place, name in enumerate(NAMES):
        phone, at = f"+1415555{place:04}", NOW - timedelta(minutes=90 + place)
        for twin, email in enumerate((f"p{place}@example.org", f"p{place}@example.net")):  # who may be one person
            addresses = [AddressRecord(Channel.EMAIL, email, name)]
            addresses += [AddressRecord(Channel.TEXT, phone, name)] if not twin else []
            yield ContactRecord(name, ContactKind.LEAD, f"x{place}{twin}", name, name, name, (name,), tuple(addresses))
        campaign = Attribution(AttributedBy.EVENT, Origin.CAMPAIGN, name)
        email = f"p{place}@example.org"
        mail = MessageFacts(Channel.EMAIL, f"m{place}", Direction.OUTBOUND, email, name, at, name, attribution=campaign)
        yield EventRecord(mail, EventType.OPENED, at, Clock.EVENT, "o")
        yield EventRecord(mail, EventType.CLICKED, at, Clock.EVENT, "c", url=f"https://example.org/{name}")
        yield EventRecord(mail, EventType.FAILED, at, Clock.EVENT, "f", reason=name, code=name, detail=name)
        asks = f"{name} please take me off your list"
        for minutes, key, words in ((1, "SA", asks), (2, "SB", name)):
            said = at + timedelta(minutes=minutes)
            reply = MessageFacts(Channel.TEXT, f"{key}{place}", Direction.INBOUND, phone, name, said, text=words)
            yield EventRecord(reply, EventType.RECEIVED, said, Clock.EVENT, "r")
        after = at + timedelta(minutes=3)
        ours = MessageFacts(Channel.TEXT, f"SC{place}", Direction.OUTBOUND, phone, name, after, text=name)
        yield EventRecord(ours, EventType.FAILED, after, Clock.EVENT, "f", reason=name, code=name)
        unknown = MessageFacts(
            Channel.EMAIL, f"u{place}", Direction.OUTBOUND, f"u{place}@else.org", subject=name, sent_at=at
        )
        yield EventRecord(unknown, EventType.OPENED, at, Clock.EVENT, "u")


@pytest.fixture(scope="module")
def named_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an account in which everything has such a name."""
    folder = tmp_path_factory.mktemp("named")
    url = f"sqlite:///{folder / 'named.db'}"
    engine = open_store(url)
    rebuild.prepare(engine, TIMEZONE)
    take_in(engine, list(records()))
    write_account(engine, AccountSettings(name=NAMES[0], timezone=TIMEZONE))
    with writing(engine) as connection:
        for name in NAMES:
            save_filter(connection, SHARED, name, "search=x", NOW)
    files = [folder / f"{name.replace('/', '')}.csv" for name in NAMES]
    for place, file in enumerate(files):
        file.write_text(f"Name,Email\nSomebody,s{place}@example.org\n,\n")
    import_files(engine, files)
    engine.dispose()
    return url


def texts_of(message: Message, kind: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text of an element: what kind of element it is, which field, and the text."""
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for one in values:
            if field.type == FieldDescriptor.TYPE_MESSAGE and isinstance(one, Message):
                yield from texts_of(one, kind or field.name)
            elif field.type == FieldDescriptor.TYPE_STRING:
                yield kind, field.name, one


def elements(node: Node) -> Iterator[tuple[str, Message]]:
    """Every element of a page, and every block that has a label."""
    proto = getattr(node, "proto", None)
    if isinstance(proto, Message):
        yield node.type, proto
    if isinstance(node, Block):
        for child in node.children.values():
            yield from elements(child)


def as_markdown(app: AppTest) -> list[tuple[str, str, str]]:
    """What Streamlit reads as Markdown on a page: the element, the field, the text."""
    return [
        (kind, field, words)
        for kind, proto in elements(app._tree)
        for _, field, words in texts_of(proto, kind)
        if (kind, field) not in PLAIN
    ]


def params(page: str, place: int = 0) -> dict[str, str]:
    """Those of a page that shows one contact or campaign."""
    if page == "contact":
        return {"id": f"p{place}@example.org"}
    return {"id": str(campaign_id(NAMES[place]))} if page == "campaign" else {}


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_a_name_is_read_as_markdown(show: Show, named_url: str, page: str) -> None:
    app = show(page, named_url, **params(page))
    shown(app)
    assert [(one, name) for one in as_markdown(app) for name in NAMES if name in one[2]] == []


def test_what_is_read_as_markdown_is_found(show: Show, named_url: str) -> None:
    read = as_markdown(show("settings", named_url))
    assert {words for kind, _, words in read if kind in ("text_input", "caption", "button", "markdown")} >= {
        "Account name",
        "It stands at the top of every screen and in the window's title.",
    }


SHOWS = ("campaigns", "consent", "contacts", "duplicates", "messages", "overview")


@pytest.mark.parametrize("page", SHOWS)
def test_every_name_is_shown_as_it_was_written(show: Show, named_url: str, page: str) -> None:
    words = harmless(shown(show(page, named_url)))
    assert [name for name in NAMES if name not in words] == []


@pytest.mark.parametrize("page", ["contact", "campaign"])
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_screen_of_its_own_is_called_as_it_was_written(show: Show, named_url: str, page: str, place: int) -> None:
    assert NAMES[place] in harmless(shown(show(page, named_url, **params(page, place))))

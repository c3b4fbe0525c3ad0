"""Contacts: what it asks is what its address says, read in one way; a column or a format more is on it by its entry."""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from engagement.query.contacts import columns, formats
from engagement.query.contacts.columns import Column, Kind
from engagement.query.contacts.contact_list import count_contacts
from engagement.query.contacts.formats import Format, text_writer
from engagement.query.matching.campaign_people import named
from engagement.query.matching.sentence import describe
from engagement.query.matching.view import View
from engagement.query.numbers.campaigns import campaign_table
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.rows import ContactRow
from engagement.settings import PROJECT
from engagement.ui.address.contact_params import filter_of, params_of
from engagement.ui.contacts import sidebar
from engagement.ui.parts.markup import counted, text
from tests.demo_store import TIMEZONE, demo_url, demo_viewpoint, opened
from tests.pages.conftest import shown

QUERIES = [
    "email-opens=true",
    "email-opens=true&text-replies=true&match=all&period=Last+90+days",
    "email-opens=true&at-least=2&period=Own+dates&from=2020-01-01&to=2090-01-01",
    "email-opens=true&period=Own+dates&from=2020-01-01",
    "email-bounces=true&current-status=true&kind=lead&kind=agent",
    "email-clicks=true&without-machines=true&search=+a+",
    "did=Email+Opens+x2+last+60&didnot=Text+Replies",
    "match=none&email-opens=true&did=nonsense",
]


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> str:
    found = demo_url(tmp_path_factory)
    monkeypatch.setenv("ENGAGEMENT_DATABASE_URL", found)
    monkeypatch.setenv("ENGAGEMENT_TIMEZONE", TIMEZONE)
    return found


def visit(query: str) -> AppTest:
    """Contacts at an address, opened there: a bound widget takes what the address says when it is first drawn."""
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    for name, values in parse_qs(query).items():
        app.query_params[name] = values if len(values) > 1 else values[0]
    return app.run()


def says(app: AppTest, url: str, asked: EngagementFilter) -> bool:
    """Whether the page has the count and the sentence of `asked`, once."""
    with opened(url) as connection:
        view = View(connection, demo_viewpoint())
        asked = named(view, asked)
        head = f"<h1>{counted(count_contacts(view, asked), 'contact')}</h1>"
        sentence = text(describe(asked, demo_viewpoint()))
    return shown(app).count(f'<div role="status">{head}<p class="eg-sentence">{sentence}</p></div>') == 1


@pytest.mark.parametrize("query", QUERIES)
def test_it_asks_what_its_address_says_before_and_after_its_widgets_are_drawn(url: str, query: str) -> None:
    asked = filter_of(parse_qs(query), demo_viewpoint().today)
    assert not asked.is_open
    app = visit(query)
    assert says(app, url, asked)
    assert says(app.run(), url, asked)  # now the count is sent before a widget is drawn


def test_the_count_need_not_wait_for_the_widgets(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[EngagementFilter | None] = []

    def heard(view: View) -> EngagementFilter | None:
        known.append(read(view))
        return known[-1]

    read = sidebar.shown_filter
    monkeypatch.setattr(sidebar, "shown_filter", heard)
    app = visit("email-opens=true")
    app.sidebar.checkbox(key="email-clicks").check().run()
    both = filter_of({"email-opens": ["true"], "email-clicks": ["true"]}, demo_viewpoint().today)
    assert known == [None, both]


def test_it_asks_about_a_campaign_and_what_is_ticked(url: str) -> None:
    with opened(url) as connection:
        campaign = campaign_table(View(connection, demo_viewpoint()))[0].id
    query = {"campaign": [str(campaign)], "campaign-measure": ["opened"]}
    app = visit(urlencode(query, doseq=True))
    assert says(app, url, filter_of(query, demo_viewpoint().today))
    app.sidebar.checkbox(key="email-clicks").check().run()
    assert says(app, url, filter_of({**query, "email-clicks": ["true"]}, demo_viewpoint().today))


def test_swapped_dates_are_a_problem_and_count_nobody(url: str) -> None:
    app = visit("email-opens=true&period=Own+dates&from=2026-11-02&to=2026-11-01")
    for _ in range(2):
        said = shown(app)
        assert said.count('role="alert"') == 1
        assert "swap the two dates" in said
        assert "<h1>" not in said
        app.run()


def test_dates_that_are_not_asked_about_are_no_problem(url: str) -> None:
    app = visit("email-opens=true&period=Last+7+days&from=2026-11-02&to=2026-11-01")
    expected = filter_of({"email-opens": ["true"], "period": ["Last 7 days"]}, demo_viewpoint().today)
    assert says(app, url, expected)
    assert params_of(expected, demo_viewpoint().today)["period"] == ["Last 7 days"]


def test_a_column_more_can_be_chosen_by_its_label(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    added = Column("letters", "Letters", Kind.NUMBER, lambda row: len(row.title), "In their name", usual=False)
    monkeypatch.setattr(columns, "COLUMNS", (*columns.COLUMNS, added))
    assert "Letters" not in shown(visit(""))
    app = visit("columns=Letters&columns=Opens")
    assert app.session_state["columns"] == ["Letters", "Opens"]
    said = shown(app)
    assert 'title="In their name">Letters</th>' in said
    assert 'data-label="Letters">' in said
    assert 'data-label="Owner">' not in said


def test_a_format_more_has_a_button(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def names_only(rows: Iterable[ContactRow], _: ZoneInfo, *, include_opted_out: bool) -> Iterator[str]:
        return map(attrgetter("name"), rows)

    added = Format("names", text_writer(names_only), names_only, ".names", "text/plain", "Names only")
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, added))
    labels = [button.proto.label for button in visit("").main.get("download_button")]
    assert labels == ["Download as CSV", "Excel", "Names only"]

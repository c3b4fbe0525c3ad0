"""The campaign screens over the demo account, and their numbers' links."""

import html
import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest

from engagement.domain.measures import Measure
from engagement.query.contacts.contact_list import count_contacts
from engagement.query.matching.view import View
from engagement.query.messages.message_list import count_messages
from engagement.query.numbers.campaigns import CampaignRow, campaign_table
from engagement.ui.address.contact_params import filter_of
from engagement.ui.address.message_params import message_filter_of
from engagement.ui.campaigns.campaign_table import doubtful, harm, too_high
from tests.demo_store import demo_url, demo_viewpoint, opened
from tests.pages.conftest import Show, shown

VIEW = demo_viewpoint()


@pytest.fixture
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[CampaignRow]:
    """The demo account's campaigns, the most harmful first."""
    with opened(demo_url(tmp_path_factory)) as connection:
        return sorted(campaign_table(View(connection, VIEW)), key=harm, reverse=True)


def names(page: str) -> list[str]:
    """The campaigns listed, in their order."""
    return [html.unescape(one) for one in re.findall(r'href="campaign\?id=\d+"><bdi>(.*?)</bdi>', page)]


def test_the_most_harmful_comes_first_and_says_why(show: Show, rows: Sequence[CampaignRow]) -> None:
    page = shown(show("campaigns"))
    assert names(page) == [row.name for row in rows]
    assert "complaints over 0.1\N{NO-BREAK SPACE}%" in page
    assert too_high(rows[0])
    bad = sum(bool(too_high(row)) for row in rows)
    open_ones = sum(bool(doubtful(row)) and not too_high(row) for row in rows)
    assert (bad, open_ones) == (1, 3)
    assert "1 campaign is over a limit, and of 3 more it cannot be told" in page


@pytest.mark.parametrize("measure", Measure)
def test_every_number_sorts(show: Show, rows: Sequence[CampaignRow], measure: Measure) -> None:
    page = shown(show("campaigns", **{"campaign-sort": measure.value}))
    found = {row.name: row.messages[measure] for row in rows}
    counts = [found[name] for name in names(page)]
    assert counts == sorted(found.values(), reverse=True)


@pytest.mark.parametrize(
    ("sort", "expected"), [("name", "by name"), ("last", "by day"), ("'; DROP TABLE", "by harm"), ("", "by harm")]
)
def test_other_orders(show: Show, rows: Sequence[CampaignRow], sort: str, expected: str) -> None:
    found = names(shown(show("campaigns", **{"campaign-sort": sort})))
    if expected == "by day":
        days = {row.name: row.last_sent for row in rows}
        assert [days[name] for name in found] == sorted(days.values(), reverse=True)  # type: ignore[type-var]
    else:
        assert found == (sorted(found, key=str.casefold) if expected == "by name" else [row.name for row in rows])


def test_every_number_of_both_screens_is_as_many_as_its_list(
    show: Show, rows: Sequence[CampaignRow], tmp_path_factory: pytest.TempPathFactory
) -> None:
    pages = [shown(show("campaigns")), shown(show("campaign", id=str(rows[0].id)))]
    pages[1] += shown(show("campaign", id=str(rows[-1].id)))
    checked = 0
    with opened(demo_url(tmp_path_factory)) as connection:
        for href, words in re.findall(r'href="([^"]*)"><bdi>([\d,]+)(?: people| person)?</bdi>', "".join(pages)):
            parts = urlsplit(html.unescape(href))
            params = parse_qs(parts.query)
            if parts.path == "messages":
                count = count_messages(View(connection, VIEW), message_filter_of(params, VIEW.today))
            else:
                count = count_contacts(View(connection, VIEW), filter_of(params, VIEW.today))
            assert f"{count:,}" == words, href
            checked += 1
    assert checked > 20 * len(rows) / 2


@pytest.mark.parametrize("wanted", ["", "0", "-1", "x", "9" * 19, "9" * 30, "1;DROP TABLE messages", "٣"])
def test_an_address_that_names_no_campaign(show: Show, wanted: str) -> None:
    page = shown(show("campaign", id=wanted))
    assert "names no campaign" in page


@pytest.mark.parametrize("wanted", ["", "-1", "x", "9" * 30, "<b>"])
def test_a_hostile_campaign_of_contacts_asks_nothing(wanted: str) -> None:
    assert filter_of({"campaign": [wanted], "campaign-measure": ["sent"]}, VIEW.today).campaign is None


def test_one_campaign_has_its_parts(show: Show, rows: Sequence[CampaignRow]) -> None:
    app = show("campaign", id=str(rows[0].id))
    page = shown(app)
    for part in ("How far its messages came", "Opens by hours after sending", "By receiving domain", "Links by clicks"):
        assert part in page
    assert len(app.get("plotly_chart")) == 2

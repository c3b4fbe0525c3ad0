"""No number on Overview, Campaigns and Campaign without its explanation: each has one below it that names it.

The pages are read as they are drawn. A new column, line, picture or sentence with a number in it fails here until
something below it, under the same heading, says how it is counted.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from engagement.query.matching.view import View
from engagement.query.numbers.campaigns import campaign_table
from engagement.ui.campaigns.campaign_table import harm
from tests.demo_store import demo_url, demo_viewpoint, opened
from tests.pages.conftest import Show, shown

_DATE = re.compile(r"\b\d{1,2} [A-Z][a-z]{2}( \d{4})?|\b\d\d:\d\d|\b(last|Last) \d+ days|\+\d[\d -]+|“[^”]*”")
_UNNAMED = "a number"


@dataclass
class Section:
    """What stands under one heading: its numbers by what they are called, and the names that are explained there."""

    heading: str
    numbers: set[str] = field(default_factory=set)
    explained: set[str] = field(default_factory=set)


class Reader(HTMLParser):
    """Reads a page's sections. A number of a table is called by its column or its line; one in a text has no name."""

    def __init__(self) -> None:
        super().__init__()
        self.sections = [Section("")]
        self._open: list[tuple[str, str]] = []  # tag and class
        self._text = ""
        self._heads: list[str] = []
        self._cells: list[tuple[str, str]] = []

    def inside(self, tag: str, kind: str = "") -> bool:
        return any(one == tag and (not kind or kind in classes.split()) for one, classes in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "img", "input", "hr"):
            self._text += " "
            return
        self._open.append((tag, dict(attrs).get("class") or ""))
        if tag in ("h1", "h2", "p", "dt", "td", "th"):
            self._text = ""
        if tag == "table":
            self._heads = []
        if tag == "tr":
            self._cells = []

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        words, section = " ".join(self._text.split()), self.sections[-1]
        in_details = self.inside("details")
        if tag in ("h1", "h2"):
            self.sections.append(section := Section(words))
        if tag == "dt" and in_details:
            section.explained.add(words)
        elif tag in ("td", "th"):
            self._cell(words)
        elif tag == "tr" and not self.inside("thead"):
            self._row(section)
        elif tag in ("h1", "p") and not in_details and re.search(r"\d", _DATE.sub("", words)):
            section.numbers.add(_UNNAMED)
        while self._open and self._open.pop()[0] != tag:
            pass

    def _cell(self, words: str) -> None:
        if self.inside("thead"):
            self._heads.append(re.sub(r" [↑↓]$", "", words))
        else:
            self._cells.append((words, self._open[-1][1]))

    def _row(self, section: Section) -> None:
        if len(self._cells) != len(self._heads):
            return  # a heading over the rows below
        line = self._cells[0][0]
        for head, (words, kind) in zip(self._heads, self._cells, strict=True):
            if "eg-number" in kind.split() and re.search(r"\d", words):
                # The numbers of a picture are explained with it, all together.
                section.numbers.add(_UNNAMED if self.inside("details", "eg-numbers") else f"{line} | {head}")


def unexplained(page: str) -> list[str]:
    """The numbers of a page that nothing under their heading explains."""
    reader = Reader()
    reader.feed(page)
    wrong = []
    for section in reader.sections:
        for number in section.numbers:
            names = {_UNNAMED} if number == _UNNAMED else set(number.split(" | "))
            if not (section.explained >= FACTS and names & (section.explained | {_UNNAMED})):
                wrong.append(f"{section.heading}: {number}")
    return sorted(wrong)


FACTS = {"From", "Until", "Left out everywhere"}
FEWEST = {"overview": 100, "campaigns": 80, "campaign": 30}  # numbers on each; fewer would say that they are not read


@pytest.mark.parametrize("name", FEWEST)
def test_every_number_says_how_it_is_counted(show: Show, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    params = {}
    if name == "campaign":
        with opened(demo_url(tmp_path_factory)) as connection:
            params["id"] = str(max(campaign_table(View(connection, demo_viewpoint())), key=harm).id)
    page = shown(show(name, **params))
    reader = Reader()
    reader.feed(page)
    assert sum(len(section.numbers) for section in reader.sections) >= FEWEST[name]
    assert unexplained(page) == []


GOOD = (
    "<h2>Mail</h2><table><thead><tr><th>Domain</th><th>Sent</th></tr></thead><tbody><tr><th>a.example</th>"
    '<td class="eg-number">{}</td></tr></tbody></table><details class="eg-counted"><summary>How?</summary><dl>'
    "<dt>{}</dt><dd>x</dd><dt>From</dt><dt>Until</dt><dt>Left out everywhere</dt></dl></details>{}"
)


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        (GOOD.format("12", "Sent", ""), []),
        (GOOD.format("12", "a.example", ""), []),
        (GOOD.format("12", "Lost", ""), ["Mail: a.example | Sent"]),
        (GOOD.format("none", "Lost", ""), []),
        (GOOD.format("12", "Sent", "<h2>More</h2><p>3 texts</p>"), ["More: a number"]),
        (GOOD.format("12", "Sent", "<p>3 texts since 3 Nov 2026</p>"), []),
        (GOOD.format("12", "Sent", "").replace("<dt>Until</dt>", ""), ["Mail: a.example | Sent"]),
        ("<h1>12 campaigns</h1>", ["12 campaigns: a number"]),
    ],
)
def test_a_number_without_its_explanation_is_seen(page: str, wrong: list[str]) -> None:
    assert unexplained(page) == wrong

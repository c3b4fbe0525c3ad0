"""The small parts of the screens: text into HTML, times, addresses, periods, colours."""

import tomllib
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.vocabulary import TONE_COLOURS, Tone
from engagement.query.question.period import Period
from engagement.settings import PROJECT
from engagement.ui.address.links import address
from engagement.ui.address.periods import Preset, period_of, period_words
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.figures import with_machines
from engagement.ui.parts.markup import attribute, counted, text
from engagement.ui.parts.times import relative

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)  # half past midnight in New York
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Jane", "<bdi>Jane</bdi>"),
        ("", ""),
        ("<script>alert(1)</script>", "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"),
        ("**a** :red[b] $c$", "<bdi>**a** :red[b] $c$</bdi>"),
        ("</bdi><b>", "<bdi>&lt;/bdi&gt;&lt;b&gt;</bdi>"),
    ],
)
def test_text_is_shown_and_never_obeyed(written: str, expected: str) -> None:
    assert text(written) == expected


def test_attribute_cannot_be_left() -> None:
    assert attribute("\" onclick='x'") == "&quot; onclick=&#x27;x&#x27;"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 24, 5, 29, 30, tzinfo=UTC), "just now"),
        (datetime(2026, 11, 24, 5, 29, tzinfo=UTC), "1 minute ago"),
        (datetime(2026, 11, 24, 5, 1, tzinfo=UTC), "29 minutes ago"),
        (datetime(2026, 11, 24, 4, 59, tzinfo=UTC), "yesterday"),  # 31 minutes before, on the other side of midnight
        (datetime(2026, 11, 23, 5, 0, tzinfo=UTC), "yesterday"),
        (datetime(2026, 11, 23, 4, 59, tzinfo=UTC), "2 days ago"),
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), "31 days ago"),
        (datetime(2026, 10, 23, 12, 0, tzinfo=UTC), "23 Oct 2026"),
        (datetime(2026, 11, 30, 12, 0, tzinfo=UTC), "30 Nov 2026"),  # a clock that runs ahead
    ],
)
def test_relative(at: datetime, expected: str) -> None:
    assert relative(at, NOW, NEW_YORK) == expected


def test_hours_within_a_day() -> None:
    assert relative(NOW, datetime(2026, 11, 24, 20, 0, tzinfo=UTC), NEW_YORK) == "14 hours ago"


@pytest.mark.parametrize(
    ("screen", "params", "expected"),
    [
        (Screen.CONTACTS, {}, "./"),
        (Screen.CONTACTS, {"kind": ["lead", "agent"], "search": "a&b"}, "./?kind=lead&kind=agent&search=a%26b"),
        (Screen.CONTACT, {"id": "12"}, "contact?id=12"),
    ],
)
def test_address(screen: Screen, params: dict[str, str | list[str]], expected: str) -> None:
    assert address(screen, params) == expected


@pytest.mark.parametrize(
    ("preset", "first", "last", "expected", "words"),
    [
        (Preset.ANY, None, None, Period(), "All dates"),
        (Preset.ANY, TODAY, TODAY, Period(), "All dates"),
        (Preset.TODAY, None, None, Period(TODAY, TODAY), "24 Nov 2026"),
        (Preset.LAST_30, None, None, Period(date(2026, 10, 26), TODAY), "26 Oct 2026 to 24 Nov 2026"),
        (Preset.OWN, date(2026, 1, 2), None, Period(date(2026, 1, 2), None), "From 2 Jan 2026 on"),
        (Preset.OWN, None, date(2026, 1, 2), Period(None, date(2026, 1, 2)), "Until 2 Jan 2026"),
    ],
)
def test_period(preset: Preset, first: date | None, last: date | None, expected: Period, words: str) -> None:
    assert period_of(preset, TODAY, first, last) == expected
    assert period_words(expected) == words


@pytest.mark.parametrize(("value", "expected"), [(0, "0 contacts"), (1, "1 contact"), (1234, "1,234 contacts")])
def test_counted(value: int, expected: str) -> None:
    assert counted(value, "contact") == expected


def test_machines_are_shown_apart() -> None:
    assert with_machines(1007, 5) == '1,007<span class="eg-quiet">, 5 by machines</span>'
    assert with_machines(7, 0) == "7"


@pytest.mark.parametrize("tone", list(Tone))
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_badges_are_readable_on_the_theme(tone: Tone, scheme: str, ground: str) -> None:
    theme = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][scheme]
    colour = TONE_COLOURS[tone][scheme == "dark"]
    lighter, darker = sorted((_luminance(colour), _luminance(theme[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5  # WCAG 2.2, success criterion 1.4.3


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

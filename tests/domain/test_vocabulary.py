"""The words are the engagement-tracking description's own, in its order, each with a meaning, a sign and a colour."""

import ast
import re
from pathlib import Path

import pytest

from engagement.domain.vocabulary import (
    EVENT_MEANINGS,
    OPTION_DEFINITIONS,
    RECENT_DAYS,
    STATUS_OPTIONS,
    TONE_COLOURS,
    Channel,
    EventType,
    FilterOption,
    Keyword,
    Tone,
    meaning_of,
)
from engagement.settings import PROJECT

LIFE_CYCLES = {
    Channel.EMAIL: "Accepted Rejected Delivered Failed Opened Clicked Unsubscribed Complained",
    Channel.TEXT: "Accepted Queued Sending Pending Receiving Received Delivered Undelivered Failed Unsubscribed",
}
OPTIONS = [
    "Email Opens",
    "Email Clicks",
    "Text Replies",
    "Opens Clicks Replies last 30 Days",
    "Email Unsubscribes",
    "Email Bounces",
    "Email Spam Complaints",
    "Texts Unsubscribes",
]
TONES = {
    Tone.WAITING: "Accepted Queued Sending Pending Receiving",
    Tone.ARRIVED: "Delivered Received",
    Tone.ENGAGED: "Opened Clicked",
    Tone.NOT_YET: "Undelivered, Temporary failure",
    Tone.FAILED: "Rejected Failed",
    Tone.STOP: "Unsubscribed Complained",
}
HOMONYMS = {("import_table.py", "Rejected")}  # the records of a file that could not be read
LIGHT, DARK = "#ffffff", "#0e1117"  # the grounds of the two themes
AA = 4.5  # WCAG 2, success criterion 1.4.3: contrast of text of ordinary size


@pytest.mark.parametrize(("channel", "words"), LIFE_CYCLES.items())
def test_the_statuses_of_a_channel_in_order(channel: Channel, words: str) -> None:
    statuses = [meaning for meaning in EVENT_MEANINGS.values() if meaning.channel is channel and meaning.is_status]
    assert [meaning.type for meaning in sorted(statuses, key=lambda meaning: meaning.rank or 0)] == words.split()
    assert sorted(meaning.rank or 0 for meaning in statuses) == list(range(len(statuses)))


def test_the_options_in_order() -> None:
    assert list(FilterOption) == OPTIONS


def test_every_word_is_there_once() -> None:
    words = {word for cycle in LIFE_CYCLES.values() for word in cycle.split()} | {"Temporary failure"}
    assert sorted(EventType) == sorted(words)
    assert {kind for _, kind in EVENT_MEANINGS} == set(EventType)
    for kind in (EventType, FilterOption, Channel, Tone, Keyword):
        values = [value.casefold() for value in kind]
        assert len(values) == len(set(values)), kind


def test_a_temporary_failure_is_no_status() -> None:
    assert [key for key, meaning in EVENT_MEANINGS.items() if not meaning.is_status] == [
        (Channel.EMAIL, EventType.TEMPORARY_FAILURE)
    ]


@pytest.mark.parametrize("key", EVENT_MEANINGS, ids=" ".join)
def test_every_event_has_a_meaning(key: tuple[Channel, EventType]) -> None:
    meaning = EVENT_MEANINGS[key]
    assert (meaning.channel, meaning.type) == key
    assert meaning_of(*key) is meaning
    assert is_a_sentence(meaning.definition)
    assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", meaning.icon)


@pytest.mark.parametrize("option", FilterOption)
def test_every_option_has_a_definition(option: FilterOption) -> None:
    assert is_a_sentence(OPTION_DEFINITIONS[option])


def test_no_two_meanings_are_told_the_same_way() -> None:
    definitions = [*(meaning.definition for meaning in EVENT_MEANINGS.values()), *OPTION_DEFINITIONS.values()]
    assert len(definitions) == len(set(definitions))


@pytest.mark.parametrize(("channel", "event"), [(Channel.TEXT, EventType.OPENED), (Channel.EMAIL, EventType.QUEUED)])
def test_what_cannot_happen_has_no_meaning(channel: Channel, event: EventType) -> None:
    with pytest.raises(KeyError):
        meaning_of(channel, event)


def test_the_recent_days_are_those_of_the_option() -> None:
    assert f"last {RECENT_DAYS} Days" in FilterOption.RECENT_ENGAGEMENT


def test_the_status_options_name_statuses() -> None:
    assert {str(option): str(kind) for option, (_, kind) in STATUS_OPTIONS.items()} == {
        "Email Unsubscribes": "Unsubscribed",
        "Email Bounces": "Failed",
        "Email Spam Complaints": "Complained",
        "Texts Unsubscribes": "Unsubscribed",
    }
    assert all(meaning_of(*pair).is_status for pair in STATUS_OPTIONS.values())
    assert all(option.startswith(channel.capitalize()) for option, (channel, _) in STATUS_OPTIONS.items())


@pytest.mark.parametrize("tone", Tone)
def test_a_status_has_the_tone_of_what_it_says(tone: Tone) -> None:
    words = set(re.findall(r"Temporary failure|\w+", TONES[tone]))
    assert {str(meaning.type) for meaning in EVENT_MEANINGS.values() if meaning.tone is tone} == words


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_readable_on_both_grounds(tone: Tone) -> None:
    on_light, on_dark = TONE_COLOURS[tone]
    assert contrast(on_light, LIGHT) >= AA
    assert contrast(on_dark, DARK) >= AA


def test_no_two_tones_share_a_colour() -> None:
    colours = [colour for pair in TONE_COLOURS.values() for colour in pair]
    assert len(colours) == len(set(colours)) == 2 * len(Tone)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#fff0f0", 3.62),
    ],
)
def test_contrast_is_computed_as_published(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("spell", [str, str.lower, str.upper, str.title, "  {} ".format])
def test_an_option_is_found_by_its_name_in_any_case(spell: object) -> None:
    assert [FilterOption.named(spell(option)) for option in OPTIONS] == OPTIONS  # type: ignore[operator]


@pytest.mark.parametrize("name", ["", "Opens", "EMAIL_OPENS", "Email  Opens"])
def test_another_name_is_no_option(name: str) -> None:
    with pytest.raises(KeyError):
        FilterOption.named(name)


def test_no_word_is_spelled_a_second_time() -> None:
    words = {*map(str, EventType), *map(str, FilterOption)}
    sources = [*PROJECT.glob("engagement/**/*.py"), *PROJECT.glob("pages/*.py"), PROJECT / "dashboard.py"]
    assert len(sources) > 10
    again = [
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.value!r}"
        for path in sources
        if path != PROJECT / "engagement" / "domain" / "vocabulary.py"
        for node in constants(path)
        if node.value in words and (path.name, node.value) not in HOMONYMS
    ]
    assert again == []


def constants(path: Path) -> list[ast.Constant]:
    """The literals of a source file."""
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)]


def is_a_sentence(text: str) -> bool:
    """Whether `text` is one sentence: a capital first, a full stop last and nowhere else."""
    return text[:1].isupper() and text.endswith(".") and text.count(". ") == 0 and text == " ".join(text.split())


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two "#rrggbb" colours as WCAG 2 defines it: from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a "#rrggbb" colour as WCAG 2 defines it: from 0 (black) to 1 (white)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

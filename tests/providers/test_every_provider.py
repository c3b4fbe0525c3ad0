"""What holds for every provider there is, those of tomorrow too: all of it is derived from `providers()`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from engagement.domain.causes import CAUSE_WORDS, Cause, Finer, Words
from engagement.domain.records import RawRecord
from engagement.domain.vocabulary import Channel
from engagement.formats import raw_records
from engagement.providers import provider_named, providers, reporters
from engagement.providers.base import Fields, Own, Provider
from engagement.providers.mail_answers import ENHANCED, REPLIES
from engagement.providers.told import Said, in_words, told
from engagement.providers.wrapped import inside
from engagement.settings import PROJECT
from tests.providers import mailgun_events, test_mailgun_shapes, test_twilio_shapes, test_unread, twilio_records


def is_record(value: object) -> TypeGuard[Fields]:
    """Whether a constant of the tests is a whole record, and not what a record is made of."""
    return isinstance(value, dict) and len(value) > len(twilio_records.INBOUND_ENDS)


SAMPLES = sorted(path for path in (PROJECT / "tests" / "samples").glob("*/*") if path.is_file())
# What the tests of each provider make their records of.
RECORDS: list[tuple[str, Fields]] = [
    *(("twilio", fields) for name, fields in vars(twilio_records).items() if name.isupper() and is_record(fields)),
    ("twilio", test_twilio_shapes.STREAMED),
    ("twilio", test_twilio_shapes.INCOMING),
    ("mailgun", mailgun_events.EVENT),
    ("mailgun", {"signature": {}, "event-data": mailgun_events.EVENT}),
    ("mailgun", test_mailgun_shapes.ROUTED),
    ("mailgun", test_mailgun_shapes.STORED),
    ("mailgun", test_mailgun_shapes.flattened(test_mailgun_shapes.FULL, "_", "_")),
    ("sendgrid", test_unread.SENDGRID),
    ("telnyx", next(fields for label, fields in test_unread.RECORDS if label == "Telnyx")),
]
CODES = [
    (provider, kind, word)
    for provider in reporters()
    for kind, table in (("code", provider.codes), ("reason", provider.reasons))
    for word in table
]
KNOWING = sorted(path for room in ("query", "ui", "cli") for path in (PROJECT / "engagement" / room).glob("**/*.py"))
KNOWING += sorted((PROJECT / "pages").glob("*.py"))


def said(provider: Provider, **what: str) -> Said:
    assert provider.channel
    fields = dict.fromkeys(("reason", "code", "detail")) | what
    return Said(provider.channel, provider.name, **fields)


def claimed_by(fields: Fields) -> list[str]:
    """The providers that recognise a record; of one that nobody recognises, those of the reports inside it."""
    by = [provider.name for provider in providers() if provider.recognises(fields)]
    reports = inside(fields, lambda one: any(provider.recognises(one) for provider in reporters())) if not by else []
    return by + [name for report in reports for name in claimed_by(report)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_sample_is_recognised_by_exactly_one_provider(path: Path) -> None:
    with path.open("rb") as stream:
        fields = [record.fields for record in raw_records(stream) if isinstance(record, RawRecord)]
    assert fields
    by = [claimed_by(one) for one in fields]
    assert by == [by[0]] * len(fields)
    assert len(by[0]) == 1
    assert path.parent.name in (by[0][0], "lists")


@pytest.mark.parametrize(("name", "fields"), RECORDS, ids=lambda one: one if isinstance(one, str) else "")
def test_every_record_of_a_providers_tests_is_recognised_by_it_alone(name: str, fields: Fields) -> None:
    assert claimed_by(fields) == [name]


@pytest.mark.parametrize("provider", reporters(), ids=lambda provider: provider.name)
def test_a_provider_is_found_by_its_name_and_says_what_it_is(provider: Provider) -> None:
    assert provider_named(provider.name) is provider
    assert (provider.channel is Channel.TEXT) == (provider.keywords is not None)
    assert provider.keeps_days is None or provider.keeps_days > 0
    assert set(provider.finer.values()) <= set(Finer)


def test_of_no_provider_nothing_is_known() -> None:
    assert provider_named(None) is None
    assert provider_named("nobody") is None
    assert told(Said(Channel.TEXT, None, None, "30006", None)).cause is Cause.UNKNOWN
    assert in_words(Said(Channel.TEXT, None, None, "30006", None)) == "The carrier's code is 30006."


@pytest.mark.parametrize(("provider", "kind", "word"), CODES, ids=lambda one: getattr(one, "name", one))
def test_every_code_has_a_cause_with_words(provider: Provider, kind: str, word: str) -> None:
    meaning = (provider.codes if kind == "code" else provider.reasons)[word]
    found = told(said(provider, **{kind: word}))
    assert found.cause is (meaning.cause if isinstance(meaning, Own) else meaning)
    assert found.cause is not Cause.UNKNOWN
    assert found.words == (meaning.words if isinstance(meaning, Own) else CAUSE_WORDS[meaning])
    is_spoken(found.words)


@pytest.mark.parametrize("provider", reporters(), ids=lambda provider: provider.name)
def test_what_is_in_no_table_is_told_as_it_came(provider: Provider) -> None:
    for what in ({"code": "no-such-code"}, {"reason": "no such reason"}, {"detail": "quite odd"}):
        (word,) = what.values()
        found = told(said(provider, **what))
        assert found.cause is Cause.UNKNOWN
        assert word in found.words.happened
        is_spoken(found.words)
    nothing = told(said(provider))
    assert (nothing.cause, nothing.finer) == (Cause.NOT_GIVEN, None)
    assert in_words(said(provider)) is None


@pytest.mark.parametrize(
    ("provider", "word"),
    [(provider, word) for provider in reporters() for word in provider.finer],
    ids=lambda one: getattr(one, "name", one),
)
def test_a_finer_status_is_found_in_what_an_event_keeps(provider: Provider, word: str) -> None:
    assert [told(said(provider, detail=detail)).finer for detail in (word, f"{word}: and more", f"{word}ish")] == [
        provider.finer[word],
        provider.finer[word],
        None,
    ]


@pytest.mark.parametrize("cause", [*Cause, *ENHANCED.values(), *REPLIES.values()])
def test_every_cause_has_words(cause: Cause) -> None:
    is_spoken(CAUSE_WORDS[cause])


def is_spoken(words: Words) -> None:
    """What happened reads within a sentence; the others are sentences."""
    assert words.happened
    assert words.happened[0] == words.happened[0].lower()
    assert not words.happened.endswith(".")
    assert all(text.endswith(".") and text[0] == text[0].upper() for text in (words.meaning, words.remedy))
    assert words.who


# Where a provider's word would be known by heart, in a file that should know causes only.


def knowledge(source: str) -> Iterator[tuple[int, str]]:
    """The texts that `source` compares with or looks up by, with their lines; and every text that is a number."""
    for node in ast.walk(ast.parse(source)):
        for part in _deciding(node):
            for inner in ast.walk(part):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    yield inner.lineno, inner.value
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.replace(".", "").isdigit():
            yield node.lineno, node.value


def _deciding(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(comparators=others):
            yield from (node.left, *others)
        case ast.Dict(keys=keys):
            yield from filter(None, keys)
        case ast.Set(elts=elements):
            yield from elements
        case ast.MatchValue(value=value):
            yield value
        case (
            ast.Call(func=ast.Name(id="frozenset" | "set"))
            | ast.Call(func=ast.Attribute(attr="startswith" | "endswith" | "removeprefix" | "get"))
        ):
            yield from node.args


def known_words() -> set[str]:
    """The codes, reasons and finer statuses of all providers, and how the records of each tell."""
    return {word for one in reporters() for table in (one.codes, one.reasons, one.finer) for word in table}


@pytest.mark.parametrize("path", KNOWING, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_provider_is_known_by_heart(path: Path) -> None:
    source = path.read_text("utf-8")
    words = known_words() | {provider.name for provider in reporters()}
    assert [f"line {line}: {word!r}" for line, word in knowledge(source) if word in words] == []
    # What a provider sent is its own module's to read.
    assert not (".raw" in source and "json" in source), "reads a provider's JSON"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('if event.detail == "scheduled": pass', True),
        ('if event.reason in ("bounce", "old"): pass', True),
        ('if event.detail.startswith("read"): pass', True),
        ('GONE = frozenset(("21211", "30005"))', True),
        ('GONE = {"canceled"}', True),
        ('CODES = {"606": "unsubscribed"}', True),
        ('cause_of("21610")', True),
        ('match event.code:\n    case "30006": pass', True),
        ('COUNTS = ("read", "new")', False),
        ('print("it bounced")', False),
        ('KINDS = {"bulk": 1}', False),
    ],
)
def test_the_search_tells_knowledge_from_words(source: str, found: bool) -> None:
    assert any(word in known_words() for _, word in knowledge(source)) is found

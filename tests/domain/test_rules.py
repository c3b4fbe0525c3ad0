"""A rule that gives something else than it did needs another FOLD_VERSION, so that what is stored is folded anew.

The rules are asked about a fixed lot of messages: every two events that can come together, at one time or one after the
other, by machines or people, and entries of the ledger in every order. Their answers are kept here as one digest.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import permutations, product

import pytest

from engagement.domain.bursts import Happening, bursts_of
from engagement.domain.consent import Closes, Code, Source, What
from engagement.domain.consent_fold import entry_of, fold_entries
from engagement.domain.marks import marks_of, reply_marks
from engagement.domain.measures import measured
from engagement.domain.rules import FOLD_VERSION
from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, Direction, EventType
from engagement.ingest.write import fold
from engagement.ingest.write.fold import fold_message

ANSWERS = (4, "79b11112e266520598e4e65c25b73c86")
"""FOLD_VERSION, and the digest of what the rules of that version answer."""


def answers() -> Iterator[object]:
    """What the rules make of the fixed lot."""
    for channel, direction in product(Channel, Direction):
        kinds = [kind.value for of, kind in EVENT_MEANINGS if of is channel]
        for one, other in product(kinds, kinds):
            for later, machine, suppressed, stated in product((0, 9), (False, True), (False, True), (None, 3)):
                told = {"provider": None, "detail": "canceled"}
                canceled = told | {"provider": "twilio"}
                said = {"channel": channel.value, "direction": direction.value, "stated_sent_at": stated}
                events = [
                    {"type": one, "at": 5, "clock": 0, "machine": False, "suppressed": False, **canceled},
                    {"type": other, "at": 5 + later, "clock": 1, "machine": machine, "suppressed": suppressed, **told},
                ]
                folded = said | fold_message(said, events)
                marks = marks_of(folded, events)
                yield sorted(folded.items(), key=repr), marks, sorted(measured(folded, marks).items(), key=repr)
    said = [
        (What.OUT, Code.STOP_WORD, Source.TEXT),
        (What.IN, Code.YES, Source.TEXT),
        (What.IN, Code.OPT_IN_WORD, Source.TEXT),
        (What.ASKED, Code.REQUEST, Source.TEXT),
        (What.DECIDED, Code.STOP, Source.HAND),
        (What.OUT, Code.LISTED, Source.LIST),
    ]
    for size, ours in product(range(len(said) + 1), (None, "A")):
        for some in permutations(said, size):
            entries = [
                entry_of(at, number, what.value, code.value, source.value, (None, ours)[at % 2], 7)
                for number, (at, (what, code, source)) in enumerate(zip((1, 2, 2, 3, 4, 5), some, strict=False))
            ]
            for closes in Closes:
                standing = fold_entries(entries, closes, ("A", "B"))
                yield standing.closed, standing.asked, sorted(standing.counted_yes), sorted(standing.stops)
    for first, apart, links in product((-5, 0, 10, 11, 60, 61), (1, 4, 6), (1, 2, 3)):
        clicked = [Happening(EventType.CLICKED.value, (first + apart * n) * 10**6, 0, f"/{n}") for n in range(links)]
        yield bursts_of([Happening(EventType.DELIVERED.value, 0, 0, None), *clicked])
    yield [reply_marks(is_reply, at) for is_reply, at in product((False, True), (None, 4))]


def digest_of_answers() -> str:
    digest = blake2b(digest_size=16)
    for answer in answers():
        digest.update(f"{_plain(answer)!r}\n".encode())
    return digest.hexdigest()


def _plain(value: object) -> object:
    """Marks and enums as the plain values they hold, whose form no version of Python changes."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, int) else value


def test_the_rules_give_what_they_gave_under_this_version() -> None:
    now = (FOLD_VERSION, digest_of_answers())
    assert now == ANSWERS, "A rule has changed: add one to FOLD_VERSION (domain/rules.py), and write both in here."


def test_another_rank_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    email, opened = Channel.EMAIL.value, EventType.OPENED.value
    monkeypatch.setitem(fold._RANKS[email], opened, 0)
    assert digest_of_answers() != ANSWERS[1]

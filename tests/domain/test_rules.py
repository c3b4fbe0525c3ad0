"""A rule that gives something else than it did needs another FOLD_VERSION, so that what is stored is folded anew.

The rules are asked about a fixed lot of messages: every two events that can come together, at one time or one after the
other, by machines or people, and signs of consent in every order. Their answers are kept here as one digest.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import permutations, product

import pytest

from engagement.domain.marks import marks_of, reply_marks
from engagement.domain.measures import measured
from engagement.domain.rules import FOLD_VERSION
from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, Direction, EventType, Keyword
from engagement.ingest.write import fold
from engagement.ingest.write.fold import ConsentSign, fold_consent, fold_message

ANSWERS = (1, "8fdb9a7d6301e7892002b00b78006fea")
"""FOLD_VERSION, and the digest of what the rules of that version answer."""


def answers() -> Iterator[object]:
    """What the rules make of the fixed lot."""
    for channel, direction in product(Channel, Direction):
        kinds = [kind.value for of, kind in EVENT_MEANINGS if of is channel]
        for one, other in product(kinds, kinds):
            for later, machine, suppressed, stated in product((0, 9), (False, True), (False, True), (None, 3)):
                said = {"channel": channel.value, "direction": direction.value, "stated_sent_at": stated}
                events = [
                    {"type": one, "at": 5, "clock": 0, "machine": False, "suppressed": False},
                    {"type": other, "at": 5 + later, "clock": 1, "machine": machine, "suppressed": suppressed},
                ]
                folded = said | fold_message(said, events)
                marks = marks_of(folded, events)
                yield sorted(folded.items(), key=repr), marks, sorted(measured(folded, marks).items(), key=repr)
    signs = [
        ConsentSign(at, closes, number, "why", keyword)
        for number, (at, closes, keyword) in enumerate(
            ((1, True, None), (2, False, Keyword.YES.value), (2, False, Keyword.OPT_IN.value), (2, True, None))
        )
    ]
    for size in range(len(signs) + 1):
        for some in permutations(signs, size):
            consent = fold_consent(some)
            yield consent.opted_out_at, consent.reason, consent.message_id, sorted(consent.replies)
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

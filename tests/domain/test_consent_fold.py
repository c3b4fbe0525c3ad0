"""What the entries of one address come to, in every order, against a slow and obvious account of the same."""

import itertools
import random

import hypothesis.strategies as st
import pytest
from hypothesis import given

from engagement.domain.consent import Closes, Code, Source, What
from engagement.domain.consent_fold import Entry, entry_of, fold_entries

A, B = "+18625550100", "+18625550101"


def out(at: int, number: int = 1, ours: str | None = A, code: Code = Code.STOP_WORD) -> Entry:
    return entry_of(at, number, What.OUT, code, Source.TEXT, ours, number)


def back(at: int, number: int = 2, ours: str | None = A, code: Code = Code.OPT_IN_WORD) -> Entry:
    return entry_of(at, number, What.IN, code, Source.TEXT, ours, number)


def yes(at: int, number: int = 3, ours: str | None = A) -> Entry:
    return back(at, number, ours, Code.YES)


def listed(at: int, number: int = 4, what: What = What.OUT) -> Entry:
    return entry_of(at, number, what, Code.LISTED, Source.LIST)


def hand(at: int, what: What, number: int = 5) -> Entry:
    return entry_of(at, number, what, Code.BY_HAND, Source.HAND)


def asked(at: int, number: int = 6, ours: str | None = A) -> Entry:
    return entry_of(at, number, What.ASKED, Code.REQUEST, Source.TEXT, ours, number)


def decided(at: int, code: Code, number: int = 7, message: int = 6) -> Entry:
    return entry_of(at, number, What.DECIDED, code, Source.HAND, None, message)


@pytest.mark.parametrize(
    ("entries", "since", "by", "counted"),
    [
        ([], None, None, set()),
        ([out(10)], 10, Code.STOP_WORD, set()),
        ([out(10), out(12, 8, code=Code.REFUSED)], 10, Code.STOP_WORD, set()),  # since the first sign of it
        ([out(10), back(20)], None, None, set()),
        ([out(10), back(20), out(40, 8)], 40, Code.STOP_WORD, set()),
        ([back(20)], None, None, set()),
        ([yes(5)], None, None, set()),  # the best reply there is
        ([yes(5), out(10)], 10, Code.STOP_WORD, set()),
        ([out(10), yes(20)], None, None, {3}),  # an opt-in, since the number was opted out
        ([out(10), yes(20), yes(30, 8)], None, None, {3}),  # opted in again, so the next one is a reply
        ([out(10, code=Code.REFUSED), yes(20)], None, None, {3}),
        ([out(20), back(20)], 20, Code.STOP_WORD, set()),  # at one moment, the opt-out stands
        ([out(20), yes(20)], 20, Code.STOP_WORD, set()),
        # Whose stop it is
        ([out(10), back(20, ours=B)], 10, Code.STOP_WORD, set()),
        ([out(10), yes(20, ours=B)], 10, Code.STOP_WORD, set()),
        ([out(10), back(20, ours=None)], 10, Code.STOP_WORD, set()),
        ([out(10, ours=None), back(20)], 10, Code.STOP_WORD, set()),
        ([out(10, ours=None), back(20, ours=None)], None, None, set()),
        ([out(10), out(15, 8, ours=B), back(20)], 15, Code.STOP_WORD, set()),
        ([out(10), out(15, 8, ours=B), hand(20, What.IN)], None, None, set()),  # a person undoes all
        # Lists and people
        ([listed(10)], 10, Code.LISTED, set()),
        ([listed(10), back(20)], 10, Code.LISTED, set()),
        ([out(10), listed(20, what=What.IN)], 10, Code.STOP_WORD, set()),  # a list never lifts
        ([listed(10), hand(20, What.IN)], None, None, set()),
        ([hand(10, What.OUT)], 10, Code.BY_HAND, set()),
        ([hand(10, What.OUT), back(20)], 10, Code.BY_HAND, set()),
        # Requests in plain words close nothing until a person says so, and then from their own moment on
        ([asked(10)], None, None, set()),
        ([asked(10), decided(50, Code.STOP)], 10, Code.STOP, set()),
        ([asked(10), decided(50, Code.REPLY)], None, None, set()),
        ([asked(10), decided(50, Code.STOP), decided(60, Code.UNDECIDED, 8)], None, None, set()),
        ([asked(10), decided(50, Code.STOP), decided(60, Code.REPLY, 8)], None, None, set()),
        ([asked(10), decided(50, Code.REPLY), decided(50, Code.STOP, 8)], 10, Code.STOP, set()),
        ([asked(10), decided(50, Code.STOP), back(20)], None, None, set()),  # they texted START after it
        ([asked(10), decided(50, Code.STOP, message=99)], None, None, set()),  # of another text
    ],
)
def test_entries_are_walked_through_time(
    entries: list[Entry], since: int | None, by: Code | None, counted: set[int]
) -> None:
    for told in itertools.islice(itertools.permutations(entries), 24):
        standing = fold_entries(told)
        found = standing.closed
        assert (found and found.at, found and found.code, set(standing.counted_yes)) == (since, by, counted)


@pytest.mark.parametrize(
    ("entries", "waits"),
    [
        ([asked(10)], 10),
        ([asked(10), asked(5, 8)], 5),
        ([asked(10), decided(20, Code.REPLY)], None),
        ([asked(10), decided(20, Code.STOP)], None),
        ([asked(10), decided(20, Code.STOP), decided(30, Code.UNDECIDED, 8)], 10),
        ([asked(5, 8), asked(10), decided(20, Code.REPLY)], 5),
        ([asked(10), out(12)], 10),  # what the person said since does not decide what they meant
    ],
)
def test_a_request_waits_until_somebody_decides(entries: list[Entry], waits: int | None) -> None:
    for told in itertools.permutations(entries):
        standing = fold_entries(told)
        assert (standing.asked and standing.asked.at) == waits


@pytest.mark.parametrize(
    ("entries", "writers", "is_closed"),
    [
        ([out(10)], {A}, True),
        ([out(10)], {A, B}, False),  # B may still write
        ([out(10), out(11, 8, ours=B)], {A, B}, True),
        ([out(10)], set(), True),  # nobody else ever wrote
        ([out(10, ours=None)], {A, B}, True),  # it was said to nobody in particular
        ([listed(10)], {A, B}, True),
        ([hand(10, What.OUT)], {A, B}, True),
        ([out(10), back(20)], {A, B}, False),
    ],
)
def test_an_opt_out_may_close_only_whom_it_was_said_to(
    entries: list[Entry], writers: set[str], is_closed: bool
) -> None:
    assert (fold_entries(entries, Closes.SAME, writers).closed is not None) == is_closed


def entries() -> st.SearchStrategy[list[Entry]]:
    one = st.builds(
        lambda at, number, said, ours, message: entry_of(at, number, *said, ours, message),
        st.integers(0, 5),
        st.integers(1, 40),
        st.sampled_from(
            [
                (What.OUT, Code.STOP_WORD, Source.TEXT),
                (What.IN, Code.OPT_IN_WORD, Source.TEXT),
                (What.IN, Code.YES, Source.TEXT),
                (What.OUT, Code.LISTED, Source.LIST),
                (What.IN, Code.LISTED, Source.LIST),
                (What.OUT, Code.BY_HAND, Source.HAND),
                (What.IN, Code.BY_HAND, Source.HAND),
                (What.ASKED, Code.REQUEST, Source.TEXT),
                *((What.DECIDED, code, Source.HAND) for code in (Code.STOP, Code.REPLY, Code.UNDECIDED)),
            ]
        ),
        st.sampled_from([A, B, None]),
        st.integers(1, 3),
    )
    return st.lists(one, unique_by=lambda entry: entry.entry_id, max_size=9)


@given(entries=entries(), rng=st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(entries: list[Entry], rng: random.Random) -> None:
    assert fold_entries(rng.sample(entries, len(entries))) == fold_entries(entries)


@given(entries=entries())
def test_it_is_what_an_obvious_account_says(entries: list[Entry]) -> None:
    standing = fold_entries(entries)
    assert (standing.closed is not None) == any(is_closed_to(entries, ours) for ours in (A, B, None))
    assert (standing.asked is not None) == any(
        entry.what == What.ASKED and decision_on(entries, entry) == Code.UNDECIDED for entry in entries
    )


def decision_on(entries: list[Entry], request: Entry) -> str:
    """The latest decision on a request; a stop before any other at one moment."""
    made = [one for one in entries if one.what == What.DECIDED and one.message_id == request.message_id]
    if not made:
        return Code.UNDECIDED
    last = [one.code for one in made if one.at == max(one.at for one in made)]
    return Code.STOP if Code.STOP in last else max(last)


def is_closed_to(entries: list[Entry], ours: str | None) -> bool:
    """Whether one of ours is shut out: asked of each moment anew, from the beginning."""
    closed = False
    for moment in range(6):
        now = [one for one in entries if one.at == moment]
        was = closed
        for one in now:
            by_them = one.source == Source.TEXT and one.ours == ours and (one.code != Code.YES or was)
            if one.what == What.IN and (one.source == Source.HAND or by_them):
                closed = False
        for one in now:
            means_stop = one.what == What.OUT or (one.what == What.ASKED and decision_on(entries, one) == Code.STOP)
            if means_stop and one.ours == ours:
                closed = True
    return closed

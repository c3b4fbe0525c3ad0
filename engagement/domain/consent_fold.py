"""What the ledger's entries of one address come to: whether it may be written to, and what waits for a decision.

Pure functions of a set of entries, so their order, repetition and batches cannot matter. Whoever changes what they give
adds one to rules.FOLD_VERSION, so that stored addresses are folded anew.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from engagement.domain.consent import Closes, Code, Source, What


class Entry(NamedTuple):
    """One entry of the ledger, as far as it bears on the standing of its address.

    In the order of time. At one moment those that open stand before those that close, so that of the two the opt-out
    stands.
    """

    at: int  # microseconds since 1970
    closes: bool  # stands second for the order alone: what is "out"
    entry_id: int
    what: str  # consent.What
    code: str  # consent.Code
    source: str  # consent.Source
    ours: str | None = None  # whom of ours it was said to; None: nobody knows, or all of them
    message_id: int | None = None


class Standing(NamedTuple):
    """What the entries of one address come to. Times in microseconds since 1970."""

    closed: Entry | None  # the first entry of those that close it now; None: it may be written to
    asked: Entry | None  # the first request in plain words that nobody decided on
    counted_yes: frozenset[int]  # entries of a "Yes" that was an opt-in, since the number stood opted out there
    stops: frozenset[int]  # messages whose request a person decided to be a stop
    closed_ours: frozenset[str | None]  # to whom of ours it is closed; None among them: to all, or nobody knows


def fold_entries(
    entries: Iterable[Entry], closes: Closes = Closes.ALL, writers: Collection[str | None] = ()
) -> Standing:
    """Walk the entries of one address through time: an opt-out holds, from its first sign, until an opt-in.

    Each holds for the one of ours it was said to, and an opt-in undoes only what was said to the same one; a person's
    own hand undoes all. A list never lifts. Whether a "Yes" is an opt-in depends on how things were before its moment.
    Of several decisions on one request the latest stands. Under Closes.SAME the address is closed only when all
    `writers`, those of ours who ever wrote to it, are shut out.
    """
    whole = sorted(_decided(list(entries)))
    closed: dict[str | None, Entry] = {}
    before, moment = frozenset[str | None](), None
    counted = set()
    for entry in whole:
        if entry.at != moment:
            before, moment = frozenset(closed), entry.at
        if entry.what == What.OUT:
            closed.setdefault(entry.ours, entry)
        elif entry.what == What.IN and entry.source != Source.LIST:
            if entry.source == Source.HAND:
                closed.clear()
            elif entry.code != Code.YES:
                closed.pop(entry.ours, None)
            elif entry.ours in before:
                counted.add(entry.entry_id)
                closed.pop(entry.ours, None)
    open_to_some = closes is Closes.SAME and None not in closed and any(writer not in closed for writer in writers)
    return Standing(
        None if open_to_some else min(closed.values(), default=None),
        min((entry for entry in whole if entry.what == What.ASKED), default=None),
        frozenset(counted),
        frozenset(entry.message_id for entry in whole if entry.code == Code.STOP and entry.message_id is not None),
        frozenset(closed),
    )


def _decided(entries: list[Entry]) -> Iterator[Entry]:
    """`entries`, with each request as its latest decision has it: an opt-out of its own moment, or left out."""
    decided = ((entry.message_id, entry.at, entry.code) for entry in entries if entry.what == What.DECIDED)
    decisions = standing_decisions(decided)
    for entry in entries:
        if entry.what == What.ASKED:
            code = decisions.get(entry.message_id, Code.UNDECIDED.value)
            if code == Code.STOP:
                yield entry._replace(closes=True, what=What.OUT.value, code=Code.STOP.value)
            elif code == Code.UNDECIDED:
                yield entry
        elif entry.what != What.DECIDED:
            yield entry


def standing_decisions(decisions: Iterable[tuple[int | None, int, str]]) -> dict[int | None, str]:
    """The decision that stands on each request, by its message, from (message, moment, code) of all, in any order.

    The latest does, and of two at one moment the stop.
    """
    latest: dict[int | None, tuple[tuple[int, bool], str]] = {}
    for message_id, at, code in decisions:
        said = decision_rank(at, code), code
        latest[message_id] = max(said, latest.get(message_id, said))
    return {message_id: code for message_id, (_, code) in latest.items()}


def decision_rank(at: int, code: str) -> tuple[int, bool]:
    """Where a decision stands among those on one request, from its moment in microseconds: the highest holds."""
    return at, code == Code.STOP


def entry_of(
    at: int,
    entry_id: int,
    what: str,
    code: str,
    source: str,
    ours: str | None = None,
    message_id: int | None = None,
) -> Entry:
    """An entry from what the ledger keeps of it."""
    return Entry(at, what == What.OUT, entry_id, what, code, source, ours, message_id)

"""What is worked out faster in memory is what looking at each contact gives."""

import random
from datetime import date

import pytest
from pyroaring import BitMap

from engagement.domain.marks import Kind
from engagement.query.matching.snapshot import Snapshot
from engagement.query.question.period import Period
from engagement.store.sets import Field, SetState

DAY = date(2026, 3, 1).toordinal()
STATE = SetState(1, 0, "UTC")


def test_the_marks_of_a_period_are_those_of_its_days() -> None:
    dice = random.Random(1)
    days = {DAY + n: {1: BitMap(dice.sample(range(500), 3))} for n in range(0, 200) if n % 7}
    days[1] = {1: BitMap([777])}
    snapshot = Snapshot(STATE, {Kind.OPEN: days}, {})
    ends = [None, *(date.fromordinal(DAY + n) for n in (-1, 0, 1, 30, 31, 32, 33, 63, 64, 65, 100, 199, 200))]
    periods = [Period(first, last) for first in ends for last in ends if not (first and last and last < first)]
    for period in periods:
        first = period.first.toordinal() if period.first else 0
        last = period.last.toordinal() if period.last else 2**31
        expected = BitMap.union(BitMap(), *(levels[1] for day, levels in days.items() if first <= day <= last))
        assert snapshot.with_mark(Kind.OPEN, period) == expected, period
        assert snapshot.with_mark(Kind.CLICK, period) == BitMap()


@pytest.mark.parametrize("values", [3, 39, 40, 500])
def test_a_field_is_counted_as_its_sets_say(values: int) -> None:
    dice = random.Random(values)
    held = {("kind", "lead"): BitMap(range(1000))}
    for number in range(990):  # the last ten contacts have no owner at all
        held.setdefault(("owner", f"Owner {dice.randrange(values)}"), BitMap()).add(number)
    snapshot = Snapshot(STATE, {}, held)
    owners = snapshot.values(Field.OWNER)
    for among in (BitMap(), BitMap([999]), BitMap(dice.sample(range(1000), 100)), snapshot.everybody):
        expected = {value: len(members & among) for value, members in owners.items()}
        assert snapshot.counted(Field.OWNER, among) == expected

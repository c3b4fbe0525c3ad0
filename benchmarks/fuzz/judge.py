"""A damaged file read as an import reads it, and what came of the records beside the damage."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from time import process_time

from benchmarks.fuzz.shapes import GZIP, Case
from engagement.domain.records import EventRecord, MessageRecord, Reject
from engagement.errors import UnreadableFile
from engagement.providers.base import ReadContext, ReadRecord
from engagement.providers.reading import read_file
from engagement.reader.row_values import values_of

CONTEXT = ReadContext(datetime(2026, 11, 24, tzinfo=UTC), not_after=datetime(2026, 11, 25, tzinfo=UTC))
_NO_REPORT = re.compile(r"KIND|AGENT", re.IGNORECASE)
_EMPTY_ROW = re.compile(r"<row(?: [^<>]*)?(?:/>|></row>)")  # valid in a sheet, and there is nothing to say of it
_FAULT = "please report it"  # how a reader's own fault is told


@dataclass(slots=True)
class Tally:
    """What came of the files of one shape. Seconds are of the processor, in reading alone."""

    files: int = 0
    records: int = 0  # damaged
    neighbours: int = 0  # that the rule keeps
    seconds: float = 0.0
    slowest: float = 0.0
    wrong: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)  # the first few that went wrong

    def note(self, what: str, case: Case, said: str, count: int = 1) -> None:
        """`what` went wrong with `case`."""
        self.wrong[what] += count
        if len(self.shown) < SHOWN:
            self.shown.append(f"{what}: {said}\n  damage: {case.damage[:400]!r}\n  file: {case.data[:3000]!r}")


SHOWN = 3


def read(data: bytes) -> list[ReadRecord]:
    """What each record of a file says, with the values that an import writes. A file that is refused is one Reject."""
    try:
        found = list(read_file(BytesIO(data), CONTEXT).records())
    except UnreadableFile as error:
        return [ReadRecord("", "", (Reject("", str(error), ""),))]
    for record in found:
        for item in record.items:
            if isinstance(item, EventRecord | MessageRecord):
                values_of(item)
    return found


@lru_cache(maxsize=4_000)
def _alone(data: bytes) -> tuple[tuple[str, str], ...]:
    return tuple(map(_said, read(data)))


def _said(record: ReadRecord) -> tuple[str, str]:
    """What a record came to, wherever in the file it stands."""
    return record.raw, repr([replace(item, place="") if isinstance(item, Reject) else item for item in record.items])


def judge(case: Case, tally: Tally) -> None:
    """Read `case` and count what came of it."""
    tally.files += 1
    tally.records += case.damaged
    start = process_time()
    try:
        found = read(case.data)
    except Exception as error:  # noqa: BLE001 - whatever a reader raises is what is looked for
        tally.note("raised", case, repr(error))
        return
    finally:
        took = process_time() - start
        tally.seconds += took
        tally.slowest = max(tally.slowest, took)
    left = _neighbours(case, found, tally)
    for record in found:
        for item in record.items:
            if isinstance(item, Reject) and (not item.reason or _FAULT in item.reason):
                tally.note("fault", case, item.reason)
    says = _EMPTY_ROW.sub("", case.damage)
    if not left and case.damage != GZIP and any(map(str.isalnum, says)) and not _NO_REPORT.search(case.damage):
        tally.note("silent", case, "nothing was said of the damage")


def _neighbours(case: Case, found: list[ReadRecord], tally: Tally) -> int:
    """Look for the records that the rule keeps; how many others there were."""
    said = Counter(map(_said, found))
    for text in case.neighbours:
        tally.neighbours += 1
        for one in _alone(case.alone(text)):
            if not said[one]:
                tally.note("altered" if any(one[0] == raw for raw, _ in said) else "lost", case, text)
            said[one] -= 1
    for text in case.neighbours:
        # Damage may make a copy of a neighbour, number and all.
        if text not in case.damage and any(said[one] > 0 for one in _alone(case.alone(text))):
            tally.note("doubled", case, text)
    return sum(count for count in said.values() if count > 0)

"""What numbers go by: from which files they come, until when those reach, and what is not in them.

It tells of files and of nobody, so it is the same whoever looks. How a number is counted is said beside what is
counted: measures, the filter's options, the heads of a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engagement.domain.measures import MEASURE_DEFINITIONS, MEASURE_LEFT_OUT, Measure
from engagement.domain.vocabulary import Channel
from engagement.providers import reporters
from engagement.query.intake.coverage import SourceCoverage, coverage, sources
from engagement.query.matching.view import View


@dataclass(frozen=True, slots=True)
class Basis:
    """What the numbers of some channels go by."""

    files: Sequence[SourceCoverage]  # those that came last first
    until: Mapping[Channel, datetime | None]  # the latest event of each, UTC; None without any
    missing: Mapping[Channel, int]  # days

    def of(self, *channels: Channel) -> "Basis":
        """The same of some of its channels: without the files of providers that report of others."""
        others = {one.label for one in reporters() if one.channel not in channels}
        return Basis(
            [one for one in self.files if one.label not in others],
            {channel: self.until[channel] for channel in channels},
            {channel: self.missing[channel] for channel in channels},
        )


def basis(view: View) -> Basis:
    """What all numbers go by."""
    found = coverage(view)
    return Basis(sources(view), {one.channel: one.last for one in found}, {one.channel: one.missing for one in found})


def counted_how(measure: Measure) -> str:
    """How a measure is counted, and what is left out of it."""
    return f"{MEASURE_DEFINITIONS[measure]} Left out: {MEASURE_LEFT_OUT[measure]}"

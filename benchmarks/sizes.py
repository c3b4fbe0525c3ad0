"""How much of everything there is, and when: the same at every run."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SEED = 20_250_630
END = date(2025, 6, 30)  # the last day of the three years, and "today" of the questions
START = date(2022, 7, 1)
DAYS = (END - START).days + 1
START_AT = datetime(START.year, START.month, START.day, tzinfo=UTC)
END_AT = START_AT + timedelta(days=DAYS)  # the first moment after
MICROS_A_DAY = 86_400_000_000

BUSIEST = 2_000  # messages of the busiest contact
CAMPAIGNS = 200
OWNERS = 500
LARGEST_OWNER = 0.05  # of all contacts
TWICE = 0.02  # of the records
MACHINES = 0.60  # of the opens
BOUNCES = 0.03  # of the emails
UNSUBSCRIBES = 0.01  # of the emails, and of the texts
COMPLAINTS = 0.0005  # of the emails


@dataclass(frozen=True, slots=True)
class Size:
    """One size. A slice of time is what one file of each shape holds; small files hold more time, not fewer events."""

    name: str
    contacts: int
    messages: int
    events: int  # that the store holds in the end; files hold 2 % of the records twice
    slices: int
    gzipped: bool


SIZES = {
    size.name: size
    for size in (
        Size("small", 2_000, 20_000, 46_000, 2, False),
        Size("medium", 100_000, 1_000_000, 2_310_000, 36, False),
        Size("large", 1_000_000, 10_000_000, 23_100_000, 108, True),
        # A tenth of large in contacts and slices, gzipped as large is: to learn the rate and the bytes of large.
        Size("tenth", 100_000, 1_000_000, 2_310_000, 11, True),
    )
}


def heavy_tail(count: int, total: int, largest: int) -> Ints:
    """`count` whole numbers, falling from `largest`, that add up to `total`: a few have much, most have little.

    The number at place r is in proportion to (1 + r / b) ** -0.8, with b chosen so that the sum comes out. When not
    even equal shares reach as high as `largest`, the shares are as equal as can be.
    """
    if largest * count <= total:
        return np.diff(np.arange(count + 1) * total // count)
    places = np.arange(count, dtype=np.float64)
    low, high = 1e-6, float(count) * 1e3
    for _ in range(80):
        middle = (low * high) ** 0.5
        if (largest * (1 + places / middle) ** -0.8).sum() < total:
            low = middle
        else:
            high = middle
    shares = np.floor(largest * (1 + places / low) ** -0.8).astype(np.int64)
    short = total - int(shares.sum())
    # What rounding took is given back one by one, from the second place on.
    np.add.at(shares, 1 + np.arange(short) % (count - 1), 1)
    return shares

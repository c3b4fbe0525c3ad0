"""Many contacts and many moments at a time, as arrays: for what is worked out from all of the tables."""

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, select

from engagement.lib.moments import MICROS_A_DAY, Calendar, utc_day
from engagement.store.schema import contacts

Numbers = npt.NDArray[np.int64]


class ContactNumbers:
    """Contact ids to the numbers that stand for them in sets, many at a time."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(select(contacts.c.contact_id, contacts.c.number).order_by(contacts.c.contact_id))
        pairs = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 2)
        self._ids, self._numbers = pairs[:, 0], pairs[:, 1]

    def of(self, contact_ids: Numbers) -> Numbers:
        """The numbers of contacts, all of which are known."""
        return self._numbers[np.searchsorted(self._ids, contact_ids)]


def days_of(moments: Numbers, calendar: Calendar) -> Numbers:
    """The days that moments fall on, as calendar.day says of each."""
    raw = moments // MICROS_A_DAY + utc_day(0)  # in UTC: at most one day off
    days, places = np.unique(raw, return_inverse=True)
    starts = np.array([calendar.start(day) for day in days.tolist()], dtype=np.int64)
    ends = np.array([calendar.start(day + 1) for day in days.tolist()], dtype=np.int64)
    return np.asarray(raw - (moments < starts[places]) + (moments >= ends[places]), dtype=np.int64)

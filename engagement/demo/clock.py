"""When people write and read: office hours and sleep in the brokerage's time zone, and nothing after `now`."""

import math
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")

# How much is sent in each hour of the working day: a morning peak, a dip at lunch, a smaller afternoon peak.
_OFFICE_HOURS = {8: 3, 9: 9, 10: 11, 11: 8, 12: 4, 13: 6, 14: 8, 15: 7, 16: 6, 17: 4, 18: 2, 19: 1}
_WAKES, _SLEEPS = 7, 23
_WEEKEND_SHARE = 0.12  # of weekend days drawn, how many are kept


class DemoClock:
    """Draws moments of a believable working day before `now`. All moments are aware and in UTC."""

    def __init__(self, now: datetime, rng: Random) -> None:
        self.now = now.astimezone(UTC)
        self._rng = rng

    def office(self, least: float, most: float) -> datetime:
        """A working moment between `least` and `most` days ago, on a weekday if there is one among them."""
        hours, weights = list(_OFFICE_HOURS), list(_OFFICE_HOURS.values())
        for _ in range(60):
            day = (self.now - timedelta(days=self._rng.uniform(least, most))).astimezone(NEW_YORK).date()
            if day.weekday() >= 5 and self._rng.random() > _WEEKEND_SHARE:
                continue
            hour = self._rng.choices(hours, weights)[0]
            local = datetime.combine(day, time(hour), NEW_YORK) + timedelta(seconds=self._rng.uniform(0, 3600))
            moment = local.astimezone(UTC)
            if timedelta(days=least) <= self.now - moment <= timedelta(days=most):
                return moment
        return self.now - timedelta(days=self._rng.uniform(least, most))

    def send_out(self, days_ago: int) -> datetime:
        """When a mass sending of `days_ago` days ago begins: mid-morning, or two hours ago for one of today."""
        if days_ago == 0:
            return self.now - timedelta(hours=2)
        day = (self.now - timedelta(days=days_ago)).astimezone(NEW_YORK)
        return datetime.combine(day.date(), time(self._rng.choice((9, 10, 11, 14))), NEW_YORK).astimezone(UTC)

    def later(self, moment: datetime, median_hours: float) -> datetime:
        """Some time after `moment`: half within `median_hours`, fewer and fewer after; never while people sleep."""
        hours = self._rng.lognormvariate(math.log(median_hours), 1.1)
        return self._awake(moment + timedelta(hours=hours))

    def _awake(self, moment: datetime) -> datetime:
        local = moment.astimezone(NEW_YORK)
        if local.hour >= _SLEEPS:
            local += timedelta(days=1)
        elif local.hour >= _WAKES:
            return moment
        morning = datetime.combine(local.date(), time(_WAKES), NEW_YORK)
        return (morning + timedelta(minutes=self._rng.uniform(0, 150))).astimezone(UTC)

    def soon(self, moment: datetime, least_seconds: float, most_seconds: float) -> datetime:
        """Between `least_seconds` and `most_seconds` after `moment`, as machines do."""
        return moment + timedelta(seconds=self._rng.uniform(least_seconds, most_seconds))

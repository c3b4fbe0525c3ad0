"""Keeping the counts of messages: what a batch changes of them, written in the batch's own transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import Connection, Table, select

from engagement.domain.marks import Mark
from engagement.domain.measures import Measure, Row, measured
from engagement.ingest.sets.levels import move
from engagement.lib.moments import Calendar
from engagement.store.schema import campaign_days, campaign_sets, day_counts
from engagement.store.sets import PACKED_AT_ONCE, pack, unpack
from engagement.store.sql import add_up, among, in_parts, upsert

_SENT = Measure.SENT.value
SetKey = tuple[int, str, int]
_KEY = ("campaign_id", "measure", "level")
_KEPT = 40_000_000  # members of sets in memory, 100 MB or so: ten million messages in campaigns make 15 million


class CountWriter:
    """The changes of the counts in one transaction after another; the contact sets' writer tells it when.

    `change` and `change_moment` collect, `write` brings the stored counts up to date.
    """

    def __init__(self) -> None:
        self._sets: dict[SetKey, BitMap] = {}
        self._loaded: set[int] = set()  # campaigns whose sets are in memory
        self._calendar = Calendar(ZoneInfo("UTC"))
        self._days: Counter[tuple[int, str, str]] = Counter()  # day, channel, measure -> messages more or less
        self._sent: Counter[tuple[int, int]] = Counter()  # campaign, day -> messages more or less
        # campaign, measure -> contact -> messages more or less
        self._people: defaultdict[tuple[int, str], dict[int, int]] = defaultdict(dict)

    def begin(self, calendar: Calendar, *, is_stale: bool) -> None:
        """A new transaction begins, with days of `calendar`; `is_stale` when another writer came in between."""
        self._calendar = calendar
        if is_stale or sum(map(len, self._sets.values())) > _KEPT:
            self._sets.clear()
            self._loaded.clear()
        self._days.clear()
        self._sent.clear()
        self._people.clear()

    def change(
        self,
        contact_id: int,
        before: Row | None,
        marks_before: Iterable[Mark],
        after: Row | None,
        marks_after: Iterable[Mark],
    ) -> None:
        """A message of the contact was `before`, with those marks, and is `after`; None where there was or is none."""
        old = {} if before is None else measured(before, marks_before)
        new = {} if after is None else measured(after, marks_after)
        if before is None or after is None or before["campaign_id"] != after["campaign_id"]:
            gone, come = old, new
        elif old == new:
            return
        else:  # most often a few of many
            gone = {measure: at for measure, at in old.items() if measure not in new or new[measure] != at}
            come = {measure: at for measure, at in new.items() if measure not in old or old[measure] != at}
        if before is not None and gone:
            self._add(contact_id, before["channel"], before["campaign_id"], gone, -1)
        if after is not None and come:
            self._add(contact_id, after["channel"], after["campaign_id"], come, 1)

    def change_moment(
        self, contact_id: int, message: Row, measure: Measure, before: int | None, after: int | None
    ) -> None:
        """A text of ours came to `measure` by what was written back: it did `before`, and does `after`; None: not."""
        for at, more in ((before, -1), (after, 1)):
            if at is not None:
                self._add(contact_id, message["channel"], message["campaign_id"], {measure.value: at}, more)

    def _add(
        self, contact_id: int, channel: str, campaign: int | None, came_to: Mapping[str, int | None], more: int
    ) -> None:
        for measure, at in came_to.items():
            day = None if at is None else self._calendar.day(at)
            if day is not None:
                self._days[day, channel, measure] += more
            if campaign is not None:
                people = self._people[campaign, measure]
                people[contact_id] = people.get(contact_id, 0) + more
                if measure == _SENT and day is not None:
                    self._sent[campaign, day] += more

    def contacts(self) -> set[int]:
        """The contacts whose numbers `write` needs."""
        return set().union(*self._people.values())

    def write(self, connection: Connection, numbers: Mapping[int, int]) -> bool:
        """Bring the stored counts up to date, contacts by their `numbers`; whether any changed."""
        day_rows = [
            {"day": day, "channel": channel, "measure": measure, "messages": more}
            for (day, channel, measure), more in sorted(self._days.items())
            if more
        ]
        sent_rows = [
            {"campaign_id": campaign, "day": day, "messages": more}
            for (campaign, day), more in sorted(self._sent.items())
            if more
        ]
        _add(connection, day_counts, day_rows)
        _add(connection, campaign_days, sent_rows)
        changed = self._place(connection, numbers)
        write_campaign_sets(connection, changed)
        return bool(day_rows or sent_rows or changed)

    def _place(self, connection: Connection, numbers: Mapping[int, int]) -> dict[SetKey, BitMap]:
        """Apply the changes of people to the sets; gives those that changed."""
        self._load(connection, {campaign for campaign, _ in self._people})
        changed: dict[SetKey, BitMap] = {}
        for (campaign, measure), people in self._people.items():
            first = (campaign, measure, 1)
            held = self._sets.setdefault(first, BitMap())
            once = BitMap([numbers[contact_id] for contact_id, more in people.items() if more == 1])
            once -= held
            if once:  # most people had none before and have one now: all of them at a time
                held |= once
                changed[first] = held
            for contact_id, more in people.items():
                if more and not (more == 1 and numbers[contact_id] in once):
                    changed |= move(self._sets, (campaign, measure), numbers[contact_id], more)
        return changed

    def _load(self, connection: Connection, wanted: set[int]) -> None:
        missing = sorted(wanted - self._loaded)
        if missing:
            c = campaign_sets.c
            statement = select(c.campaign_id, c.measure, c.level, c.members)
            for *key, members in connection.execute(statement.where(among(connection, c.campaign_id, missing))):
                self._sets[tuple(key)] = unpack(members)
            self._loaded.update(missing)


def _add(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add to counts of messages; no row is kept for none."""
    add_up(connection, table, rows, "messages")
    if any(row["messages"] < 0 for row in rows):
        connection.execute(table.delete().where(table.c.messages == 0))


def write_campaign_sets(connection: Connection, sets: Mapping[SetKey, BitMap]) -> None:
    """Write sets of campaigns."""
    for part in in_parts(sorted(sets.items()), PACKED_AT_ONCE):
        rows = [
            {**dict(zip(_KEY, key, strict=True)), "size": len(members), "members": pack(members)}
            for key, members in part
        ]
        upsert(connection, campaign_sets, rows)

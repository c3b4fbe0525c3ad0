"""What people said of those on Who to call, made up at random moments; and what is left of it, in plain loops."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, insert

from engagement.domain.calls import Disposition, caller_key
from engagement.query.contacts.contact_list import all_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.dispositions import dispositions
from tests.oracle_people import Who

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Word:
    """One thing said of somebody."""

    what: Disposition
    at: datetime
    by: str
    until: date | None = None
    is_undone: bool = False


def whose(connection: Connection, viewpoint: Viewpoint) -> dict[Who, int]:
    """The ids of all contacts."""
    rows = all_contacts(View(connection, viewpoint), EngagementFilter())
    return {(row.name, frozenset(row.emails), frozenset(row.phones)): row.id for row in rows}


def say(
    engine: Engine, ids: dict[Who, int], moments: Sequence[datetime], today: date, dice: random.Random
) -> dict[Who, list[Word]]:
    """Say something of most, around `moments`; gives all that was said."""
    said: dict[Who, list[Word]] = {}
    rows = []
    for who in sorted(ids, key=str):
        for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
            what = dice.choice(tuple(Disposition))
            at = dice.choice(moments) + timedelta(seconds=dice.choice((-3600, -1, 0, 1, 3600)))
            until = today + dice.randrange(-9, 4) * DAY if what is Disposition.LATER else None
            word = Word(what, at, dice.choice(("Ann", "Bob")), until, dice.random() < 0.2)
            said.setdefault(who, []).append(word)
            rows.append(
                {
                    "disposition_id": len(rows) + 1,
                    "contact_id": ids[who],
                    "said_of": ids[who],
                    "what": what.value,
                    "until": until and until.toordinal(),
                    "at": at,
                    "by": word.by,
                    "by_key": caller_key(word.by),
                    "undone_at": at if word.is_undone else None,
                }
            )
    if rows:
        with engine.begin() as connection:
            connection.execute(insert(dispositions), rows)
    return said


@dataclass(frozen=True)
class Rest:
    """What is left of all that was said of one person."""

    done: datetime | None
    later: Word | None
    is_not_mine: bool


def left_of(words: Sequence[Word], by: str) -> Rest:
    """What still counts for `by`."""
    stand = [word for word in words if not word.is_undone]
    done = max((word.at for word in stand if word.what is Disposition.DONE), default=None)
    laters = [word for word in stand if word.what is Disposition.LATER and (done is None or word.at > done)]
    later = None
    for word in laters:  # the last said of one moment counts
        later = word if later is None or word.at >= later.at else later
    return Rest(done, later, any(word.what is Disposition.NOT_MINE and word.by == by for word in stand))

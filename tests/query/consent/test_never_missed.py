"""Nothing opted out or undecided is on Who to call, or unmarked or with its address in any export, of any list."""

import csv
import io
import random
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
import sqlalchemy as sa

from engagement.domain.vocabulary import FilterOption, Match
from engagement.query.calls.who_to_call import who_to_call
from engagement.query.contacts.contact_list import all_contacts
from engagement.query.contacts.formats import FORMATS, Format
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from tests.consent_world import Stands, World, account, make_world, tell
from tests.query.contacts.test_spreadsheet import sheets

EXPORTS = 1_000
WORLDS = 4
TODAY = Viewpoint(EVERYONE, ZoneInfo("UTC"), date(2026, 11, 4))


def random_filter(dice: random.Random) -> EngagementFilter:
    """A question that finds some of the world's people, most of them, or all."""
    return EngagementFilter(
        options=frozenset(dice.sample(tuple(FilterOption), k=dice.choice((0, 0, 1, 2)))),
        match=dice.choice(tuple(Match)),
        period=dice.choice((Period(None, None), Period(date(2026, 11, 2), None))),
        without_machines=dice.random() < 0.5,
        search=dice.choice(("", "", "Person", "1", "world")),
    )


def exported(written: Format, view: View, asked: EngagementFilter) -> Iterator[Mapping[str, Any]]:
    """The rows of an export as whoever opens it reads them."""
    file = io.BytesIO()
    written.write(file, all_contacts(view, asked), view.zone, (), include_opted_out=False)
    data = file.getvalue()
    if written.key == "json":
        yield from orjson.loads(data)
    elif written.key == "csv":
        yield from csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    else:
        headings, *rows = next(iter(sheets(data).values()))
        padded = (row + [None] * (len(headings) - len(row)) for row in rows)
        yield from (dict(zip(map(str, headings), row, strict=True)) for row in padded)


def check_row(row: Mapping[str, Any], stands: Mapping[tuple[str, str], Stands], *, for_people: bool) -> None:
    phone = row["name"].removeprefix("Person ").removeprefix("'")
    email = emails_of[phone]
    text = stands["text", phone]
    assert bool(row["asked_to_stop_at"]) == text.asked
    for name, closed in (
        ("do_not_text", text.closed),
        ("do_not_email", stands["email", email].closed),
        ("do_not_call", stands["call", phone].closed),
    ):
        assert (row[name] in (True, "yes")) == closed, (name, row)
        assert bool(row[f"{name}_since"]) == bool(row[f"{name}_reason"]) == closed
    if for_people:  # a program gets all addresses, and the marks beside them
        assert bool(row["emails"]) != stands["email", email].closed
        assert bool(row["phones"]) != (text.closed or text.asked)


emails_of: dict[str, str] = {}


@pytest.mark.parametrize("seed", range(100, 100 + WORLDS))
def test_nothing_opted_out_or_undecided_slips_through(store: sa.Engine, seed: int) -> None:
    world: World = make_world(seed, people=30, sayings=200)
    emails_of.update(world.people)
    tell(store, world, random.Random(seed))
    stands, dice = account(world), random.Random(seed)
    rows = 0
    with store.connect() as connection:
        view = View(connection, TODAY)
        for number in range(EXPORTS // WORLDS):
            written = FORMATS[number % len(FORMATS)]
            for row in exported(written, view, random_filter(dice)):
                check_row(row, stands, for_people=written.key != "json")
                rows += 1
        called = who_to_call(view, limit=100)
    assert rows > EXPORTS, "the exports have people in them"
    assert called.calls, "there is somebody to call, or this says nothing"
    for call in called.calls:
        phone = call.contact.name.removeprefix("Person ")
        assert stands["text", phone] == Stands(closed=False, asked=False)
        assert not stands["call", phone].closed

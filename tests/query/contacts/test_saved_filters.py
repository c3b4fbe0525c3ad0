"""Saved filters: who sees, renames and deletes which, on both databases."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from engagement.errors import SavedFilterError
from engagement.query.contacts.saved_filters import list_saved
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.engine import writing
from engagement.store.saved_filters import MOST_FILTERS, SHARED, delete_filter, rename_filter, save_filter

VIEWPOINT = Viewpoint(EVERYONE, ZoneInfo("UTC"), date(2026, 11, 24))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANN, BOB = "ann's digest", "bob's digest"


def names(store: Engine, visitor: str) -> list[tuple[str, bool]]:
    with store.connect() as connection:
        return [(one.name, one.is_shared) for one in list_saved(View(connection, VIEWPOINT), visitor)]


def the_id(store: Engine, visitor: str, name: str) -> int:
    with store.connect() as connection:
        return next(one.id for one in list_saved(View(connection, VIEWPOINT), visitor) if one.name == name)


@pytest.fixture
def kept(store: Engine) -> Engine:
    with writing(store) as connection:
        for visitor, name in ((ANN, "zebra"), (ANN, "Ärzte"), (BOB, "Mine"), (SHARED, "All bounced"), (ANN, "Mine")):
            assert save_filter(connection, visitor, name, f"search={visitor}", NOW)
    return store


def test_each_sees_their_own_and_the_shared_ones(kept: Engine) -> None:
    assert names(kept, ANN) == [("Ärzte", False), ("Mine", False), ("zebra", False), ("All bounced", True)]
    assert names(kept, BOB) == [("Mine", False), ("All bounced", True)]
    assert names(kept, "somebody else") == names(kept, SHARED) == [("All bounced", True)]


def test_saving_under_a_name_again_changes_what_it_asks(kept: Engine) -> None:
    with writing(kept) as connection:
        assert not save_filter(connection, ANN, " mine ", "search=new", NOW)
    with kept.connect() as connection:
        assert {one.name: one.params for one in list_saved(View(connection, VIEWPOINT), ANN)}["mine"] == "search=new"
        assert {one.name: one.params for one in list_saved(View(connection, VIEWPOINT), BOB)}["Mine"] == f"search={BOB}"


def test_rename(kept: Engine) -> None:
    zebra = the_id(kept, ANN, "zebra")
    with writing(kept) as connection:
        rename_filter(connection, zebra, ANN, "Zebra  crossing")
    assert ("Zebra crossing", False) in names(kept, ANN)
    assert ("zebra", False) not in names(kept, ANN)
    with writing(kept) as connection:
        assert save_filter(connection, ANN, "zebra", "", NOW), "its old name is free"
        rename_filter(connection, the_id(kept, ANN, "Mine"), ANN, "MINE")
    assert ("MINE", False) in names(kept, ANN)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_is_none(kept: Engine, name: str) -> None:
    with pytest.raises(SavedFilterError), writing(kept) as connection:
        save_filter(connection, ANN, name, "", NOW)
    with pytest.raises(SavedFilterError), writing(kept) as connection:
        rename_filter(connection, the_id(kept, ANN, "Mine"), ANN, name)


def test_a_rename_onto_another_changes_nothing(kept: Engine) -> None:
    before = names(kept, ANN)
    with pytest.raises(SavedFilterError, match="already"), writing(kept) as connection:
        rename_filter(connection, the_id(kept, ANN, "Mine"), ANN, "ZEBRA")
    assert names(kept, ANN) == before


def test_nobody_touches_what_is_anothers(kept: Engine) -> None:
    bobs = the_id(kept, BOB, "Mine")
    with pytest.raises(SavedFilterError, match="no longer there"), writing(kept) as connection:
        rename_filter(connection, bobs, ANN, "Taken")
    with writing(kept) as connection:
        assert not delete_filter(connection, bobs, ANN)
        assert delete_filter(connection, bobs, BOB)
        assert not delete_filter(connection, bobs, BOB)
    assert names(kept, BOB) == [("All bounced", True)]


def test_a_shared_one_is_everybodys(kept: Engine) -> None:
    shared = the_id(kept, BOB, "All bounced")
    with writing(kept) as connection:
        assert delete_filter(connection, shared, ANN)
    assert names(kept, BOB) == [("Mine", False)]


def test_too_many_and_too_long(store: Engine) -> None:
    with writing(store) as connection:
        for number in range(MOST_FILTERS):
            save_filter(connection, ANN, f"number {number}", "", NOW)
        with pytest.raises(SavedFilterError, match="delete one"):
            save_filter(connection, ANN, "one more", "", NOW)
        assert not save_filter(connection, ANN, "number 7", "again", NOW)
        assert save_filter(connection, BOB, "one more", "", NOW)
        with pytest.raises(SavedFilterError, match="too long"):
            save_filter(connection, BOB, "long", "x" * 4001, NOW)


def test_any_text_is_a_name(store: Engine) -> None:
    hostile = ["<b>x</b>", "'; DROP TABLE contacts; --", "a\0b", "\udcff", "שלום", "%s {0} :name"]
    with writing(store) as connection:
        for name in hostile:
            save_filter(connection, ANN, name, "", NOW)
    assert len(names(store, ANN)) == len(hostile)

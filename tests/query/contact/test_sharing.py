"""An address that several contacts have is shown so on the screen of each, on both databases."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from engagement.ingest import take_in
from engagement.query.contact.reachability import reachability
from engagement.query.contact.sharing import sharers
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from engagement.query.question.viewpoint import Viewpoint
from engagement.ui.contact.contact_head import address_table
from tests.moment import NOW
from tests.query.jane import ADA, CELL, JANE, JOE, VIEWPOINT

JIM = replace(JANE, name="Jim Doe", external_id="crm-9", owner="Ada", addresses=(JANE.addresses[0],))


def shared(store: Engine, external_id: str, viewpoint: Viewpoint = VIEWPOINT) -> Any:
    with store.connect() as connection:
        view = View(connection, viewpoint)
        contact_id = find_contact(View(connection, VIEWPOINT), external_id).id
        return {key: [(one.name, one.is_owner) for one in its] for key, its in sharers(view, contact_id).items()}


@pytest.fixture
def family(store: Engine) -> Engine:
    take_in(store, [JANE, JOE, JIM])
    return store


def test_each_is_told_who_else_has_it(family: Engine) -> None:
    assert shared(family, "crm-7") == {("text", CELL): [("Jim Doe", False)]}
    assert shared(family, "crm-9") == {("text", CELL): [("Jane Doe", True)]}
    assert shared(family, "crm-8") == {}


def test_of_three_the_owner_comes_first(family: Engine) -> None:
    take_in(family, [replace(JIM, name="Ann Doe", external_id="crm-10")])
    assert shared(family, "crm-9") == {("text", CELL): [("Jane Doe", True), ("Ann Doe", False)]}


def test_whom_the_viewer_does_not_see_is_not_named(family: Engine) -> None:
    viewpoint = ADA
    assert shared(family, "crm-9", viewpoint) == {("text", CELL): [(None, True)]}
    assert shared(family, "crm-7", viewpoint) == {}


def test_the_table_of_addresses_says_so(family: Engine) -> None:
    with family.connect() as connection:
        view = View(connection, VIEWPOINT)
        contact_id = find_contact(view, "crm-9").id
        found = address_table(reachability(view, contact_id).addresses, NOW, VIEWPOINT.zone)
    assert "Shared with Jane Doe, whose the messages to it are" in str(found)

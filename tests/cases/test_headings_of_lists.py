"""Cases of contact lists as CRMs and address books export them: what their columns mean."""

from typing import Any

import pytest
from sqlalchemy import create_engine, select

from engagement.store import schema
from tests.cases.account import Account

PAT: dict[str, Any] = {"name": "Pat Ashby", "emails": ["pat@example.com"], "phones": ["+12025550143"]}


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("files/33-", PAT),
        (
            "files/35-",
            PAT
            | {
                "emails": ["pat@example.com", "pat.ashby@example.net"],
                "phones": ["+12025550143", "+12025550144"],
                "labels": [],
            },
        ),
        ("files/36-", PAT | {"labels": ["Buyers", "Open House"]}),
        ("files/37-", PAT | {"phones": [], "labels": ["Buyers"]}),
        ("files/39-", PAT | {"phones": []}),
        ("files/40-", PAT | {"phones": [], "labels": ["Buyers", "Open House"]}),
        ("files/42-", PAT),
        (
            "files/44-",
            PAT
            | {
                "phones": ["+12025550143", "+12025550144"],
                "labels": ["buyer"],
                "stage": "New Lead",
                "source": "Tracked Call",
                "owner": "dana@example.org",
            },
        ),
        (
            "people/10-",
            {
                "name": "Dana Reed",
                "emails": ["dana@example.com", "dana.reed@example.org"],
                "phones": ["+14152310401", "+14152310402"],
                "labels": ["Buyers 2026"],
            },
        ),
    ],
)
def test_33_to_44_one_person_of_a_list(account: Account, name: str, right: dict[str, Any]) -> None:
    assert account.take(name) == ["Contact list"]
    one = account.only()
    assert {key: one[key] for key in right} == right


def test_41_a_lead_name_that_is_the_company_names_nobody(account: Account) -> None:
    assert account.take("files/41-") == ["Contact list"]
    assert {number: one["name"] for number, one in account.people().items()} == {
        "+12025550143": "Pat Ashby",
        "+12025550144": "Sam Birch",
    }


def test_39_smtp_is_no_type_of_an_address(account: Account) -> None:
    account.take("files/39-")
    engine = create_engine(account.url)
    with engine.connect() as connection:
        (row,) = connection.execute(select(schema.contact_addresses))
    engine.dispose()
    assert (row.address, row.type) == ("pat@example.com", "")

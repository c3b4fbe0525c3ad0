"""Names that a sender's program wrote as texts in JSON, in quotes."""

from typing import Any

import pytest

from engagement.domain.vocabulary import Origin
from engagement.providers.attribution import attribution


@pytest.mark.parametrize(
    ("written", "campaign"),
    [
        ('"Spring"', "Spring"),
        ('" Spring "', "Spring"),
        ('"Spring \\u2019s \\"best\\""', 'Spring ’s "best"'),
        ('"\\"Spring\\""', "Spring"),
        ('"Spring" and "Fall"', '"Spring" and "Fall"'),
        ('"Spring', '"Spring'),
        ('Spring"', 'Spring"'),
        ("'Spring'", "'Spring'"),
        ('"', '"'),
    ],
)
@pytest.mark.parametrize("where", ["variable", "tag", "campaign"])
def test_a_name_in_quotes_is_the_name(where: str, written: str, campaign: str) -> None:
    said: dict[str, Any] = {
        "variable": {"variables": {"campaign": written}},
        "tag": {"variables": {}, "tags": [written]},
        "campaign": {"variables": {}, "campaigns": [{"name": written}]},
    }[where]
    found = attribution(**said)
    assert found
    assert (found.origin, found.campaign) == (Origin.CAMPAIGN, campaign)


def test_an_origin_in_quotes_is_the_origin_and_nothing_in_quotes_is_nothing() -> None:
    found = attribution({"origin": '"manual"', "campaign": '""'})
    assert found
    assert (found.origin, found.campaign) == (Origin.MANUAL, None)
    assert attribution({"campaign": '""'}) is None

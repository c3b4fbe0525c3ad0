"""What numbers go by: files, until when, and what is missing, as the tables have it."""

import pytest
from sqlalchemy import func, select

from engagement.domain.measures import MEASURE_DEFINITIONS, MEASURE_LEFT_OUT, Measure
from engagement.domain.vocabulary import Channel
from engagement.query.matching.view import View
from engagement.query.numbers.basis import basis, counted_how
from engagement.store.schema import events, imports
from tests.demo_store import demo_url, demo_viewpoint, opened


def test_what_the_demo_account_goes_by(tmp_path_factory: pytest.TempPathFactory) -> None:
    with opened(demo_url(tmp_path_factory)) as connection:
        found = basis(View(connection, demo_viewpoint()))
        c = imports.c
        asked = select(c.provider, func.count(), func.sum(c.skipped), func.sum(c.rejected)).group_by(c.provider)
        rows = [tuple(row) for row in connection.execute(asked)]
        latest = {
            channel: connection.execute(select(func.max(events.c.at)).where(events.c.channel == channel)).scalar()
            for channel in Channel
        }
    assert sorted((one.label, one.files, one.skipped, one.rejected) for one in found.files) == sorted(rows)
    assert sum(one.skipped for one in found.files)
    assert sum(one.rejected for one in found.files)
    assert found.until == latest
    assert found.missing[Channel.EMAIL] == 1
    assert {one.label for one in found.of(Channel.TEXT).files} == {"Twilio", "Contact list", "Send list"}
    assert {one.label for one in found.of(Channel.EMAIL).files} == {"Mailgun", "Contact list", "Send list"}
    assert list(found.of(Channel.TEXT).until) == list(found.of(Channel.TEXT).missing) == [Channel.TEXT]


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_says_how_it_is_counted_and_what_is_left_out(measure: Measure) -> None:
    assert counted_how(measure) == f"{MEASURE_DEFINITIONS[measure]} Left out: {MEASURE_LEFT_OUT[measure]}"
    assert MEASURE_LEFT_OUT[measure].endswith(".")

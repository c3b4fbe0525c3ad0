"""docs/sources.md is what the code says of itself, and each of its shapes is one that a provider recognises."""

from collections.abc import Mapping

import pytest

from docs.dev.sources import FILE, page
from engagement.domain.records import RawRecord
from engagement.formats import raw_records
from engagement.providers import providers, recognises, reporters
from engagement.providers.base import Fields, Provider, Shape
from engagement.providers.fields import names_of
from tests.providers.test_every_provider import RECORDS, SAMPLES
from tests.providers.test_suppressions import MEMBER
from tests.providers.test_suppressions import RECORDS as SUPPRESSIONS


def samples() -> list[Fields]:
    """Records of every source, as its files and the tests of its module have them."""
    found: list[Fields] = [*(fields for _, fields in RECORDS), MEMBER, *(one[0] for one in SUPPRESSIONS)]
    for file in SAMPLES:
        with file.open("rb") as stream:
            found += [record.fields for record in raw_records(stream) if isinstance(record, RawRecord)]
    return found


RECORDS_OF_ALL = samples()


def has(fields: Fields, mark: str, *, folded: bool) -> bool:
    inner: object = fields
    for name in mark.split("."):
        if not isinstance(inner, Mapping):
            return False
        names = names_of(inner) if folded else {each: each for each in inner}
        if name not in names:
            return False
        inner = inner[names[name]]
    return True


def test_the_page_is_as_the_code_has_it() -> None:
    assert FILE.read_text("utf-8") == page(), "write it anew: python -m docs.dev.sources"


@pytest.mark.parametrize(
    ("provider", "shape"),
    [
        pytest.param(provider, shape, id=f"{provider.name}: {shape.what}")
        for provider in providers()
        for shape in provider.shapes
    ],
)
def test_a_record_of_each_shape_is_recognised(provider: Provider, shape: Shape) -> None:
    of_it = [
        fields
        for fields in RECORDS_OF_ALL
        if all(has(fields, mark, folded=provider.name == "suppressions") for mark in shape.marks)
    ]
    assert any(recognises(provider, fields) for fields in of_it)


def test_each_that_reports_says_its_shapes() -> None:
    assert [provider.name for provider in reporters() if not provider.shapes] == []

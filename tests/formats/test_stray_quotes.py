"""A stray quote costs the record it stands in, and none beside it, however many records of a file have one.

What counts is what a reader would keep that knew where each record begins and ends: every record without a stray quote.
In JSON that is met. In a table two stray quotes can close one another and make a row that is well formed; so one
record in a thousand may be lost where every sixth has one.
"""

import io
import json
import random
from collections.abc import Callable

import pytest

from engagement.domain.records import RawRecord
from engagement.formats import raw_records

RECORDS, FILES = 100, 8
Made = tuple[list[str], list[str]]  # the records as text, and the addresses of those without a stray quote


def with_strays(record: Callable[[int], str], dice: random.Random) -> Made:
    """Records, every sixth or so with a quote where none belongs."""
    texts, good = [], []
    for number in range(RECORDS):
        text = record(number)
        if dice.random() < 0.15:
            place = dice.randrange(1, len(text))
            text = f'{text[:place]}"{text[place:]}'
        else:
            good.append(f"p{number}@example.com")
        texts.append(text)
    return texts, good


def event(number: int) -> str:
    """An event with a quote in its subject, where it belongs."""
    headers = {"message-id": f"m{number}", "subject": 'He said "hi"'}
    return json.dumps({"event": "opened", "recipient": f"p{number}@example.com", "message": {"headers": headers}})


def row(number: int) -> str:
    """A row of a table with a text of two lines, commas and quotes in it."""
    return f'x{number},p{number}@example.com,"two ""lines"",\nof text",delivered,Ada'


def short_row(number: int) -> str:
    """A row of a table in which nothing is quoted."""
    return f"Person {number},p{number}@example.com,+1415555{number:04d}"


def found(content: str) -> set[object]:
    """The addresses of what is read."""
    items = raw_records(io.BytesIO(content.encode()))
    return {item.fields.get("recipient") for item in items if isinstance(item, RawRecord)}


@pytest.mark.parametrize(
    ("before", "between", "after"),
    [("", "\n", "\n"), ("", "", ""), ("[", ", ", "]"), ('{"items": [', ",\n", '], "paging": {}}')],
    ids=["lines", "one after another", "a list", "a page"],
)
def test_of_json_nothing_beside_is_lost(before: str, between: str, after: str) -> None:
    for seed in range(FILES):
        texts, good = with_strays(event, random.Random(seed))
        assert set(good) <= found(before + between.join(texts) + after), seed


@pytest.mark.parametrize(
    ("header", "record"),
    [("id,recipient,text,status,owner", row), ("name,recipient,phone", short_row)],
    ids=["texts of two lines", "nothing quoted"],
)
def test_of_a_table_hardly_anything_beside_is_lost(header: str, record: Callable[[int], str]) -> None:
    lost = whole = 0
    for seed in range(FILES):
        texts, good = with_strays(record, random.Random(seed))
        whole += len(good)
        lost += len(set(good) - found("\n".join((header, *texts)) + "\n"))
    assert whole > 600
    assert lost <= whole / 1000 + 1

"""Records beside damage that benchmarks.fuzz once saw lost, each with the least of its bytes."""

import pytest

from engagement.errors import UnreadableFile
from tests.formats.files import read

DEEP = '{"a":' * 40


def record(n: int, indent: str = "") -> str:
    """A record in whose list an object stands on lines of its own, as in a pretty one."""
    return (
        f'{{\n{indent} "id": {n},\n{indent} "name": "Pat",\n{indent} "to": [\n{indent}  {{\n{indent}   "phone": "x"\n'
        f"{indent}  }}\n{indent} ]\n{indent}}}"
    )


def line(n: int) -> str:
    return f'{{"id": {n}, "name": "Pat", "to": [{{"phone": "x"}}]}}'


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param(
            f'{{\n "id": 0,\n "name": Pat",\n "to": [\n  {{\n   "phone": "x"\n  }}\n ],\n "by": {{\n'
            f'  "a":\n{record(1)}\n{record(2)}\n',
            [1, 2],
            id="what is indented below a broken document is inside it",
        ),
        pytest.param(f'[{line(0)},",{line(1)},{line(2)}]', [0, 1, 2], id="a stray quote takes no record"),
        pytest.param(f"[\n{{\n  {record(1)}\n]\n", [1], id="no JSON has an object right behind an opening brace"),
        pytest.param(f'[{{,:1}}"id"\n{line(1)}]', [1], id="nor right behind a text"),
        pytest.param(
            f'{line(0)}\n{{"id":\n 1}}\n{{"id" 2}}\n{line(3)}\n"]id": 4}}\n{line(5)}\n', [0, 3, 5], id="a line"
        ),
        pytest.param(
            f'{record(0)}\n{{\n :"id": 1, "to": {{\n  {{"a":"id": "5"\n }}{record(2)}\n\n{record(3)}\n',
            [0, 2, 3],
            id="a document behind the bracket that ends another",
        ),
        pytest.param(
            f'{record(0)}\n[{{\n "id": 1,{{\n "name": "Pat"\n}}\n{record(2)}\n',
            [0, 2],
            id="a stray bracket opens a list",
        ),
        pytest.param(
            f'{record(0)}\n"id": 1,\n "to": [\n  "*"\n {DEEP}],\n "name":\n\n{record(2)}\n',
            [0, 2],
            id="a list's end lost",
        ),
        pytest.param(
            f'{{"items": [,"id":0{{"to":,"id":0{{"to":[{line(1)},\n{line(2)}], "paging": {{"next": ""}}}}',
            [1, 2],
            id="the rest of a page is no record",
        ),
        pytest.param(f'[\n {DEEP}\n ],\n "name": "Pat"\n}}\n\n{record(2)}\n', [2], id="and no record before it"),
        pytest.param(
            f'{{"items": [{record(0)},\n{{"id": 1, "name": "Pat": "x",\n "phone": "x"\n }},\n "to": [\n  {{\n'
            f'   "phone": "x"\n  }}\n ],\n "at":{DEEP * 20}"x"}},\n{record(2)}], "paging": {{"next": ""}}}}',
            [0, 2],
            id="an object inside a broken record is no example of records",
        ),
    ],
)
def test_a_record_beside_damage_is_read(text: str, ids: list[int]) -> None:
    found = [fields for _, fields in read(text.encode()) if isinstance(fields, dict)]
    assert [fields["id"] for fields in found if fields.keys() == {"id", "name", "to"}] == ids


def test_a_list_inside_a_record_at_the_end_of_a_file_that_is_cut_short() -> None:
    assert [place for place, _ in read(b'[{"id": 1, "name": "Pat"}, {"id": 2, "by": {"id": 3, "name": "Kim"}')] == [
        "item 1",
        "item 2",
    ]


@pytest.mark.parametrize("text", ["'" + line(0), ":" + line(0), '\\"' + line(0) + "\r\n"])
def test_a_line_with_a_record_is_no_header(text: str) -> None:
    with pytest.raises(UnreadableFile, match="a text without a table or records"):
        read(text.encode())

"""JSON lines and documents: every shape, and broken records between good ones."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.files import matches, read

BROKEN = "The record is not valid JSON"
CUT = "The file ends in the middle of this"
A, B, C = {"id": "a"}, {"id": "b"}, {"id": "c"}

LINES = [
    ("one a line", '{"id":"a"}\n{"id":"b"}\n', [("line 1", A), ("line 2", B)]),
    ("no last line end", '{"id":"a"}\n{"id":"b"}', [("line 1", A), ("line 2", B)]),
    ("other line ends, empty lines", '\r\n{"id":"a"}\r\n\r\n \n{"id":"b"}\r\n', [("line 2", A), ("line 5", B)]),
    ("a broken line", '{"id":"a"}\n{"id":oops}\n{"id":"b"}', [("line 1", A), ("line 2", BROKEN), ("line 3", B)]),
    ("a broken first line", '{"id":oops}\n{"id":"a"}\n', [("line 1", BROKEN), ("line 2", A)]),
    ("a first line cut short", '{"id":"a\n{"id":"b"}\n', [("line 1", BROKEN), ("line 2", B)]),
    ("a line cut short", '{"id":"a"}\n{"id":"b",\n{"id":"c"}\n', [("line 1", A), ("line 2", BROKEN), ("line 3", C)]),
    ("the last line cut short", '{"id":"a"}\n{"id":"b', [("line 1", A), ("line 2", CUT)]),
    ("a last line with text", '{"id":"a"}\nThe end.', [("line 1", A), ("line 2", BROKEN)]),
    ("a page on a line", '{"id":"a"}\n{"items":[{"id":"b"}]}\n', [("line 1", A), ("line 2, item 1", B)]),
    ("a list on a line", '{"id":"a"}\n[{"id":"b"}]\n', [("line 1", A), ("line 2, item 1", B)]),
    (
        "a page with a broken item on a line",
        '{"id":"a"}\n{"items":[{"id":oops},{"id":"b"}]}\n{"id":"c"}\n',
        [("line 1", A), ("line 2, item 1", BROKEN), ("line 2, item 2", B), ("line 3", C)],
    ),
    (
        "values that are no records",
        '{"id":"a"}\n5\n"b"\nnull\n[1]\n',
        [
            ("line 1", A),
            ("line 2", "This is a number"),
            ("line 3", "This is a text"),
            ("line 4", "This is null"),
            ("line 5, item 1", "This is a number"),
        ],
    ),
    ("not a number", '{"id":"a"}\n{"n":NaN}\n', [("line 1", A), ("line 2", BROKEN)]),
    ("a byte order mark in the middle", '{"id":"a"}\n\ufeff{"id":"b"}\n', [("line 1", A), ("line 2", B)]),
    ("a NUL in a text", '{"id":"\\u0000"}\n', [("line 1", {"id": "\ufffd"})]),
    ("half a surrogate pair", '{"id":"a"}\n{"id":"\\ud83d"}\n', [("line 1", A), ("line 2", BROKEN)]),
    (
        "a document over several lines",
        '{"id":"a"}\n{\n "id":"b"\n}\n{"id":"c"}',
        [("line 1", A), ("item 2", B), ("item 3", C)],
    ),
]
DOCUMENTS = [
    ("a page", '{"items":[{"id":"a"},{"id":"b"}],"paging":{"next":"x"}}', [("item 1", A), ("item 2", B)]),
    ("a page with keys before", '{"end":1,"page":{"items":0},"messages":[{"id":"a"}],"x":null}', [("item 1", A)]),
    ("a pretty page", json.dumps({"uri": "/", "messages": [A, B], "end": 1}, indent=2), [("item 1", A), ("item 2", B)]),
    ("a page without indentation", json.dumps({"x": 1, "items": [A, B]}, indent=0), [("item 1", A), ("item 2", B)]),
    ("a list", '[{"id":"a"},{"id":"b"}]', [("item 1", A), ("item 2", B)]),
    ("a list of pages", '[{"items":[{"id":"a"}]},{"items":[{"id":"b"}]}]', [("item 1", A), ("item 2", B)]),
    ("one record", '{\n"id":"a"\n}', [("item 1", A)]),
    (
        "documents without line ends",
        '{"id":"a"}{"items":[{"id":"b"}]}[{"id":"c"}]',
        [("item 1", A), ("item 2", B), ("item 3", C)],
    ),
    ("messages that is a text", '{"messages":"hello"}{"id":"a"}', [("item 1", {"messages": "hello"}), ("item 2", A)]),
    (
        "items inside a record",
        '{"id":"a","x":{"items":[{"y":1}]}}\n',
        [("line 1", {"id": "a", "x": {"items": [{"y": 1}]}})],
    ),
    (
        "a broken item",
        '[{"id":"a"},{"id":oops,"l":[{"x":1}]},{"id":"b"}]',
        [("item 1", A), ("item 2", BROKEN), ("item 3", B)],
    ),
    ("an open text", '[{"id":"a},{"id":"b"},{"id":"c"}]', [("item 1", BROKEN), ("item 2", B), ("item 3", C)]),
    (
        "an open object",
        '[{"id":"a"},{"id":"x","l":[{"id":"b"},{"id":"c"}]',
        [("item 1", A), ("item 2", BROKEN), ("item 3", B), ("item 4", C)],
    ),
    (
        "an open line",
        '[\n{"id":"a", "x":\n{"id":"b"},\n{"id":"c"}\n]',
        [("item 1", BROKEN), ("item 2", B), ("item 3", C)],
    ),
    (
        "values that are no records",
        '[1,{"id":"a"},[2],"x"]',
        [("item 1", "This is a number"), ("item 2", A), ("item 3", "This is a list"), ("item 4", "This is a text")],
    ),
    (
        "words between items",
        '[{"id":"a"}, oops, {"id":"b"}]',
        [("item 1", A), ("item 2", "This stands where"), ("item 3", B)],
    ),
    (
        "words between documents",
        '{\n"id":"a"}\noops\n{"id":"b"}',
        [("item 1", A), ("item 2", "This stands where"), ("item 3", B)],
    ),
    ("cut in an item", '{"items":[{"id":"a"},{"id":"b","l":[\n{"x":1},\n{"y":', [("item 1", A), ("item 2", CUT)]),
    ("cut between items", '{"items":[{"id":"a"},', [("item 1", A), ("item 2", CUT)]),
    ("cut after the items", '{"items":[{"id":"a"}],"paging":{"ne', [("item 1", A), ("item 2", CUT)]),
    (
        "broken before the items",
        '{"x":oops,"items":[{"id":"a"}]}\n[{"id":"b"}]',
        [("item 1", "This part of the page"), ("item 2", A), ("item 3", B)],
    ),
    (
        "broken after the items",
        '{"items":[{"id":"a"}],"x":oops}\n[{"id":"b"}]',
        [("item 1", A), ("item 2", "This part of the page"), ("item 3", B)],
    ),
    ("a broken document", '{\n"id":oops\n}\n{\n"id":"a"\n}', [("item 1", BROKEN), ("item 2", A)]),
    (
        "an open document",
        '{\n"id":"a",\n"x":\n{\n"id":"b"}\n{\n"id":"c"}',
        [("item 1", BROKEN), ("item 2", B), ("item 3", C)],
    ),
    ("not a number", '[{"id":NaN},{"id":"a"}]', [("item 1", BROKEN), ("item 2", A)]),
    ("nested too deeply", "[" * 100_000, [("item 1", BROKEN), ("item 2", CUT)]),
]


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in LINES + DOCUMENTS])
def test_records_and_places(text: str, expected: list[tuple[str, object]], size: int) -> None:
    if size == 1 and len(text) > 10_000:
        size = 4096
    found = read(text.encode(), size)
    assert matches(found, expected), found


def test_bytes_that_are_no_utf8_refuse_their_own_record_only() -> None:
    for data in (b'{"id":"a"}\n{"id":"\xff"}\n{"id":"b"}\n', b'[\n{"id":"a"},{"id":"\xff"},{"id":"b"}]'):
        (_, first), (_, second), (_, third) = read(data)
        assert (first, third) == (A, B)
        assert str(second).startswith(BROKEN)


scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"))
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=4), inner), max_leaves=6
)
records = st.dictionaries(st.text('xyz{}[],"\\', max_size=4), values, max_size=4)
indents = st.sampled_from([None, 0, 1])
shapes = st.sampled_from(['{{"first":[1],"items":[{}],"paging":{{"next":null}}}}', "[{}]", '{{"messages":[{}]}}'])


@given(st.lists(records, min_size=1), indents, shapes, st.booleans(), st.integers(1, 40))
@settings(deadline=None)
def test_any_records_in_any_document(some: list[dict], indent: int | None, shape: str, ascii: bool, size: int) -> None:
    without_nul = json.loads(json.dumps(some).replace("\\u0000", "\\ufffd"))
    text = shape.format(",".join(json.dumps(record, indent=indent, ensure_ascii=ascii) for record in some))
    assert read(text.encode(), size) == [(f"item {place}", record) for place, record in enumerate(without_nul, 1)]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=9), min_size=3, max_size=6), st.data(), st.booleans())
@settings(deadline=None)
def test_a_damaged_record_costs_no_other(texts: list[str], data: st.DataObject, as_lines: bool) -> None:
    some = [{"id": number, "text": text.replace("\0", ""), "at": 1.5} for number, text in enumerate(texts)]
    victim = data.draw(st.integers(1, len(some) - 2))
    written = [json.dumps(record) for record in some]
    place = data.draw(st.integers(1, len(written[victim]) - 1))
    written[victim] = written[victim][:place] + data.draw(st.sampled_from(["", "{", '"', "oops", "\n"]))
    text = "\n".join(written) if as_lines else f'{{"items":[{",".join(written)}],"paging":{{}}}}'
    found = [what for _, what in read(text.encode())]
    assert [what for what in found if isinstance(what, dict) and what in some] == some[:victim] + some[victim + 1 :]
    assert any(isinstance(what, str) for what in found)

"""Damaged records of every shape, a slice of `python -m benchmarks.fuzz`: nothing beside one is lost."""

from collections.abc import Iterator

import pytest

from benchmarks.fuzz import judge, rules
from benchmarks.fuzz.__main__ import NAMES, made, run, share
from engagement.domain.records import RawRecord, Reject
from engagement.formats.table import Table

RECORDS = 2_000


@pytest.mark.parametrize("name", NAMES)
def test_nothing_beside_a_damaged_record_is_lost(name: str) -> None:
    tally = run(name, share(name, RECORDS), seed=1)
    assert tally.records >= share(name, RECORDS)
    assert tally.neighbours > tally.records / 2, "the rule keeps too little to tell anything"
    assert not tally.wrong, "\n".join(tally.shown)


def test_a_reader_that_loses_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Table.records

    def without_the_last(table: Table) -> Iterator[RawRecord | Reject]:
        found = list(rows(table))
        return iter(found[:-1] if len(found) > 2 else found)

    monkeypatch.setattr(Table, "records", without_the_last)
    assert run("CSV", 50, seed=1).wrong["lost"] > 0


@pytest.mark.parametrize(
    ("rule", "text", "record", "damage", "kept"),
    [
        (rules.json_lines, '{"a": 1}\n{"b"', '{"a": 1}', '{"b"', True),
        (rules.json_lines, '{"b" {"a": 1}\n', '{"a": 1}', '{"b" ', False),
        (rules.json_elements, '[{"b", {"a": 1}]', '{"a": 1}', '{"b"', True),
        (rules.json_elements, '[{"b": {"a": 1}}]', '{"a": 1}', '{"b": ', False),
        (rules.json_elements, '[{"b": 1}, "c", {"a": 1}]', '{"a": 1}', '{"b": 1}, "c"', False),
        (rules.json_documents, '{"b"\n{"a": 1}', '{"a": 1}', '{"b"', True),
        (rules.json_documents, '"b"}\n{"a": 1}', '{"a": 1}', '"b"}', False),
        (rules.Rows(",", 2), 'x,y\na,"b\n"\nc,"d\n', 'a,"b\n"', 'c,"d', True),
        (rules.Rows(",", 2), 'x,y\nc,"d\na,b\n', "a,b", 'c,"d', True),
        (rules.Rows(",", 2), 'x,y\nc,"da,b\n', "a,b", 'c,"d', False),
        (rules.Rows(",", 3), "x,y,z\na,b\nc\n", "a,b", "c", False),
        (rules.form_lines, "a=1&b=2\n&=\n", "a=1&b=2", "&=", True),
        (rules.form_lines, "a=1&b=2\nx\ny\n", "a=1&b=2", "x\ny", False),
        (rules.cards, "BEGIN:VCARD\nEND:VCARD\nx", "BEGIN:VCARD\nEND:VCARD", "x", True),
        (rules.cards, "AGENT:\nBEGIN:VCARD\nEND:VCARD", "BEGIN:VCARD\nEND:VCARD", "AGENT:", False),
    ],
)
def test_what_a_byte_exact_reader_keeps(rule: rules.Rule, text: str, record: str, damage: str, kept: bool) -> None:
    spans = [(text.index(one), text.index(one) + len(one)) for one in (record, damage)]
    assert rule(text, spans[:1], spans[1:]) == [kept]


@pytest.mark.parametrize(("row", "kept"), [('<row r="3"/>', True), ('<row r="2"/>', False)])
@pytest.mark.parametrize(("damage", "is_xml"), [('<row r="2"/>', True), ("<row", False)])
def test_what_a_strict_reader_of_xml_keeps(row: str, kept: bool, damage: str, is_xml: bool) -> None:
    text = f"<worksheet><sheetData>{damage}<!-- -->{row}</sheetData></worksheet>"
    place = text.rindex(row)
    assert rules.sheet_rows(text, [(place, place + len(row))], []) == [kept and is_xml]


def test_the_same_seed_makes_the_same_files() -> None:
    from random import Random

    for name in NAMES:
        if name not in ("Excel", "any of these, in gzip", "broken gzip"):  # whose packing holds a time
            assert made(name, Random(7)).data == made(name, Random(7)).data


def test_a_fault_of_a_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_data: bytes) -> list[object]:
        raise KeyError("gone")

    monkeypatch.setattr(judge, "read", broken)
    assert run("CSV", 3, seed=1).wrong["raised"] == 3

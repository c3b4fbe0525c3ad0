"""A first record that is damaged costs itself: its file is recognised, and the other records are found, without it."""

import json

import pytest

from tests.formats.files import read

# A page of Mailgun's Logs API: the account inside a record begins with the key that the record begins with.
LOGS = [
    {
        "id": f"lk{n}",
        "event": "opened",
        "account": {"id": "5e5f"},
        "domain": {"name": "mg.example"},
        "tags": [{"id": 1}],
    }
    for n in range(3)
]
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Pat Ashby\nTEL:+12025550143\nEND:VCARD\n"


def ids(content: str) -> list[object]:
    return [fields["id"] for _, fields in read(content.encode()) if isinstance(fields, dict) and "event" in fields]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"event"', '"event'),
        ('{"id": "lk0"', '{{: "lk0"'),
        ('"domain": {', '"domain": {{'),
        ('"tags": [{"id": 1}]}', '"tags": [{"a":'),
        ('"lk0"', "lk0"),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(("before", "after"), [("[", "]"), ('{"items": [', '], "paging": {}}')])
def test_of_a_list_nothing_beside_is_lost(was: str, now: str, before: str, after: str, indent: int | None) -> None:
    first, *others = (json.dumps(one, indent=indent) for one in LOGS)
    if indent:
        first = json.dumps(LOGS[0])
    damaged = first.replace(was, now, 1)
    assert damaged != first
    assert ids(f"{before}{', '.join([damaged, *others])}{after}") == ["lk1", "lk2"]


@pytest.mark.parametrize("end", ["]", "[]"])
def test_a_list_that_a_stray_bracket_ends_goes_on(end: str) -> None:
    texts = [json.dumps(one) for one in LOGS]
    assert ids(f'{{"items": [{texts[0]}, {end}, {texts[1]}, {texts[2]}], "paging": {{}}}}') == ["lk0", "lk1", "lk2"]


@pytest.mark.parametrize("first", ['"event": "opened"}', "x{", '1e9"', '{"id": "lk0", "tags":', '{"id": "lk0", {"a":'])
def test_of_lines_nothing_beside_is_lost(first: str) -> None:
    texts = [json.dumps(one) for one in LOGS]
    assert ids("\n".join([first, *texts]) + "\n")[-3:] == ["lk0", "lk1", "lk2"]


def test_a_line_that_seems_to_open_a_document_is_a_broken_line() -> None:
    texts = [json.dumps(one) for one in LOGS]
    broken = '{"id": "lk9",\n"event":'
    assert ids("\n".join([texts[0], broken, texts[1], broken, texts[2]])) == ["lk0", "lk1", "lk2"]


def test_a_page_over_lines_behind_records_one_a_line_is_read() -> None:
    texts = [json.dumps(one) for one in LOGS]
    assert ids(f'{texts[0]}\n{{"items": [\n {texts[1]},\n {texts[2]}\n]}}\n') == ["lk0", "lk1", "lk2"]


@pytest.mark.parametrize("first", [":VCARD\nFN:Sam, Ann, Lee\nEND:VCARD\n", "x\n"])
def test_of_cards_nothing_beside_is_lost(first: str) -> None:
    found = [fields["Name"] for _, fields in read((first + CARD * 2).encode()) if isinstance(fields, dict)]
    assert found[-2:] == ["Pat Ashby", "Pat Ashby"]


def test_form_lines_behind_one_that_begins_as_json_does_are_read() -> None:
    body = "MessageSid=SM1&MessageStatus=sent&To=%2B12025550143"
    assert [fields for _, fields in read(f"[]{body}\n{body}\n{body}\n".encode()) if isinstance(fields, dict)][-2:] == [
        {"MessageSid": "SM1", "MessageStatus": "sent", "To": "+12025550143"}
    ] * 2

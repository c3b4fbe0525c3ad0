"""A column of the contact list is one entry: added to COLUMNS alone, it is in files, JSON, a terminal and on screen."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagement.cli.tables import print_contacts
from engagement.query.contacts import columns
from engagement.query.contacts.columns import Column, Kind, Part, document_parts, file_parts, for_people
from engagement.query.contacts.export import contact_documents, contacts_csv
from engagement.query.contacts.spreadsheet import write_workbook
from engagement.query.question.rows import ContactRow, OptOut
from engagement.ui.contacts.contact_cells import Look
from engagement.ui.contacts.contact_table import Shown, contact_table
from tests.query.contacts.test_export import AT, JANE, read
from tests.query.contacts.test_spreadsheet import days, sheets

LOOK = Look(AT, ZoneInfo("UTC"))
FOREIGN = "=1+1"  # what would run in a spreadsheet
MOMENT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)

# its kind and value; what a CSV, a workbook, JSON, a terminal and the screen say
ADDED: list[tuple[Kind, Any, str, str | float | None, Any, str, str]] = [
    (Kind.NUMBER, 1234, "1234", 1234, 1234, "1,234", ">1,234<"),
    (Kind.TEXT, FOREIGN, "'=1+1", FOREIGN, FOREIGN, FOREIGN, "<bdi>=1+1</bdi>"),
    (Kind.TEXTS, ("a", "b"), "a; b", "a; b", ("a", "b"), "a, b", "<bdi>a, b</bdi>"),
    (
        Kind.PHONES,
        ("+14155550142",),
        "+14155550142",
        "+14155550142",
        ("+14155550142",),
        "+14155550142",
        "+1 415-555-0142",
    ),
    (Kind.WORD, "hot", "hot", "hot", "hot", "hot", ">hot<"),
    (Kind.WORD, None, "", None, None, "", "></td>"),
    (Kind.ID, 2**60, str(2**60), str(2**60), 2**60, str(2**60), str(2**60)),
    (Kind.SWITCH, True, "yes", "yes", True, "yes", ">yes<"),
    (
        Kind.MOMENT,
        MOMENT,
        "2026-11-24T15:30:00Z",
        days(MOMENT, ZoneInfo("UTC")),
        "2026-11-24T15:30:00Z",
        "2026-11-24 15:30",
        "just now",
    ),
]


@pytest.mark.parametrize(("kind", "value", "in_csv", "in_workbook", "in_json", "in_terminal", "on_screen"), ADDED)
def test_a_column_is_one_entry(
    kind: Kind,
    value: Any,
    in_csv: str,
    in_workbook: str | float | None,
    in_json: Any,
    in_terminal: str,
    on_screen: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    added = Column("warmth", "Warmth", kind, lambda row: value, "How warm they are")
    monkeypatch.setattr(columns, "COLUMNS", (*columns.COLUMNS, added))
    (found,) = read("".join(contacts_csv([JANE], ZoneInfo("UTC"))))
    assert list(found)[-1] == "warmth"
    assert found["warmth"] == in_csv
    file = io.BytesIO()
    write_workbook(file, [JANE], ZoneInfo("UTC"), [])
    header, cells = sheets(file.getvalue())["Contacts"]
    assert header[-1] == "warmth"
    assert cells[-1] == (
        pytest.approx(in_workbook, rel=1e-9) if isinstance(in_workbook, float) else in_workbook if in_workbook else None
    )
    (document,) = contact_documents([JANE])
    assert list(document)[-1] == "warmth"
    assert document["warmth"] == in_json
    print_contacts([JANE], "All", ZoneInfo("UTC"))
    heading, line = capsys.readouterr().out.splitlines()[1:]
    assert "warmth" in heading
    assert in_terminal in line
    table = contact_table([JANE], Shown(for_people()), LOOK)
    assert 'title="How warm they are">Warmth</th>' in table
    assert on_screen in table.partition('data-label="Warmth"')[2].partition("<td")[0]


def test_one_that_nobody_chose_is_on_screen_only_when_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    stage = next(column for column in columns.COLUMNS if column.key == "stage")
    assert not stage.usual
    assert 'data-label="Stage"' in contact_table([JANE], Shown([stage]), LOOK)
    assert 'data-label="Stage"' not in contact_table([JANE], Shown([]), LOOK)
    print_contacts([JANE], "All", ZoneInfo("UTC"))
    assert "stage" not in capsys.readouterr().out


BADGES = ("No email", "No texts", "Do not call", "Asked to stop")
OUT = OptOut(MOMENT, "set by hand")


@pytest.mark.parametrize(
    ("row", "in_terminal", "badges"),
    [
        (JANE, "", []),
        (replace(JANE, do_not_text=OUT), "texts", ["No texts"]),
        (replace(JANE, do_not_call=OUT), "calls", ["Do not call"]),
        (replace(JANE, asked_to_stop_at=MOMENT), "asked to stop", ["Asked to stop"]),
        (
            replace(JANE, do_not_email=OUT, do_not_call=OUT, asked_to_stop_at=MOMENT),
            "email, calls, asked to stop",
            ["No email", "Do not call", "Asked to stop"],
        ),
    ],
)
def test_what_somebody_wants_no_more_is_marked(
    row: ContactRow, in_terminal: str, badges: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    print_contacts([row], "All", ZoneInfo("UTC"))
    heading, line = capsys.readouterr().out.splitlines()[1:]
    place = heading.index("opted out")
    assert line[place : heading.index("address")].strip() == in_terminal
    table = contact_table([row], Shown(for_people()), LOOK)
    shown = table.partition('data-label="Opt-outs"')[2].partition("</td>")[0]
    assert [
        badge for badge in ("No email", "No texts", "Do not call", "Asked to stop") if f"{badge}</button>" in shown
    ] == badges


def test_names_are_told_apart() -> None:
    for names in (
        [part.name for part in document_parts()],
        [column.key for column in columns.COLUMNS],
        [column.label for column in for_people()],
    ):
        assert len(names) == len(set(names))
    assert for_people()[0].kind is Kind.NAME


def test_files_have_what_json_has_but_for_the_status_beside_the_list() -> None:
    only_in_json = [part.name for part in document_parts() if part not in file_parts()]
    assert only_in_json == ["last_status_channel", "last_status_at"]


@pytest.mark.parametrize("kind", [Kind.NAME, Kind.ADDRESSES, Kind.BADGE, Kind.OPT_OUTS])
def test_what_is_several_values_to_a_program_says_its_parts(kind: Kind) -> None:
    value = attrgetter("opens", "clicks")
    with pytest.raises(ValueError, match="say its parts"):
        Column("both", "Both", kind, value).parts  # noqa: B018 - it is what raises
    assert Column("both", "Both", kind, value, own_parts=(Part("opens", Kind.NUMBER, attrgetter("opens")),)).parts


def test_who_opted_out_has_no_address_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that a column adds is held back by the same rule as the others."""

    def fax(row: ContactRow) -> tuple[str, ...]:
        return ("+14155550199",)

    part = Part("fax", Kind.PHONES, fax, withheld=lambda row: row.name == "Jane Doe")
    added = Column("fax", "Fax", Kind.PHONES, fax, own_parts=(part,))
    monkeypatch.setattr(columns, "COLUMNS", (*columns.COLUMNS, added))
    assert read("".join(contacts_csv([JANE], ZoneInfo("UTC"))))[0]["fax"] == ""
    assert read("".join(contacts_csv([JANE], ZoneInfo("UTC"), include_opted_out=True)))[0]["fax"] == "+14155550199"

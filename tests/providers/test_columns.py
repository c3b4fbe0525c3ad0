"""What a person says the columns are is what a contact list is then read as, whatever the headings were."""

import gzip
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.errors import ColumnError, UnreadableFile
from engagement.formats.headings import table_head, with_headings
from engagement.providers import contact_list
from engagement.providers.base import ReadContext
from engagement.providers.columns import NOT_READ, WORDS, consent_not_read, headings_for, preview, words_of

CONTEXT = ReadContext(datetime(2026, 11, 24, tzinfo=UTC))


@pytest.mark.parametrize(
    ("headings", "words", "expected"),
    [
        (["Rufname", "Post"], ["first name", "email"], ["First Name", "Email"]),
        (["Email", "Post"], ["email", "email"], ["Email", "Email 2"]),
        (["A", "B", "C"], ["name", "cell phone", "cell phone"], ["Name", "Cell Phone", "Cell Phone 2"]),
        (["Name", "Email", "Status"], ["name", "email", NOT_READ], ["Name", "Email", "column 3 (left out)"]),
        (["Name", "Email", "Notes"], ["name", "email", "labels"], ["Name", "Email", "Labels"]),
        (["Name", "Email", "GDPR"], ["name", "email", "no email"], ["Name", "Email", "No Email"]),
        (["Name", "Do Not Call", "B"], ["name", "no call", "no call"], ["Name", "Do Not Call", "No Call"]),
        (["A", "B", "C"], ["email", "no text", "no text"], ["Email", "No Text", "No Text 2"]),
        (["Name", "Email", "GDPR ok?"], ["name", "email", "email opt-in"], ["Name", "Email", "Email Opt-In"]),
        (["Tags", "B", "C"], ["labels", "labels", "email"], ["Tags", "Labels", "Email"]),
        (["Message ID", "B", "C"], [NOT_READ, "name", "email"], ["column 1 (left out)", "Name", "Email"]),
    ],
)
def test_headings(headings: list[str], words: list[str], expected: list[str]) -> None:
    found = headings_for(headings, words)
    assert found == expected
    assert words_of(found) == words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["owner", "owner", "email"], "Two columns are read as owner"),
        ([NOT_READ, NOT_READ, "stage"], "say which one has the names"),
        ([NOT_READ, NOT_READ, NOT_READ], "say which one has the names"),
    ],
)
def test_what_cannot_be(words: list[str], says: str) -> None:
    with pytest.raises(ColumnError, match=says):
        headings_for(["A", "B", "C"], words)


HEADINGS = st.lists(
    st.sampled_from(
        [
            *("Name", "Email", "Cell", "Status", "Tags", "Zip", "event", "sid", "To", "Sent at", "Email 2", "No Text"),
            *("Nom", "Vorname", "Nombre", "Agent Name", "Agent Email", "Apellidos"),  # to which others give a meaning
        ]
    ),
    min_size=2,
    max_size=6,
    unique=True,
)


@given(HEADINGS, st.data())
def test_any_choice_is_read_as_it_was_said(headings: list[str], data: st.DataObject) -> None:
    words = [data.draw(st.sampled_from(WORDS)) for _ in headings]
    try:
        found = headings_for(headings, words)
    except ColumnError:
        return
    assert words_of(found) == words
    assert len(set(found)) == len(found)
    assert contact_list.recognises(dict.fromkeys(found))


TABLE = 'Wer;Wo\r\n"Jos\u00e9";a@example.com\r\n;b@example.com\r\n'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TABLE.encode(), b'Name;Email\r\n"Jos\xc3\xa9";a@example.com\r\n;b@example.com\r\n'),
        (TABLE.encode("cp1252"), b'Name;Email\r\n"Jos\xe9";a@example.com\r\n;b@example.com\r\n'),
        (TABLE.encode("utf-16"), b'Name;Email\r\n"Jos\xc3\xa9";a@example.com\r\n;b@example.com\r\n'),
        (gzip.compress(b"Wer,Wo\nx,y@z.de\n", mtime=0), b"Name,Email\nx,y@z.de\n"),
        (b"\n\nWer,Wo\nx,y@z.de", b"\n\nName,Email\nx,y@z.de"),  # its lines keep their numbers
        (b"All of us,\n\nWer,Wo\nx,y@z.de", b"\n\nName,Email\nx,y@z.de"),
        (b"sep=;\nWer;Wo\nx;y@z.de\n", b"sep=;\nName;Email\nx;y@z.de\n"),
        (b"Wer,Wo\rx,y@z.de\r", b"Name,Email\rx,y@z.de\r"),
    ],
)
def test_a_table_with_other_headings(data: bytes, expected: bytes) -> None:
    head = table_head(io.BytesIO(data))
    assert head is not None
    assert head.headings == ("Wer", "Wo")
    assert b"".join(with_headings(io.BytesIO(data), ["Name", "Email"])) == expected
    again = table_head(io.BytesIO(expected))
    assert again is not None
    assert [(row.place, list(row.fields.values())) for row in again.rows] == [
        (row.place, list(row.fields.values())) for row in head.rows
    ]


def test_a_long_table_is_passed_on_whole() -> None:
    data = b"Wer,Wo\n" + b"".join(b"x%d,y%d@z.de\n" % (n, n) for n in range(40_000))
    assert b"".join(with_headings(io.BytesIO(data), ["Name", "Email"])) == data.replace(b"Wer,Wo", b"Name,Email", 1)


def test_headings_over_several_lines_are_one_sentence() -> None:
    with pytest.raises(UnreadableFile, match="put them on one line"):
        list(with_headings(io.BytesIO(b'"Wer\nist",Wo\nx,y@z.de\n'), ["Name", "Email"]))


@pytest.mark.parametrize("data", [b"", b'{"event": "opened"}', b"a=1&b=2\n", b"Wer,Wo\n", b"\x89PNG"])
def test_what_is_no_table_has_no_headings(data: bytes) -> None:
    assert table_head(io.BytesIO(data)) is None


def test_preview() -> None:
    head = table_head(io.BytesIO(b"Wer,Wo\nAnn,a@example.com\nBob,no address\n,\n,neither\n"))
    assert head is not None
    shown = preview(head.rows, ["Name", "Email"], CONTEXT)
    assert [
        (row.contact and row.contact.name, row.contact and len(row.contact.addresses), bool(row.not_read))
        for row in shown
    ] == [
        ("Ann", 1, False),
        ("Bob", 0, True),
        (None, None, True),
    ]


def test_preview_has_opt_outs() -> None:
    head = table_head(io.BytesIO(b"Wer,Wo,GDPR\nAnn,a@example.com,x\nBob,b@example.com,\n"))
    assert head is not None
    shown = preview(head.rows, headings_for(head.headings, ["name", "email", "no email"]), CONTEXT)
    assert [[record.address for record in row.opt_outs] for row in shown] == [["a@example.com"], []]


def test_a_heading_that_speaks_of_consent_is_asked_about_until_it_is_read() -> None:
    headings = ["Name", "Email", "GDPR", "Notes"]
    assert words_of(headings)[2:] == [NOT_READ, NOT_READ]
    assert consent_not_read(headings, words_of(headings)) == ["GDPR"]
    assert consent_not_read(headings, ["name", "email", "no email", NOT_READ]) == []
    assert consent_not_read(["Name", "Email", "Opt Out"], ["name", "email", "no email and text"]) == []

"""Names, times and numbers as the readers of texts and lists find them."""

from datetime import UTC, datetime

import pytest

from engagement.providers.base import RejectedRecord
from engagement.providers.fields import Named, as_text, quoted, read_number, read_time

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-02T12:00:00Z", NOON),
        ("2026-11-02T12:00:00.250Z", NOON.replace(microsecond=250_000)),
        ("2026-11-02 12:00:00", NOON),
        ("2026-11-02 12:00", NOON),
        ("2026-11-02T07:00:00-05:00", NOON),
        ("2026-11-02 07:00:00 -0500", NOON),
        ("2026-11-02 12:00:00 UTC", NOON),
        ("2026-11-02", NOON.replace(hour=0)),
        ("Mon, 02 Nov 2026 12:00:00 +0000", NOON),
        ("Mon, 2 Nov 2026 12:00:00 GMT", NOON),
        ("Mon, 02 Nov 2026 12:00:00 -0000", NOON),
        ("Mon, 02 Nov 2026 07:00:00 EST", NOON),
        ("02 Nov 2026 12:00", NOON),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        *(
            (unreadable, None)
            for unreadable in (
                *("", "soon", "1793628202", "20261102", "2026-W45-1", "11/02/2026", "02.11.2026 12:00", "2026-11-31"),
                *("2026-11-02 25:00", "2026-11-02 2:03 PM", "2026-11-02 12:00 CET", "Mon, 02 Nov 2026 12:00:00 CET"),
                *("Mon, 31 Nov 2026 12:00:00 +0000", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
            )
        ),
    ],
)
def test_a_time_is_read_only_when_it_has_one_meaning(written: str, moment: datetime | None) -> None:
    if moment is not None:
        assert read_time(written, "sent date") == moment
        return
    with pytest.raises(RejectedRecord, match=r"^The sent date '.*' is not a date and time: write it like "):
        read_time(written, "sent date")


@pytest.mark.parametrize(
    ("written", "region", "number"),
    [
        ("+14155550142", "US", "+14155550142"),
        (" (415) 555-0142 ", "US", "+14155550142"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("227", "US", "227"),
        ("72975", "US", "72975"),
        ("12345678", "US", "12345678"),
        ("12", "US", None),
        ("OAKLINE", "US", None),
        ("", "US", None),
    ],
)
def test_one_end_of_a_text(written: str, region: str, number: str | None) -> None:
    assert read_number(written, region) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" a ", " a "),
        (7, "7"),
        (None, None),
        ([], None),
        (["first", "second"], "first"),
        ([["a"]], None),
        ({"a": "b"}, None),
        ("a\x00b", "a\ufffdb"),
        ("\ud83d", "\ufffd"),
        ("é🏠", "é🏠"),
    ],
)
def test_a_value_as_text(value: object, text: str | None) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("name", ["SentDate", "sent_date", "Sent Date", "SENT-DATE", " sent date "])
def test_names_are_compared_without_case_and_punctuation(name: str) -> None:
    assert Named({"Other": "x", name: " today "}).word("missing", "sentdate") == "today"


def test_of_two_names_alike_the_first_is_taken() -> None:
    assert Named({"Sent Date": "a", "SentDate": "b"}).word("sentdate") == "a"


def test_a_long_text_is_quoted_in_part() -> None:
    assert quoted("a\n" * 50) == repr("a\n" * 29 + "a…")
    assert quoted("short") == "'short'"

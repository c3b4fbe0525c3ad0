"""A log of texts, whatever its columns are called, is neither a send list nor people: no STOP in it is lost."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.domain.consent import What
from engagement.domain.records import EventRecord, RawRecord
from engagement.domain.vocabulary import Direction, EventType, Keyword
from engagement.ingest import Counts, import_files
from engagement.providers import providers
from engagement.providers.base import Fields, ReadContext
from engagement.providers.reading import read_file
from engagement.store.schema import ledger
from tests.moment import NOW

OUT, IN = f"SM{'1' * 32}", f"SM{'2' * 32}"
OURS, THEIRS = "+12025550199", "+12025550143"
DAY = "2026-01-05"
AT_TEN = datetime(2026, 1, 5, 10, tzinfo=UTC)

# The headings of the id, both ends, words, status, direction and date, and the words for the two directions.
LOGS: Sequence[tuple[str, str, str]] = (
    ("SMS Message SID,From,To,Body,Status,Direction,Date Sent", "outbound-api", "inbound"),
    ("Message SID,From,To,Body,Status,Direction,Date Created", "Outgoing API", "Incoming"),
    ("MessageSid,From,To,Body,Status,Direction,Date Updated", "outbound-reply", "inbound"),
    ("SmsSid,From,To,Body,Status,Direction,Sent Date", "outbound-call", "inbound"),
    ("Sid,From,To,Body,Status,Direction,SentDate", "outbound-api", "inbound"),
    ("SID,From Number,To Number,Message,Status,Direction,Sent At", "Outbound API", "Inbound"),
    ("Message ID,From,To,Text,Status,Direction,Date", "outbound", "inbound"),
    ("Id,Sender,Recipient,Message Body,Status,Direction,Created At", "outgoing", "incoming"),
    ("message_sid,from,to,body,status,direction,date_sent", "OUTBOUND-API", "INBOUND"),
    ("Message-ID,From,To,Content,Delivery Status,Message Direction,Updated At", "outbound", "inbound"),
    ("Message SID,From,To,Body,Status,Segments,Sent At", "1", "1"),  # the status alone says which came in
    ("Sid,From,To,Body,Status,Segments,Date", "1", "1"),
)


def rows_of(headings: str, out: str, came: str) -> list[Fields]:
    names = headings.split(",")
    return [
        dict(zip(names, (OUT, OURS, THEIRS, "See you there", "undelivered", out, f"{DAY} 10:00:00"), strict=True)),
        dict(zip(names, (IN, THEIRS, OURS, "STOP", "received", came, f"{DAY} 10:05:00"), strict=True)),
    ]


@pytest.mark.parametrize(("headings", "out", "came"), LOGS)
def test_a_log_is_twilios_and_its_stop_is_read(headings: str, out: str, came: str) -> None:
    found: list[EventRecord] = []
    for fields in rows_of(headings, out, came):
        (provider,) = [one for one in providers() if one.recognises(fields)]
        assert provider.label == "Twilio"
        items = provider.read(RawRecord("row 2", fields, ""), ReadContext(datetime(2026, 11, 24, tzinfo=UTC)))
        found += [item for item in items if isinstance(item, EventRecord)]
    assert [one.type for one in found] == [EventType.UNDELIVERED, EventType.RECEIVED, EventType.UNSUBSCRIBED]
    assert [one.message.direction for one in found] == [Direction.OUTBOUND, Direction.INBOUND, Direction.INBOUND]
    assert [one.message.key for one in found] == [OUT, IN, IN]
    assert {(one.message.address, one.message.our_address) for one in found} == {(THEIRS, OURS)}
    assert [one.message.text for one in found] == ["See you there", "STOP", "STOP"]
    assert [one.at for one in found] == [AT_TEN, *[AT_TEN.replace(minute=5)] * 2]
    assert found[1].message.keyword is Keyword.OPT_OUT


def test_a_row_whose_cells_cannot_be_read_is_refused_and_no_send() -> None:
    out, _ = rows_of(*LOGS[0])
    for cell in ({"SMS Message SID": ""}, {"Status": "teleported"}, {"Direction": "sideways"}):
        assert [one.label for one in providers() if one.recognises({**out, **cell})] == ["Twilio"]


def test_of_a_log_with_campaigns_put_beside_it_what_came_in_is_no_send() -> None:
    out, came = ({**row, "Campaign": "Spring"} for row in rows_of(*LOGS[0]))
    assert [[one.label for one in providers() if one.recognises(row)] for row in (out, came)] == [
        ["Send list"],
        ["Twilio"],
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("From,To,Date,Direction,Body", f"{THEIRS},{OURS},{DAY},Inbound,STOP"),
        ("Message ID,From,To,Date,Direction,Body", f"417,{THEIRS},{OURS},{DAY},incoming,STOP"),
        ("Recipient,Sent At,Subject,Email Direction", f"office@example.org,{DAY},Unsubscribe,INCOMING_EMAIL"),
        ("Name,Phone,Direction,Message", f"Pat Ashby,{THEIRS},Received,STOP"),
    ],
)
def test_what_came_in_by_a_log_of_nobody_we_read_is_refused(
    store: sa.Engine, tmp_path: Path, header: str, row: str
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(f"{header}\n{row}\n")
    (result,) = import_files(store, [file])
    assert result.counts == Counts(read=1, rejected=1)


@pytest.mark.parametrize(
    ("header", "label"),
    [
        ("Message SID,To,Sent At,Text", "Send list"),
        ("Message SID,To,Sent At,Text,Status", "Send list"),  # without the other end it is what somebody sent
        ("To,Sent At,Text,From,Direction", "Send list"),
        ("Name,Phone,Direction,Status", "Contact list"),
        ("Name,Phone,Message,Direction", "Contact list"),  # no way a message went
    ],
)
def test_lists_stay_lists(header: str, label: str) -> None:
    cells = {"Message SID": OUT, "To": THEIRS, "Phone": THEIRS, "Status": "delivered", "Direction": "north"}
    fields = {name: cells.get(name, "x") for name in header.split(",")}
    assert [one.label for one in providers() if one.recognises(fields)] == [label]


def test_a_stop_in_a_log_closes_the_number(store: sa.Engine, tmp_path: Path) -> None:
    for number, (headings, out, came) in enumerate(LOGS[:2]):
        file = tmp_path / f"log-{number}.csv"
        file.write_text("\n".join([headings, *(",".join(map(str, r.values())) for r in rows_of(headings, out, came))]))
        import_files(store, [file])
    with store.connect() as connection:
        found = connection.execute(sa.select(ledger.c.address, ledger.c.what, ledger.c.words)).all()
    assert [tuple(row) for row in found] == [(THEIRS, What.OUT.value, "STOP")]


@pytest.mark.parametrize(
    ("status", "is_said"),
    [
        *(("delivery_failed", True), ("Undelivered", True), ("Failed - landline", True), ("not delivered", True)),
        *(("Bounced", True), ("sent", False), ("Delivered", False), ("", False)),
    ],
)
def test_what_a_send_list_says_did_not_arrive_is_not_left_out_in_silence(status: str, is_said: bool) -> None:
    log = f"Message ID,Direction,From,To,Status,Sent At,Text\nb1,outbound,+12025550199,+12025550143,{status},"
    reading = read_file(io.BytesIO(f"{log}2026-01-05T10:00:00Z,See you\n".encode()), ReadContext(NOW, "US"))
    assert len(list(reading.items())) == 1
    assert reading.provider is not None
    assert (reading.provider.label, "did not arrive" in (reading.note or "")) == ("Send list", is_said)

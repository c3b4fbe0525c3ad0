"""Send lists: the messages their rows stand for, what each was sent as, and what is refused and why."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engagement.domain.records import AttributedBy, Attribution, MessageFacts, MessageRecord, RawRecord
from engagement.domain.vocabulary import Channel, Direction, Origin
from engagement.providers import providers
from engagement.providers.base import Fields, ReadContext, RejectedRecord
from engagement.providers.send_list import PROVIDER

SAMPLES = Path(__file__).parent.parent / "samples" / "lists"
MESSAGE_ID = "20261101090000.1.AA@mg.oakline.example"
SID = "SM9e3779b97f4a7c15f39cc0605cedc835"
SENT = datetime(2026, 11, 2, 14, 3, tzinfo=UTC)
JANE = "jane@example.com"
PHONE = "+14155550142"
BULK = Attribution(AttributedBy.SEND_LIST, Origin.BULK)


def message(fields: Fields, region: str = "US") -> MessageFacts:
    context = ReadContext(datetime(2026, 11, 24, tzinfo=UTC), region)
    (found,) = PROVIDER.read(RawRecord("row 2", fields, ""), context)
    assert isinstance(found, MessageRecord)
    return found.message


def test_a_whole_row_of_an_email() -> None:
    row = {
        "Message-ID": f"<{MESSAGE_ID}>",
        "Recipient": "Jane <Jane@Example.com>",
        "Sent At": "2026-11-02 14:03",
        "Subject": "Three homes near you",
        "Body": "Hi Jane",
        "Campaign": "Autumn homes",
        "Origin": "Campaign",
        "From": "Dana Ruiz <dana@oakline.example>",
        "Batch": "7",
    }
    assert PROVIDER.recognises(row)
    assert message(row) == MessageFacts(
        channel=Channel.EMAIL,
        key=MESSAGE_ID,
        direction=Direction.OUTBOUND,
        address=JANE,
        our_address="dana@oakline.example",
        sent_at=SENT,
        subject="Three homes near you",
        text="Hi Jane",
        attribution=Attribution(AttributedBy.SEND_LIST, Origin.CAMPAIGN, "Autumn homes"),
    )


def test_a_whole_row_of_a_text() -> None:
    row = {"Message SID": SID, "To": "(415) 555-0142", "Date": "2026-11-02T14:03:00Z", "Text": "Hi", "Sender": "72975"}
    assert PROVIDER.recognises(row)
    assert message(row) == MessageFacts(
        channel=Channel.TEXT,
        key=SID,
        direction=Direction.OUTBOUND,
        address=PHONE,
        our_address="72975",
        sent_at=SENT,
        text="Hi",
        attribution=BULK,
    )


@pytest.mark.parametrize(
    ("row", "origin", "campaign"),
    [
        ({}, Origin.BULK, None),
        ({"Campaign": ""}, Origin.BULK, None),
        ({"Campaign": "Spring"}, Origin.CAMPAIGN, "Spring"),
        ({"Campaign Name": "Spring", "Origin": ""}, Origin.CAMPAIGN, "Spring"),
        ({"Campaign": "Spring", "Type": "bulk"}, Origin.BULK, "Spring"),
        ({"Origin": "MANUAL"}, Origin.MANUAL, None),
        ({"Type": "manual"}, Origin.MANUAL, None),
        ({"Type": "Bulk email"}, Origin.BULK, None),
        ({"Origin": "campaign"}, Origin.CAMPAIGN, None),
        ({"Origin": "manual", "Type": "newsletter"}, Origin.MANUAL, None),  # the better name says it
        ({"Type": "Email"}, Origin.BULK, None),  # the channel, not the origin
        ({"Type": "Email", "Campaign": "Spring"}, Origin.CAMPAIGN, "Spring"),
    ],
)
def test_what_it_was_sent_as(row: Fields, origin: Origin, campaign: str | None) -> None:
    found = message({"Message-ID": MESSAGE_ID, "Recipient": JANE, **row})
    assert found.attribution == Attribution(AttributedBy.SEND_LIST, origin, campaign)


@pytest.mark.parametrize(
    ("row", "channel", "address"),
    [
        ({"Message-ID": MESSAGE_ID, "To": JANE}, Channel.EMAIL, JANE),
        ({"Message-ID": "0042", "To": JANE}, Channel.EMAIL, JANE),
        ({"Message-ID": "0042", "To": "415 555 0142"}, Channel.TEXT, PHONE),
        ({"Sid": SID, "Phone": "415 555 0142"}, Channel.TEXT, PHONE),
        # A list of both kinds: the channel, or the id's form, says which of the two addresses was written to.
        ({"Message-ID": SID, "Email": JANE, "Phone": PHONE}, Channel.TEXT, PHONE),
        ({"Message-ID": MESSAGE_ID, "Email": JANE, "Phone": PHONE}, Channel.EMAIL, JANE),
        ({"Message-ID": "0042", "Email": JANE, "Phone": PHONE, "Channel": "SMS"}, Channel.TEXT, PHONE),
        ({"Message-ID": "0042", "Email": JANE, "Phone": PHONE, "Type": "Email"}, Channel.EMAIL, JANE),
        ({"Message-ID": "0042", "Email": "", "Phone": PHONE}, Channel.TEXT, PHONE),
        ({"Message-ID": SID, "To": "22395"}, Channel.TEXT, "22395"),
    ],
)
def test_whom_it_was_sent_to(row: Fields, channel: Channel, address: str) -> None:
    found = message({**row, "Sent": "2026-11-02 14:03"})
    assert (found.channel, found.address) == (channel, address)


@pytest.mark.parametrize(
    ("written", "sent_at"),
    [
        ("2026-11-02 14:03", SENT),
        ("2026-11-02T14:03:00", SENT),
        ("2026-11-02T09:03:00-05:00", SENT),
        ("Mon, 02 Nov 2026 14:03:00 +0000", SENT),
        ("2 Nov 2026 09:03:00 -0500", SENT),
        ("2026-11-02", datetime(2026, 11, 2, tzinfo=UTC)),
        ("", None),
    ],
)
def test_when_it_was_sent(written: str, sent_at: datetime | None) -> None:
    assert message({"Message-ID": MESSAGE_ID, "To": JANE, "Date Sent": written, "Campaign": "x"}).sent_at == sent_at


def test_without_an_id_recipient_time_and_subject_are_the_key() -> None:
    row = {"To": JANE, "Sent At": "2026-11-02 14:03", "Subject": "Your  tour", "Origin": "manual"}
    same = {"Recipient": "JANE@example.com", "Date": "2026-11-02T09:03:00-05:00", "Subject": " Your tour ", "Id": ""}
    others = [row | {"To": "j@example.com"}, row | {"Sent At": "2026-11-02 14:04"}, row | {"Subject": "Our tour"}]
    assert message(same).key == message(row).key
    assert len({message(one).key for one in [row, *others]}) == 4


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Recipient": " "}, "The row does not say whom the message was sent to: fill its recipient."),
        ({"Recipient": "Jane"}, "The recipient 'Jane' is not an email address."),
        ({"Message-ID": SID}, "The recipient 'jane@example.com' is not a phone number."),
        ({"Message-ID": "", "Recipient": "soon"}, "The recipient 'soon' is not a phone number."),
        ({"Origin": "Newsletter"}, "The origin 'Newsletter' is none of bulk, campaign and manual."),
        (
            {"Sent At": "11/32/2026"},
            "The time of sending '11/32/2026' is not a date and time: write it like 2026-11-02 14:03:22.",
        ),
        (
            {"Message-ID": "<>", "Sent At": ""},
            "The row has neither a message id nor the time it was sent: give it one of the two.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(changes: Fields, reason: str) -> None:
    row = {"Message-ID": MESSAGE_ID, "Recipient": JANE, "Sent At": "2026-11-02 14:03", "Origin": "bulk"}
    with pytest.raises(RejectedRecord) as refused:
        message({**row, **changes})
    assert str(refused.value) == reason


CONSOLE = "From,To,Body,Status,SentDate,ApiVersion,NumSegments,ErrorCode,AccountSid,Sid,Direction,Price,PriceUnit"


@pytest.mark.parametrize(
    ("header", "label"),
    [
        ("Message-ID,Recipient,Campaign", "Send list"),
        ("message id,email,sent", "Send list"),
        ("Recipient,Sent At,Subject", "Send list"),
        ("Phone,Sent At,To,Text", "Send list"),
        ("sid,to,sent at,campaign,status", "Send list"),
        ("MessageSid,From,To,Body,Sent At", "Send list"),
        ("Email,Name,Sent At,Subject,Owner,Stage", "Send list"),
        (f"{CONSOLE},Campaign", "Send list"),  # somebody added what it was sent as
        (CONSOLE, "Twilio"),
        (CONSOLE.upper(), "Twilio"),
        ("sid,status,direction,from,to,body,date_created,date_sent,date_updated,error_code,num_media", "Twilio"),
        ("MessageSid,SmsSid,MessageStatus,SmsStatus,From,To,AccountSid", "Twilio"),
        ("MessageSid,From,To,Body", "Twilio"),
        ("MessageSid,Body,NumMedia,From,To,SmsStatus,FromCountry", "Twilio"),
        ("event,timestamp,id,recipient,message", "Mailgun"),
        ("event,timestamp,recipient,email,subject,date", "Mailgun"),
        ("signature,event-data", "Mailgun"),
        ("Name,Email,Phone,Owner,Stage,Source,Date", "Contact list"),
        ("Name,Email,Date,Message", "Contact list"),
        ("First Name,Last Name,Phone,Type,Id,Campaign", "Contact list"),
        ("Email", "Contact list"),
        ("Recipient,Campaign", None),  # neither when nor which message
        ("Message-ID,Campaign", None),
        ("Date,Amount", None),
    ],
)
def test_no_two_readers_recognise_one_record(header: str, label: str | None) -> None:
    fields = dict.fromkeys(header.split(","), "x")
    assert [reader.label for reader in providers() if reader.recognises(fields)] == ([label] if label else [])


def test_sample() -> None:
    with (SAMPLES / "sends.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: list[tuple[Channel, Origin | None, str | None] | str] = []
    for row in rows:
        assert PROVIDER.recognises(row)
        try:
            facts = message(row)
        except RejectedRecord as refused:
            found.append(str(refused))
        else:
            assert facts.attribution
            found.append((facts.channel, facts.attribution.origin, facts.attribution.campaign))
    assert found == [
        (Channel.EMAIL, Origin.CAMPAIGN, "Autumn homes"),
        (Channel.EMAIL, Origin.CAMPAIGN, "Autumn homes"),
        (Channel.EMAIL, Origin.BULK, None),
        (Channel.EMAIL, Origin.MANUAL, None),
        (Channel.TEXT, Origin.CAMPAIGN, "Autumn homes"),
        "The row does not say whom the message was sent to: fill its recipient.",
        "The time of sending 'next week' is not a date and time: write it like 2026-11-02 14:03:22.",
    ]

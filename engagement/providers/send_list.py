"""Send lists: one sent message a row, with a header, saying what it was sent as.

Providers report what became of a message, and often not that it was of a campaign or written by hand. A send list, from
the program that sent it or from a CRM's log, says so, and carries the subject and words that reports leave out.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from engagement.domain.addresses import normal_email
from engagement.domain.records import AttributedBy, Attribution, MessageFacts, MessageRecord, RawRecord
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel, Direction, Origin
from engagement.providers import is_report, reporters
from engagement.providers.base import Fields, Item, Provider, ReadContext, RejectedRecord, Shape
from engagement.providers.fields import Named, folded, names_of, quoted, read_number
from engagement.providers.list_times import list_time
from engagement.providers.unread import is_of_another

# The usual column names, folded. Of several that a row fills, the one further left here is taken.
_IDS = ("messageid", "internetmessageid", "emailmessageid", "messagesid", "smssid", "sid", "msgid")
_EMAILS = ("recipientemail", "toemail", "email", "emailaddress")
_PHONES = ("recipientphone", "tonumber", "tophone", "phone", "phonenumber", "mobile", "cell", "cellphone")
_RECIPIENTS = ("recipient", "recipientaddress", "to", "toaddress", "sentto")
_TIMES = (
    "sentat",
    "senton",
    "sentdate",
    "datesent",
    "senttime",
    "sendtime",
    "senddate",
    "sent",
    "datetime",
    "date",
    "time",
)
_SUBJECTS = ("subject", "subjectline", "emailsubject")
_TEXTS = ("text", "body", "message", "messagetext", "messagebody", "content")
_CAMPAIGNS = ("campaign", "campaignname")
_ORIGINS = ("origin", "sentas", "sendtype", "messagetype", "type")
_SENDERS = ("from", "sender", "fromaddress", "fromemail", "fromnumber", "sentfrom")
_WAYS = ("direction", "messagedirection", "smsdirection", "textdirection", "emaildirection")
_CAME_IN = ("inbound", "incoming", "received")  # how a way begins, folded
_WENT_OUT = ("outbound", "outgoing", "sent")
_STATUSES = ("status", "messagestatus", "deliverystatus", "sendstatus", "smsstatus", "textstatus")
_DID_NOT_ARRIVE = ("fail", "undeliver", "notdeliver", "deliveryfail", "sendingfail", "bounce", "reject", "error")
_CHANNELS = ("channel", "medium", *_ORIGINS)  # a column called Type says the one or the other

_WORDS_OF_ORIGIN: Mapping[str, Origin] = {
    origin.value + ending: origin for origin in Origin for ending in ("", "email", "text", "sms", "mms", "message")
}
_WORDS_OF_CHANNEL: Mapping[str, Channel] = {
    **dict.fromkeys(("email", "emails", "mail"), Channel.EMAIL),
    **dict.fromkeys(("text", "texts", "sms", "mms", "textmessage"), Channel.TEXT),
}
_REPORTS = frozenset({"event", "eventdata", "loglevel"})  # an email's event, not a row of a list


def recognises(fields: Fields) -> bool:
    """Whether a record has a recipient beside what only a sent message has, and is nothing else that is known.

    With a message id, one thing more about the message is enough. Without, it takes a time and a subject, or a time,
    words and a recipient called so: a list of people may have an email, a date and a message they left.
    """
    return is_sent(fields) and not is_report(fields) and not is_of_another(fields)


def is_sent(fields: Fields) -> bool:
    """Whether a record has what a sent message has, of a list or of a report."""
    names = names_of(fields).keys()
    if names & _REPORTS or isinstance(fields.get("message"), Mapping):
        return False

    def has(*usual: str) -> bool:
        return not names.isdisjoint(usual)

    if not has(*_RECIPIENTS, *_EMAILS, *_PHONES):
        return False
    if has(*_IDS):
        return has(*_TIMES, *_SUBJECTS, *_TEXTS, *_CAMPAIGNS, *_ORIGINS)
    return has(*_TIMES) and (has(*_SUBJECTS) or (has(*_TEXTS) and has(*_RECIPIENTS)))


def is_logged(fields: Fields) -> bool:
    """Whether a record has words and says which way they went: a row of a log of messages, and of no list of people."""
    named = Named(fields)
    return folded(named.word(*_WAYS)).startswith((*_CAME_IN, *_WENT_OUT)) and not named.names.keys().isdisjoint(_TEXTS)


def read(record: RawRecord, context: ReadContext) -> Iterator[Item]:
    """The message a row holds: one MessageRecord.

    RejectedRecord when the message came in, when the recipient, the time or the origin cannot be read, or when the row
    has neither a message id nor a time, since then nothing tells one message from another.
    """
    named = Named(record.fields)
    way = named.word(*_WAYS)
    if folded(way).startswith(_CAME_IN):
        raise RejectedRecord(
            f"The row is a message that came in ({quoted(way)}), and a send list has those that were sent: import the "
            "provider's own log, so that a reply or a stop word is not missed."
        )
    written = named.word(*_TIMES)
    sent_at = list_time(written, "time of sending", context) if written else None
    written_id = named.word(*_IDS).removeprefix("<").removesuffix(">")
    channel, address = _recipient(named, written_id, context.region)
    subject = named.word(*_SUBJECTS) or None
    sender = named.word(*_SENDERS)
    yield MessageRecord(
        MessageFacts(
            channel=channel,
            key=written_id or _key(address, sent_at, subject),
            direction=Direction.OUTBOUND,
            address=address,
            our_address=(_normal(sender, channel, context.region) or sender) or None,
            sent_at=sent_at,
            subject=subject,
            text=named.word(*_TEXTS) or None,
            attribution=_attribution(named),
        )
    )


def remarks(fields: Fields) -> str | None:
    """That a row says its message did not arrive, which no send list is read for; None where it says nothing of it."""
    if not folded(Named(fields).word(*_STATUSES)).startswith(_DID_NOT_ARRIVE):
        return None
    return (
        "The list says of some messages that they did not arrive, and that is not read here: what became of one is "
        "told by its provider's own log or reports, so import those too."
    )


SHAPES = (
    Shape(
        "One sent message a row",
        "the program that sent it, a CRM's log; a CSV, a workbook or JSON",
        ("Recipient", "Sent At", "Subject"),
        "what each message was sent as (campaign, origin), its subject and words, beside what its provider reports",
    ),
)
PROVIDER = Provider("sends", "Send list", recognises, read, shapes=SHAPES, remark=remarks)


def _recipient(named: Named, message_id: str, region: str) -> tuple[Channel, str]:
    channel = _channel(named, message_id)
    own_columns = {Channel.EMAIL: _EMAILS, Channel.TEXT: _PHONES, None: (*_EMAILS, *_PHONES)}[channel]
    written = named.word(*_RECIPIENTS, *own_columns)
    if not written:
        raise RejectedRecord("The row does not say whom the message was sent to: fill its recipient.")
    if channel is None:
        channel = Channel.EMAIL if "@" in written else Channel.TEXT
    address = _normal(written, channel, region)
    if address is None:
        raise RejectedRecord(f"The recipient {quoted(written)} is not {CHANNEL_WORDS[channel].an_address}.")
    return channel, address


def _channel(named: Named, message_id: str) -> Channel | None:
    """The channel a row says, or its message id shows by its form; None when only the address can tell."""
    for name in _CHANNELS:
        if channel := _WORDS_OF_CHANNEL.get(named.word(name).lower()):
            return channel
    for provider in reporters():
        if provider.message_id is not None and provider.message_id.fullmatch(message_id):
            return provider.channel
    return Channel.EMAIL if "@" in message_id else None


def _normal(address: str, channel: Channel, region: str) -> str | None:
    return normal_email(address) if channel is Channel.EMAIL else read_number(address, region)


def _key(address: str, sent_at: datetime | None, subject: str | None) -> str:
    if sent_at is None:
        raise RejectedRecord("The row has neither a message id nor the time it was sent: give it one of the two.")
    return f"sent to {address} at {sent_at.isoformat()}: {' '.join((subject or '').split())}"


def _attribution(named: Named) -> Attribution:
    """Origin and campaign. A row that names a campaign and no origin is of that campaign; one with neither is bulk."""
    campaign = named.word(*_CAMPAIGNS) or None
    origin = Origin.CAMPAIGN if campaign else Origin.BULK
    for name in _ORIGINS:
        written = named.word(name)
        word = "".join(filter(str.isalpha, written.lower()))
        if word in _WORDS_OF_ORIGIN:
            origin = _WORDS_OF_ORIGIN[word]
            break
        if written and written.lower() not in _WORDS_OF_CHANNEL:
            raise RejectedRecord(f"The origin {quoted(written)} is none of bulk, campaign and manual.")
    return Attribution(AttributedBy.SEND_LIST, origin, campaign)

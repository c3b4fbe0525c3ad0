"""Records that are known by their shape and are not read, so that a file of them can be told what it is.

Those of a source that is not read yet: it drops out of here by itself, for only a record that no provider recognises is
looked up, and only among the sources that are no provider's. And those that never will be read, with what to do.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from engagement.providers.base import Fields, Provider

# The fields, some of them inside others, that all stand in a record of the source and in no other's.
MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("SendGrid", ("sg_event_id",)),
    ("SendGrid", ("sg_message_id", "email", "event")),
    ("Postmark", ("RecordType", "MessageStream")),
    ("Postmark", ("RecordType", "MessageID")),
    ("Postmark", ("MessageID", "TypeCode", "BouncedAt")),
    ("Postmark", ("MessageID", "Recipients", "ReceivedAt")),
    ("Amazon SES", ("eventType", "mail.messageId")),
    ("Amazon SES", ("notificationType", "mail.messageId")),
    ("Amazon SES", ("detail-type", "detail.mail.messageId")),
    ("Amazon SES", ("TopicArn", "Message", "SigningCertURL")),
    ("Amazon SES", ("TopicArn", "Message", "Type")),
    ("Amazon SES", ("EmailAddress", "Reason", "LastUpdateTime")),
    ("Telnyx", ("data.event_type", "data.record_type")),
    ("Bandwidth", ("type", "message.applicationId")),
    ("Bandwidth", ("sourceTn", "destinationTn", "messageStatus")),
    ("Brevo", ("event", "email", "ts_event")),
    ("Brevo", ("event", "email", "ts_epoch")),
    ("Brevo", ("event", "email", "messageId", "date")),
    ("Brevo", ("msg_status", "messageId", "to")),
    ("Brevo", ("st_text", "frm", "mid")),
    ("Resend", ("type", "created_at", "data.email_id")),
    ("Resend", ("last_event", "created_at", "to")),
    ("Twilio Event Streams", ("specversion", "type", "data.messageSid")),
    ("Mandrill", ("event", "ts", "msg")),
    ("Mandrill", ("_id", "ts", "sender", "state")),
    ("Mandrill", ("Email Address", "Sender", "Status", "Bounce Detail")),
    ("Mailjet", ("event", "time", "MessageID", "email")),
    ("SparkPost", ("msys",)),
    ("SparkPost", ("type", "message_id", "rcpt_to")),
    ("Elastic Email", ("messageid", "transaction", "to")),
    ("HubSpot", ("emailCampaignId", "recipient", "type")),
    ("Mailchimp", ("type", "fired_at", "data[list_id]")),
    ("Mailchimp", ("email_id", "list_id", "activity")),
    ("HighLevel", ("locationId", "contactId", "messageType")),
    ("Plivo", ("MessageUUID", "To", "From")),
    ("Plivo", ("message_uuid", "message_state")),
    ("Vonage", ("msisdn", "to", "messageId")),
    ("Vonage", ("message_uuid", "channel", "to")),
    ("Vonage", ("account_id", "message_id", "client_ref")),
    ("MessageBird", ("id", "recipient", "statusDatetime")),
    ("MessageBird", ("id", "recipient", "originator")),
    ("MessageBird", ("id", "originator", "recipients")),
    ("Sinch", ("type", "batch_id", "recipient")),
    ("Sinch", ("type", "from", "to", "received_at")),
    ("Infobip", ("messageId", "to", "doneAt")),
    ("Infobip", ("messageId", "to", "receivedAt", "cleanText")),
    ("ClickSend", ("message_id", "timestamp_send")),
    ("ActiveCampaign", ("type", "date_time", "contact[id]")),
    ("Customer.io", ("event_id", "object_type", "metric")),
    ("OpenPhone", ("apiVersion", "type", "data.object")),
)
_CAME_IN = "leave it out, for it is no mail of yours that was sent."
# What such a record is, the fields that tell it, and what to do: of records that no provider will read.
KINDS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "a webhook of Mailgun's of before 2018",
        ("event", "recipient", "token"),
        "import its events from Mailgun's Events API or its webhooks of today instead.",
    ),
    ("mail that came in, as Postmark posts it", ("MessageID", "From", "To", "MailboxHash"), _CAME_IN),
    ("mail that came in, as Postmark posts it", ("MessageID", "FromFull", "ToFull", "TextBody"), _CAME_IN),
    ("mail that came in, as SendGrid posts it", ("to", "from", "envelope", "charsets"), _CAME_IN),
    ("mail that came in, as CloudMailin posts it", ("headers", "envelope", "plain"), _CAME_IN),
    (
        "SendGrid's list of activity",
        ("msg_id", "to_email", "last_event_time"),
        "import what its event webhook posts instead, which says when each thing happened.",
    ),
    ("a call of Twilio's", ("CallSid", "CallStatus"), "import the log of messages instead."),
    (
        "an event of Twilio's Conversations",
        ("EventType", "ConversationSid"),
        "import the log of messages instead, which has the same texts.",
    ),
    (
        "a trace of mail from Exchange",
        ("Sender Address", "Recipient Address", "Status"),
        "take the mail that was sent out of it, and import that as a send list.",
    ),
)


def unread_source(fields: Fields, among: Iterable[Provider]) -> str | None:
    """The source that a record which nobody `among` recognises is from, by its label; None when nothing tells it."""
    read = {provider.label for provider in among}
    return next((label for label, marks in MARKS if label not in read and _has_all(fields, marks)), None)


def known_kind(fields: Fields) -> tuple[str, str] | None:
    """What a record that no provider will read is, and what to do about it; None when nothing tells it."""
    return next(((what, remedy) for what, marks, remedy in KINDS if _has_all(fields, marks)), None)


def is_of_another(fields: Fields) -> bool:
    """Whether a record is told to be something else than a row of a list, whoever reads it."""
    return any(_has_all(fields, marks) for marks in _possible(tuple(fields)))


@lru_cache(maxsize=1024)
def _possible(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The marks that a record with these fields may have, by what stands at its top."""
    every = [marks for _, marks in MARKS] + [marks for _, marks, _ in KINDS]
    return tuple(marks for marks in every if all(mark.partition(".")[0] in names for mark in marks))


def _has_all(fields: Fields, marks: Iterable[str]) -> bool:
    return all(_has(fields, mark.split(".")) for mark in marks)


def _has(fields: Fields, names: list[str]) -> bool:
    inner: object = fields
    for name in names:
        if not isinstance(inner, Mapping) or name not in inner:
            return False
        inner = inner[name]
    return True

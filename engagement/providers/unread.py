"""Sources whose records are known by their shape and are not read yet, so that a file of one can be told what it is.

A source drops out of here by itself: only a record that no provider recognises is looked up, and only among the sources
that are no provider's.
"""

from collections.abc import Iterable, Mapping

from engagement.providers.base import Fields, Provider

# The fields, some of them inside others, that all stand in a record of the source and in no other's.
MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("SendGrid", ("sg_event_id",)),
    ("SendGrid", ("sg_message_id", "email", "event")),
    ("Postmark", ("RecordType", "MessageStream")),
    ("Postmark", ("RecordType", "MessageID")),
    ("Amazon SES", ("eventType", "mail.messageId")),
    ("Amazon SES", ("notificationType", "mail.messageId")),
    ("Amazon SES", ("detail-type", "detail.mail.messageId")),
    ("Amazon SES", ("TopicArn", "Message", "SigningCertURL")),
    ("Telnyx", ("data.event_type", "data.record_type")),
    ("Bandwidth", ("type", "message.applicationId")),
    ("Brevo", ("event", "email", "ts_event")),
    ("Brevo", ("event", "email", "ts_epoch")),
    ("Resend", ("type", "created_at", "data.email_id")),
    ("Twilio Event Streams", ("specversion", "type", "data.messageSid")),
)


def unread_source(fields: Fields, among: Iterable[Provider]) -> str | None:
    """The source that a record which nobody `among` recognises is from, by its label; None when nothing tells it."""
    read = {provider.label for provider in among}
    return next((label for label, marks in MARKS if label not in read and _has_all(fields, marks)), None)


def _has_all(fields: Fields, marks: Iterable[str]) -> bool:
    return all(_has(fields, mark.split(".")) for mark in marks)


def _has(fields: Fields, names: list[str]) -> bool:
    inner: object = fields
    for name in names:
        if not isinstance(inner, Mapping) or name not in inner:
            return False
        inner = inner[name]
    return True

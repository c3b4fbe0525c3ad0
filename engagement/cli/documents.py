"""What the commands print as JSON beside contacts, which query/contacts/export.py has.

Times are ISO 8601 in UTC; names here are kept from now on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from engagement.ingest import Counts, FileResult
from engagement.query.calls.waiting import Answers, AnswerTime
from engagement.query.calls.who_to_call import Call, reason_of
from engagement.query.contacts.export import iso
from engagement.query.question.rows import ContactRow, TimelineMessage


class DocumentFormat(StrEnum):
    """How a timeline, and who to call, are printed."""

    TABLE = "table"
    JSON = "json"


def message_document(message: TimelineMessage) -> dict[str, Any]:
    """A message of a timeline, with its events from first to last."""
    return {
        "channel": message.channel,
        "direction": message.direction,
        "provider_id": message.provider_key,
        "address": message.address,
        "our_address": message.our_address,
        "origin": message.origin,
        "campaign": message.campaign,
        "subject": message.subject,
        "text": message.text,
        "media": message.media,
        "media_count": message.media_count,
        "sent_at": iso(message.sent_at),
        "status": message.status,
        "status_at": iso(message.status_at),
        "tracked": message.tracked,
        "opens": message.opens,
        "clicks": message.clicks,
        "machine_opens": message.machine_opens,
        "machine_clicks": message.machine_clicks,
        "temporary_failures": message.temporary_failures,
        "is_reply": message.is_reply,
        "reason": message.reason,
        "events": [
            {
                "type": event.type,
                "at": iso(event.at),
                "at_is_arrival": event.arrival_only,
                "machine": event.machine,
                "likely_machine": event.burst.words if event.burst else None,
                "reason": event.reason,
                "code": event.code,
                "detail": event.detail,
                "url": event.url,
            }
            for event in message.events
        ],
    }


def call_document(call: Call, zone: ZoneInfo) -> dict[str, Any]:
    """Somebody to call, and why; `zone` is that of the moment in the reason, which is a sentence."""
    who = call.contact
    return {
        "id": who.id,
        "name": who.name,
        "emails": who.emails,
        "phones": who.phones,
        "sign": call.sign,
        "at": iso(call.at),
        "times": call.times,
        "about": call.about,
        "channels": call.channels,
        "back": call.back,
        "reason": reason_of(call, zone),
    }


def answers_document(found: Answers, people: Mapping[int, ContactRow]) -> dict[str, Any]:
    """Who waits for an answer, and how long answers took in seconds; "" is nobody's."""
    return {
        "waiting": [
            {
                "id": one.contact_id,
                "name": people[one.contact_id].name,
                "phones": people[one.contact_id].phones,
                "owner": one.owner,
                "since": iso(one.since),
                "texts": one.times,
                "last": one.about,
            }
            for one in found.waiting
        ],
        "overall": _times(found.overall),
        "by_owner": {owner: _times(time) for owner, time in found.by_owner.items()},
    }


def _times(time: AnswerTime) -> dict[str, Any]:
    median = None if time.median is None else time.median.total_seconds()
    return {"median_seconds": median, "answered": time.answered, "waiting": time.waiting}


def import_document(results: Sequence[FileResult]) -> dict[str, Any]:
    """What an import did: the counts in all, and those of each file."""
    counts = [asdict(result.counts) for result in results]
    return {
        **{name: sum(count[name] for count in counts) for name in asdict(Counts())},
        "files": [
            {"file": str(result.file), "provider": result.provider, "note": result.note, **count}
            for result, count in zip(results, counts, strict=True)
        ],
    }

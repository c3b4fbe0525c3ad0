"""Writes the demo account's email events in each of the shapes Mailgun gives them out in."""

import base64
import gzip
import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from engagement.demo.files import save
from engagement.demo.mail import MailEvent, happened_at
from engagement.demo.phrases import SENDING_DOMAIN

_PAGE = 300  # what the Events API gives out at most at a time
_TWICE = 0.02  # the share of events that a file holds twice
_DEMO_SIGNING_KEY = b"the demo account's own signing key, good for nothing else"


def write_mail(events: list[MailEvent], folder: Path, now: datetime, rng: Random) -> list[Path]:
    """Writes all events: old ones archived, then pages, then logs, the latest as webhooks; neighbours overlap."""

    def between(oldest: float, newest: float) -> list[MailEvent]:
        first, last = now - timedelta(days=oldest), now - timedelta(days=newest)
        part = [event for event in events if first <= happened_at(event) <= last]
        part += rng.sample(part, round(len(part) * _TWICE))
        rng.shuffle(part)
        return part

    parts = [
        ("mailgun-archive.jsonl.gz", between(130, 60), _archive),
        ("mailgun-events-1.json", between(61, 40), _pages),
        ("mailgun-events-2.json", between(41, 9), _pages),
        ("mailgun-events-3-pretty.json", between(2.5, 1.5)[:_PAGE], _pretty_page),
        ("mailgun-logs.json", between(10, 3), _logs),
        ("mailgun-webhooks.jsonl", between(4, 0), lambda part: _webhooks(part, rng)),
        ("mailgun-damaged.jsonl", between(130, 60)[:14], _damaged),
    ]
    return [
        save(folder / name, shape(part), max((happened_at(event) for event in part), default=now), now)
        for name, part, shape in parts
    ]


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lines(rows: Iterable[str]) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


def _archive(events: list[MailEvent]) -> bytes:
    return gzip.compress(_lines(map(_compact, events)), mtime=0)


def _page(events: list[MailEvent], number: int) -> dict[str, object]:
    base = f"https://mail.example.com/v3/{SENDING_DOMAIN}/events"
    return {
        "items": events,
        "paging": {
            "first": f"{base}/first",
            "last": f"{base}/last",
            "next": f"{base}/{number + 1}",
            "previous": f"{base}/{number}",
        },
    }


def _pages(events: list[MailEvent]) -> bytes:
    """One page after another, as a script that follows `next` appends them, with the empty page at the end."""
    starts = range(0, len(events) + _PAGE, _PAGE)
    return _lines(_compact(_page(events[start : start + _PAGE], start // _PAGE)) for start in starts)


def _pretty_page(events: list[MailEvent]) -> bytes:
    return json.dumps(_page(events, 0), ensure_ascii=False, indent=2).encode()


def _logs(events: list[MailEvent]) -> bytes:
    items = [_log_item(event) for event in events]
    return json.dumps(
        {"items": items, "pagination": {"next": "bmV4dA==", "total": len(items)}, "aggregates": {}}
    ).encode()


def _log_item(event: MailEvent) -> dict[str, object]:
    """The event as the Logs API writes it: times as text in milliseconds, variables as a JSON string."""
    item = {name: value for name, value in event.items() if name != "timestamp"}
    at = happened_at(event).astimezone(UTC)
    item["@timestamp"] = f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
    item["account"] = {"id": "demo-account"}
    item["domain"] = {"name": SENDING_DOMAIN}
    if "user-variables" in event:
        item["user-variables"] = json.dumps(event["user-variables"])
    if event["event"] in ("accepted", "delivered"):
        item["storage"] = {"url": [f"https://storage.example.com/v3/{event['id']}"], "key": event["id"]}
    return item


def _webhooks(events: list[MailEvent], rng: Random) -> bytes:
    def body(event: MailEvent) -> str:
        stamp = str(round(happened_at(event).timestamp()) + 1)
        token = base64.b16encode(rng.randbytes(25)).decode().lower()
        signature = hmac.new(_DEMO_SIGNING_KEY, (stamp + token).encode(), hashlib.sha256).hexdigest()
        return _compact(
            {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": event}
        )

    return _lines(map(body, events))


def _damaged(events: list[MailEvent]) -> bytes:
    """Good events with six records between them that cannot be read, each for another reason."""
    good = list(map(_compact, events))
    model = events[0]
    without_id = {name: value for name, value in model.items() if name != "id"}
    without_time = {name: value for name, value in model.items() if name != "timestamp"}
    broken = [
        good[0][: len(good[0]) // 2],  # cut off in the middle
        _compact(model | {"event": "teleported"}),
        _compact(without_id),
        _compact(without_time),
        _compact(model | {"event": "failed", "severity": "odd"}),
        _compact(
            model | {"event": "delivered", "recipient": "not an address", "message": {"headers": {"message-id": "x@y"}}}
        ),
    ]
    lines = []
    for number, line in enumerate(good):
        lines.append(line)
        if number % 2 == 1 and broken:
            lines.append(broken.pop(0))
    return _lines(lines + broken)

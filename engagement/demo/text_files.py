"""Writes the demo account's texts in each of the shapes Twilio gives them out in."""

import csv
import gzip
import io
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from engagement.demo.files import save
from engagement.demo.texts import ERROR_WORDS, State, TextMessage
from engagement.domain.vocabulary import Direction

_ACCOUNT = "AC" + "0" * 28 + "demo"
_PAGE = 500
_CONSOLE_COLUMNS = (
    "From",
    "To",
    "Body",
    "Status",
    "SentDate",
    "ApiVersion",
    "NumSegments",
    "ErrorCode",
    "AccountSid",
    "Sid",
    "Direction",
    "Price",
    "PriceUnit",
)
# Saved reports are put away after these hours; each file dates the reports in it, which carry no time of their own.
_PUT_AWAY = (0, 0.25, 1, 24, 72, 168)
_NOT_REPORTED = ("accepted", "scheduled")


def write_texts(texts: list[TextMessage], our_number: str, folder: Path, now: datetime, rng: Random) -> list[Path]:
    """Writes all texts: old ones as an export, then list pages; a console table and webhooks overlap with them."""

    def between(oldest: float, newest: float) -> list[TextMessage]:
        first, last = now - timedelta(days=oldest), now - timedelta(days=newest)
        part = [text for text in texts if first <= text.created <= last and not text.webhook_only]
        part += rng.sample(part, round(len(part) * 0.02))
        rng.shuffle(part)
        return part

    def latest(part: Iterable[TextMessage]) -> datetime:
        return max((state.at for text in part for state in text.states), default=now)

    export, console = between(130, 30), between(44, 37)
    pages = sorted(between(31, 0), key=lambda text: text.created, reverse=True)
    paths = [
        save(folder / "twilio-export.json.gz", _export(export, our_number), latest(export), now),
        save(folder / "twilio-console.csv", _console(console, our_number), latest(console), now),
    ]
    for number, start in enumerate(range(0, len(pages), _PAGE)):
        part = pages[start : start + _PAGE]
        paths.append(
            save(folder / f"twilio-messages-{number}.json", _page(part, number, our_number), latest(part), now)
        )
    return paths + _write_reports(texts, our_number, folder, now, rng)


def _write_reports(texts: list[TextMessage], our_number: str, folder: Path, now: datetime, rng: Random) -> list[Path]:
    """Writes what the account's own web address was told: status callbacks and inbound texts, one form a line."""
    kinds = (
        ("twilio-callbacks", Direction.OUTBOUND, _callback),
        ("twilio-inbound", Direction.INBOUND, _inbound),
    )
    paths = []
    for number, (newest, oldest) in enumerate(pairwise(_PUT_AWAY)):
        first, last = now - timedelta(hours=oldest), now - timedelta(hours=newest)
        for name, direction, line in kinds:
            reports = [
                (text, state)
                for text in texts
                for state in text.states
                if text.direction is direction and first < state.at <= last and state.status not in _NOT_REPORTED
            ]
            if not reports:
                continue
            reports += rng.sample(reports, round(len(reports) * 0.02))
            rng.shuffle(reports)
            content = "".join(line(text, state, our_number) + "\n" for text, state in reports).encode()
            paths.append(save(folder / f"{name}-{number}.txt", content, max(state.at for _, state in reports), now))
    return paths


def _ends(text: TextMessage, our_number: str) -> tuple[str, str]:
    """From and to."""
    return (our_number, text.number) if text.direction is Direction.OUTBOUND else (text.number, our_number)


def _direction(text: TextMessage) -> str:
    return "outbound-api" if text.direction is Direction.OUTBOUND else "inbound"


def _was_sent(text: TextMessage) -> bool:
    return text.last.status not in ("accepted", "scheduled", "canceled", "queued")


def _sent_at(text: TextMessage) -> datetime:
    """Twilio sends a text a moment after it is asked to; one that comes in has one time only."""
    return text.created + timedelta(seconds=text.direction is Direction.OUTBOUND)


def _row(text: TextMessage, our_number: str, iso: bool) -> dict[str, object]:
    def date(moment: datetime) -> str:
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if iso else format_datetime(moment.replace(microsecond=0))

    sender, recipient = _ends(text, our_number)
    return {
        "sid": text.sid,
        "account_sid": _ACCOUNT,
        "messaging_service_sid": None,
        "direction": _direction(text),
        "from": sender,
        "to": recipient,
        "body": text.body,
        "status": text.last.status,
        "error_code": int(text.last.error) if text.last.error else None,
        "num_media": str(len(text.media)),
        "num_segments": str(len(text.body) // 153 + 1),
        "price": "-0.00790" if text.direction is Direction.OUTBOUND and _was_sent(text) else None,
        "date_created": date(text.created),
        "date_sent": date(_sent_at(text)) if _was_sent(text) else None,
        "date_updated": date(text.last.at),
    }


def _export(texts: list[TextMessage], our_number: str) -> bytes:
    lines = "".join(json.dumps(_row(text, our_number, iso=True), separators=(",", ":")) + "\n" for text in texts)
    return gzip.compress(lines.encode(), mtime=0)


def _page(texts: list[TextMessage], number: int, our_number: str) -> bytes:
    where = f"/2010-04-01/Accounts/{_ACCOUNT}/Messages"
    messages = [
        {
            "api_version": "2010-04-01",
            **_row(text, our_number, iso=False),
            "error_message": ERROR_WORDS.get(text.last.error),
            "price_unit": "USD",
            "subresource_uris": {"media": f"{where}/{text.sid}/Media.json"},
            "uri": f"{where}/{text.sid}.json",
        }
        for text in texts
    ]
    start = number * _PAGE
    page = {
        "first_page_uri": f"{where}.json?PageSize={_PAGE}&Page=0",
        "end": start + len(messages) - 1,
        "previous_page_uri": f"{where}.json?PageSize={_PAGE}&Page={number - 1}" if number else None,
        "messages": messages,
        "uri": f"{where}.json?PageSize={_PAGE}&Page={number}",
        "page_size": _PAGE,
        "start": start,
        "next_page_uri": None if len(messages) < _PAGE else f"{where}.json?PageSize={_PAGE}&Page={number + 1}",
        "page": number,
    }
    return json.dumps(page, indent=None if number else 1).encode()


def _console(texts: list[TextMessage], our_number: str) -> bytes:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(_CONSOLE_COLUMNS)
    for text in texts:
        sent = f"{_sent_at(text):%Y-%m-%d %H:%M:%S}" if _was_sent(text) else ""
        writer.writerow([
            *_ends(text, our_number), text.body, text.last.status, sent, "2010-04-01", len(text.body) // 153 + 1,
            text.last.error, _ACCOUNT, text.sid, _direction(text), "-0.00790", "USD",
        ])  # fmt: skip
    return table.getvalue().encode()


def _callback(text: TextMessage, state: State, our_number: str) -> str:
    sender, recipient = _ends(text, our_number)
    form = {
        "SmsSid": text.sid,
        "SmsStatus": state.status,
        "MessageStatus": state.status,
        "To": recipient,
        "MessageSid": text.sid,
        "AccountSid": _ACCOUNT,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }
    return urlencode(form | ({"ErrorCode": state.error} if state.error else {}))


def _inbound(text: TextMessage, state: State, our_number: str) -> str:
    sender, recipient = _ends(text, our_number)
    form = {
        "ToCountry": "US",
        "SmsMessageSid": text.sid,
        "NumMedia": str(len(text.media)),
        "SmsSid": text.sid,
        "SmsStatus": state.status,
        "Body": text.body,
        "FromCountry": "US",
        "To": recipient,
        "NumSegments": "1",
        "MessageSid": text.sid,
        "AccountSid": _ACCOUNT,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }
    for number, url in enumerate(text.media):
        form |= {f"MediaUrl{number}": url, f"MediaContentType{number}": "image/jpeg"}
    return urlencode(form | ({"OptOutType": text.opt_out_type} if text.opt_out_type else {}))

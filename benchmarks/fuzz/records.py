"""Records of every provider, of the shapes that their files have: those of tests/samples, and some more, numbered.

The people in them are made up. A number in each address, phone number and id makes a record unlike every other.
"""

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from engagement.formats.values import CONTAINERS
from engagement.settings import PROJECT

SAMPLES = PROJECT / "tests" / "samples"
EACH = 24  # records of a family
# What is numbered: what stands before the number, how it is written, and what follows it.
_NUMBERED = (
    (re.compile(r"(\w)(@|%40)(?=\w)"), ".{}"),
    (re.compile(r"((?:\+|%2B)1\d{8})\d\d\b()"), "{:02d}"),
    (re.compile(r"\b((?:SM|MM|EZ)[0-9a-f]{28})[0-9a-f]{4}\b()"), "{:04x}"),
)
_TEXTS = (
    "Hi Jane, are you free on Tuesday?",
    'He said "call after six", twice',
    "Two lines,\nand a café",
    "{not json] <b>& so on; =",
    "",
)

SENDGRID: tuple[dict[str, Any], ...] = tuple(
    {
        **{"email": "jane.park@example.com", "timestamp": 1793631845, "event": event, "category": ["Open houses"]},
        **{"sg_event_id": f"Zx-{event}", "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"},
        **more,
    }
    for event, more in (
        ("delivered", {"smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>", "response": "250 OK"}),
        ("open", {"useragent": "Mozilla/5.0", "ip": "198.51.100.7", "sg_machine_open": False}),
        ("click", {"url": "https://www.example.com/homes?a=1&b=2", "useragent": "Mozilla/5.0"}),
        ("bounce", {"reason": "550 5.1.1 no such user", "status": "5.1.1", "type": "bounce"}),
    )
)
TELNYX: tuple[dict[str, Any], ...] = tuple(
    {
        "data": {
            **{"event_type": "message.finalized", "id": f"e-{status}", "occurred_at": "2026-11-02T14:03:25.148+00:00"},
            "payload": {
                **{"direction": "outbound", "errors": [], "id": f"40385f64-{status}", "media": [], "type": "SMS"},
                "from": {"carrier": "TELNYX LLC", "line_type": "VoIP", "phone_number": "+14155550100"},
                "to": [{"phone_number": "+14155550142", "status": status, "carrier": "EXAMPLE", "line_type": "W"}],
                **{"received_at": "2026-11-02T14:03:21.500+00:00", "sent_at": "2026-11-02T14:03:22.000+00:00"},
                **{"record_type": "message", "text": "Hi Jane, are you free on Tuesday?", "tags": [], "parts": 1},
            },
            "record_type": "event",
        },
        "meta": {"attempt": 1, "delivered_to": "https://www.example.com/hooks"},
    }
    for status in ("delivered", "sent", "delivery_failed")
)
CARDS = (
    "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Jos=\n=C3=A9;;;\n"
    "TEL;CELL:+14155550142\nEMAIL;INTERNET:jose@example.com\nPHOTO;ENCODING=BASE64;JPEG:\n /9j/4AAQSkZJRgABAQ\n"
    " AAAQ==\n\nEND:VCARD",
    "BEGIN:VCARD\nVERSION:3.0\nPRODID:-//Apple Inc.//iOS 26.1//EN\nN:Ashby;Pat;;;\nFN:Pat Ashby\n"
    "ORG:Example Landscaping;\nitem1.EMAIL;type=INTERNET;type=pref:pat@example.com\nitem1.X-ABLabel:_$!<Other>!$_\n"
    "TEL;type=CELL;type=VOICE;type=pref:+12025550143\nNOTE:Likes gardens\\, and a quiet\n  street\nEND:VCARD",
    "BEGIN:VCARD\nVERSION:4.0\nFN:Siân Müller\nN:Müller;Siân;;;\nEMAIL;PREF=1:sian@example.net\n"
    'TEL;VALUE=uri;TYPE="voice,cell":tel:+12065550177\nCATEGORIES:Buyers,Open House\nREV:20261102T140325Z\nEND:VCARD',
)


def numbered(text: str, number: int) -> str:
    """`text` with `number` in each address, phone number and id."""
    for pattern, form in _NUMBERED:
        text = pattern.sub(rf"\g<1>{form.format(number)}\g<2>", text)
    return text


def _cycled(templates: list[str]) -> list[str]:
    return [numbered(templates[number % len(templates)], number) for number in range(EACH)]


def _json_of(path: Path) -> list[Any]:
    text = path.read_text()
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    value = json.loads(text)
    word = next((word for word in CONTAINERS if isinstance(value, dict) and word in value), None)
    return list(value[word]) if word else value if isinstance(value, list) else [value]


@cache
def objects() -> dict[str, list[dict[str, Any]]]:
    """Records as JSON objects, by where they are from."""
    found = {path.name: _json_of(path) for path in sorted(SAMPLES.glob("*/*.json*"))}
    found |= {"sendgrid": list(SENDGRID), "telnyx": list(TELNYX)}
    for name in ("leads.csv", "sends.csv"):
        header, rows = tables()[name]
        found[f"{name} as objects"] = [dict(zip(header, row, strict=True)) for row in rows]
    return {
        name: [json.loads(text) for text in _cycled([json.dumps(one) for one in records])]
        for name, records in found.items()
    }


@cache
def tables() -> dict[str, tuple[list[str], list[list[str]]]]:
    """The header and the rows of tables, by where they are from."""
    return {path.name: _table(path) for path in sorted(SAMPLES.glob("*/*.csv"))}


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.reader(stream, delimiter=";" if "semicolon" in path.name else ","))
    header, width = rows[0], len(rows[0])
    rows = [row for row in rows if "sam at example.com" not in row]  # nothing in it can be numbered
    free = next((header.index(name) for name in ("Body", "Notes", "Subject") if name in header), None)
    made = []
    for number in range(EACH):
        row = [numbered(cell, number) for cell in rows[1 + number % (len(rows) - 1)]]
        row += [""] * (width - len(row))
        if free is not None:
            row[free] = _TEXTS[number % len(_TEXTS)]
        made.append(row)
    return header, made


@cache
def bodies() -> dict[str, list[str]]:
    """Form-encoded bodies, by where they are from."""
    return {path.name: _cycled(path.read_text().split()) for path in sorted(SAMPLES.glob("*/*.form"))}


@cache
def cards() -> list[str]:
    """Cards of every version, with \\n at the ends of their lines."""
    return _cycled(list(CARDS))


def all_families() -> Iterator[str]:
    """The names of all that records are taken from."""
    yield from (*objects(), *tables(), *bodies(), "cards")

"""How fast 100,000 events go in, cold and again, and how much memory that takes.

Run it as `python -m benchmarks.import_events`; `--postgres` also measures a PostgreSQL server that it starts itself. It
reports and judges nothing. Each import is a process of its own, whose memory is the most it ever held (VmHWM on Linux).
"""

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from engagement.ingest import import_files
from engagement.settings import PROJECT
from engagement.store.engine import open_store

START = datetime(2026, 7, 1, 14, tzinfo=UTC)
TEXT_SHARE = 0.2  # of the events
MAILBOX = "bench.example"


def mail_events(number: int, people: int, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Mailgun events in the order they would come: sent, delivered or failed, opened and clicked for some."""
    made = 0
    for message in range(number):
        at = START + timedelta(seconds=message * 90)
        recipient = f"person{rng.randrange(people)}@{MAILBOX}"
        kinds = ["accepted", "failed" if rng.random() < 0.03 else "delivered"]
        if kinds[1] == "delivered" and rng.random() < 0.3:
            kinds += ["opened"] * rng.choice((1, 1, 1, 2))
            kinds += ["clicked"] * (rng.random() < 0.2)
        for kind in kinds:
            at += timedelta(seconds=rng.expovariate(1 / 900))
            yield mail_event(kind, message, recipient, at, rng)
            made += 1
            if made == number:
                return


def mail_event(kind: str, message: int, recipient: str, at: datetime, rng: random.Random) -> dict[str, Any]:
    """One event with the fields, and so about the size, that the Events API gives."""
    event: dict[str, Any] = {
        "event": kind,
        "id": f"{rng.getrandbits(128):032x}",
        "timestamp": at.timestamp(),
        "log-level": "info",
        "recipient": recipient,
        "recipient-domain": MAILBOX,
        "tags": ["campaign", f"Listing alert {message // 4000}"],
        "campaigns": [],
        "user-variables": {"origin": "campaign", "campaign": f"Listing alert {message // 4000}"},
        "flags": {"is-routed": False, "is-authenticated": True, "is-system-test": False, "is-test-mode": False},
        "message": {
            "headers": {
                "to": recipient,
                "message-id": f"20260701140000.{message:016x}@mg.{MAILBOX}",
                "from": f"Dana Reyes <dana@mg.{MAILBOX}>",
                "subject": f"Three new homes near you, week {message // 4000}",
            },
            "attachments": [],
            "size": 24_318,
        },
    }
    if kind in ("opened", "clicked"):
        event["client-info"] = {
            "client-type": "browser",
            "client-os": "iOS",
            "device-type": "mobile",
            "client-name": "Mobile Safari",
            "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
            "bot": "apple" if rng.random() < 0.3 else "",
        }
        event["geolocation"] = {"country": "US", "region": "CA", "city": "San Francisco"}
    if kind == "clicked":
        event["url"] = f"https://www.{MAILBOX}/homes/{rng.randrange(10**6)}?utm_campaign=alert"
    if kind in ("delivered", "failed"):
        event["delivery-status"] = {
            "code": 250 if kind == "delivered" else 550,
            "message": "OK"
            if kind == "delivered"
            else "5.1.1 The email account that you tried to reach does not exist",
            "attempt-no": 1,
            "session-seconds": 0.82,
            "mx-host": f"mx.{MAILBOX}",
        }
    if kind == "failed":
        event |= {"severity": "permanent", "reason": "bounce"}
    return event


def texts(number: int, people: int, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Lines of Twilio's bulk export; one in ten is a reply."""
    for message in range(number):
        at = START + timedelta(seconds=message * 400)
        ours, theirs = "+14155550100", f"+1628555{rng.randrange(min(people, 10_000)):04d}"
        inbound = rng.random() < 0.1
        yield {
            "sid": f"SM{rng.getrandbits(128):032x}",
            "account_sid": "AC0a1b2c3d4e5f60718293a4b5c6d7e8f9",
            "date_created": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "date_sent": f"{at + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}",
            "date_updated": f"{at + timedelta(seconds=4):%Y-%m-%dT%H:%M:%SZ}",
            "direction": "inbound" if inbound else "outbound-api",
            "status": "received" if inbound else rng.choice(("delivered",) * 18 + ("undelivered", "sent")),
            "from": theirs if inbound else ours,
            "to": ours if inbound else theirs,
            "body": "Yes, Tuesday at four works for me." if inbound else f"Hi, it's Dana. Home {message} just came up.",
            "num_media": 0,
            "num_segments": "1",
            "error_code": None,
            "price": "-0.00790",
        }


def write_files(folder: Path, number: int, people: int) -> tuple[list[Path], int]:
    """Writes `number` events as an account would export them; gives the files, and how long they are unpacked."""
    rng = random.Random(20)
    text_events = int(number * TEXT_SHARE)
    mail = [json.dumps(event).encode() for event in mail_events(number - text_events, people, rng)]
    half = len(mail) // 2
    pages = [mail[start : start + 300] for start in range(half, len(mail), 300)]
    contents = {
        "mailgun.jsonl": b"\n".join(mail[:half]) + b"\n",
        "mailgun-pages.json": b"\n".join(b'{"items": [' + b", ".join(page) + b'], "paging": {}}' for page in pages),
        "twilio.jsonl.gz": b"".join(json.dumps(one).encode() + b"\n" for one in texts(text_events, people, rng)),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return [folder / name for name in contents], sum(map(len, contents.values()))


def peak_memory() -> float:
    """The most memory this process ever held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 2**20 if sys.platform == "darwin" else held / 1024


def measure(url: str, files: list[Path]) -> None:
    """What the process of one import does: imports, and prints what it took."""
    engine = open_store(url)
    start, busy = time.perf_counter(), time.process_time()
    results = import_files(engine, files)
    seconds = time.perf_counter() - start
    busy = time.process_time() - busy
    read, new, rejected = (
        sum(getattr(result.counts, name) for result in results) for name in ("read", "new", "rejected")
    )
    print(
        f"{read:>9,} read {new:>9,} new {rejected:>6,} rejected {seconds:8.2f} s ({busy:.2f} s of CPU) "
        f"{read / seconds:>9,.0f} events/s {peak_memory():7.0f} MB at most"
    )


def report(name: str, url: str, files: list[Path]) -> None:
    """Imports `files` twice, each time in a process of its own, which prints what it took."""
    for turn in ("cold", "again"):
        print(f"{name:<11} {turn:<6}", end="", flush=True)
        words = [sys.executable, "-m", "benchmarks.import_events", "--measure", url, *map(str, files)]
        subprocess.run(words, cwd=PROJECT, check=True)


def main() -> None:
    """Makes the files, imports them, and prints what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--contacts", type=int, default=5_000)
    parser.add_argument("--postgres", action="store_true", help="measure PostgreSQL too")
    parser.add_argument("--measure", nargs="+", metavar=("URL", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure[0], [Path(file) for file in asked.measure[1:]])
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        files, size = write_files(folder, asked.events, asked.contacts)
        print(f"{asked.events:,} events of {size / asked.events:,.0f} bytes each, in {len(files)} files.")
        report("SQLite", f"sqlite:///{folder / 'bench.db'}", files)
        if asked.postgres:
            from tests.postgres import Databases, running_server

            with running_server() as server, Databases(server).fresh() as url:
                report("PostgreSQL", url.render_as_string(hide_password=False), files)


if __name__ == "__main__":
    main()

"""An account as people have it: files go in by `engagement import`, answers come out by its commands and screens."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from engagement.cli.commands import app
from engagement.lib import moments
from engagement.settings import PROJECT

CASES = Path(__file__).parent
DAY = datetime(2026, 11, 28, 16, tzinfo=UTC)  # the day after the last of what the cases tell
OFFICE = "+18625550100"  # our number
Person = Mapping[str, Any]  # as `engagement contacts --format json` prints one


@dataclass(frozen=True)
class Account:
    """A database of its own, in New York's time zone, on the day after the cases."""

    folder: Path
    url: str

    def call(self, *words: str | Path, status: int = 0) -> str:
        """What `engagement` with `words` prints; it ends with `status`."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(moments, "clock", lambda: DAY)
            settings = {"ENGAGEMENT_DATABASE_URL": self.url, "ENGAGEMENT_TIMEZONE": "America/New_York"}
            done = CliRunner().invoke(app, [*map(str, words)], env=settings)
        assert done.exit_code == status, (done.output, done.exception)
        return done.stdout

    def take(self, *names: str) -> list[str]:
        """Import those files of the cases whose paths begin with one of `names`, in the order of names; from whom."""
        files = [file for name in names for file in sorted(CASES.glob(f"{name}*"))]
        assert len(files) >= len(names)
        return self.take_files(*files)

    def take_files(self, *files: Path) -> list[str]:
        """Import files of which every record is read; from whom each is."""
        told = json.loads(self.call("import", "--json", *files))
        assert (told["rejected"], told["skipped"]) == (0, 0)
        return [file["provider"] for file in told["files"]]

    def write(self, name: str, content: str) -> Path:
        """A file to import."""
        file = self.folder / name
        file.write_text(content, encoding="utf-8")
        return file

    def take_texts(self, texts: Iterable["Text"]) -> None:
        """Import texts as Twilio lists them."""
        self.take_files(self.write("texts.json", json.dumps({"messages": [one.document() for one in texts]})))

    def people(self) -> dict[str, Person]:
        """Who is on file, by their first phone number, or else their first email address."""
        found = json.loads(self.call("contacts", "--format", "json"))
        return {[*one["phones"], *one["emails"]][0]: one for one in found}

    def only(self) -> Person:
        """The only contact on file."""
        (one,) = self.people().values()
        return one

    def calls(self) -> dict[str, str]:
        """Who to call, by their phone number or address, and what it is about."""
        found = json.loads(self.call("calls", "--format", "json"))
        return {[*one["phones"], *one["emails"]][0]: one["about"] for one in found}

    def exported(self) -> list[dict[str, str]]:
        """The rows of the CSV export."""
        return list(csv.DictReader(StringIO(self.call("contacts", "--format", "csv"), newline="")))

    def screen(self, name: str, **params: str) -> AppTest:
        """One screen, run without a browser. What comes of it stays on the day after the cases."""
        shown = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
        shown.switch_page(f"pages/{name}.py")
        for key, value in params.items():
            shown.query_params[key] = value
        return shown.run()


@dataclass(frozen=True)
class Text:
    """One text, of ours or of theirs."""

    number: int  # which message it is
    theirs: str
    body: str
    at: datetime
    came: bool = True
    ours: str = OFFICE

    def document(self) -> dict[str, Any]:
        """As Twilio's list has it."""
        at = format_datetime(self.at)
        ends = (self.theirs, self.ours) if self.came else (self.ours, self.theirs)
        return {
            "sid": f"SM{self.number:032x}",
            "direction": "inbound" if self.came else "outbound-api",
            "status": "received" if self.came else "delivered",
            "from": ends[0],
            "to": ends[1],
            "body": self.body,
            **dict.fromkeys(("date_created", "date_sent", "date_updated"), at),
            "error_code": None,
            "num_media": "0",
            "account_sid": f"AC{0:032x}",
        }


def closed(person: Person) -> set[str]:
    """The channels that a person must not be written to or called by."""
    return {channel for channel in ("email", "text", "call") if person[f"do_not_{channel}"]}

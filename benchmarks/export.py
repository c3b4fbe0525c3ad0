"""E1: all contacts as CSV and Excel through the product, and as the database's own program writes the same rows.

`python -m benchmarks.export URL FILE` exports in a process of its own, as FILE ends, and prints one line of JSON.
"""

import argparse
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from benchmarks.measure import peak_memory
from benchmarks.questions import ZONE
from benchmarks.sizes import END
from engagement.cli.export import write_list
from engagement.query.contacts.contact_list import all_contacts, count_contacts
from engagement.query.matching.view import View
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.engine import open_store


def run_export(url: str, file: Path) -> dict[str, Any]:
    """Export everybody: seconds, rows, and by how many bytes the peak of memory grew meanwhile."""
    everybody = EngagementFilter()
    engine = open_store(url)
    with engine.connect() as connection:
        view = View(connection, Viewpoint(EVERYONE, ZONE, END))
        rows = count_contacts(view, everybody)  # as the screen before the export has done
        before = peak_memory()
        start = time.perf_counter()
        listed = all_contacts(view, everybody)
        write_list(file, listed, ZONE, [("List", "Contacts")], include_opted_out=False)
        seconds = time.perf_counter() - start
    engine.dispose()
    return {"seconds": seconds, "rows": rows, "growth": peak_memory() - before, "bytes": file.stat().st_size}


def run_native(url: str, file: Path) -> tuple[str, float]:
    """The same rows by the database's own way: which way that is, and its seconds."""
    address = make_url(url)
    start = time.perf_counter()
    if address.get_backend_name() == "postgresql":
        engine = open_store(url)
        with engine.connect() as connection, file.open("wb") as stream:
            cursor = connection.connection.cursor()
            with cursor.copy(f"COPY ({_query('string_agg')}) TO STDOUT (FORMAT csv, HEADER)") as copy:
                for part in copy:
                    stream.write(part)
        engine.dispose()
        return "COPY", time.perf_counter() - start
    program = shutil.which("sqlite3")
    if program is None:
        raise FileNotFoundError("sqlite3, the program, is not installed")
    with file.open("wb") as stream:
        words = [program, "-readonly", "-csv", "-header", str(address.database), _query("group_concat")]
        subprocess.run(words, check=True, stdout=stream)
    return "sqlite3 -csv", time.perf_counter() - start


def _query(joined: str) -> str:
    def held(channel: str) -> str:
        return (
            f"(SELECT {joined}(address, '; ') FROM contact_addresses a "
            f"WHERE a.contact_id = c.contact_id AND channel = '{channel}')"
        )

    return (
        "SELECT contact_id, name, kind, owner, stage, source, "
        f"(SELECT {joined}(label, '; ') FROM contact_labels l WHERE l.contact_id = c.contact_id), "
        f"{held('email')}, {held('text')}, last_status, last_engaged_at, opens, machine_opens, clicks, machine_clicks, "
        "replies, do_not_email_at, do_not_email_reason, do_not_text_at, do_not_text_reason FROM contacts c "
        "ORDER BY last_engaged_at DESC, contact_id DESC"
    )


def main() -> None:
    """Export, and print what it took as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("url")
    parser.add_argument("file", type=Path)
    called = parser.parse_args()
    print(json.dumps(run_export(called.url, called.file)))


if __name__ == "__main__":
    main()

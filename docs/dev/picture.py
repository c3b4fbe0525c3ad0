"""Draws data-way.svg, the picture of data-way.md: `python -m docs.dev.picture` writes it anew.

It has a ground of its own in either colour scheme, so it can be read whatever the page around it looks like.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path

FILE = Path(__file__).with_name("data-way.svg")
WIDTH = 880
_LEFT, _RIGHT = 24, 856
_HEIGHT, _GAP, _TOP = 62, 30, 70

STYLE = """
  .ground { fill: #ffffff; stroke: #d0d7de }
  .box { fill: #f6f8fa; stroke: #57606a; stroke-width: 1.2 }
  .store { fill: #e7f0fd; stroke: #0a5bc4; stroke-width: 1.2 }
  .side { fill: none; stroke: #57606a; stroke-dasharray: 4 3 }
  .way { stroke: #57606a; stroke-width: 1.6; fill: none }
  .tip { fill: #57606a }
  text { font-family: -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; font-size: 14px }
  .where { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; font-weight: 600 }
  .what { fill: #424a53; font-size: 13px }
  .said { fill: #57606a; font-size: 12.5px; font-style: italic }
  .title { font-size: 17px; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d }
    .box { fill: #161b22; stroke: #9da7b3 }
    .store { fill: #10233f; stroke: #79b8ff }
    .side { stroke: #9da7b3 }
    .way { stroke: #9da7b3 }
    .tip { fill: #9da7b3 }
    text { fill: #f0f6fc }
    .what { fill: #c9d1d9 }
    .said { fill: #9da7b3 }
  }
"""


@dataclass(frozen=True)
class Box:
    """A place on the way: the folder or module it is, and what is done there."""

    where: str
    what: str
    left: int = _LEFT
    right: int = 640
    kind: str = "box"


# Row after row, downwards; between two rows stands what goes from one to the other.
ROWS: tuple[tuple[Box, ...], ...] = (
    (Box("formats", "JSON, JSON lines, CSV, forms, gzip: one record after another, nothing held whole"),),
    (Box("providers", "one module a source: is it mine, what does it say, what do its codes mean"),),
    (Box("reader", "what a record says of each row: ids made, texts and times as they are kept"),),
    (
        Box("ingest/files.py", "few bytes: file by file", right=318),
        Box("ingest/ahead", "many: a process reads rounds", left=334),
    ),
    (
        Box("ingest/people", "whose an address is", right=214),
        Box("ingest/write", "load, merge, fold", left=230, right=424),
        Box("ingest/sets", "sets, counts", left=440),
    ),
    (Box("store", "contacts, messages, events; contact sets, counts: SQLite or PostgreSQL", kind="store"),),
    (
        Box("query/question", "filter, period, scope", right=318),
        Box("query/matching", "View, Snapshot: who matches", left=334),
    ),
    (Box("query/*", "contacts, contact, messages, verdicts, numbers, intake: typed rows to show"),),
    (
        Box("ui", "address, parts, a room for each screen; pages/", right=424),
        Box("cli", "the commands", left=440),
    ),
)
BETWEEN = (
    "bytes of a provider's file, a contact list or a send list",
    "RawRecord: a place in the file and its fields",
    "EventRecord, MessageRecord, ContactRecord; Skipped, Reject",
    "RowValues: plain tuples",
    "entries, on a spool in the order of contacts where many are read",
    "one transaction: rows, marks as day sets, measures as counts",
    "a transaction and its state of the sets",
    "a set of contacts, or a question in SQL",
    "rows; every number carries the question of its list",
)
BESIDE: tuple[tuple[int, str, tuple[str, ...]], ...] = (  # from which row on, what is there, what it is
    (0, "demo", ("writes files as", "providers would")),
    (1, "domain", ("every word, once:", "vocabulary, records,", "causes, marks, measures")),
    (2, "lib", ("moments, ids, texts,", "memory")),
    (4, "ingest/attach.py", ("unknown contacts", "become known ones")),
    (5, "ingest/refold.py", ("rules have changed:", "what is kept is", "folded anew")),
)


def _top(row: int) -> int:
    return _TOP + _GAP + row * (_HEIGHT + _GAP)


def _text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def _box(box: Box, top: int) -> list[str]:
    width = box.right - box.left
    return [
        f'<rect class="{box.kind}" x="{box.left}" y="{top}" width="{width}" height="{_HEIGHT}" rx="6"/>',
        _text(box.left + 12, top + 26, box.where, "where"),
        _text(box.left + 12, top + 47, box.what, "what"),
    ]


def _arrow(top: int, words: str) -> list[str]:
    """Into the row that begins at `top`."""
    x, start, end = 60, top - _GAP + 4, top - 7
    return [
        f'<path class="way" d="M{x} {start}V{end}"/>',
        f'<path class="tip" d="M{x - 5} {end}h10l-5 7z"/>',
        _text(x + 14, top - 10, words, "said"),
    ]


def picture() -> str:
    """The picture as SVG."""
    height = _top(len(ROWS)) - _GAP + 24
    parts = [
        f'<rect class="ground" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>',
        _text(_LEFT, 40, "The data's way through engagement/", "title"),
    ]
    for row, (boxes, words) in enumerate(zip(ROWS, BETWEEN, strict=True)):
        top = _top(row)
        parts += _arrow(top, words)
        for box in boxes:
            parts += _box(box, top)
    for row, where, lines in BESIDE:
        top = _top(row) + (16 if row == 2 else 0)
        tall = 36 + 18 * len(lines)
        parts.append(f'<rect class="side" x="664" y="{top}" width="{_RIGHT - 664}" height="{tall}" rx="6"/>')
        parts.append(_text(676, top + 22, where, "where"))
        parts += [_text(676, top + 42 + 18 * n, line, "what") for n, line in enumerate(lines)]
    inside = "\n".join(f"  {part}" for part in parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="From provider files through readers, ingest and store to queries and screens">\n'
        f"  <style>{STYLE}  </style>\n{inside}\n</svg>\n"
    )


if __name__ == "__main__":
    FILE.write_text(picture(), "utf-8")

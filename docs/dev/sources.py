"""Writes sources.md, the table of what can be imported and what is refused by name: `python -m docs.dev.sources`.

All of it is what the code says of itself: the providers' shapes, the formats, and what is known and not read.
"""

from collections.abc import Iterable
from pathlib import Path

from engagement.formats import FORMATS
from engagement.formats.unknown import KINDS as FILES
from engagement.providers import providers
from engagement.providers.columns import WORDS
from engagement.providers.unread import KINDS, MARKS

FILE = Path(__file__).parent.with_name("sources.md")
HEADING = """# What can be imported

Made from the code by `python -m docs.dev.sources`; not edited by hand. How to import is in [imports.md](imports.md).
"""


def page() -> str:
    """The page, as it should be."""
    parts = [HEADING, "## Formats\n", _table(("format", "what it is understood as"), FORMATS)]
    parts.append("## Lists of people\n")
    parts.append(
        "In any format: one person a row or card, with an address or a name, from any CRM or address book. Its columns "
        f"are read as: {', '.join(word for word in WORDS if word)}. What columns say of consent is in "
        "[imports.md](imports.md#opt-outs-from-elsewhere).\n"
    )
    for provider in sorted(providers(), key=lambda one: (one.channel is None, one.label)):
        if provider.shapes:
            rows = ((one.what, one.where, _listed(one.marks), one.read) for one in provider.shapes)
            parts.append(f"## {provider.label}\n")
            parts.append(_table(("shape", "from where", "known by", "what is read"), dict.fromkeys(rows)))
    parts.append("## Known, and not read\n")
    parts.append(
        "Records of these sources are refused by name, to be imported once they are read: "
        f"{', '.join(_unread_sources())}.\n"
    )
    parts.append("Refused by what they are, with what to do:\n")
    parts.append(
        _table(("records", "what to do"), dict.fromkeys((what, _sentence(remedy)) for what, _, remedy in KINDS))
    )
    parts.append(_table(("files", "what to do"), dict.fromkeys((what, _sentence(remedy)) for what, remedy in FILES)))
    return "\n".join(parts)


def _unread_sources() -> list[str]:
    read = {provider.label for provider in providers()}
    return sorted({label for label, _ in MARKS if label.partition(" ")[0] not in read} - read, key=str.casefold)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines) + "\n"


def _listed(marks: Iterable[str]) -> str:
    return ", ".join(f"`{mark}`" for mark in marks)


def _sentence(remedy: str) -> str:
    return remedy[0].upper() + remedy[1:].removesuffix(".")


if __name__ == "__main__":
    FILE.write_text(page(), "utf-8")

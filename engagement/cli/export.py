"""What a contact list is written as: `engagement contacts --output FILE` and `--format NAME`."""

from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from engagement.errors import EngagementError
from engagement.query.contacts import formats
from engagement.query.contacts.formats import About, Lines, format_of_name
from engagement.query.question.rows import ContactRow

TABLE = "table"
"""The format for people, which only a terminal has."""


def printed() -> dict[str, Lines]:
    """The formats that are text, by what `--format` calls them."""
    return {one.key: one.lines for one in formats.FORMATS if one.lines}


def format_name(text: str) -> str:
    """The format that `--format` names; BadParameter for none that can be printed."""
    names = (TABLE, *printed())
    if text not in names:
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(map(repr, names))}.")
    return text


def output_file(text: str) -> Path:
    """The file that `--output` names; BadParameter when its ending says no kind of file that is written."""
    if format_of_name(text) is None:
        endings = " or ".join(one.suffix for one in formats.FORMATS if one.suffix)
        raise typer.BadParameter(f"{text!r} does not say what to write: let it end in {endings}.")
    return Path(text)


def write_list(
    file: Path, rows: Iterable[ContactRow], zone: ZoneInfo, about: About, *, include_opted_out: bool
) -> None:
    """Write `rows` as the name of `file` ends, times by the clock of `zone`.

    What they are `about` is said where the format has a place for it.

    EngagementError when the file cannot be written.
    """
    written = format_of_name(file.name)
    if written is None:
        raise ValueError(f"{file.name!r} ends as no format does: see formats.FORMATS.")
    try:
        with file.open("wb") as stream:
            written.write(stream, rows, zone, about, include_opted_out=include_opted_out)
    except OSError as error:
        raise EngagementError(f"{str(file)!r} cannot be written ({error.strerror}): name another file.") from error

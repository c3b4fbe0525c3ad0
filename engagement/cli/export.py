"""`engagement contacts --output FILE`: the list as a file, CSV or Excel by the file's ending."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

import typer

from engagement.errors import EngagementError
from engagement.query.contacts.export import contacts_csv
from engagement.query.contacts.spreadsheet import write_workbook
from engagement.query.question.rows import ContactRow


class Ending(StrEnum):
    """How a file's name ends, and so what it is."""

    CSV = ".csv"
    EXCEL = ".xlsx"


def output_file(text: str) -> Path:
    """The file that `--output` names; BadParameter when its ending says no kind of file that is written."""
    path = Path(text)
    if path.suffix.casefold() not in tuple(Ending):
        raise typer.BadParameter(f"{text!r} does not say what to write: let it end in {' or '.join(Ending)}.")
    return path


def write_list(
    file: Path, rows: Iterable[ContactRow], about: Sequence[tuple[str, str]], *, include_opted_out: bool
) -> None:
    """Write `rows`; `about` goes into a workbook's last sheet. EngagementError when the file cannot be written."""
    try:
        if file.suffix.casefold() == Ending.EXCEL:
            with file.open("wb") as workbook:
                write_workbook(workbook, rows, about, include_opted_out=include_opted_out)
        else:
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(contacts_csv(rows, include_opted_out=include_opted_out))
    except OSError as error:
        raise EngagementError(f"{str(file)!r} cannot be written ({error.strerror}): name another file.") from error

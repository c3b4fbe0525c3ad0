"""The addresses that a cell of a contact list holds, one or several, as people and spreadsheets write them."""

import re
from collections.abc import Iterator

from engagement.domain.addresses import from_spreadsheet, lost_digits, normal_email, normal_phone
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel

_BETWEEN = re.compile(r"[;,|\n]")
# Signs that may be of one address too: they part a cell only where each part is an address by itself.
_MAYBE_BETWEEN = re.compile(r"\s*(?:[/\\&+]|\s(?:or|and|oder|und|y|o|et|ou)\s)\s*|\s{2,}", re.IGNORECASE)
_MAYBE_BETWEEN_EMAILS = re.compile(r"\s*[/\\&]\s*|\s+(?:(?:or|and|oder|und|y|o|et|ou)\s+)?", re.IGNORECASE)


def addresses_in(cell: str, channel: Channel, region: str) -> Iterator[tuple[str, str | None]]:
    """Each address written in a cell, with how it is kept; None for what is none."""
    if channel is Channel.EMAIL and cell.count("@") == 1 and (whole := normal_email(cell)):
        yield cell, whole  # the comma of "Doe, Jane <jane@example.com>" parts nothing
        return
    if channel is Channel.TEXT and (from_spreadsheet(cell) != cell or lost_digits(cell)):
        yield cell, normal_phone(cell, region)  # nor does that of an amount
        return
    for part in _BETWEEN.split(cell.replace(":::", ";")):  # as Google writes several
        if written := part.strip():
            yield from _one_or_more(written, channel, region)


def why_not(written: str, value: str | None, channel: Channel) -> str:
    """Why what is written in a cell is no address to keep, as the end of a sentence; `value` is a placeholder's."""
    if value is not None:
        return "is what people write who have no number, so it was left out: it identifies nobody."
    if channel is Channel.TEXT and lost_digits(written):
        return (
            "is a number that a spreadsheet shortened, and its last digits are lost, so it was left out: "
            "format the column as text where it was made, and export the list again."
        )
    return f"is not {CHANNEL_WORDS[channel].an_address}, so it was left out."


def _one_or_more(written: str, channel: Channel, region: str) -> Iterator[tuple[str, str | None]]:
    value = _normal(written, channel, region)
    if value is None:
        between = _MAYBE_BETWEEN_EMAILS if channel is Channel.EMAIL else _MAYBE_BETWEEN
        parts = [part for part in between.split(written) if part]
        values = [_normal(part, channel, region) for part in parts]
        if len(parts) > 1 and all(values):
            yield from zip(parts, values, strict=True)
            return
    yield written, value


def _normal(written: str, channel: Channel, region: str) -> str | None:
    return normal_email(written) if channel is Channel.EMAIL else normal_phone(written, region)

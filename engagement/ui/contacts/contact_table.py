"""The list of contacts as a table: real rows and links, so it can be read aloud, searched in and copied from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from engagement.domain.vocabulary import Channel, FilterOption
from engagement.query.contacts.columns import Column, Kind, for_people
from engagement.query.question.rows import ContactRow
from engagement.ui.contacts.contact_cells import Look, cell, head
from engagement.ui.parts.markup import Html, attribute, icon
from engagement.ui.parts.table import Cell, Head, Row, table

_CHANNELS_OF_STOPS: Mapping[FilterOption, Channel] = MappingProxyType(
    {
        FilterOption.EMAIL_UNSUBSCRIBES: Channel.EMAIL,
        FilterOption.EMAIL_SPAM_COMPLAINTS: Channel.EMAIL,
        FilterOption.TEXTS_UNSUBSCRIBES: Channel.TEXT,
    }
)
_WHY = Head("Why", cells="eg-asks")


@dataclass(frozen=True, slots=True)
class Shown:
    """How a list is shown: its columns beside the name, and which row says why it is there."""

    columns: Sequence[Column]
    explains: bool = False  # whether a row can be asked why it is there
    open_row: int | None = None
    answer: str = ""  # HTML, under the open row


def stops_of(options: frozenset[FilterOption]) -> frozenset[Channel]:
    """The channels whose opt-outs `options` ask about: their dates are the answer, so they are always shown."""
    return frozenset(_CHANNELS_OF_STOPS[option] for option in options if option in _CHANNELS_OF_STOPS)


def contact_table(rows: Sequence[ContactRow], shown: Shown, look: Look) -> Html:
    """The table of `rows`; a click on one opens the contact, whose address says which list it came from."""
    columns = [one for one in for_people() if _is_shown(one, shown, look)]
    heads = [*map(head, columns), *([_WHY] if shown.explains else [])]
    body: list[Row | Sequence[str]] = []
    for row in rows:
        is_open = row.id == shown.open_row
        cells = [cell(column, row, look) for column in columns]
        body.append([*cells, _why(row, is_open)] if shown.explains else cells)
        if shown.explains and is_open:
            body.append(Row([Cell(shown.answer, "", len(heads))], "eg-why-row"))
    return table(heads, body, kind="eg-rows", label="Contacts")


def _is_shown(column: Column, shown: Shown, look: Look) -> bool:
    is_answer = column.kind is Kind.OPT_OUTS and look.stops
    return column.kind is Kind.NAME or column in shown.columns or bool(is_answer)


def _why(row: ContactRow, is_open: bool) -> str:
    state = "true" if is_open else "false"
    label = attribute(f"Why {row.title} is on this list")
    return (
        f'<button type="button" class="eg-ask" data-why="{row.id}" aria-expanded="{state}" aria-label="{label}" '
        f'title="Why on this list">{icon("expand_less" if is_open else "expand_more")}</button>'
    )

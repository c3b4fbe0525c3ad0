"""The list of contacts as a table: real rows and links, so it can be read aloud, searched in and copied from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.domain.vocabulary import Channel, FilterOption
from engagement.query.question.rows import ContactRow
from engagement.ui.address.links import link
from engagement.ui.contacts.list_columns import DEFAULT, Column
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.badge import badge
from engagement.ui.parts.figures import copyable, count, opt_out_badges, with_machines
from engagement.ui.parts.markup import Html, attribute, icon, text
from engagement.ui.parts.times import relative_time

_MEANINGS: Mapping[Column, str] = MappingProxyType(  # shown on hover and on focus
    {
        Column.LAST_STATUS: "What became of the message that something happened to last",
        Column.LAST_ENGAGEMENT: "When they last opened, clicked or replied",
        Column.OPENS: "Emails opened, over all of time",
        Column.CLICKS: "Links clicked, over all of time",
        Column.REPLIES: "Texts they sent that are not a stop, start or help word, over all of time",
        Column.OPT_OUTS: "What they must not be sent",
        Column.ADDRESSES: "Their main address and number",
    }
)
_CLASSES = {column: "eg-number" for column in (Column.OPENS, Column.CLICKS, Column.REPLIES)} | {
    Column.ADDRESSES: "eg-address"
}
_CHANNELS_OF_STOPS: Mapping[FilterOption, Channel] = MappingProxyType(
    {
        FilterOption.EMAIL_UNSUBSCRIBES: Channel.EMAIL,
        FilterOption.EMAIL_SPAM_COMPLAINTS: Channel.EMAIL,
        FilterOption.TEXTS_UNSUBSCRIBES: Channel.TEXT,
    }
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a list is shown: its columns, the options it was asked with, and which row says why it is there."""

    columns: Sequence[Column] = DEFAULT
    options: frozenset[FilterOption] = frozenset()
    explains: bool = False  # whether a row can be asked why it is there
    open_row: int | None = None
    answer: str = ""  # HTML, under the open row

    @property
    def stops(self) -> frozenset[Channel]:
        """The channels whose opt-outs are asked about: their dates are the answer, so they are always shown."""
        return frozenset(_CHANNELS_OF_STOPS[option] for option in self.options if option in _CHANNELS_OF_STOPS)


def contact_table(
    rows: Sequence[ContactRow], came_from: str, now: datetime, zone: ZoneInfo, shown: Shown | None = None
) -> Html:
    """The table of `rows`; a click on one opens the contact, whose address says which list it `came_from`."""
    shown = shown or Shown()
    columns = [one for one in Column if one in shown.columns or (one is Column.OPT_OUTS and shown.stops)]
    heads = ['<th scope="col" role="columnheader">Name</th>', *map(_head, columns)]
    if shown.explains:
        heads.append('<th scope="col" role="columnheader">Why</th>')
    body = []
    for row in rows:
        body.append(_row(row, columns, came_from, now, zone, shown))
        if shown.explains and row.id == shown.open_row:
            answer = f'<td role="cell" colspan="{len(heads)}">{shown.answer}</td>'
            body.append(f'<tr role="row" class="eg-why-row">{answer}</tr>')
    return Html(
        '<div class="eg-scroll" tabindex="0" role="region" aria-label="Contacts">'
        '<table class="eg-table eg-rows eg-cards" role="table"><thead role="rowgroup">'
        f'<tr role="row">{"".join(heads)}</tr></thead><tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def _head(column: Column) -> str:
    meaning = _MEANINGS.get(column)
    explained = f' tabindex="0" title="{attribute(meaning)}"' if meaning else ""
    return f'<th scope="col" role="columnheader" class="{_CLASSES.get(column, "")}"{explained}>{column}</th>'


def _row(
    row: ContactRow, columns: Sequence[Column], came_from: str, now: datetime, zone: ZoneInfo, shown: Shown
) -> str:
    name = link(row.title, Screen.CONTACT, ({"list": came_from} if came_from else {}) | {"id": str(row.id)})
    cells = [f'<td role="cell" class="eg-name">{name}</td>']
    for column in columns:
        if column is Column.OPT_OUTS:
            cell: str = opt_out_badges(row.do_not_email, row.do_not_text, zone, shown.stops)
        else:
            cell = _CELLS[column](row, now, zone)
        cells.append(f'<td role="cell" class="{_CLASSES.get(column, "")}" data-label="{column}">{cell}</td>')
    if shown.explains:
        cells.append(f'<td role="cell" class="eg-asks" data-label="Why">{_why(row, row.id == shown.open_row)}</td>')
    return f'<tr role="row">{"".join(cells)}</tr>'


def _why(row: ContactRow, is_open: bool) -> str:
    state = "true" if is_open else "false"
    label = attribute(f"Why {row.title} is on this list")
    return (
        f'<button type="button" class="eg-ask" data-why="{row.id}" aria-expanded="{state}" aria-label="{label}" '
        f'title="Why on this list">{icon("expand_less" if is_open else "expand_more")}</button>'
    )


def _status(row: ContactRow, _now: datetime, _zone: ZoneInfo) -> str:
    return badge(row.last_status_channel, row.last_status) if row.last_status and row.last_status_channel else ""


def _engaged(row: ContactRow, now: datetime, zone: ZoneInfo) -> str:
    return (
        relative_time(row.last_engaged_at, now, zone) if row.last_engaged_at else '<span class="eg-quiet">never</span>'
    )


def _addresses(row: ContactRow, _now: datetime, _zone: ZoneInfo) -> str:
    emails = (copyable(email, email) for email in row.emails[:1])
    return "<br>".join([*emails, *(copyable(shown_phone(phone), phone) for phone in row.phones[:1])])


def _in_two_lines(total: int, machines: int) -> str:
    shown = with_machines(total, machines)
    return (
        shown.replace('"eg-quiet">, ', '"eg-quiet eg-second"><span class="eg-unseen">, </span>') if machines else shown
    )


_CELLS: Mapping[Column, Callable[[ContactRow, datetime, ZoneInfo], str]] = MappingProxyType(
    {
        Column.KIND: lambda row, _now, _zone: row.kind.value,
        Column.OWNER: lambda row, _now, _zone: text(row.owner),
        Column.STAGE: lambda row, _now, _zone: text(row.stage),
        Column.SOURCE: lambda row, _now, _zone: text(row.source),
        Column.LABELS: lambda row, _now, _zone: text(", ".join(row.labels)),
        Column.LAST_STATUS: _status,
        Column.LAST_ENGAGEMENT: _engaged,
        Column.OPENS: lambda row, _now, _zone: _in_two_lines(row.opens, row.machine_opens),
        Column.CLICKS: lambda row, _now, _zone: _in_two_lines(row.clicks, row.machine_clicks),
        Column.REPLIES: lambda row, _now, _zone: count(row.replies),
        Column.ADDRESSES: _addresses,
    }
)

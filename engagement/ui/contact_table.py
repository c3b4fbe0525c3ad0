"""The list of contacts as a table: real rows and links, so it can be read aloud, searched in and copied from."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.addresses import shown_phone
from engagement.query.rows import ContactRow, OptOut
from engagement.ui.badge import badge, toned
from engagement.ui.links import link
from engagement.ui.markup import Html, attribute, joined, number, text
from engagement.ui.screens import Screen
from engagement.ui.times import day, relative_time
from engagement.vocabulary import Tone

_HEADS = (  # the heading, its definition on hover, the class of its cells
    ("Name", "", "eg-name"),
    ("Kind", "", ""),
    ("Owner", "", ""),
    ("Last status", "What became of the message that something happened to last", ""),
    ("Last engagement", "When they last opened, clicked or replied", ""),
    ("Opens", "Emails opened, over all of time", "eg-number"),
    ("Clicks", "Links clicked, over all of time", "eg-number"),
    ("Replies", "Texts they sent that are not a stop, start or help word, over all of time", "eg-number"),
    ("Opt-outs", "What they must not be sent", ""),
    ("Email and phone", "Their main address and number", "eg-address"),
)


def contact_table(rows: Sequence[ContactRow], came_from: str, now: datetime, zone: ZoneInfo) -> Html:
    """The table of `rows`; a click on one opens the contact, whose address says which list it `came_from`."""
    heads = "".join(
        f'<th scope="col" class="{kind}" title="{attribute(meaning)}">{head}</th>' for head, meaning, kind in _HEADS
    )
    body = "".join(_row(row, came_from, now, zone) for row in rows)
    return Html(
        '<div class="eg-scroll" tabindex="0" role="region" aria-label="Contacts"><table class="eg-table eg-rows">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def with_machines(total: int, machines: int) -> Html:
    """A count and how many of it are machines': "7, 5 by machines"."""
    if not machines:
        return count(total)
    return Html(f'{number(total)}<span class="eg-quiet">, {number(machines)} by machines</span>')


def count(value: int) -> Html:
    """A count, a quiet one when it is nothing."""
    return Html(number(value)) if value else Html('<span class="eg-quiet">0</span>')


def opt_out_badges(email: OptOut | None, phone: OptOut | None, zone: ZoneInfo) -> Html:
    """The channels a contact must not be written to on, with the day and the reason on hover."""
    badges = (_opt_out(*pair, zone) for pair in (("No email", email), ("No texts", phone)))
    return joined('<span class="eg-badges">', *badges, "</span>")


def _opt_out(word: str, opt_out: OptOut | None, zone: ZoneInfo) -> str:
    if opt_out is None:
        return ""
    return toned(word, Tone.STOP, "block", f"Since {day(opt_out.at.astimezone(zone).date())}: {opt_out.reason}")


def _row(row: ContactRow, came_from: str, now: datetime, zone: ZoneInfo) -> str:
    status = ""
    if row.last_status and row.last_status_channel:
        status = badge(row.last_status_channel, row.last_status)
    engaged = Html('<span class="eg-quiet">never</span>')
    if row.last_engaged_at:
        engaged = relative_time(row.last_engaged_at, now, zone)
    cells = (
        link(row.title, Screen.CONTACT, ({"list": came_from} if came_from else {}) | {"id": str(row.id)}),
        row.kind.value,
        text(row.owner),
        status,
        engaged,
        with_machines(row.opens, row.machine_opens),
        with_machines(row.clicks, row.machine_clicks),
        count(row.replies),
        opt_out_badges(row.do_not_email, row.do_not_text, zone),
        "<br>".join([*map(text, row.emails[:1]), *(text(shown_phone(phone)) for phone in row.phones[:1])]),
    )
    kinds = (kind for _, _, kind in _HEADS)
    row_cells = (f'<td class="{kind}">{cell}</td>' for kind, cell in zip(kinds, cells, strict=True))
    return f"<tr>{''.join(row_cells)}</tr>"

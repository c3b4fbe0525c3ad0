"""Contacts who are on no list: what they did, and whom they may belong to."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.query.contacts.unknown import Suggestion, UnknownRow
from engagement.query.question.rows import ContactRow
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.figures import count, with_machines
from engagement.ui.parts.markup import Html, counted, joined, number, text
from engagement.ui.parts.times import relative_time

_LONGEST_TEXT = 140  # characters shown of what they wrote
_HEADS = ("Messages", "Opens", "Clicks", "Replies")


def unknown_table(rows: Sequence[UnknownRow], chosen: int | None, now: datetime, zone: ZoneInfo) -> Html:
    """The table of `rows`; a click on one chooses it."""
    return joined(
        '<div class="eg-scroll" tabindex="0" role="region" aria-label="Unknown contacts">'
        '<table class="eg-table eg-rows eg-cards"><thead><tr><th scope="col">Address</th>'
        '<th scope="col">Last engagement</th>',
        *(f'<th scope="col" class="eg-number">{head}</th>' for head in _HEADS),
        '<th scope="col">Their latest text</th><th scope="col">May belong to</th></tr></thead><tbody>',
        *(_row(row, row.contact.id == chosen, now, zone) for row in rows),
        "</tbody></table></div>",
    )


def _row(row: UnknownRow, is_chosen: bool, now: datetime, zone: ZoneInfo) -> str:
    contact = row.contact
    engaged = '<span class="eg-quiet">never</span>'
    if contact.last_engaged_at:
        engaged = relative_time(contact.last_engaged_at, now, zone)
    likely = '<span class="eg-quiet">nobody found</span>'
    if row.suggestions:
        first = row.suggestions[0]
        likely = f"{text(first.contact.title)} <span class=eg-quiet>{text(first.reasons[0])}</span>"
    cells = (
        f'<td class="eg-name eg-address">{link(title(contact), Screen.UNKNOWN, {"who": str(contact.id)})}</td>',
        f'<td data-label="Last engagement">{engaged}</td>',
        f'<td class="eg-number" data-label="Messages">{number(row.messages)}</td>',
        f'<td class="eg-number" data-label="Opens">{with_machines(contact.opens, contact.machine_opens)}</td>',
        f'<td class="eg-number" data-label="Clicks">{with_machines(contact.clicks, contact.machine_clicks)}</td>',
        f'<td class="eg-number" data-label="Replies">{count(contact.replies)}</td>',
        f'<td data-label="Their latest text">{text(_short(row.last_text))}</td>' if row.last_text else "<td></td>",
        f'<td data-label="May belong to">{likely}</td>',
    )
    return f"<tr{' aria-current=true' if is_chosen else ''}>{''.join(cells)}</tr>"


def title(contact: ContactRow) -> str:
    """The addresses of a contact without a name."""
    return ", ".join((*contact.emails, *map(shown_phone, contact.phones))) or contact.title


def suggested(one: Suggestion) -> Html:
    """A contact that is suggested, as a link to it, and why."""
    who = one.contact
    facts = ", ".join(filter(None, (who.kind.value, who.owner and f"of {who.owner}", *who.emails[:1])))
    return joined(
        "<p>",
        link(who.title, Screen.CONTACT, {"id": str(who.id)}),
        f' <span class="eg-quiet">({text(facts)})</span>',
        f" because {text(' and '.join(one.reasons))}" if one.reasons else "",
        "</p>",
    )


def what_they_did(row: UnknownRow) -> str:
    """The sentence over the choices: "2 messages, 1 reply"."""
    contact = row.contact
    parts = [counted(row.messages, "message")]
    for value, word in ((contact.opens, "open"), (contact.clicks, "click")):
        parts += [counted(value, word)] if value else []
    parts += [counted(contact.replies, "reply", "replies")] if contact.replies else []
    return ", ".join(parts)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_TEXT else f"{words[: _LONGEST_TEXT - 1]}…"

"""Contacts who are on no list: what they did, and whom they may belong to."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.lib.text import excerpt
from engagement.query.contacts.unknown import Suggestion, UnknownRow
from engagement.query.question.rows import ContactRow
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.figures import count, opt_out_badges, with_machines
from engagement.ui.parts.markup import Html, counted, joined, number, text
from engagement.ui.parts.table import NUMBER, Head, Row, table
from engagement.ui.parts.times import relative_time

_LONGEST_TEXT = 140  # characters shown of what they wrote
_HEADS = (
    Head("Address", cells="eg-name eg-address", names_card=True),
    Head("Last engagement"),
    *(Head(words, NUMBER) for words in ("Messages", "Opens", "Clicks", "Replies")),
    Head("Their latest text", is_long=True),
    Head("May belong to", is_long=True),
)


def unknown_table(rows: Sequence[UnknownRow], chosen: int | None, now: datetime, zone: ZoneInfo) -> Html:
    """The table of `rows`; a click on one chooses it."""
    shown = (_row(row, row.contact.id == chosen, now, zone) for row in rows)
    return table(_HEADS, shown, kind="eg-rows", label="Unknown contacts")


def _row(row: UnknownRow, is_chosen: bool, now: datetime, zone: ZoneInfo) -> Row:
    contact = row.contact
    engaged = '<span class="eg-quiet">never</span>'
    if contact.last_engaged_at:
        engaged = relative_time(contact.last_engaged_at, now, zone)
    likely = '<span class="eg-quiet">nobody found</span>'
    if row.suggestions:
        first = row.suggestions[0]
        likely = f"{text(first.contact.title)} <span class=eg-quiet>{text(first.reasons[0])}</span>"
    cells = (
        joined(link(title(contact), Screen.UNKNOWN, {"chosen": str(contact.id)}), _consent(contact, zone)),
        engaged,
        number(row.messages),
        with_machines(contact.opens, contact.machine_opens),
        with_machines(contact.clicks, contact.machine_clicks),
        count(contact.replies),
        text(excerpt(row.last_text or "", _LONGEST_TEXT)),
        likely,
    )
    return Row(cells, is_current=is_chosen)


def _consent(contact: ContactRow, zone: ZoneInfo) -> Html:
    """What they must not be sent, or asked not to be."""
    shown = opt_out_badges(
        contact.do_not_email, contact.do_not_text, zone, call=contact.do_not_call, asked_at=contact.asked_to_stop_at
    )
    return joined('<span class="eg-second">', shown, "</span>") if shown else shown


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

"""Somebody to call as one line: who, why, what last passed between us, and how to reach them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.query.calls.touches import Touch, last_touches
from engagement.query.calls.who_to_call import Call
from engagement.query.consent.may_write import MayWrite, may_write_all
from engagement.query.question.rows import ContactRow
from engagement.ui.address.links import link
from engagement.ui.calls.reach_buttons import reach_buttons
from engagement.ui.calls.reasons import touch_list, why
from engagement.ui.frame.account import Account
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, icon, joined, text
from engagement.ui.parts.table import Head, table


@dataclass(frozen=True, slots=True)
class Reaching:
    """How some contacts may be reached now, and what last passed between us, by contact."""

    now: datetime
    zone: ZoneInfo
    answers: Mapping[int, Sequence[MayWrite]] = field(default_factory=dict)
    touches: Mapping[int, Sequence[Touch]] = field(default_factory=dict)


def reaching(account: Account, contact_ids: Sequence[int]) -> Reaching:
    """Of some contacts, asked for all of them at once."""
    answers = may_write_all(account.view, account.settings, contact_ids, account.now)
    return Reaching(account.now, account.zone, answers, last_touches(account.view, contact_ids))


def who_line(person: ContactRow, known: Reaching, place: str) -> Html:
    """Who it is, with the last touches where the pointer or the keyboard is on the name, or its button is tapped.

    `place` tells the line from another of the same person on the page.
    """
    owner = f' <span class="eg-quiet">{text(person.owner)}</span>' if person.owner else ""
    name = link(person.title, Screen.CONTACT, {"id": str(person.id)})
    touches = known.touches.get(person.id, ())
    if not touches:
        return joined("<b>", name, "</b>", owner)
    spot = f"touches-{place}-{person.id}"
    return joined(
        '<span class="eg-touches"><b>',
        name,
        f'</b> <button type="button" class="eg-ask" aria-describedby="{spot}" aria-label="Last touches">',
        icon("history"),
        f'</button><span class="eg-touch-list" role="tooltip" id="{spot}">',
        touch_list(touches, known.now, known.zone),
        "</span></span>",
        owner,
    )


def buttons_of(person: ContactRow, known: Reaching) -> Html:
    """How somebody may be reached now."""
    return reach_buttons(known.answers.get(person.id, ()), person.title)


def call_table(calls: Sequence[Call], known: Reaching) -> Html:
    """Whom to call as a table: who, and why in words with the buttons."""
    heads = (Head("Name", cells="eg-name"), Head("Why", cells="eg-reason"))
    rows = (
        (
            joined('<div class="eg-call">', who_line(one.contact, known, "table"), "</div>"),
            joined(why(one, known.now, known.zone), buttons_of(one.contact, known)),
        )
        for one in calls
    )
    return table(heads, rows, kind="eg-overview", label="Who to call")

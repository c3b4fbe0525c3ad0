"""Two contacts who may be one person, side by side."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from engagement.domain.addresses import shown_phone
from engagement.domain.vocabulary import KIND_WORDS
from engagement.query.contacts.duplicates import Candidate, Proposal
from engagement.ui.address.links import link
from engagement.ui.duplicates.merging import apart_button, merge_button
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.badge import badge
from engagement.ui.parts.figures import opt_out_badges
from engagement.ui.parts.markup import Html, counted, joined, text
from engagement.ui.parts.times import relative_time


def draw_couple(proposal: Proposal, now: datetime, zone: ZoneInfo) -> None:
    """The reason, the two, and what a person may decide."""
    one, other = proposal.one, proposal.other
    with st.container(border=True, key=f"couple-{one.contact.id}-{other.contact.id}"):
        reason = "; ".join(proposal.reasons)
        weak = ' <span class="eg-quiet">A weak sign: two of a family may be meant.</span>' if proposal.is_weak else ""
        st.html(joined(f"<p><b>{text(reason[:1].upper() + reason[1:])}.</b>", weak, "</p>"))
        for place, (mine, theirs) in zip(st.columns(2, gap="large"), ((one, other), (other, one)), strict=True):
            with place:
                st.html(_side(mine, now, zone))
                merge_button(mine.contact, theirs.contact)
        apart_button(one.contact, other.contact)


def _side(one: Candidate, now: datetime, zone: ZoneInfo) -> Html:
    row = one.contact
    facts = [KIND_WORDS[row.kind], *(f"{word} {value}" for word, value in _facts(one) if value)]
    status = ""
    if row.last_status is not None and row.last_status_channel is not None and row.last_status_at is not None:
        status = f"{badge(row.last_status_channel, row.last_status)} {relative_time(row.last_status_at, now, zone)}, "
    out = opt_out_badges(row.do_not_email, row.do_not_text, zone, call=row.do_not_call, asked_at=row.asked_to_stop_at)
    addresses = [*row.emails, *map(shown_phone, row.phones)]
    return joined(
        f'<p class="eg-address"><b>{link(row.title, Screen.CONTACT, {"id": str(row.id)})}</b><br>',
        f'<span class="eg-quiet">{text(", ".join(facts))}</span><br>',
        "<br>".join(map(text, addresses)) if addresses else '<span class="eg-quiet">no address</span>',
        f"<br>{status}{counted(one.messages, 'message')} {out}</p>",
    )


def _facts(one: Candidate) -> tuple[tuple[str, str], ...]:
    row = one.contact
    return ("of", row.owner), ("at stage", row.stage), ("from", row.source), ("labelled", ", ".join(row.labels))

"""What a person sets on a contact: deciding on their requests, and do-not-email, -text or -call with a reason."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy import Engine

from engagement.domain.consent import Code, ConsentChannel, What
from engagement.ingest.by_hand import LONGEST_REASON, set_consent
from engagement.query.consent.held import DecidedRequest, HeldRequest
from engagement.query.question.rows import ContactRow, OptOut
from engagement.ui.address.links import link
from engagement.ui.consent.deciding import decision_buttons, undo_button
from engagement.ui.consent.request_view import asked, marked
from engagement.ui.frame.by_hand import act, your_name
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.figures import DECISION_WORDS
from engagement.ui.parts.markup import Html, icon, joined, label, text
from engagement.ui.parts.times import relative_time

_CHANNEL, _REASON = "by-hand-channel", "by-hand-reason"
_CHANNELS = {ConsentChannel.EMAIL: "Email", ConsentChannel.TEXT: "Texts", ConsentChannel.CALL: "Calls"}
_CLOSE = {
    ConsentChannel.EMAIL: "Do not email",
    ConsentChannel.TEXT: "Do not text",
    ConsentChannel.CALL: "Do not call",
}
_OPEN = {
    ConsentChannel.EMAIL: "May be emailed again",
    ConsentChannel.TEXT: "May be texted again",
    ConsentChannel.CALL: "May be called again",
}


def waiting_requests(row: ContactRow, requests: list[HeldRequest], now: datetime, zone: ZoneInfo) -> None:
    """The requests that wait, right under the name, each with its two buttons."""
    for request in requests:
        with st.container(border=True, key=f"waiting-{request.message_id}"):
            when = relative_time(request.at, now, zone)
            st.html(joined(f'<p class="eg-head"><b>{icon("front_hand")} Asked to stop</b> {when}</p>', asked(request)))
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                decision_buttons(row.id, request.message_id, row.title)
    if requests:
        your_name()


def decided_lines(row: ContactRow, decided: list[DecidedRequest], now: datetime, zone: ZoneInfo) -> None:
    """What was decided on their requests, by whom and when, each with the way back."""
    for one in decided:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(_decided(one, now, zone), width="content")
            undo_button(row.id, one.request.message_id, row.title, place="contact")


def _decided(one: DecidedRequest, now: datetime, zone: ZoneInfo) -> Html:
    by = f" by {text(one.by)}" if one.by else ""
    sign = icon("block" if one.decision is Code.STOP else "reply")
    return joined(
        f"<p>{sign} “{marked(one.request.words, one.request.telling)}”. {DECISION_WORDS[one.decision]} ",
        f'<span class="eg-quiet">{by} {relative_time(one.decided_at, now, zone)}</span></p>',
    )


def by_hand(row: ContactRow, *, asks_name: bool) -> None:
    """The button that opens the choices, and the link to the history. With `asks_name` the name is asked there."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        button = st.popover("Do not email, text or call", icon=":material/block:", key="by-hand", on_change="rerun")
        st.html(link("Consent history", Screen.CONSENT, {"who": str(row.id)}), width="content")
    if not button.open:
        return
    with button:
        channel = st.radio("What", list(_CHANNELS), key=_CHANNEL, format_func=_CHANNELS.__getitem__, horizontal=True)
        opt_out = _opt_out(row, channel)
        st.text_input(
            "Why", key=_REASON, max_chars=LONGEST_REASON, placeholder="Told us on the phone; signed the form; ..."
        )
        if asks_name:
            your_name()
        what = What.IN if opt_out else What.OUT
        words = (_OPEN if opt_out else _CLOSE)[channel]
        sign = ":material/check_circle:" if opt_out else ":material/block:"
        st.button(words, key="by-hand-set", icon=sign, on_click=_set, args=(row.id, row.title, channel, what))
        if opt_out:
            st.caption(f"Closed now: {label(opt_out.reason)}. Open it again only with their word for it.")


def _opt_out(row: ContactRow, channel: ConsentChannel) -> OptOut | None:
    if channel is ConsentChannel.CALL:
        return row.do_not_call
    return row.do_not_email if channel is ConsentChannel.EMAIL else row.do_not_text


def _set(contact_id: int, title: str, channel: ConsentChannel, what: What) -> None:
    reason = str(st.session_state.get(_REASON, ""))
    said = joined(text(title), f": {(_CLOSE if what is What.OUT else _OPEN)[channel].lower()}, from now on.")

    def change(engine: Engine, by: str) -> tuple[Html, None]:
        set_consent(engine, contact_id, channel, what, reason, by)
        st.session_state[_REASON] = ""  # one reason is not to stand as the proof of the next change too
        return said, None

    act(change)

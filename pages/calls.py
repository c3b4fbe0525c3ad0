"""Who to call: a list of work, with buttons to reach each; who waits for an answer, and how long answers take."""

import streamlit as st

from engagement.lib.text import folded
from engagement.query.calls.dispositions import said_lately
from engagement.query.calls.waiting import WAITING, waiting_for_answer
from engagement.query.calls.who_to_call import LATELY, who_to_call
from engagement.query.contacts.contact_rows import rows_of_ids
from engagement.query.matching.membership import values_in_scope
from engagement.query.question.rows import ContactRow
from engagement.store.sets import Field
from engagement.ui.address.links import link
from engagement.ui.calls.answer_times import OWNER, answer_table, overall_line
from engagement.ui.calls.call_rows import Reaching, buttons_of, reaching, who_line
from engagement.ui.calls.counted import CALLS as COUNTED_CALLS
from engagement.ui.calls.counted import WAITING as COUNTED_WAITING
from engagement.ui.calls.disposing import disposition_buttons, said_words, undo_button
from engagement.ui.calls.reasons import waits, why
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.browser_memory import keep_memory
from engagement.ui.frame.by_hand import named, outcome, your_name
from engagement.ui.frame.explained import Explainer, explainer
from engagement.ui.frame.paging import page_number
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, counted, joined, text
from engagement.ui.parts.notice import nothing_here
from engagement.ui.parts.times import relative_time

A_PAGE, SAID = 10, 10
PAGE = "calls-page"
EVERYBODY = "Everybody’s"
CALLS = (
    f"Engaged in the last {LATELY} days, and nobody has written to them since: no text or email by hand. "
    "Replies come before clicks, clicks before opens; machines do not count. “Done” lasts until they do something new."
)
NO_CALLS = f"Everybody who engaged in the last {LATELY} days has been answered."
WAIT = (
    f"Texts of the last {WAITING} days that nobody answered by a text or email by hand, who waits the longest first. "
    "Requests to stop, reactions and automatic answers wait for none."
)
NO_WAIT = f"Every text of the last {WAITING} days has been answered."


def chosen_owner(account: Account) -> str | None:
    """Whose contacts are listed; None for everybody's."""
    owners = sorted(filter(None, values_in_scope(account.view)[Field.OWNER]), key=lambda one: (folded(one), one))
    chosen = st.selectbox("Owner", [EVERYBODY, *owners], key=OWNER, bind="query-params", width=320)
    return None if chosen == EVERYBODY else chosen


def draw_person(account: Account, person: ContactRow, told: Html, known: Reaching, place: str) -> None:
    """Somebody, why, how to reach them, and what may be said of them."""
    with st.container(key=f"{place}-{person.id}", horizontal=True, gap="small", vertical_alignment="center"):
        st.html(joined('<div class="eg-call">', who_line(person, known, place), f"<br>{told}</div>"))
        with st.container(horizontal=True, gap="small", vertical_alignment="center", width="content"):
            st.html(buttons_of(person, known), width="content")
            disposition_buttons(person.id, person.title, account.view.today, place)


def draw_calls(account: Account, owner: str | None, by: str, explain: Explainer) -> None:
    """Whom to call, a page of them, and the way on."""
    asked = st.query_params.get(PAGE, "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) <= 4 else 1
    found = who_to_call(account.view, owner=owner, by=by, page=max(page, 1), limit=A_PAGE)
    if not found.calls:
        nothing_here(NO_CALLS if page == 1 else "Nobody is left on this page.")
    known = reaching(account, [call.contact.id for call in found.calls])
    for call in found.calls:
        draw_person(account, call.contact, why(call, known.now, known.zone), known, "call")
    whose = {} if owner is None else {OWNER: owner}
    ways = [link("Back to the first", Screen.CALLS, whose)] if page > 1 else []
    if not found.is_whole:
        ways.append(link(f"There are more: the next {A_PAGE}", Screen.CALLS, {**whose, PAGE: str(page + 1)}))
    if ways:
        st.html(joined('<p class="eg-line">', *ways, "</p>"))
    if found.calls:
        st.html(explain.details("Who to call", COUNTED_CALLS))


def draw_waiting(account: Account, owner: str | None, by: str, explain: Explainer) -> None:
    """Who waits for an answer, and how long answers take."""
    page = int(st.session_state.get("waiting-page", 1))
    found = waiting_for_answer(account.view, owner=owner, by=by, page=page, size=A_PAGE)
    many = found.overall.waiting
    st.html(f"<h2>{counted(many, 'person', 'people') if many else 'Nobody'} waiting for an answer</h2>")
    counted_how = explain.details("Waiting for an answer", COUNTED_WAITING)
    st.html(joined(f'<p class="eg-quiet">{WAIT}</p>', overall_line(found.overall), counted_how))
    place = st.container()
    page_number("waiting-page", (owner, by), many, A_PAGE)
    with place:
        if not many:
            nothing_here(NO_WAIT)
        known = reaching(account, [one.contact_id for one in found.waiting])
        people = {row.id: row for row in rows_of_ids(account.view, [one.contact_id for one in found.waiting], True)}
        for one in found.waiting:
            draw_person(account, people[one.contact_id], waits(one, known.now, known.zone), known, "waits")
    if owner is None and len(found.by_owner) > 1:
        st.html(answer_table(found.by_owner, explain))


def draw_said(account: Account) -> None:
    """What was said last, each with the way back."""
    lately = said_lately(account.view, SAID)
    if not lately:
        return
    st.html("<h2>Said lately</h2>")
    for one in lately:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"decided-call-{one.id}"):
            undo_button(one)
            who = link(one.name or "A contact without a name", Screen.CONTACT, {"id": str(one.contact_id)})
            when = relative_time(one.at, account.now, account.zone)
            said = text(said_words(one.what, one.until, one.by))
            st.html(joined("<p>", who, ": ", said, ", by ", text(one.by), " ", when, "</p>"))


def draw(account: Account) -> None:
    """The screen."""
    st.html(f'<h1>Who to call</h1><p class="eg-sentence">{CALLS}</p>')
    outcome()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        your_name()
        owner = chosen_owner(account)
    by = named() or owner or ""  # whose “not for me” counts
    explain = explainer(account)
    with st.container(key="calls"):
        draw_calls(account, owner, by, explain)
        draw_waiting(account, owner, by, explain)
        draw_said(account)
    keep_memory()


show(draw)

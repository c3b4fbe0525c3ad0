"""Consent: requests to stop that wait for a decision, texts sent after a stop, and the history of an address."""

import streamlit as st

from engagement.domain.addresses import shown_phone
from engagement.errors import ContactNotFound
from engagement.query.consent.after_stop import after_stop_by_number, texts_after_stop
from engagement.query.consent.held import decided_requests, held_requests
from engagement.query.consent.history import consent_history
from engagement.query.contact.timeline import find_contact
from engagement.query.contacts.contact_list import Sort, count_contacts, list_contacts
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.rows import ContactRow
from engagement.ui.address.links import link
from engagement.ui.consent.after_stop_table import after_stop_table, numbers_line
from engagement.ui.consent.deciding import decision_buttons, undo_button
from engagement.ui.consent.history_table import history_csv, history_head, history_table
from engagement.ui.consent.request_view import asked, decided_line, whose
from engagement.ui.frame.account import Account, connected, show
from engagement.ui.frame.browser_memory import keep_memory
from engagement.ui.frame.by_hand import outcome, your_name
from engagement.ui.frame.paging import page_number
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import counted, icon, joined, number, text
from engagement.ui.parts.notice import nothing_here

WHO, PART, AFTER_STOP = "who", "part", "after-stop"
HELD_A_PAGE, TEXTS_A_PAGE, DECIDED = 10, 50, 10
FOUND = 6  # people that a name may mean
LONGEST = 320  # characters of an address or a name
HELD = (
    "Each asked to stop in words of their own. Until you decide they are off Who to call, and their numbers are left "
    "out of files. “Stop” closes their number; “It is a reply” lets it go on."
)
NO_HELD = "No text waits for a decision."
AFTER = "Texts of ours to a number that had opted out by then. Refused ones are left out: they reached nobody."
NO_AFTER = "All is well: no text was sent to anybody after they opted out."
NO_HISTORY = "Nothing is on file: they neither opted in nor out."
NOBODY = "Nobody has that address, number or name: check the spelling."


def draw_held(account: Account) -> None:
    """The requests that wait, the newest first."""
    waiting = held_requests(account.view)
    st.html(f"<h2>{counted(len(waiting), 'request') if waiting else 'Requests'} to decide on</h2>")
    if not waiting:
        nothing_here(NO_HELD)
        return
    st.html(f'<p class="eg-quiet">{HELD}</p>')
    your_name()
    place = st.container()
    page = page_number("held-page", None, len(waiting), HELD_A_PAGE)
    for request in waiting[(page - 1) * HELD_A_PAGE : page * HELD_A_PAGE]:
        with place.container(border=True, key=f"held-{request.message_id}"):
            st.html(joined(whose(request, account.now, account.zone), asked(request)))
            with st.container(horizontal=True, gap="small"):
                decision_buttons(request.contact_id, request.message_id, request.title)


def draw_decided(account: Account) -> None:
    """What was decided, the last first, each with the way back."""
    decided = decided_requests(account.view, DECIDED)
    if not decided:
        return
    st.html(f"<h2>Decided{' lately' if len(decided) == DECIDED else ''}</h2>")
    for one in decided:
        key = f"decided-{one.request.message_id}"
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
            undo_button(one.request.contact_id, one.request.message_id, one.request.title, place="list")
            st.html(decided_line(one, account.now, account.zone))


def draw_after_stop(account: Account) -> None:
    """The texts that were sent after a stop, and by which of our numbers."""
    found = texts_after_stop(account.view)
    st.html(f"<h2>{counted(len(found), 'text') if found else 'Texts'} sent after a stop</h2>")
    if not found:
        nothing_here(NO_AFTER)
        return
    st.html(joined(f'<p class="eg-quiet">{AFTER}</p>', numbers_line(after_stop_by_number(found))))
    place = st.container()
    page = page_number("after-stop-page", None, len(found), TEXTS_A_PAGE)
    some = found[(page - 1) * TEXTS_A_PAGE : page * TEXTS_A_PAGE]
    place.html(after_stop_table(some, account.now, account.zone))


def title_of(account: Account, who: str) -> str | None:
    """What the contact that `who` means is called; None when it means none by its id, address or number."""
    try:
        return find_contact(account.view, who).title
    except ContactNotFound:
        return None


def draw_people(account: Account, who: str) -> None:
    """Whom a name may mean, each with a link to their history."""
    wanted = EngagementFilter(search=who)
    found = list_contacts(account.view, wanted, sort=Sort.NAME, size=FOUND)
    if not found:
        nothing_here(NOBODY)
        return
    more = count_contacts(account.view, wanted) - len(found)
    beyond = ""
    if more:
        others = link(f"{number(more)} more", Screen.CONTACTS, {"search": who})
        beyond = f'<p class="eg-quiet">And {others}: type more of the name.</p>'
    st.html(joined("<p>Whose history?</p><ul>", *map(_person, found), "</ul>", beyond))


def _person(one: ContactRow) -> str:
    """Somebody a name may mean, with what tells them from another of that name."""
    addresses = (*one.emails[:1], *map(shown_phone, one.phones[:1]))
    told = ", ".join(text(address) for address in addresses if address != one.title)
    return f'<li>{link(one.title, Screen.CONSENT, {WHO: str(one.id)})} <span class="eg-quiet">{told}</span></li>'


def draw_history(account: Account, who: str) -> None:
    """The history of what `who` means, to read, print and download."""
    title, rows = title_of(account, who), consent_history(account.view, who)
    if title is None and not rows:
        draw_people(account, who)
        return

    def csv() -> bytes:
        with connected() as again:
            return history_csv(consent_history(again.view, who), again.viewpoint.zone)

    with st.container(key="history"):
        st.html(history_head(title or who.strip(), rows, account.now, account.zone))
        if rows:
            st.html(history_table(rows, account.zone))
        else:
            nothing_here(NO_HISTORY)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if rows:
            name = f"consent-history-{account.view.today}.csv"
            st.download_button("CSV", csv, name, "text/csv", icon=":material/download:", on_click="ignore")
            st.html(
                f'<button type="button" class="eg-button" data-print>{icon("print")} Print</button>', width="content"
            )
        if title is not None:
            contact = find_contact(account.view, who)
            st.html(link(f"To {title}", Screen.CONTACT, {"id": str(contact.id)}), width="content")


def draw(account: Account) -> None:
    """The screen."""
    who = st.query_params.get(WHO, "")[:LONGEST].strip()
    only_after = st.query_params.get(PART, "") == AFTER_STOP
    if who or only_after:
        st.html(
            joined('<p class="eg-back">', icon("arrow_back"), " ", link("All of Consent", Screen.CONSENT, {}), "</p>")
        )
    st.html("<h1>Consent</h1>")
    outcome()
    if not only_after:
        st.text_input(
            "Consent history of", key=WHO, bind="query-params", placeholder="An address, a number or a name", width=420
        )
    if who:
        draw_history(account, who)
    elif only_after:
        draw_after_stop(account)
    else:
        draw_held(account)
        draw_decided(account)
        draw_after_stop(account)
    keep_memory()


show(draw)

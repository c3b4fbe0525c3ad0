"""Contact: one person, named by `id` in the address, with the timeline of their emails and texts."""

from collections.abc import Mapping

import streamlit as st

from engagement.domain.consent import Code
from engagement.errors import ContactNotFound
from engagement.query.consent.held import DecidedRequest, requests_of_contact
from engagement.query.consent.may_write import may_write
from engagement.query.contact.clicked_links import clicked_links
from engagement.query.contact.lanes import lane_marks
from engagement.query.contact.merged import merges_of
from engagement.query.contact.reachability import Reachability, reachability
from engagement.query.contact.timeline import count_messages, find_contact, timeline
from engagement.query.contacts.explain import explain
from engagement.query.matching.campaign_people import named
from engagement.query.matching.sentence import describe
from engagement.query.question.rows import ContactRow
from engagement.ui.address.contact_params import CAMPAIGN, filter_of, unpacked
from engagement.ui.address.links import link, messages_address
from engagement.ui.contact.consent_by_hand import by_hand, decided_lines, waiting_requests
from engagement.ui.contact.contact_head import address_table, contact_head, reach_lines
from engagement.ui.contact.lanes import draw_lanes
from engagement.ui.contact.may_lines import may_lines
from engagement.ui.contact.merged_lines import merged_lines
from engagement.ui.contact.timeline_choice import show_everything, timeline_choice
from engagement.ui.contact.timeline_view import timeline_list
from engagement.ui.contacts.explanation import explanation
from engagement.ui.contacts.sidebar import KEYS
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.browser_memory import keep_memory
from engagement.ui.frame.by_hand import outcome, your_name
from engagement.ui.frame.going import go_to
from engagement.ui.frame.paging import page_number
from engagement.ui.frame.screens import Screen
from engagement.ui.frame.shell import set_up_page
from engagement.ui.parts.markup import counted, icon, joined, number
from engagement.ui.parts.notice import nothing_here, problem

MESSAGES_A_PAGE = 50
LIST_PARAMS = frozenset((*KEYS, *CAMPAIGN, "sort", "page", "columns"))
LONGEST_NAME = 320  # of an id, number or email address; what is longer names nobody


def came_from() -> dict[str, list[str]]:
    """The list that the address says the contact was on, as parameters."""
    return {name: values for name, values in unpacked(st.query_params.get("list", "")).items() if name in LIST_PARAMS}


def back() -> None:
    """The way back to the list, as it was left."""
    list_of = came_from() or st.session_state.get("contacts-address", {})
    st.html(joined('<p class="eg-back">', icon("arrow_back"), " ", link("Contacts", Screen.CONTACTS, list_of), "</p>"))


def draw_why(account: Account, row: ContactRow) -> None:
    """Why the contact is on the list the address names, or no longer is; nothing when it names none."""
    asked = named(account.view, filter_of(came_from(), account.view.today))
    if not asked.is_open:
        why = explain(account.view, row.id, asked)
        st.html(explanation(why, describe(asked, account.viewpoint), account.now, account.zone))


def find(account: Account) -> ContactRow | None:
    """The contact the address names, or None after saying that there is none."""
    who = st.query_params.get("id", "")[:LONGEST_NAME]
    if not who:
        problem("The address names no contact: go back to Contacts and choose one from the list.")
        return None
    try:
        return find_contact(account.view, who)
    except ContactNotFound as error:
        problem(str(error))
        return None


def draw_consent(account: Account, row: ContactRow, found: Reachability) -> list[DecidedRequest]:
    """Whether they may be written to now, and what a person decides; gives the decisions that stand."""
    outcome()
    waiting, decided = requests_of_contact(account.view, row.id)
    closed = {one.address for one in found.addresses if one.opt_out}  # of these nothing is left to decide
    open_ones = [one for one in waiting if one.address not in closed]
    waiting_requests(row, open_ones, account.now, account.zone)
    st.html(may_lines(may_write(account.view, account.settings, row.id, account.now, found.addresses)))
    decided_lines(row, decided, account.now, account.zone)
    merges = merges_of(account.view, row.id)
    merged_lines(merges, account.now, account.zone)
    if merges and not open_ones:
        your_name()
    by_hand(row, asks_name=not open_ones and not merges)
    return decided


def draw_timeline(account: Account, row: ContactRow, decisions: Mapping[int, Code]) -> None:
    """The messages that are chosen, as a picture and as a list, newest first, a page at a time."""
    every = count_messages(account.view, row.id)
    if not every:
        st.html("<h2>Messages</h2>")
        nothing_here("No email or text has been sent to this contact, and none came from them.")
        return
    heading = st.container()
    wanted = timeline_choice()
    count = count_messages(account.view, row.id, wanted)
    of_all = "" if count == every else f" of {number(every)}"
    heading.html(f"<h2>{counted(count, 'message')}{of_all}, newest first</h2>")
    if not count:
        nothing_here("None of their messages is of that channel, status and origin together.")
        st.button("Show all messages", icon=":material/filter_alt_off:", on_click=show_everything)
        return
    if asked := draw_lanes(row.id, lane_marks(account.view, row.id, wanted), account.zone):
        go_to(messages_address(asked))
    place = st.container()
    page = page_number("messages", wanted, count, MESSAGES_A_PAGE)
    messages = timeline(account.view, row.id, limit=MESSAGES_A_PAGE, offset=(page - 1) * MESSAGES_A_PAGE, wanted=wanted)
    links = clicked_links(account.view, row.id, [one.id for one in messages if one.clicks])
    place.html(timeline_list(messages, account.now, account.zone, links, decisions))


def draw(account: Account) -> None:
    """The screen."""
    back()
    row = find(account)
    if row is None:
        return
    set_up_page(row.title)
    st.html(contact_head(row, account.zone))
    found = reachability(account.view, row.id)
    with st.container(key="contact"):  # beside each other where there is room (style.css)
        facts, conversation = st.columns([4, 5], gap="large")
    with facts:
        decided = draw_consent(account, row, found)
        st.html(joined(reach_lines(found), address_table(found.addresses, account.now, account.zone)))
        draw_why(account, row)
    with conversation:
        draw_timeline(account, row, {one.request.message_id: one.decision for one in decided})
    keep_memory()


show(draw)

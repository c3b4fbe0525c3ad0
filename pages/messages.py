"""Messages: why somebody did not get one, and every list of messages that a number stands for."""

from collections.abc import Mapping

import streamlit as st

from engagement.errors import ContactNotFound
from engagement.query.contacts import PAGE_SIZE, Sort, count_contacts, list_contacts
from engagement.query.filter import EngagementFilter
from engagement.query.investigation import answer_about, investigate
from engagement.query.message_filter import MessageFilter
from engagement.query.message_sentence import describe_messages
from engagement.query.messages import WORDS_REACH, MessageList, campaign_names, find_message
from engagement.query.rows import ContactRow
from engagement.query.timeline import find_contact
from engagement.ui.account import Account, show
from engagement.ui.links import link
from engagement.ui.markup import counted, joined, number, text
from engagement.ui.message_filters import clear_question, message_question, other_parts, take_off
from engagement.ui.message_table import OPEN, message_table, named
from engagement.ui.notice import no_files, nothing_here
from engagement.ui.screens import Screen
from engagement.ui.times import day
from engagement.ui.verdict_view import answer_list

PAGE = "messages-page"
ANSWERED = 3  # people who are answered about; more are pointed to
ALL = "Every email and text, newest first. Who did not get one? Type their name above."
NOTHING = (
    "No message matches: check the spelling, widen the time, or clear the filter. A provider's id must be whole; "
    "names, addresses, numbers and words are found in part too."
)


def the_contact(account: Account, asked: MessageFilter) -> ContactRow | None:
    """The contact whose messages are asked for, if there is one in scope."""
    if asked.contact is None:
        return None
    try:
        found = find_contact(account.connection, str(asked.contact), account.viewpoint)
    except ContactNotFound:
        return None
    return found if found.id == asked.contact else None


def draw_other_parts(asked: MessageFilter, contact: ContactRow | None) -> None:
    """What of the question has no widget, each with a click to take it off."""
    parts = other_parts(asked, contact.title if contact else None)
    if parts:
        with st.container(horizontal=True, gap="small"):
            for words, names in parts.items():
                label = joined("Without ", words.partition(":")[0].lower())
                st.html(joined('<span class="eg-label">', text(words), "</span>"), width="content")
                st.button(label, key=f"without-{names[0]}", type="tertiary", on_click=take_off, args=(names,))


def draw_people(account: Account, asked: MessageFilter, contact: ContactRow | None, params: Mapping[str, str]) -> None:
    """The answer for each person the search finds, if they are few."""
    if contact is None and not asked.search:
        return
    searched = EngagementFilter(search=asked.search)
    people = [contact] if contact else list_contacts(account.connection, searched, account.viewpoint, size=ANSWERED)
    for person in people:
        answers = investigate(account.connection, person, asked.channel, account.viewpoint, account.now)
        st.html(answer_list(answers, params, account.now, account.zone))
    others = 0 if contact else count_contacts(account.connection, searched, account.viewpoint) - len(people)
    if others:
        words = f"The search finds {counted(others, 'more person', 'more people')}: "
        to_all = link("see them all on Contacts", Screen.CONTACTS, {"search": asked.search, "sort": Sort.NAME})
        st.html(joined('<p class="eg-quiet">', words, to_all, ", or type more of the name.</p>"))


def opened(account: Account, asked: MessageFilter, params: Mapping[str, str]) -> str:
    """Draw the message that the address opens; gives its name. Another question closes it."""
    name = st.query_params.get(OPEN, "")
    before, was_open = st.session_state.get("messages-asked", (asked, name))
    if name and name == was_open and before != asked:
        st.query_params.pop(OPEN, None)
        name = ""
    st.session_state["messages-asked"] = asked, name
    pair = named(name)
    message = pair and find_message(account.connection, *pair, account.viewpoint)
    if message:
        answer = answer_about(account.connection, message, account.viewpoint, account.now)
        st.html(answer_list([answer], params, account.now, account.zone))
    elif name:
        nothing_here("The message in the address is not on file: it may have moved to another contact. Search for it.")
    return name if message else ""


def page_number(asked: MessageFilter, count: int) -> int:
    """The page chosen under the list; the first one again when another list is asked for."""
    if st.session_state.get("messages-listed", asked) != asked:
        st.session_state[PAGE] = 1
    st.session_state["messages-listed"] = asked
    pages = -(-count // PAGE_SIZE)
    return st.pagination(pages, key=PAGE, bind="query-params") if pages > 1 else 1


def draw_nothing(account: Account, asked: MessageFilter) -> None:
    """What to do next when the list is empty."""
    if MessageList(account.connection, MessageFilter(), account.viewpoint).count() == 0:
        no_files("There are no messages yet")
        return
    nothing_here(NOTHING)
    st.button("Clear the filter", key="clear", icon=":material/filter_alt_off:", on_click=clear_question)


def draw(account: Account) -> None:
    """The screen."""
    heading = st.container()
    campaigns = campaign_names(account.connection, account.viewpoint)
    asked, params = message_question(campaigns, account.viewpoint)
    contact = the_contact(account, asked)
    wanted = MessageList(account.connection, asked, account.viewpoint)
    count = wanted.count()
    name = campaigns.get(asked.campaign) if asked.campaign is not None else None
    sentence = ALL if asked == MessageFilter() else describe_messages(asked, name, contact.title if contact else None)
    head = f"<h1>{counted(count, 'message')}</h1>"
    heading.html(joined('<div role="status">', head, '<p class="eg-sentence">', text(sentence), "</p></div>"))
    draw_other_parts(asked, contact)
    open_name = opened(account, asked, params)
    if not open_name:
        draw_people(account, asked, contact, params)
    if not count:
        draw_nothing(account, asked)
        return
    table = st.container()
    page = page_number(asked, count)
    here = dict(params) if page == 1 else {**params, PAGE: str(page)}
    table.html(message_table(wanted.page(page), here, open_name, account.now, account.zone))
    if wanted.found is not None and (since := wanted.found.searched_since) is not None:
        reach = f"Subjects and texts were searched for words in the newest {number(WORDS_REACH)} messages only, "
        st.html(f'<p class="eg-quiet">{reach}back to {day(since.astimezone(account.zone).date())}.</p>')


show(draw)

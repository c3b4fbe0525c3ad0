"""The answers on the Messages screen: about the people a search finds, and about the message the address opens."""

from collections.abc import Mapping

import streamlit as st

from engagement.errors import ContactNotFound
from engagement.lib.text import folded
from engagement.query.contact.timeline import find_contact
from engagement.query.contacts.contact_list import Sort, count_contacts, list_contacts
from engagement.query.messages.message_list import find_message, latest_trouble
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.rows import ContactRow
from engagement.query.verdicts.investigation import answer_about, investigate
from engagement.ui.address.links import link
from engagement.ui.frame.account import Account
from engagement.ui.frame.screens import Screen
from engagement.ui.messages.message_table import OPEN, named
from engagement.ui.messages.sidebar import other_parts, take_off
from engagement.ui.messages.verdict_view import answer_list
from engagement.ui.parts.markup import counted, joined, text
from engagement.ui.parts.notice import nothing_here

ANSWERED = 3  # people who are answered about; more are pointed to
_LOOKED_AT = 20  # people of whom those are chosen


def the_contact(account: Account, asked: MessageFilter) -> ContactRow | None:
    """The contact whose messages are asked for, if there is one in scope."""
    if asked.contact is None:
        return None
    try:
        found = find_contact(account.view, str(asked.contact))
    except ContactNotFound:
        return None
    return found if found.id == asked.contact else None


def draw_other_parts(asked: MessageFilter, contact: ContactRow | None) -> None:
    """What of the question has no widget, each with a click to take it off."""
    parts = other_parts(asked, contact.title if contact else None)
    if parts:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            for part in parts:
                words = joined('<span class="eg-label">', text(part.words), "</span>")
                st.html(words, width="content")
                key = f"without-{part.names[0]}"
                st.button(part.without, key=key, type="tertiary", on_click=take_off, args=(part.names,))


def draw_people(account: Account, asked: MessageFilter, contact: ContactRow | None, params: Mapping[str, str]) -> None:
    """The answer for each person the search finds: the first one whole, a line for each of the few others."""
    if contact is None and not asked.search:
        return
    people, count = ([contact], 1) if contact else _people(account, asked)
    for place, person in enumerate(people):
        answers = investigate(account.view, person, asked.channel, account.now)
        st.html(answer_list(answers, params, account.now, account.zone, is_open=place == 0))
    if count > len(people):
        words = f"The search finds {counted(count - len(people), 'more person', 'more people')}: "
        to_all = link("see them all on Contacts", Screen.CONTACTS, {"search": asked.search, "sort": Sort.NAME})
        st.html(joined('<p class="eg-quiet">', words, to_all, ", or type more of the name.</p>"))


def _people(account: Account, asked: MessageFilter) -> tuple[list[ContactRow], int]:
    """The people to answer about, and how many the search finds.

    First come those with the very name, then those to whom a message did not arrive, the latest such first.
    """
    searched = EngagementFilter(search=asked.search)
    count = count_contacts(account.view, searched)
    found = list_contacts(account.view, searched, size=_LOOKED_AT)
    ids = [person.id for person in found]
    trouble = latest_trouble(account.view, ids, asked.channel)
    wanted = set(folded(asked.search).split())

    def place(person: ContactRow) -> tuple[bool, float]:
        at = trouble.get(person.id)
        return not wanted <= set(folded(person.name).split()), -at.timestamp() if at else 0

    return sorted(found, key=place)[:ANSWERED], count


def draw_opened(account: Account, asked: MessageFilter, params: Mapping[str, str]) -> str:
    """Draw the message that the address opens; gives its name. Another question closes it."""
    name = st.query_params.get(OPEN, "")
    before, was_open = st.session_state.get("messages-asked", (asked, name))
    if name and name == was_open and before != asked:
        st.query_params.pop(OPEN, None)
        name = ""
    st.session_state["messages-asked"] = asked, name
    pair = named(name)
    message = pair and find_message(account.view, *pair)
    if message:
        answer = answer_about(account.view, message, account.now)
        st.html(answer_list([answer], params, account.now, account.zone))
    elif name:
        nothing_here("The message in the address is not on file: it may have moved to another contact. Search for it.")
    return name if message else ""

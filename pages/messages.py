"""Messages: why somebody did not get one, and every list of messages that a number stands for."""

import streamlit as st

from engagement.lib.moments import day_of, day_words
from engagement.query.consent.held import decisions_on
from engagement.query.contacts.contact_list import PAGE_SIZE
from engagement.query.intake.coverage import message_note
from engagement.query.messages.message_export import FORMATS, all_messages
from engagement.query.messages.message_list import MessageList, campaign_names
from engagement.query.messages.message_search import WORDS_REACH
from engagement.query.messages.message_sentence import describe_messages
from engagement.query.question.message_filter import MessageFilter
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.downloads import downloads
from engagement.ui.frame.paging import page_number
from engagement.ui.frame.panel import panel_answer
from engagement.ui.messages.answers import draw_opened, draw_other_parts, draw_people, the_contact
from engagement.ui.messages.message_table import message_table
from engagement.ui.messages.sidebar import clear_question, message_question
from engagement.ui.parts.markup import counted, joined, number, text
from engagement.ui.parts.notice import no_files, note, nothing_here

PAGE = "messages-page"
ALL = "Every email and text, newest first. Somebody did not get one? Type their name."
NOTHING = (
    "No message matches: check the spelling, widen the time, or clear the filter. A provider's id must be whole; "
    "names, addresses, numbers and words are found in part too."
)


def draw_nothing(account: Account, asked: MessageFilter) -> None:
    """What to do next when the list is empty."""
    if MessageList(account.view, MessageFilter()).count() == 0:
        no_files("There are no messages yet")
        return
    nothing_here(NOTHING)
    st.button("Clear the filter", key="clear", icon=":material/filter_alt_off:", on_click=clear_question)


def draw(account: Account) -> None:
    """The screen."""
    heading, panel = st.container(), st.sidebar.empty()
    campaigns = campaign_names(account.view)
    asked, params = message_question(campaigns, account.viewpoint)
    contact = the_contact(account, asked)
    wanted = MessageList(account.view, asked)
    count = wanted.count()
    name = campaigns.get(asked.campaign) if asked.campaign is not None else None
    sentence = ALL if asked == MessageFilter() else describe_messages(asked, name, contact.title if contact else None)
    head = f"<h1>{counted(count, 'message')}</h1>"
    heading.html(joined('<div role="status">', head, '<p class="eg-sentence">', text(sentence), "</p></div>"))
    panel_answer(panel, counted(count, "message"))
    note(message_note(account.view, asked))
    draw_other_parts(asked, contact)
    open_name = draw_opened(account, asked, params)
    if not open_name:
        draw_people(account, asked, contact, params)
    if not count:
        draw_nothing(account, asked)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        downloads(account, "messages", FORMATS, lambda view: all_messages(view, asked), sentence)
    table = st.container()
    page = page_number(PAGE, asked, count, PAGE_SIZE)
    here = dict(params) if page == 1 else {**params, PAGE: str(page)}
    rows = wanted.page(page)
    decisions = decisions_on(account.view, rows)
    table.html(message_table(rows, decisions, here, open_name, account.now, account.zone))
    if wanted.found is not None and (since := wanted.found.searched_since) is not None:
        reach = f"Subjects and texts were searched for words in the newest {number(WORDS_REACH)} messages only, "
        st.html(f'<p class="eg-quiet">{reach}back to {day_words(day_of(since, account.zone))}.</p>')


show(draw)

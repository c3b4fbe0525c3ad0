"""Saved filters on screen: each a link with how many it finds now; to save the one on screen, rename and delete."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from engagement.errors import EngagementError
from engagement.query.contacts.contact_list import count_contacts
from engagement.query.contacts.saved_filters import SavedFilter, list_saved
from engagement.store.engine import writing
from engagement.store.saved_filters import LONGEST_NAME, SHARED, delete_filter, rename_filter, save_filter
from engagement.ui.address.contact_params import filter_of, packed, unpacked
from engagement.ui.address.links import link
from engagement.ui.contacts.questions import question_links
from engagement.ui.frame.account import Account, connected
from engagement.ui.frame.browser_memory import visitor
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, icon, joined, number, text

_SAID = "saved-said"
_PRIVATE = "Only you, in this browser"
_EVERYBODY = "Everybody who opens this dashboard"
_FOR: tuple[str, ...] = (_PRIVATE, _EVERYBODY)


def saved_filters(account: Account, params: Mapping[str, Sequence[str]]) -> None:
    """Draw the button that opens the saved filters; `params` are those of the list on screen."""
    button = st.popover("Saved filters", icon=":material/bookmark:", key="saved", on_change="rerun")
    if not button.open:
        st.session_state.pop(_SAID, None)
        return
    with button:
        found = list_saved(account.view, visitor())
        place = st.container()  # there with nothing said too, so that what is below stays open
        if said := st.session_state.get(_SAID):
            place.html(f'<p role="status" class="eg-notice">{text(said)}</p>')
        st.html(f"<h2>Asked every day</h2>{question_links(account)}<h2>Saved</h2>{_list(account, found)}")
        _save_form(params)
        if found:
            _change_form(found)


def _list(account: Account, found: Sequence[SavedFilter]) -> Html:
    if not found:
        return Html('<p class="eg-quiet">None yet: narrow the list, then give it a name below.</p>')
    return joined('<ul class="eg-questions">', *(_line(account, one) for one in found), "</ul>")


def _line(account: Account, saved: SavedFilter) -> str:
    params = unpacked(saved.params)
    asked = filter_of(params, account.view.today)
    count = count_contacts(account.view, asked)
    whose = ("group", "shared") if saved.is_shared else ("lock", "private")
    return (
        f"<li>{link(saved.name, Screen.CONTACTS, params)} "
        f'<span class="eg-quiet">{icon(whose[0])} {whose[1]}</span> <span class="eg-count">{number(count)}</span></li>'
    )


def _save_form(params: Mapping[str, Sequence[str]]) -> None:
    st.text_input(
        "Save this list as", key="saved-name", max_chars=LONGEST_NAME, placeholder="In a few words, whom it finds"
    )
    st.radio("For", _FOR, key="saved-for")
    st.button("Save", key="saved-save", icon=":material/bookmark_add:", on_click=_save, args=(packed(params),))


def _change_form(found: Sequence[SavedFilter]) -> None:
    with st.expander("Rename or delete"):
        ids = [one.id for one in found]
        names = {one.id: f"{one.name} ({'shared' if one.is_shared else 'private'})" for one in found}
        chosen = st.selectbox("Saved filter", ids, key="saved-chosen", format_func=lambda one: names.get(one, ""))
        st.text_input("New name", key="saved-new-name", max_chars=LONGEST_NAME)
        with st.container(horizontal=True):
            st.button("Rename", icon=":material/edit:", key="saved-rename", on_click=_rename, args=(chosen,))
            st.button("Delete", icon=":material/delete:", key="saved-delete", on_click=_delete, args=(chosen, names))


def _save(params: str) -> None:
    name, shared = st.session_state["saved-name"], st.session_state["saved-for"] == _EVERYBODY

    def save(connection: Connection, account: Account) -> str:
        is_new = save_filter(connection, SHARED if shared else visitor(), name, params, account.now)
        st.session_state["saved-name"] = ""
        whom = "for everybody" if shared else "for you alone, in this browser"
        return f"Saved “{name.strip()}” {whom}." if is_new else f"“{name.strip()}” now finds this list, {whom}."

    _tell(save)


def _rename(filter_id: int) -> None:
    name = st.session_state["saved-new-name"]

    def rename(connection: Connection, _account: Account) -> str:
        rename_filter(connection, filter_id, visitor(), name)
        st.session_state["saved-new-name"] = ""
        return f"It is called “{name.strip()}” now."

    _tell(rename)


def _delete(filter_id: int, names: Mapping[int, str]) -> None:
    def delete(connection: Connection, _account: Account) -> str:
        is_gone = delete_filter(connection, filter_id, visitor())
        return f"Deleted “{names[filter_id]}”." if is_gone else "That saved filter was no longer there."

    _tell(delete)


def _tell(change: Callable[[Connection, Account], str]) -> None:
    """Make a change and keep the sentence that says what came of it."""
    try:
        with connected() as account, writing(account.engine) as connection:
            said = change(connection, account)
    except EngagementError as error:
        said = str(error)
    except SQLAlchemyError:
        said = "The database did not take it: try again, and if it stays so, check ENGAGEMENT_DATABASE_URL."
    st.session_state[_SAID] = said

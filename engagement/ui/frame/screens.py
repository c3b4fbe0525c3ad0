"""The screens there are: their names in addresses, their scripts and their titles."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

import streamlit as st

from engagement.domain.vocabulary import Channel, ContactKind
from engagement.lib.memory import settle_modules
from engagement.settings import PROJECT
from engagement.ui.frame.shell import dress_page, set_up_page
from engagement.ui.parts.markup import text

_INSIDE = "inside-dashboard"
_TITLE = "screen-title"


class Screen(StrEnum):
    """One screen; its value is its name in the address bar and, with .py, in pages/."""

    OVERVIEW = "overview"
    CALLS = "calls"
    CONTACTS = "contacts"
    CONTACT = "contact"
    MESSAGES = "messages"
    UNKNOWN = "unknown"
    DUPLICATES = "duplicates"
    CONSENT = "consent"
    CAMPAIGNS = "campaigns"
    CAMPAIGN = "campaign"
    IMPORTS = "imports"
    COVERAGE = "coverage"
    SETTINGS = "settings"
    GLOSSARY = "glossary"

    @property
    def script(self) -> str:
        """The script that draws the screen."""
        return str(PROJECT / "pages" / f"{self}.py")


class Entry(NamedTuple):
    """A screen as the navigation and the palette name it."""

    screen: Screen
    title: str
    icon: str  # a Material symbol


NAVIGATION: Mapping[str, tuple[Entry, ...]] = {
    "": (  # what is opened daily stands by itself; the others behind a mark each
        Entry(Screen.OVERVIEW, "Overview", "monitoring"),
        Entry(Screen.CALLS, "Who to call", "call"),
        Entry(Screen.CONTACTS, "Contacts", "group"),
        Entry(Screen.MESSAGES, "Messages", "forum"),
        Entry(Screen.CAMPAIGNS, "Campaigns", "campaign"),
    ),
    "Data": (
        Entry(Screen.IMPORTS, "Imports", "upload_file"),
        Entry(Screen.UNKNOWN, "Unknown contacts", "person_search"),
        Entry(Screen.COVERAGE, "Coverage", "event_available"),
    ),
    "More": (  # what waits on Consent for a decision is said on Overview
        Entry(Screen.CONSENT, "Consent", "front_hand"),
        Entry(Screen.DUPLICATES, "Duplicates", "merge"),
        Entry(Screen.SETTINGS, "Settings", "settings"),
        Entry(Screen.GLOSSARY, "Glossary", "menu_book"),
    ),
}
"""The screens that can be chosen, by the heading they stand under, in the order of how often they are used."""

_BY_LINK = (Entry(Screen.CONTACT, "Contact", "person"), Entry(Screen.CAMPAIGN, "Campaign", "campaign"))
"""One contact and one campaign: reached by links only."""

_MEANT = {  # what people type besides the names of the screens, and what they mean by it
    "home": "",
    "people": "",
    "leads": f"?kind={ContactKind.LEAD}",
    "agents": f"?kind={ContactKind.AGENT}",
    "unknown-contacts": Screen.UNKNOWN,
    "unknown_contacts": Screen.UNKNOWN,
    "opt-outs": Screen.CONSENT,
    "who-to-call": Screen.CALLS,
    "call": Screen.CALLS,
    "emails": f"{Screen.MESSAGES}?channel={Channel.EMAIL}",
    "texts": f"{Screen.MESSAGES}?channel={Channel.TEXT}",
    "message": Screen.MESSAGES,
    "import": Screen.IMPORTS,
    "upload": Screen.IMPORTS,
    "help": Screen.GLOSSARY,
}


def other_names() -> dict[str, str]:
    """Addresses that people would type, by what they stand for: the screens' own names, in whatever case, and a few."""
    own = {screen.value: "" if screen is Screen.CONTACTS else screen.value for screen in Screen}
    return own | {name: str(meant) for name, meant in _MEANT.items()}


def run_screen(on_every: Callable[[], None]) -> None:
    """Show the navigation and run the chosen screen, after what is `on_every` one. For dashboard.py."""
    st.session_state[_INSIDE] = True
    set_up_page()
    page = st.navigation(pages(), position="top")
    dress_page()
    on_every()
    st.session_state[_TITLE] = page.title
    page.run()
    settle_modules()


def name_page(account: str) -> None:
    """Say whose dashboard this is, in the window's title and at the top of the page; the screen alone without a name.

    The title is said on every screen: Streamlit keeps the last one that was, and Back comes from a contact's.
    """
    title = st.session_state[_TITLE]
    set_up_page(f"{title} · {account}" if account else title)
    if account:
        st.html(f'<p class="eg-account">{text(account)}</p>')


def require_dashboard() -> None:
    """Start over from dashboard.py when a screen's script runs by itself.

    Until the process has called st.navigation once, Streamlit takes pages/ for an application of the older kind and
    runs a script of it alone for an address like /contact. From then on it never does.
    """
    if _INSIDE not in st.session_state:
        set_up_page()
        st.navigation(pages(), position="top")
        st.rerun()


def pages() -> dict[str, list[st.Page]]:
    """Every screen by the heading it stands under, for st.navigation."""
    shown = {heading: [_page(entry) for entry in entries] for heading, entries in NAVIGATION.items()}
    shown[""] += [_page(entry, is_shown=False) for entry in _BY_LINK]
    return shown


def _page(entry: Entry, *, is_shown: bool = True) -> st.Page:
    return st.Page(
        entry.screen.script,
        title=entry.title,
        icon=f":material/{entry.icon}:",
        default=entry.screen is Screen.CONTACTS,  # at the root address
        visibility="visible" if is_shown else "hidden",
    )

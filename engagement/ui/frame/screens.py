"""The screens there are: their names in addresses, their scripts and their titles."""

from enum import StrEnum

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


def run_screen() -> None:
    """Show the navigation and run the chosen screen. For dashboard.py."""
    st.session_state[_INSIDE] = True
    set_up_page()
    page = st.navigation(pages(), position="top")
    dress_page()
    st.session_state[_TITLE] = page.title
    page.run()
    settle_modules()


def name_page(account: str) -> None:
    """Say whose dashboard this is, in the window's title and at the top of the page; nothing while it has no name."""
    if account:
        set_up_page(f"{st.session_state[_TITLE]} · {account}")
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


def pages() -> list[st.Page]:
    """Every screen, for st.navigation. The first is at the root address; one contact is reached by links only."""
    return [
        st.Page(Screen.OVERVIEW.script, title="Overview", icon=":material/monitoring:"),
        st.Page(Screen.CALLS.script, title="Who to call", icon=":material/call:"),
        st.Page(Screen.CONTACTS.script, title="Contacts", icon=":material/group:", default=True),
        st.Page(Screen.MESSAGES.script, title="Messages", icon=":material/forum:"),
        st.Page(Screen.UNKNOWN.script, title="Unknown contacts", icon=":material/person_search:"),
        st.Page(Screen.DUPLICATES.script, title="Duplicates", icon=":material/merge:"),
        st.Page(Screen.CONSENT.script, title="Consent", icon=":material/front_hand:"),
        st.Page(Screen.CAMPAIGNS.script, title="Campaigns", icon=":material/campaign:"),
        st.Page(Screen.IMPORTS.script, title="Imports", icon=":material/upload_file:"),
        st.Page(Screen.COVERAGE.script, title="Coverage", icon=":material/event_available:"),
        st.Page(Screen.SETTINGS.script, title="Settings", icon=":material/settings:"),
        st.Page(Screen.GLOSSARY.script, title="Glossary", icon=":material/menu_book:"),
        st.Page(Screen.CONTACT.script, title="Contact", icon=":material/person:", visibility="hidden"),
        st.Page(Screen.CAMPAIGN.script, title="Campaign", icon=":material/campaign:", visibility="hidden"),
    ]

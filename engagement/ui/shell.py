"""What every screen has around it: title, icon, styles, and links that open inside the running session."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_SIDEBAR = 310  # pixels: the longest option on one line, with a count of seven digits


def set_up_page(title: str | None = None) -> None:
    """The page's title (None: the screen's), width and icon.

    The icon is a file of ours: a named one would be fetched from the network.
    """
    icon = str(_HERE / "icon.svg")
    st.set_page_config(page_title=title, page_icon=icon, layout="wide", initial_sidebar_state=_SIDEBAR)


def dress_page() -> None:
    """Add the styles (style.css) and what follows links (links.js) to the page, once in a run.

    Colours of the theme come from .streamlit/config.toml.
    """
    st.html(_HERE / "style.css")
    st.components.v2.component("screen_links", js=(_HERE / "links.js").read_text("utf-8"))(key="screen_links")

"""What every screen has around it: title, icon, styles, and links that open inside the running session."""

from pathlib import Path

import streamlit as st

from engagement.ui.frame.component import component

_HERE = Path(__file__).parent
_SIDEBAR = 310  # pixels: the longest option on one line, with a count of seven digits


def set_up_page(title: str | None = None) -> None:
    """The page's title (None: the screen's), width and icon.

    The icon is a file of ours: a named one would be fetched from the network.
    """
    icon = str(_HERE / "icon.svg")
    st.set_page_config(page_title=title, page_icon=icon, layout="wide", initial_sidebar_state=_SIDEBAR)


def dress_page() -> None:
    """Add the styles (style.css), what follows links and what copies and explains (the .js files), once in a run.

    Colours of the theme come from .streamlit/config.toml.
    """
    st.html(_HERE / "style.css")
    for name in ("links", "actions"):
        key = f"screen_{name}"
        component(key, _HERE / f"{name}.js")(key=key)

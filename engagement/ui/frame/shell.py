"""What every screen has around it: title, icon, styles, and links that open inside the running session."""

from functools import cache
from pathlib import Path

import streamlit as st

from engagement.ui.frame.component import component
from engagement.ui.parts.table import CARD_WIDTHS

_HERE = Path(__file__).parent
_SIDEBAR = 310  # pixels: the longest option on one line, with a count of seven digits


def set_up_page(title: str | None = None) -> None:
    """The page's title (None: the screen's), width and icon.

    The icon is a file of ours: a named one would be fetched from the network.
    """
    icon = str(_HERE / "icon.svg")
    st.set_page_config(page_title=title, page_icon=icon, layout="wide", initial_sidebar_state=_SIDEBAR)


def dress_page() -> None:
    """Add the styles (style.css, cards.css) and what follows links, copies and explains, and closes the side panel (the
    .js files), once in a run.

    Colours of the theme come from .streamlit/config.toml.
    """
    st.html(_style())
    for name in ("links", "actions", "panel"):
        key = f"screen_{name}"
        component(key, _HERE / f"{name}.js")(key=key)


@cache
def _style() -> str:
    """The styles as one element; those of cards once for each width that a table may need."""
    parts = [(_HERE / "style.css").read_text("utf-8")]
    cards = (_HERE / "cards.css").read_text("utf-8")
    for width in CARD_WIDTHS:
        parts.append(f".eg-needs-{width} {{ container: needs-{width} / inline-size; }}")
        parts.append(f"@container needs-{width} (max-width: {width}px) {{\n{cards}}}")
    return f"<style>{chr(10).join(parts)}</style>"

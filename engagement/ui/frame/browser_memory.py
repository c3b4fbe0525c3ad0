"""What a browser remembers from visit to visit, in cookies: who its visitor is, and how they like their list.

There is no sign-in yet. A visitor is a random key that their browser made up and shows again; the database knows only a
digest of it, so that nobody who reads the database can pass for a visitor.
"""

import re
import secrets
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

import streamlit as st

from engagement.ui.frame.component import component

_PREFIX = "engagement-"
_COMPONENT = "browser_memory"
_STATE = "remembered"
_VISITOR = "visitor"
_VISITOR_KEY = re.compile(r"[0-9a-f]{32}")
_LONGEST = 1000  # characters


def recall(name: str) -> str:
    """What the browser remembers as `name`, by this visit or an earlier one; "" for nothing."""
    kept: str | None = st.session_state.get(_STATE, {}).get(name)
    return unquote(st.context.cookies.get(_PREFIX + name, ""))[:_LONGEST] if kept is None else kept


def remember(name: str, value: str) -> None:
    """Have the browser remember `value` as `name`, from the end of this run on."""
    st.session_state[_STATE] = st.session_state.get(_STATE, {}) | {name: value}


def visitor() -> str:
    """Whose private things are shown: a digest of the key that this browser holds, made up on its first visit."""
    key = recall(_VISITOR)
    if not _VISITOR_KEY.fullmatch(key):
        key = secrets.token_hex(16)
        remember(_VISITOR, key)
    return blake2b(key.encode(), digest_size=16).hexdigest()


def keep_memory() -> None:
    """Put what is to be remembered into the browser. Once in a run, at its end."""
    mount = component(_COMPONENT, Path(__file__).with_suffix(".js"))
    mount(key=_COMPONENT, data=st.session_state.get(_STATE, {}), on_visitor_change=_learn)


def _learn() -> None:
    """Another page of this browser made the visitor's key first: it is theirs."""
    key = st.session_state[_COMPONENT].get(_VISITOR, "")
    if isinstance(key, str) and _VISITOR_KEY.fullmatch(key):
        remember(_VISITOR, key)

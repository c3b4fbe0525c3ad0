"""Which messages of a contact are listed: by channel, status and origin, each kept in the address bar."""

import streamlit as st

from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, EventType, Origin
from engagement.query.contact.timeline import TimelineFilter

KEYS: tuple[str, ...] = tuple(f"timeline-{name}" for name in TimelineFilter._fields)
"""The choices' names in the address, which are their widgets' keys too.

No other screen has a field of such a name: on the way from one to the other, Streamlit takes a parameter off the
address that a field of the screen before was bound to.
"""

_ALL = "all"
_CHANNELS: tuple[str, ...] = (_ALL, *(channel.value for channel in Channel))
_ORIGINS: tuple[str, ...] = (_ALL, *(origin.value for origin in Origin))
_IS_STATUS = {meaning.type for meaning in EVENT_MEANINGS.values() if meaning.is_status}
_STATUSES: tuple[str, ...] = (_ALL, *(event.value for event in EventType if event in _IS_STATUS))


def timeline_choice() -> TimelineFilter:
    """Draw the choices and read them."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for_channel, for_status, for_origin = KEYS
        channel = _choice("Channel", for_channel, _CHANNELS)
        status = _choice("Last status", for_status, _STATUSES)
        origin = _choice("Sent as", for_origin, _ORIGINS)
    return TimelineFilter(channel, status, origin)


def show_everything() -> None:
    """Choose nothing. For a button's callback."""
    for key in KEYS:
        st.session_state[key] = _ALL


def _choice(label: str, key: str, values: tuple[str, ...]) -> str:
    chosen: str = st.selectbox(label, values, key=key, bind="query-params", width=170)
    return "" if chosen == _ALL else chosen

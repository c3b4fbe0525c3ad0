"""The question about messages as widgets: the box, and the filters in the sidebar. Each is kept in the address bar.

What has no widget (a sender, a domain, a code, one contact, when something first happened) comes from the number that
was clicked, and is shown as a line with a way to take it off. What is asked is read in one way, as parameters of an
address, of which message_params.message_filter_of makes the question.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

import streamlit as st

from engagement.domain.measures import MEASURE_DEFINITIONS, Measure
from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, EventType, Origin
from engagement.query.question.engaged_hour import engaged_in_words
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import ANY_TIME
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.question.wording import days
from engagement.ui.address.message_params import (
    FIND,
    HOUR,
    HOUR_FROM,
    HOUR_TO,
    KEYS,
    MEASURED_FROM,
    MEASURED_TO,
    SENT,
    SENT_FROM,
    SENT_TO,
    message_filter_of,
    message_params,
    word_of,
)
from engagement.ui.address.periods import EARLIEST, LATEST, Preset, period_of, period_words

BOX = "A name, an address, a number, a subject, an id or words"
_CHOICE = "campaign-choice"  # the widget's; the address has the campaign's id, and the widget its name
_PRESETS: tuple[Preset, ...] = tuple(Preset)
_STATUSES = tuple(kind for kind in EventType if any(m.type is kind and m.is_status for m in EVENT_MEANINGS.values()))
_BOUND = (FIND, "channel", "status", "origin", "measure", SENT, SENT_FROM, SENT_TO)
_Word = TypeVar("_Word", bound=StrEnum)


def message_question(campaigns: Mapping[int, str], viewpoint: Viewpoint) -> tuple[MessageFilter, dict[str, str]]:
    """Draw the box and the filters, and read them; with the question's address. FilterError when its dates swap."""
    st.text_input(BOX, key=FIND, bind="query-params", icon=":material/search:")
    with st.sidebar:
        _one_of("Channel", "channel", Channel)
        _one_of("Last status", "status", _STATUSES)
        _one_of("Came to", "measure", Measure, _measures())
        _one_of("Sent as", "origin", Origin)
        _campaign(campaigns, _stated(viewpoint.today).campaign)
        preset, first, last = _sent(viewpoint.today)
        st.button("Clear the filter", icon=":material/filter_alt_off:", on_click=clear_question, width="stretch")
    period_of(preset, viewpoint.today, first, last)  # of swapped dates the parameters would say nothing
    asked = _stated(viewpoint.today)
    params = message_params(asked)
    if preset not in (Preset.ANY, Preset.OWN):  # days that move with today, and so no dates
        params = {name: value for name, value in params.items() if name not in (SENT_FROM, SENT_TO)} | {SENT: preset}
    return asked, params


def _stated(today: date) -> MessageFilter:
    """What is asked: as the widgets have it that are drawn, and as the address has the rest."""
    params = {name: st.query_params.get_all(name) for name in KEYS}
    drawn = {name: st.session_state[name] for name in _BOUND if name in st.session_state}
    params |= {name: [] if value is None else [str(value)] for name, value in drawn.items()}
    return message_filter_of(params, today)


def clear_question() -> None:
    """Ask nothing. For a button's callback."""
    for key in ("channel", "status", "origin", "measure", SENT_FROM, SENT_TO):
        st.session_state[key] = None
    st.session_state[FIND], st.session_state[SENT] = "", Preset.ANY
    take_off(KEYS)


def take_off(names: Iterable[str]) -> None:
    """Leave `names` out of the address. For a button's callback."""
    for name in names:
        if name not in _BOUND:
            st.query_params.pop(name, None)


class OtherPart(NamedTuple):
    """Something asked that no widget shows: in words, the words that take it off, and its names in the address."""

    words: str
    without: str
    names: tuple[str, ...]


def other_parts(asked: MessageFilter, contact: str | None) -> list[OtherPart]:
    """What `asked` asks that no widget shows; `contact` is the name of the one it asks for."""
    parts = []
    if asked.contact is not None:
        parts.append(OtherPart(f"Contact: {contact or 'not on file'}", "Any contact", ("contact",)))
    if asked.direction is not None:
        parts.append(OtherPart(f"Direction: {word_of(asked.direction)}", "Both directions", ("direction",)))
    if asked.measure is not None and asked.measured != ANY_TIME:
        when = f"{word_of(asked.measure)} first {days(asked.measured)}"
        parts.append(OtherPart(when, "At any time", (MEASURED_FROM, MEASURED_TO)))
    if asked.engaged is not None:
        when = f"Opened, clicked or replied {engaged_in_words(asked.engaged)}"
        parts.append(OtherPart(when, "At any hour", (HOUR, HOUR_FROM, HOUR_TO)))
    for name, value in (("sender", asked.sender), ("domain", asked.domain), ("code", asked.code)):
        if value:
            parts.append(OtherPart(f"{name.capitalize()}: {value}", f"Any {name}", (name,)))
    return parts


def _one_of(label: str, key: str, words: Iterable[_Word], definitions: str | None = None) -> None:
    st.selectbox(
        label,
        tuple(words),
        index=None,
        key=key,
        bind="query-params",
        format_func=word_of,
        placeholder="Any",
        help=definitions,
    )


def _measures() -> str:
    return "\n".join(f"- **{word_of(measure)}**: {meaning}" for measure, meaning in MEASURE_DEFINITIONS.items())


def _campaign(campaigns: Mapping[int, str], chosen: int | None) -> None:
    """The campaign's widget, which follows the address and leads it; a campaign that is not on file stays asked for."""

    def lead() -> None:
        if (picked := st.session_state[_CHOICE]) is None:
            st.query_params.pop("campaign", None)
        else:
            st.query_params["campaign"] = str(picked)

    st.session_state[_CHOICE] = chosen if chosen in campaigns else None
    st.selectbox(
        "Campaign",
        tuple(campaigns),
        index=None,
        key=_CHOICE,
        format_func=lambda one: campaigns.get(one, ""),
        on_change=lead,
        placeholder="Any",
    )


def _sent(today: date) -> tuple[Preset, date | None, date | None]:
    preset = st.selectbox("Sent", _PRESETS, key=SENT, bind="query-params")
    first = last = None
    if preset is Preset.OWN:
        first, last = _date("From", SENT_FROM), _date("To", SENT_TO)
    if preset is not Preset.ANY and not (first and last and first > last):
        st.caption(period_words(period_of(preset, today, first, last)))
    return preset, first, last


def _date(label: str, key: str) -> date | None:
    chosen: date | None = st.date_input(
        label, None, min_value=EARLIEST, max_value=LATEST, key=key, format="YYYY-MM-DD", bind="query-params"
    )
    return chosen

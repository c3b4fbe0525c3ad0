"""The account's settings as widgets, each with what it comes to beside it."""

import zoneinfo
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

import phonenumbers
import streamlit as st

from engagement.domain.addresses import normal_phone, shown_phone
from engagement.domain.consent import Closes
from engagement.lib.moments import moment_words
from engagement.store.account import LONGEST_NAME, AccountSettings, DayGroup, SendWindow

_CLOSES = {
    Closes.ALL: "Everything of ours",
    Closes.SAME: "Only what it was said to",
}
_CLOSES_MEANS = {
    Closes.ALL: "A stop to one of your numbers, domains or groups closes them all. The law of the United States asks "
    "for this from 31 January 2027.",
    Closes.SAME: "A stop closes the number, domain or group it was said to. The others may go on writing.",
}
_VARIABLES = {"timezone": "ENGAGEMENT_TIMEZONE", "region": "ENGAGEMENT_REGION"}


def settings_form(account: AccountSettings, now: datetime) -> AccountSettings:
    """Draw the settings as they hold; gives what is chosen. SettingsError when that cannot be."""
    with st.container(width=640):
        name = st.text_input("Account name", account.name, max_chars=LONGEST_NAME, key="account-name")
        st.caption("It stands at the top of every screen and in the window's title.")
        timezone = _choice("Time zone", "timezone", account, _time_zones(), key="account-timezone")
        st.caption(_zone_preview(timezone, account, now))
        region = _choice("Default region of phone numbers", "region", account, _regions(), key="account-region")
        st.caption(_region_preview(region))
        windows = _windows(account.windows)
        stop_words, own_numbers, closes = _opt_outs(account)
    chosen = AccountSettings(
        *(name.strip(), timezone, region, windows, account.fixed),
        stop_words=stop_words,
        own_numbers=own_numbers,
        closes=closes,
    )
    st.caption(_window_preview(chosen, now))
    return chosen


def _choice(label: str, name: str, account: AccountSettings, words: Mapping[str, str], *, key: str) -> str:
    """One of `words`, shown but not to be changed where the environment states it."""
    kept: str = getattr(account, name)
    values = tuple(words)
    fixed = name in account.fixed
    chosen: str = st.selectbox(
        label,
        values,
        values.index(kept) if kept in words else 0,
        format_func=lambda value: words[value],
        key=key,
        disabled=fixed,
    )
    if fixed:
        st.caption(
            f"It is fixed by the environment: {_VARIABLES[name]} is set where the dashboard was started. "
            "Start it without that variable to choose here."
        )
        return kept
    return chosen


@lru_cache(maxsize=1)
def _time_zones() -> Mapping[str, str]:
    """The names of the time zones that people live in, and those that some still write; each is its own word."""
    names = (name for name in zoneinfo.available_timezones() if not name.startswith(("posix", "right", "localtime")))
    return MappingProxyType({name: name for name in sorted(names)})


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, str]:
    """Two letters and the country code of each region."""
    return MappingProxyType(
        {
            region: f"{region} (+{phonenumbers.country_code_for_region(region)})"
            for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        }
    )


def _zone_preview(timezone: str, account: AccountSettings, now: datetime) -> str:
    its_now = moment_words(now, zoneinfo.ZoneInfo(timezone))
    words = f"Now it is {its_now} there. Its days are those of every period and screen."
    if timezone != account.timezone:
        words += " Saving counts every day anew, which takes a moment on a large account and loses nothing."
    return words


def _region_preview(region: str) -> str:
    example = phonenumbers.example_number(region)
    if example is None:
        return ""
    written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    number = normal_phone(written, region)
    if number is None:
        return ""
    return f"{written} is read as {shown_phone(number)}, in files from now on and in searches."


def _windows(windows: Mapping[DayGroup, SendWindow | None]) -> dict[DayGroup, SendWindow | None]:
    st.html("<h2>Send windows</h2>")
    st.caption(
        "The hours in which you write to people: by their clock where their number tells it, else by the account's. "
        "This dashboard itself sends nothing."
    )
    return {group: _window(group, windows[group]) for group in DayGroup}


def _opt_outs(account: AccountSettings) -> tuple[tuple[str, ...], tuple[str, ...], Closes]:
    """The account's own stop words, its numbers, and what a stop closes."""
    st.html("<h2>Opt-outs</h2>")
    words = st.text_area("Stop words of your own, one a line", "\n".join(account.stop_words), key="account-stop-words")
    st.caption(
        "A text that is one of these and nothing else opts its number out, in files from now on. STOP, QUIT, END, "
        "REVOKE, OPT OUT, CANCEL, UNSUBSCRIBE and the words of your text provider always do."
    )
    numbers = st.text_area("Numbers you text from, one a line", "\n".join(account.own_numbers), key="account-numbers")
    st.caption("Texts that come from one of these are your own, not a contact's answer.")
    closes = st.radio(
        "What a stop closes",
        tuple(_CLOSES),
        tuple(_CLOSES).index(account.closes),
        format_func=_CLOSES.__getitem__,
        key="account-closes",
    )
    st.caption(_CLOSES_MEANS[closes])
    return tuple(words.splitlines()), tuple(numbers.splitlines()), closes


def _window(group: DayGroup, window: SendWindow | None) -> SendWindow | None:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"window-{group.name}"):
        sends = st.checkbox(group, window is not None, key=f"sends {group.name}", width=170)
        first, after = (window.first, window.after) if window else (8, 21)
        start = st.selectbox(
            f"From, {group}",
            range(24),
            first,
            format_func=_hour,
            key=f"from {group.name}",
            disabled=not sends,
            width=150,
        )
        end = st.selectbox(
            f"To, {group}",
            range(1, 25),
            after - 1,
            format_func=_hour,
            key=f"to {group.name}",
            disabled=not sends,
            width=150,
        )
    return SendWindow(start, end) if sends else None


def _hour(hour: int) -> str:
    return f"{hour:02}:00"


def _window_preview(chosen: AccountSettings, now: datetime) -> str:
    word = "inside" if chosen.may_send_at(now) else "outside"
    return f"Now, {moment_words(now, chosen.zone)}, is {word} the send windows."

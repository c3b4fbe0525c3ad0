"""Overview: who to call, what changed since yesterday and over a period, when people engage, and sender health."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from engagement.domain.limits import LIMITS, Harm
from engagement.domain.vocabulary import FilterOption
from engagement.lib.percent import percent
from engagement.query.calls.who_to_call import LATELY, who_to_call
from engagement.query.consent.after_stop import texts_after_stop
from engagement.query.consent.held import held_count
from engagement.query.contacts.contact_list import count_contacts
from engagement.query.intake.coverage import coverage_note
from engagement.query.numbers.hours_of_week import hours_of_week
from engagement.query.numbers.overview import days_before, message_lines, people_by_day, people_lines, spans
from engagement.query.numbers.sender_health import domains, numbers
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import Period
from engagement.ui.address.links import contacts_address, link, messages_address
from engagement.ui.address.periods import Preset, period_of, period_words
from engagement.ui.calls.call_rows import call_table, reaching
from engagement.ui.calls.counted import CALLS as COUNTED_CALLS
from engagement.ui.frame.account import Account, show
from engagement.ui.frame.by_hand import named
from engagement.ui.frame.explained import Explainer, explainer
from engagement.ui.frame.going import go_to
from engagement.ui.frame.screens import Screen
from engagement.ui.overview import counted as how_counted
from engagement.ui.overview.charts import (
    busiest,
    cell_in_words,
    day_table,
    heat_chart,
    heat_table,
    hour_asked,
    people_chart,
)
from engagement.ui.overview.tables import SHOWN, change_table, domain_table, number_table
from engagement.ui.parts.charts import chart
from engagement.ui.parts.markup import Html, counted, icon, joined, number, text
from engagement.ui.parts.notice import no_files, note, nothing_here

PRESETS = (Preset.LAST_30, Preset.LAST_7, Preset.LAST_90, Preset.LAST_365)
CALLS = (
    f"Engaged in the last {LATELY} days, and nobody has written to them since: no text or email by hand. "
    "Replies come before clicks, clicks before opens; machines do not count."
)
CALLS_SHOWN = 5
NO_CALLS = f"Everybody who engaged in the last {LATELY} days has been answered."
MAIL = (
    f"Emails sent in the period. Mailbox providers begin to turn mail away where complaints pass "
    f"{percent(LIMITS[Harm.COMPLAINTS])} of it or bounces {percent(LIMITS[Harm.BOUNCES])}. "
    "A send held back over an earlier opt-out is no bounce."
)
TEXTS = (
    "Texts sent in the period. Carriers begin to filter a number of whose texts more than "
    f"{percent(LIMITS[Harm.FAILURES])} fail."
)


def heading(words: str, meaning: str = "") -> None:
    """A heading with a line that says what stands below it."""
    st.html(joined(f"<h2>{words}</h2>", f'<p class="eg-quiet">{text(meaning)}</p>' if meaning else ""))


def draw_consent(account: Account, explain: Explainer) -> None:
    """What there is to see to on Consent, each with its list; nothing where all is well."""
    held, after = held_count(account.view), len(texts_after_stop(account.view))
    parts = []
    if held:
        parts.append(link(f"{counted(held, 'person', 'people')} asked to stop: decide", Screen.CONSENT, {}))
    if after:
        parts.append(link(f"{counted(after, 'text')} sent after a stop", Screen.CONSENT, {"part": "after-stop"}))
    if parts:
        st.html(joined('<p class="eg-line eg-see-to">', icon("front_hand"), *parts, "</p>"))
        st.html(explain.details("What there is to see to", how_counted.SEE_TO))


def draw_calls(account: Account, explain: Explainer) -> None:
    """Whom to call."""
    found = who_to_call(account.view, by=named(), limit=CALLS_SHOWN)
    heading("Who to call", CALLS)
    if not found.calls:
        nothing_here(NO_CALLS)
        return
    st.html(call_table(found.calls, reaching(account, [call.contact.id for call in found.calls])))
    more = "" if found.is_whole else f"The {len(found.calls)} most pressing. "
    st.html(joined(f'<p class="eg-quiet">{more}', link("Work the whole list", Screen.CALLS, {}), "</p>"))
    st.html(explain.details("Who to call", COUNTED_CALLS))


def draw_changes(account: Account, preset: Preset, chosen: Period, explain: Explainer) -> None:
    """What changed."""
    heading("What changed", "Each person and each message counts once. What machines opened and clicked is left out.")
    compared = Period(days_before(chosen).first, chosen.last)
    note(coverage_note(account.view, compared, called="what is compared"))
    people, messages = (
        people_lines(account.view, chosen),
        message_lines(account.view, chosen),
    )
    times = spans(chosen, account.view.today)
    st.html(change_table(people, messages, times, preset.value, account.view.today, explain))


def draw_days(account: Account, chosen: Period, explain: Explainer) -> None:
    """People by day; a click on a mark opens that day's list."""
    heading("People by day")
    days, today = people_by_day(account.view, chosen), account.view.today
    says = "People who opened, clicked and replied, without machines. A click on a mark lists them."
    how = explain.details("People by day", how_counted.DAYS)
    place = chart(people_chart(days), says, day_table(days, today), key="people-by-day", below=how, picks=True)
    if place:
        asked = days[place[0]].numbers[FilterOption(place[1])].asked
        go_to(contacts_address(asked, today))


def draw_hours(account: Account, chosen: Period, explain: Explainer) -> None:
    """The hours of the week; a click on one lists its messages."""
    heat = hours_of_week(account.view, chosen)
    says = f"Opens, clicks and replies by people, {period_words(heat.period)}, by the clock of {account.zone.key}."
    hour = busiest(heat)
    if hour:
        says += f" The busiest hour: {cell_in_words(heat, hour)}. A click on an hour lists its messages."
    heading("When people engage")
    how = explain.details("When people engage", how_counted.HOURS)
    place = chart(heat_chart(heat), says, heat_table(heat), key="hours-of-week", below=how, picks=True)
    if place and heat.total(picked_hour := (int(place[1]), int(place[2]))):
        go_to(messages_address(hour_asked(heat, picked_hour)))


Table = Callable[[Sequence[Any], Explainer], Html]


def draw_rows(words: str, meaning: str, table: Table, rows: Sequence[Any], explain: Explainer) -> None:
    """A table of health, the worst first; or that there is nothing in it."""
    heading(words, meaning)
    if not rows:
        nothing_here("None in this period: choose a longer one.")
        return
    st.html(table(rows, explain))
    if len(rows) > SHOWN:
        st.html(f'<p class="eg-quiet">The {SHOWN} that need a look most, of {number(len(rows))}.</p>')


def draw_health(account: Account, chosen: Period, explain: Explainer) -> None:
    """How our mail and texts are taken."""
    mail, texts = st.columns(2, gap="large")
    with mail:
        draw_rows("Email health", MAIL, domain_table, domains(account.view, chosen), explain)
    with texts:
        draw_rows("Failed texts", TEXTS, number_table, numbers(account.view, chosen), explain)


def draw(account: Account) -> None:
    """The screen."""
    st.html("<h1>Overview</h1>")
    if count_contacts(account.view, EngagementFilter()) == 0:
        no_files("There is nothing to look over yet")
        return
    explain = explainer(account)
    draw_consent(account, explain)
    preset = st.selectbox("Period", PRESETS, key="days", bind="query-params", width=200)
    chosen = period_of(preset, account.view.today, None, None)
    with st.container(key="overview"):
        calls, changes = st.columns([4, 5], gap="large")
        with calls:
            draw_calls(account, explain)
        with changes:
            draw_changes(account, preset, chosen, explain)
            draw_days(account, chosen, explain)
            draw_hours(account, chosen, explain)
        draw_health(account, chosen, explain)


show(draw)

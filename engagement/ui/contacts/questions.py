"""Questions that are asked every day, ready to click: each a filter, with how many it finds now."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from engagement.domain.vocabulary import FilterOption, Match
from engagement.query.contacts.contact_list import count_contacts
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.period import Period
from engagement.ui.address.contact_params import params_of
from engagement.ui.address.links import link
from engagement.ui.frame.account import Account
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, joined, number

_WEEK, _MONTH = 7, 30  # days


def _clicked_without_reply(today: date) -> EngagementFilter:
    week = Period.last_days(_WEEK, today)
    return EngagementFilter(
        options=frozenset({FilterOption.TEXT_REPLIES}),
        match=Match.NONE,
        period=week,
        conditions=(Condition(FilterOption.EMAIL_CLICKS, period=week),),
    )


def _any_of(*options: FilterOption, days: int | None = None) -> Callable[[date], EngagementFilter]:
    def asked(today: date) -> EngagementFilter:
        period = Period.last_days(days, today) if days else Period()
        return EngagementFilter(options=frozenset(options), period=period)

    return asked


QUESTIONS: Mapping[str, Callable[[date], EngagementFilter]] = MappingProxyType(
    {
        "Clicked in the last 7 days and did not reply": _clicked_without_reply,
        "Replied in the last 7 days": _any_of(FilterOption.TEXT_REPLIES, days=_WEEK),
        "Phone opted out of texts": _any_of(FilterOption.TEXTS_UNSUBSCRIBES),
        "Unsubscribed from email or reported spam": _any_of(
            FilterOption.EMAIL_UNSUBSCRIBES, FilterOption.EMAIL_SPAM_COMPLAINTS
        ),
        "Email bounced in the last 30 days": _any_of(FilterOption.EMAIL_BOUNCES, days=_MONTH),
    }
)
"""Each question in words, and the filter it is on a day."""


def question_links(account: Account) -> Html:
    """The questions as links, each with the number of contacts it finds."""
    return joined('<ul class="eg-questions">', *(_line(account, words) for words in QUESTIONS), "</ul>")


def _line(account: Account, words: str) -> str:
    today = account.view.today
    asked = QUESTIONS[words](today)
    count = count_contacts(account.view, asked)
    shown = link(words, Screen.CONTACTS, params_of(asked, today))
    return f'<li>{shown} <span class="eg-count">{number(count)}</span></li>'

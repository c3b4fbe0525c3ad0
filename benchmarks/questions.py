"""The questions, each as often as it is run, and our answers: through engagement.query, as a screen asks.

A run of a question differs from the others (another day is "today", another label, another contact), because what has
been worked out once for a state of the contact sets is remembered. Q1 to Q3 and Q5 are a Contacts screen: the count,
the live counts of all options, and a page of rows; ours also counts beside every owner, stage, source, label and kind,
as the screen shows them. Q4 is a Contact screen, and Q5
by a provider's id a Messages screen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, func, select

from benchmarks.measure import RUNS
from benchmarks.people import AREAS, LABELS, LAST, email, owner_name
from benchmarks.sizes import END, START
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import FilterOption, Match
from engagement.query.contact.timeline import contact_addresses, count_messages, find_contact, timeline
from engagement.query.contacts.contact_list import PAGE_SIZE, Sort, list_contacts
from engagement.query.matching.membership import facets
from engagement.query.matching.view import View
from engagement.query.messages.message_list import MessageList
from engagement.query.numbers.campaigns import campaign_table
from engagement.query.numbers.trends import trend
from engagement.query.question.contact_filter import Condition, EngagementFilter
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.schema import messages

ZONE = ZoneInfo("UTC")
_LATE_PAGE = 100
_THREES = (
    (FilterOption.EMAIL_OPENS, FilterOption.EMAIL_CLICKS, FilterOption.TEXT_REPLIES),
    (FilterOption.EMAIL_OPENS, FilterOption.TEXT_REPLIES, FilterOption.EMAIL_BOUNCES),
    (FilterOption.EMAIL_OPENS, FilterOption.EMAIL_CLICKS, FilterOption.EMAIL_SPAM_COMPLAINTS),
    (FilterOption.EMAIL_OPENS, FilterOption.TEXT_REPLIES, FilterOption.TEXTS_UNSUBSCRIBES),
)


@dataclass(frozen=True, slots=True)
class ListAsk:
    """A Contacts screen. Past the last page, the last page is meant."""

    asked: EngagementFilter
    viewpoint: Viewpoint
    sort: Sort = Sort.LAST_ENGAGED
    page: int = 1


@dataclass(frozen=True, slots=True)
class TimelineAsk:
    """The first page of a contact's timeline."""

    contact_id: int
    viewpoint: Viewpoint


@dataclass(frozen=True, slots=True)
class MessagesAsk:
    """The first page of a Messages screen."""

    asked: MessageFilter
    viewpoint: Viewpoint


@dataclass(frozen=True, slots=True)
class CountsAsk:
    """A Campaigns screen with all campaigns, and trends of every measure over a period."""

    period: Period
    viewpoint: Viewpoint


Ask = ListAsk | TimelineAsk | MessagesAsk | CountsAsk


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """What a Contacts screen shows, as far as every peer can say it."""

    total: int
    options: tuple[int, ...]  # the live counts, in the order of FilterOption
    ids: tuple[int, ...]  # of the contacts on the page


@dataclass(frozen=True, slots=True)
class TimelineAnswer:
    """What a timeline's first page shows."""

    messages: int
    page: tuple[tuple[int, str, int, int, int], ...]  # id, status, opens, clicks, events of each message


@dataclass(frozen=True, slots=True)
class MessagesAnswer:
    """What a Messages screen shows."""

    total: int
    ids: tuple[int, ...]  # of the messages on the page


@dataclass(frozen=True, slots=True)
class CountsAnswer:
    """What the table and the trends show; what is none is left out."""

    campaigns: tuple[tuple[int, str, int, int], ...]  # campaign, measure, messages, people
    days: tuple[tuple[int, str, int], ...]  # day, measure, messages


Answer = ListAnswer | TimelineAnswer | MessagesAnswer | CountsAnswer


def counts_answer(
    campaigns: Iterable[tuple[int, Measure, int, int]], days: Iterable[tuple[int, Measure, int]]
) -> CountsAnswer:
    """An answer from its numbers in any order."""
    return CountsAnswer(
        tuple(sorted((one, measure.value, *rest) for one, measure, *rest in campaigns if rest[0])),  # type: ignore[misc]
        tuple(sorted((day, measure.value, count) for day, measure, count in days if count)),
    )


def page_of(ask: ListAsk, total: int) -> int:
    """The page that is shown of a list of `total` contacts."""
    return max(1, min(ask.page, -(-total // PAGE_SIZE)))


def questions(connection: Connection, contacts: int) -> dict[str, Sequence[Ask]]:
    """The asks of each question. The connection tells only which contacts are the busiest."""
    days = [END - timedelta(days=number) for number in range(RUNS + 5)]
    views = [Viewpoint(EVERYONE, ZONE, day) for day in days]
    return {
        "Q1": [ListAsk(_opened(Period.last_days(30, view.today)), view) for view in views],
        "Q2": [_three_years(number) for number in range(len(days))],
        "Q3": [ListAsk(_opened_often(Period.last_days(90, view.today)), view) for view in views],
        "Q4": [TimelineAsk(contact, views[0]) for contact in _busiest(connection)],
        "Q5 part of an address": [ListAsk(EngagementFilter(search=part), views[0]) for part in _parts(contacts)],
        "Q5 provider id": [MessagesAsk(MessageFilter(search=key), views[0]) for key in _provider_ids(connection)],
        "Q5 a number": [ListAsk(EngagementFilter(search=part), views[0]) for part in _numbers()],
        "Q6": [CountsAsk(Period.last_days(365, view.today), view) for view in views],
    }


def _opened(period: Period) -> EngagementFilter:
    return EngagementFilter(options=frozenset({FilterOption.EMAIL_OPENS}), period=period)


def _opened_often(period: Period) -> EngagementFilter:
    opens = frozenset({FilterOption.EMAIL_OPENS})
    return EngagementFilter(options=opens, period=period, at_least=3, without_machines=True)


def _three_years(number: int) -> ListAsk:
    period = Period(START + timedelta(days=number), END)
    asked = EngagementFilter(
        options=frozenset(_THREES[number % len(_THREES)]),
        match=Match.ANY,
        period=period,
        owners=frozenset({owner_name(0)}),
        labels=frozenset({LABELS[number % 3]}),
        conditions=(Condition(FilterOption.EMAIL_UNSUBSCRIBES, did=False, period=period),),
    )
    return ListAsk(asked, Viewpoint(EVERYONE, ZONE, END), Sort.NAME, _LATE_PAGE)


def _busiest(connection: Connection) -> list[int]:
    m = messages.c
    statement = select(m.contact_id).group_by(m.contact_id).order_by(func.count().desc(), m.contact_id).limit(RUNS + 1)
    return list(connection.execute(statement).scalars())


def _provider_ids(connection: Connection) -> list[str]:
    """Providers' ids of a message of each of some contacts, and one that no message has."""
    m = messages.c
    key = select(m.provider_key).order_by(m.message_id).limit(1)
    some = (connection.execute(key.where(m.contact_id == contact)).scalar_one() for contact in _busiest(connection))
    return [*some, "nobody@nowhere.example"]


def _parts(contacts: int) -> list[str]:
    """Parts of email addresses: some that one contact has, some that hundreds have, one that nobody has."""
    alone = [email(contacts * number // RUNS).split("@")[0][1:] + "@" for number in range(1, RUNS - 4)]
    return [*alone, *(f"{name.lower()}." for name in LAST[:6]), "@nobody.example"]


def _numbers() -> list[str]:
    """Phone numbers, whole and in part, written as people do."""
    whole = [f"({AREAS[number]}) {220 + number}-0100" for number in range(RUNS - 8)]
    return [*whole, *(f"{220 + number}-01" for number in range(9)), "999-9999"]


def answer(engine: Engine, ask: Ask) -> Answer:
    """Our answer, in a transaction of its own as every rerun of a screen has."""
    with engine.connect() as connection:
        view = View(connection, ask.viewpoint)
        if isinstance(ask, CountsAsk):
            return _counts(view, ask)
        if isinstance(ask, MessagesAsk):
            wanted = MessageList(view, ask.asked)
            return MessagesAnswer(wanted.count(), tuple(row.id for row in wanted.page()))
        return _list(view, ask) if isinstance(ask, ListAsk) else _timeline(view, ask)


def _list(view: View, ask: ListAsk) -> ListAnswer:
    counted = facets(view, ask.asked)
    page = page_of(ask, counted.total)
    rows = list_contacts(view, ask.asked, sort=ask.sort, page=page)
    return ListAnswer(
        counted.total, tuple(counted.options[option] for option in FilterOption), tuple(row.id for row in rows)
    )


def _counts(view: View, ask: CountsAsk) -> CountsAnswer:
    rows = campaign_table(view)
    days = trend(view, tuple(Measure), ask.period)
    return counts_answer(
        ((row.id, measure, row.messages[measure], row.people[measure]) for row in rows for measure in Measure),
        (
            (day, measure, count)
            for measure in Measure
            for day, count in enumerate(days[measure.value].tolist(), days.index[0].toordinal())
        ),
    )


def _timeline(view: View, ask: TimelineAsk) -> TimelineAnswer:
    contact = find_contact(view, str(ask.contact_id))
    contact_addresses(view, contact.id)
    count = count_messages(view, contact.id)
    page = timeline(view, contact.id, limit=PAGE_SIZE)
    return TimelineAnswer(count, tuple((m.id, str(m.status), m.opens or 0, m.clicks or 0, len(m.events)) for m in page))

"""Small made-up accounts for comparing the SQL with the oracle: the same for the same seed.

Times crowd at the edges of days on which clocks change, since that is where a wrong bound shows.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zlib import crc32
from zoneinfo import ZoneInfo

from engagement.domain.campaign_names import campaign_id
from engagement.domain.causes import Cause
from engagement.domain.measures import Measure
from engagement.domain.records import (
    AddressRecord,
    AttributedBy,
    Attribution,
    Clock,
    ContactRecord,
    EventRecord,
    MessageFacts,
    MessageRecord,
    Record,
)
from engagement.domain.vocabulary import (
    Channel,
    ContactKind,
    Direction,
    EventType,
    FilterOption,
    Keyword,
    Match,
    Origin,
)
from engagement.query.question.contact_filter import CampaignPart, Condition, EngagementFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.scope import Scope
from engagement.query.question.viewpoint import Viewpoint

# Zones with the days around which the world's events lie; the second of each triple is the day clocks change.
CHANGES = (
    ("America/New_York", date(2026, 3, 8)),  # two o'clock becomes three
    ("America/New_York", date(2026, 11, 1)),  # two o'clock becomes one
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Havana", date(2026, 3, 8)),  # midnight does not exist
    ("America/Havana", date(2025, 11, 2)),  # midnight comes twice, as it did until 2025
    ("UTC", date(2028, 2, 29)),
)
OWNERS = ("", "Dana", "Émile", "dana", "O'Brien, 100%")
STAGES = ("", "New", "Hot_1", "Closed")
SOURCES = ("", "Zillow", "Open house")
CAMPAIGNS = ("Spring open house", "Été 50%", "_")
WHYS: tuple[dict[str, str], ...] = (  # what a provider said of an email that failed
    {"provider": "mailgun", "reason": "bounce", "code": "550"},
    {"provider": "mailgun", "reason": "espblock"},
    {"provider": "mailgun", "reason": "bounce", "code": "552", "detail": "5.2.2 mailbox full"},
    {},
)
CANCELED = {"provider": "twilio", "detail": "canceled"}  # what is said of a text that was taken back
CAUSES = (Cause.ADDRESS_REFUSED, Cause.POLICY, Cause.MAILBOX_FULL, Cause.NOT_GIVEN)
LABELS = ("buyer", "Seller", "50%", "Été")
NAMES = (
    "Jane Doe",
    "JOSÉ Álvarez",
    "Zoë O'Neil",
    "Straße GmbH",
    "",
    "Åsa_Berg",
    "50% Off",
    "Ann Lee",
    "ann lee",
    "Acme™",
)
SEARCHES = (
    "jane",
    "JOSE",
    "é",
    "strasse",
    "_",
    "%",
    "ANN",
    "o'n",
    "@EXAMPLE.org",
    "p1",
    "nobody",
    "acmetm",
    "\\",
    "  ",
    "1",
)
EMAIL_EVENTS = tuple(kind for kind in EventType if kind not in (EventType.RECEIVING, EventType.RECEIVED))
TEXT_EVENTS = (
    EventType.ACCEPTED,
    EventType.QUEUED,
    EventType.SENDING,
    EventType.PENDING,
    EventType.DELIVERED,
    EventType.UNDELIVERED,
    EventType.FAILED,
)
_NOT_OF_EMAIL = (EventType.QUEUED, EventType.SENDING, EventType.PENDING, EventType.UNDELIVERED)
INSTANT, MINUTE, DAY = timedelta(microseconds=1), timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class World:
    """One account: the records in the order they are taken in, and who asks about it from where."""

    seed: int
    records: tuple[Record, ...]
    batch_size: int
    zone: ZoneInfo
    days: tuple[date, ...]  # those at whose edges things happen
    today: date

    def viewpoint(self, scope: Scope) -> Viewpoint:
        """How somebody with `scope` sees it."""
        return Viewpoint(scope, self.zone, self.today)


@cache
def edges(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first minute of `day` on wall clocks in `zone` and the minute after its last, found by trying them all."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    minutes = [noon + n * MINUTE for n in range(-40 * 60, 40 * 60)]
    shown = [minute for minute in minutes if minute.astimezone(zone).date() == day]
    return shown[0], shown[-1] + MINUTE


def make_world(seed: int) -> World:
    """The world of a seed."""
    dice = random.Random(seed)
    name, change = CHANGES[seed % len(CHANGES)]
    zone = ZoneInfo(name)
    today = change + dice.choice((0, 1, 3, 28, 29, 30, 31)) * DAY
    days = tuple(sorted({change - DAY, change, change + DAY, today, today + DAY, *(today - n * DAY for n in (29, 30))}))
    moments = _moments(days, zone)
    contacts, addresses = _contacts(dice)
    addresses += 5 * dice.sample(addresses, k=8)  # a few have long histories
    sent = [record for n in range(dice.randint(40, 110)) for record in message_records(dice, n, addresses, moments)]
    sent += dice.choices(sent, k=len(sent) // 6)  # told twice
    dice.shuffle(sent)
    return World(seed, tuple(_interleaved(dice, contacts, sent)), dice.choice((5, 50, 5000)), zone, days, today)


def _moments(days: Sequence[date], zone: ZoneInfo) -> list[datetime]:
    """Moments just inside and just outside of the days, and some in the middle."""
    found = []
    for day in days:
        first, after = edges(day, zone)
        found += [first - INSTANT, first, first + MINUTE - INSTANT, after - MINUTE, after - INSTANT, after]
        found += [first + 5 * timedelta(hours=1), first + timedelta(hours=1), after - timedelta(hours=1)]
    return found


def _interleaved(dice: random.Random, contacts: list[ContactRecord], sent: list[Record]) -> Iterator[Record]:
    """Contact lists keep their order, since the later one speaks; where they come among messages must not matter."""
    places = [True] * len(contacts) + [False] * len(sent)
    if dice.random() < 0.7:
        dice.shuffle(places)
    lists, messages = iter(contacts), iter(sent)
    return (next(lists) if is_contact else next(messages) for is_contact in places)


def _contacts(dice: random.Random) -> tuple[list[ContactRecord], list[tuple[Channel, str]]]:
    """Rows of contact lists, and every address there is with some that are on no list."""
    rows: list[ContactRecord] = []
    everyone: list[tuple[Channel, str]] = []
    for n in range(dice.randint(10, 40)):
        own = [
            (Channel.EMAIL, f"p{n}.{m}@{dice.choice(('example.com', 'example.org'))}")
            for m in range(dice.choice((0, 1, 1, 3)))
        ]
        own += [(Channel.TEXT, f"+1415555{n:02}{m:02}") for m in range(dice.choice((0, 1, 1, 2) if own else (1, 2)))]
        listed = dice.random() < 0.85
        everyone += own
        if listed:  # each with addresses of their own: who shares one with others is asked in tests/ingest/people
            rows.append(_row(dice, f"crm-{n}", own))
    for row in dice.sample(rows, k=len(rows) // 5):  # a later list changes some, or knows less of them
        later = _row(dice, row.external_id, [(a.channel, a.value) for a in row.addresses])
        # Without an id it is the same person's only under the same name.
        is_bare = bool(row.addresses) and dice.random() < 0.3
        rows.append(replace(later, external_id=None, name=row.name) if is_bare else later)
    everyone += [(Channel.EMAIL, "stranger@example.net"), (Channel.TEXT, "+442079460018")]
    return rows, everyone


def _row(dice: random.Random, external_id: str | None, addresses: Sequence[tuple[Channel, str]]) -> ContactRecord:
    mains = {channel: dice.choice((None, 0)) for channel in Channel}
    seen = dict.fromkeys(Channel, 0)
    held = []
    for channel, value in addresses:
        held.append(AddressRecord(channel, value, dice.choice(("office", "cell", "")), seen[channel] == mains[channel]))
        seen[channel] += 1
    return ContactRecord(
        name=dice.choice((*NAMES, None)),
        kind=dice.choice((ContactKind.LEAD, ContactKind.AGENT, None)),
        external_id=external_id,
        owner=dice.choice((*OWNERS, None)),
        stage=dice.choice((*STAGES, None)),
        source=dice.choice((*SOURCES, None)),
        labels=dice.choice((None, (), tuple(dice.sample(LABELS, k=dice.randint(1, 3))))),
        addresses=tuple(held),
    )


def message_records(
    dice: random.Random, number: int, addresses: Sequence[tuple[Channel, str]], moments: Sequence[datetime]
) -> list[Record]:
    """The records of one message: an email to one or several, or a text out or in."""
    channel, address = dice.choice(addresses)
    if channel is Channel.EMAIL:
        emails = [value for of, value in addresses if of is Channel.EMAIL]
        to = {address, *dice.sample(emails, k=min(len(emails), dice.choice((0, 0, 2))))}
        return [record for value in sorted(to) for record in _email(dice, number, value, moments)]
    return (_text_in if dice.random() < 0.5 else _text_out)(dice, number, address, moments)


def _email(dice: random.Random, number: int, address: str, moments: Sequence[datetime]) -> list[Record]:
    known = MessageFacts(Channel.EMAIL, f"{number}@mail", Direction.OUTBOUND, address)
    said = _said(dice)
    records: list[Record] = []
    if dice.random() < 0.3:
        moment = dice.choice((None, *moments))
        records.append(MessageRecord(replace(known, sent_at=moment, attribution=dice.choice(said))))
    possible = [kind for kind in EMAIL_EVENTS if kind not in _NOT_OF_EMAIL]
    if dice.random() < 0.5:  # most mail is engaged with rather than refused
        possible = [EventType.DELIVERED, EventType.OPENED, EventType.CLICKED, EventType.UNSUBSCRIBED]
    for kind in dice.choices(possible, k=dice.randint(0, 5)):
        machine = kind in (EventType.OPENED, EventType.CLICKED) and dice.random() < 0.4
        suppressed = kind is EventType.FAILED and dice.random() < 0.4
        key = f"event-{dice.randrange(10**9)}"
        at = dice.choice(moments)
        facts = replace(known, attribution=dice.choice(said))
        why = WHYS[crc32(key.encode()) % len(WHYS)] if kind is EventType.FAILED else {}
        records.append(EventRecord(facts, kind, at, Clock.EVENT, key, machine=machine, suppressed=suppressed, **why))
    return records + (_quick(dice, known, dice.choice(moments)) if dice.random() < 0.2 else [])


def _quick(dice: random.Random, known: MessageFacts, at: datetime) -> list[Record]:
    """An email that is delivered, with clicks and opens some seconds or minutes around that: too quick, or just not."""
    records: list[Record] = [EventRecord(known, EventType.DELIVERED, at, Clock.EVENT, f"event-{dice.randrange(10**9)}")]
    first = at + dice.choice((-2, 0, 1, 10, 11, 60, 61)) * timedelta(seconds=1)
    for kind in dice.choices((EventType.CLICKED, EventType.CLICKED, EventType.OPENED), k=dice.randint(2, 6)):
        later = first + dice.choice((-10, 0, 0, 1, 5, 10, 11, 15)) * timedelta(seconds=1)
        url = dice.choice((None, "/a", "/b", "/c")) if kind is EventType.CLICKED else None
        key = f"event-{dice.randrange(10**9)}"
        records.append(EventRecord(known, kind, later, Clock.EVENT, key, machine=dice.random() < 0.1, url=url))
    return records


def _said(dice: random.Random) -> list[Attribution | None]:
    """What the records of one message may say it was sent as; the sources differ, and some say nothing."""
    sources = {by: dice.choice((None, *CAMPAIGNS)) for by in AttributedBy}
    return [None] + [
        Attribution(by, Origin.BULK if campaign is None else Origin.CAMPAIGN, campaign)
        for by, campaign in sources.items()
    ]


def _text_out(dice: random.Random, number: int, address: str, moments: Sequence[datetime]) -> list[Record]:
    stated = dice.choice((None, dice.choice(moments)))
    known = MessageFacts(Channel.TEXT, f"SM{number}", Direction.OUTBOUND, address, sent_at=stated)
    said = _said(dice)
    kinds = dice.choices(TEXT_EVENTS, k=dice.randint(0, 4)) + [EventType.UNSUBSCRIBED] * (dice.random() < 0.2)
    return [
        EventRecord(
            replace(known, attribution=dice.choice(said)),
            kind,
            dice.choice(moments),
            dice.choice(tuple(Clock)),
            f"{kind}|{dice.choice(('', '30008'))}",
            **(CANCELED if kind is EventType.FAILED and number % 2 else {}),
        )
        for kind in kinds
    ]


def _text_in(dice: random.Random, number: int, address: str, moments: Sequence[datetime]) -> list[Record]:
    """A text from a contact. A stop word has a second event, as the reader of texts gives it."""
    keyword = dice.choice((None, None, Keyword.OPT_OUT, Keyword.OPT_OUT, Keyword.OPT_IN, Keyword.YES, Keyword.HELP))
    at, clock = dice.choice(moments), dice.choice((Clock.EVENT, Clock.ARRIVAL))
    facts = MessageFacts(
        Channel.TEXT,
        f"SM{number}",
        Direction.INBOUND,
        address,
        sent_at=None if clock is Clock.ARRIVAL else at,
        keyword=keyword,
    )
    kinds = [EventType.RECEIVING] * (dice.random() < 0.3) + [EventType.RECEIVED] * (dice.random() < 0.9)
    kinds += [EventType.UNSUBSCRIBED] * (keyword is Keyword.OPT_OUT)
    return [EventRecord(facts, kind, at, clock, kind.value) for kind in kinds]


def edge_filters(world: World) -> Iterator[EngagementFilter]:
    """Every option alone, over the days at whose edges things happen, each end open and closed."""
    for option in FilterOption:
        yield EngagementFilter(frozenset({option}))
        for day in world.days:
            for period in (Period(day, day), Period(day, None), Period(None, day)):
                yield EngagementFilter(frozenset({option}), period=period)


def condition_filters(world: World) -> Iterator[EngagementFilter]:
    """Every option as a condition alone, done once, often and not at all, over every day and ever."""
    for option in FilterOption:
        for period in (ANY_TIME, *(Period(day, None) for day in world.days)):
            for did, at_least in ((True, 1), (True, 2), (True, 3), (False, 1)):
                yield EngagementFilter(conditions=(Condition(option, did, at_least, period),))


def random_filter(dice: random.Random, world: World) -> EngagementFilter:
    """Any question at all."""

    def some(values: Sequence[str]) -> frozenset[str]:
        return frozenset(dice.sample(values, k=dice.randint(1, 2))) if dice.random() < 0.12 else frozenset()

    first, last = sorted(dice.choices(world.days, k=2))
    return EngagementFilter(
        options=frozenset(dice.sample(tuple(FilterOption), k=dice.choice((0, 1, 1, 2, 2, 3, 8)))),
        match=dice.choice(tuple(Match)),
        at_least=dice.choice((1, 1, 1, 2, 2, 3, 4)),
        period=Period(dice.choice((None, first)), dice.choice((None, last))),
        current_status_only=dice.random() < 0.4,
        without_machines=dice.random() < 0.5,
        kinds=frozenset(dice.sample(tuple(ContactKind), k=dice.choice((0, 0, 0, 1, 2)))),
        owners=some(OWNERS),
        stages=some(STAGES),
        sources=some(SOURCES),
        labels=some(LABELS),
        causes=frozenset(dice.sample(CAUSES, k=dice.choice((1, 2)))) if dice.random() < 0.15 else frozenset(),
        soft_bounces=dice.choice((0, 0, 0, 0, 0, 0, 1, 2)),
        search=_search(dice) if dice.random() < 0.2 else "",
        conditions=tuple(_condition(dice, world) for _ in range(dice.choice((0, 0, 1, 1, 2)))),
        campaign=_campaign(dice) if dice.random() < 0.15 else None,
    )


def _condition(dice: random.Random, world: World) -> Condition:
    first, last = sorted(dice.choices(world.days, k=2))
    return Condition(
        option=dice.choice(tuple(FilterOption)),
        did=dice.random() < 0.5,
        at_least=dice.choice((1, 1, 2, 3)),
        period=Period(dice.choice((None, first)), dice.choice((None, last))),
    )


def _campaign(dice: random.Random) -> CampaignPart:
    name = dice.choice((*CAMPAIGNS, "not on file"))
    return CampaignPart(campaign_id(name), dice.choice(tuple(Measure)), name)


def _search(dice: random.Random) -> str:
    n = dice.randrange(40)
    numbers = (
        f"(415) 555-{n:02}00",
        f"555{n:02}",
        f"+1 415 555 {n:02}01",
        f"415.555.{n:02}00",
        "020 7946 0018",
        "+44 20 7946 0018",
    )
    return dice.choice((*SEARCHES, *numbers))


def random_scope(dice: random.Random) -> Scope:
    """Most see everybody, some what a few owners have, and one sees nobody."""
    if dice.random() < 0.7:
        return Scope()
    return Scope(frozenset(dice.sample(OWNERS, k=dice.choice((0, 1, 1, 2)))))

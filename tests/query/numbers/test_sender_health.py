"""Sender health against a plain count of made-up mail and texts, and the rule that names the day a rate turned."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from scipy.special import bdtrc, betaincinv
from sqlalchemy import BigInteger, Connection, Engine, select

from engagement.domain.limits import LIMITS, Harm
from engagement.domain.measures import Measure
from engagement.domain.records import AddressRecord, Clock, ContactRecord, EventRecord, MessageFacts, Record
from engagement.domain.vocabulary import Channel, ContactKind, Direction, EventType
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import prepare
from engagement.lib.intervals import Rate
from engagement.lib.moments import to_micros
from engagement.query.matching.view import View
from engagement.query.numbers.day_sql import day_number
from engagement.query.numbers.sender_health import (
    Trouble,
    Turn,
    domains,
    numbers,
    turned,
)
from engagement.query.question.period import Period
from engagement.query.question.scope import EVERYONE, Scope
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.sql import pairs

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 10)  # clocks went back on the first
PERIOD = Period.last_days(30, TODAY)
DAY = timedelta(days=1)
DOMAINS = ("big.example", "mail.big.example", "small.example")
SENDERS = ("+14155550100", "+14155550101")
CODES = ("30003", "30007")
OWNERS = ("Dana", "Ada")


@dataclass(frozen=True)
class Sent:
    """One message of ours, and what became of it."""

    facts: MessageFacts
    owner: str
    events: tuple[EventRecord, ...]

    @property
    def day(self) -> date:
        assert self.facts.sent_at
        return self.facts.sent_at.astimezone(ZONE).date()


def made(seed: int) -> tuple[list[Record], list[Sent]]:
    """Contacts of two owners, and mail and texts to them; from a day on, one domain and one number do badly."""
    dice = random.Random(seed)
    rows: list[Record] = []
    owner_of: dict[str, str] = {}
    for n in range(30):
        email, phone, owner = f"p{n}@{dice.choice(DOMAINS)}", f"+1212555{n:04}", dice.choice(OWNERS)
        addresses = (AddressRecord(Channel.EMAIL, email, ""), AddressRecord(Channel.TEXT, phone, ""))
        rows.append(ContactRecord(f"P {n}", ContactKind.LEAD, f"crm-{n}", owner, addresses=addresses))
        owner_of |= {email: owner, phone: owner}
    sent = [_message(dice, n, dice.choice(sorted(owner_of)), owner_of) for n in range(500)]
    records: list[Record] = [*rows, *(event for message in sent for event in message.events)]
    came = datetime(2026, 11, 2, tzinfo=UTC)
    inbound = MessageFacts(Channel.TEXT, "SMin", Direction.INBOUND, "+12125550001", SENDERS[0], sent_at=came)
    return [*records, EventRecord(inbound, EventType.RECEIVED, came, Clock.EVENT, "in")], sent


def _message(dice: random.Random, number: int, address: str, owner_of: dict[str, str]) -> Sent:
    at = datetime(2026, 9, 25, tzinfo=UTC) + dice.randrange(50 * 24 * 60) * timedelta(minutes=1)
    is_late = at.date() >= date(2026, 10, 29)
    if "@" in address:
        facts = MessageFacts(Channel.EMAIL, f"{number}@crm", Direction.OUTBOUND, address, "us@crm.example", sent_at=at)
        kinds = [(EventType.DELIVERED, None)]
        if dice.random() < (0.4 if is_late and address.endswith("@small.example") else 0.05):
            kinds.append((EventType.FAILED, "550"))
        if dice.random() < 0.03:
            kinds.append((EventType.COMPLAINED, None))
        if dice.random() < 0.1:
            kinds.append((EventType.TEMPORARY_FAILURE, "451"))
    else:
        sender = dice.choice(SENDERS)
        facts = MessageFacts(Channel.TEXT, f"SM{number}", Direction.OUTBOUND, address, sender, sent_at=at)
        kinds = [(EventType.QUEUED, None)]
        if dice.random() < (0.5 if is_late and sender == SENDERS[1] else 0.1):
            kinds += [(dice.choice((EventType.FAILED, EventType.UNDELIVERED)), dice.choice(CODES))] * dice.choice(
                (1, 2)
            )
    suppressed = dice.random() < 0.2
    events = tuple(
        EventRecord(
            facts,
            kind,
            at + dice.randrange(100) * timedelta(hours=1),
            Clock.EVENT,
            f"{kind} {place}",
            code=code,
            suppressed=suppressed and kind is EventType.FAILED and "@" in address,
            provider="mailgun" if "@" in address else "twilio",
        )
        for place, (kind, code) in enumerate(kinds)
    )
    return Sent(facts, owner_of[address], events)


def share(trouble: Trouble, hits: Iterable[Sent], of: Iterable[Sent], floor: float) -> None:
    hits, of = list(hits), list(of)
    assert trouble.count == len(hits)
    assert trouble.rate == Rate(len(hits), len(of))
    assert trouble.turn == slow_turn(Counter(one.day for one in hits), Counter(one.day for one in of), floor)


def slow_turn(hits: Counter[date], sent: Counter[date], floor: float) -> Turn | None:
    """The rule again, trying every day."""
    best: tuple[float, date, Rate, Rate] | None = None
    rate = hits.total() / sent.total()
    for day in sorted(sent)[1:]:
        late_hits = sum(count for one, count in hits.items() if one >= day)
        late_sent = sum(count for one, count in sent.items() if one >= day)
        before = Rate(hits.total() - late_hits, sent.total() - late_sent)
        excess = round(late_hits - rate * late_sent, 9)
        if best is None or excess > best[0]:
            best = excess, day, before, Rate(late_hits, late_sent)
    if best is None:
        return None
    _, day, before, since = best
    lowest = betaincinv(since.count, since.of - since.count + 1, 0.025) if since.count else 0
    by_chance = bdtrc(since.count - 1, hits.total(), since.of / sent.total())  # so many or more of all fall since then
    if since.count < 5 or lowest <= floor or by_chance * (len(sent) - 1) > 0.025:
        return None
    return Turn(day, before, since) if since.count / since.of > 2 * before.count / before.of else None


def has(message: Sent, *kinds: EventType) -> bool:
    return any(event.type in kinds and not event.suppressed for event in message.events)


@pytest.mark.parametrize("seed", range(6))
def test_health_agrees_with_a_plain_count(seed: int, store: Engine) -> None:
    records, sent = made(seed)
    prepare(store, ZONE.key)
    take_in(store, records)
    with store.connect() as connection:
        for scope in (EVERYONE, Scope(frozenset({"Dana"})), Scope(frozenset())):
            seen = [m for m in sent if scope.owners is None or m.owner in scope.owners]
            seen = [m for m in seen if PERIOD.first <= m.day <= PERIOD.last]  # type: ignore[operator]
            check(connection, seen, Viewpoint(scope, ZONE, TODAY))


def check(connection: Connection, sent: list[Sent], viewpoint: Viewpoint) -> None:
    mail = [message for message in sent if message.facts.channel is Channel.EMAIL]
    rows = domains(View(connection, viewpoint), PERIOD)
    assert {row.domain for row in rows} == {message.facts.address.partition("@")[2] for message in mail}
    assert [row.strain for row in rows] == sorted((row.strain for row in rows), reverse=True)
    for row in rows:
        own = [message for message in mail if message.facts.address.endswith(f"@{row.domain}")]
        assert row.sent == len(own)
        share(row.bounced, (m for m in own if has(m, EventType.FAILED)), own, LIMITS[Harm.BOUNCES])
        share(row.complained, (m for m in own if has(m, EventType.COMPLAINED)), own, LIMITS[Harm.COMPLAINTS])
        assert row.asked == replace(row.bounced.asked, measure=Measure.SENT)
        assert (row.bounced.asked.measure, row.complained.asked.measure) == (Measure.BOUNCED, Measure.COMPLAINED)
        assert (row.asked.domain, row.asked.sent) == (row.domain, PERIOD)
    texts = [message for message in sent if message.facts.channel is Channel.TEXT]
    failed = numbers(View(connection, viewpoint), PERIOD)
    expected = {(m.facts.our_address, e.code) for m in texts for e in m.events if e.code}
    assert {(row.sender, row.code) for row in failed} == expected
    assert [row.provider for row in failed] == ["twilio"] * len(expected)
    assert [row.failed.count for row in failed] == sorted((row.failed.count for row in failed), reverse=True)
    for number in failed:
        own = [message for message in texts if message.facts.our_address == number.sender]
        assert number.sent == len(own)
        share(
            number.failed, (m for m in own if any(e.code == number.code for e in m.events)), own, LIMITS[Harm.FAILURES]
        )


@pytest.mark.parametrize(
    ("hits", "sent", "day"),
    [
        ([0, 0, 0, 5, 6], [50, 50, 50, 50, 50], 4),
        ([1, 1, 1, 1, 1], [50, 50, 50, 50, 50], None),  # as ever
        ([5, 5, 0, 0, 0], [50, 50, 50, 50, 50], None),  # better
        ([0, 0, 0, 2, 2], [50, 50, 50, 50, 50], None),  # too few to say
        ([0, 0, 0, 5, 5], [500, 500, 500, 500, 500], None),  # under the floor
        ([5, 5, 5, 9, 9], [50, 50, 50, 50, 50], None),  # not twice as bad
        ([0, 6, 0, 0, 0, 6, 6], [60, 60, 60, 60, 60, 60, 60], 6),  # the one bad day before does not count
        ([0, 0, 9, 0, 0], [0, 90, 50, 0, 10], 3),  # days on which nothing was sent say nothing
        ([0, 0, 6, 0, 0], [0, 50, 50, 0, 50], None),  # six of six fall since then by chance one time in eleven
        ([0, 0, 0, 6, 0, 0], [9, 9, 9, 9, 9, 9], None),  # one time in 64, but one of five days has to be the worst
        ([0, 0, 0, 5], [200, 200, 200, 110], None),  # of so few, 4.5 % may be the limit
        ([6], [50], None),
        ([], [], None),
    ],
)
def test_the_day_a_rate_turned(hits: list[int], sent: list[int], day: int | None) -> None:
    found = turned(dict(enumerate(hits, 1)), dict(enumerate(sent, 1)), 0.02)
    assert (found.day.toordinal() if found else None) == day


@pytest.mark.parametrize("name", ["America/New_York", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
def test_the_day_of_a_moment_in_sql(store: Engine, name: str) -> None:
    zone = ZoneInfo(name)
    viewpoint = Viewpoint(EVERYONE, zone, date(2026, 12, 1))
    period = Period(date(2026, 2, 20), date(2026, 11, 20))
    since, after = period.bounds(zone)
    assert since
    assert after
    moments = [since + n * timedelta(minutes=30) for n in range((after - since) // timedelta(minutes=30))]
    with store.connect() as connection:
        of = pairs(connection, enumerate(map(to_micros, moments)), place=BigInteger, at=BigInteger)
        asked = select(of.c.place, day_number(of.c.at, period, viewpoint))
        found = dict(connection.execute(asked).all())  # type: ignore[arg-type]
    assert found == {n: moment.astimezone(zone).date().toordinal() for n, moment in enumerate(moments)}

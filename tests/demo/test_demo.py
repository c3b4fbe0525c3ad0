"""The demo account is well formed, plausible, the same each time, and never ahead of its time."""

import hashlib
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from engagement.demo import FEWEST_CONTACTS, tell, write_demo
from engagement.demo.mail import happened_at
from engagement.domain.records import Clock
from engagement.domain.vocabulary import EVENT_MEANINGS, Channel, ContactKind, Direction, EventType, Keyword, Origin
from tests.demo.story import Story, read, status
from tests.moment import NOW

NEW_YORK = ZoneInfo("America/New_York")
PROVIDERS = {"contacts": "contacts", "sends": "sends", "mailgun": "mailgun", "twilio": "twilio"}
STATUSES = [key for key, meaning in EVENT_MEANINGS.items() if meaning.is_status]


def test_each_file_is_read_by_its_provider(story: Story) -> None:
    read_by = {file.path.name: file.provider for file in story.files}
    assert read_by == {name: PROVIDERS[re.split(r"[-.]", name)[0]] for name in read_by}
    assert all(file.events or file.messages or file.contacts for file in story.files)


def test_only_the_damaged_file_has_rejects(story: Story) -> None:
    rejects = {file.path.name: [reject.reason for reject in file.rejects] for file in story.files if file.rejects}
    assert list(rejects) == ["mailgun-damaged.jsonl"]
    assert len(rejects["mailgun-damaged.jsonl"]) == len(set(rejects["mailgun-damaged.jsonl"])) == 6
    assert len(story.in_file("mailgun-damaged.jsonl").events) >= 8


def test_sizes(story: Story) -> None:
    assert 560 <= len(story.people) <= 600
    assert 5_000 <= len(story.facts) <= 7_500
    assert 12_000 <= sum(map(len, story.threads.values())) <= 17_000
    assert sum(file.path.stat().st_size for file in story.files) < 15_000_000


@pytest.mark.parametrize(("channel", "kind"), STATUSES, ids=lambda word: word.value)
def test_every_status_is_some_messages_last(story: Story, channel: Channel, kind: EventType) -> None:
    assert len({who for who, thread in story.of(channel) if status(thread) is kind}) >= 2


def _who(story: Story, channel: Channel, kind: EventType) -> set[str]:
    return {who for who, thread in story.of(channel) for event in thread if event.type is kind and not event.suppressed}


def test_every_filter_option_finds_a_sensible_number(story: Story) -> None:
    opens, clicks = (_who(story, Channel.EMAIL, kind) for kind in (EventType.OPENED, EventType.CLICKED))
    replies = {
        who for who, thread in story.of(Channel.TEXT)
        if thread[0].message.direction is Direction.INBOUND and thread[0].message.keyword in (None, Keyword.YES)
    }  # fmt: skip
    unsubscribes, bounces, complaints = (
        _who(story, Channel.EMAIL, kind) for kind in (EventType.UNSUBSCRIBED, EventType.FAILED, EventType.COMPLAINED)
    )
    stops = _who(story, Channel.TEXT, EventType.UNSUBSCRIBED)
    assert 550 > len(opens) > len(clicks) > len(replies) > len(stops) > 10
    assert 5 <= len(complaints) < len(unsubscribes) < len(bounces) < 60


def test_kinds_and_owners(story: Story) -> None:
    people = story.people.values()
    assert (
        Counter(person.kind for person in people)[ContactKind.LEAD]
        > 2 * Counter(p.kind for p in people)[ContactKind.AGENT]
    )
    owners = Counter(person.owner for person in people)
    (_, most), (_, second) = owners.most_common(2)
    assert len(owners) == 8
    assert most > 1.4 * second


def test_manual_email_has_no_events(story: Story) -> None:
    manual = [
        message.message for message in story.in_file("sends.csv").messages
        if message.message.attribution and message.message.attribution.origin is Origin.MANUAL
        and message.message.channel is Channel.EMAIL
    ]  # fmt: skip
    assert len(manual) > 80
    assert not [message for message in manual if (message.key, message.address) in story.threads]


def test_same_event_in_two_shapes_and_twice_in_one(story: Story) -> None:
    shapes: dict[tuple[str, str, str], set[str]] = {}
    for file in story.files:
        for event in file.events:
            shapes.setdefault((event.message.key, event.message.address, event.dedupe_key), set()).add(file.path.name)
    shared = Counter(pair for files in shapes.values() for pair in {tuple(sorted(files))} if len(pair) == 2)
    assert shared["mailgun-events-2.json", "mailgun-logs.json"] > 20
    assert shared["mailgun-logs.json", "mailgun-webhooks.jsonl"] > 20
    assert shared["mailgun-events-3-pretty.json", "mailgun-webhooks.jsonl"] > 20
    assert shared["twilio-console.csv", "twilio-export.json.gz"] > 20
    for name in ("mailgun-archive.jsonl.gz", "mailgun-webhooks.jsonl", "twilio-callbacks-3.txt"):
        keys = [(e.message.key, e.message.address, e.dedupe_key) for e in story.in_file(name).events]
        assert 0.01 < 1 - len(set(keys)) / len(keys) < 0.04, name
        times = [event.at for event in story.in_file(name).events if event.clock is Clock.EVENT]
        assert times != sorted(times) or not times


def test_people_are_awake_and_offices_open(story: Story) -> None:
    opens = [e.at for e in story.events if e.type is EventType.OPENED and not e.machine]
    sends = [message.sent_at for message in story.facts.values() if message.sent_at]
    assert sum(moment.astimezone(NEW_YORK).hour < 6 for moment in opens) < len(opens) / 50
    assert sum(9 <= moment.astimezone(NEW_YORK).hour < 18 for moment in sends) > len(sends) * 0.75


def test_engagement_is_fresh_and_never_ahead(story: Story) -> None:
    engaged = [e.at for e in story.events if e.type in (EventType.OPENED, EventType.CLICKED, EventType.RECEIVED)]
    assert NOW - timedelta(minutes=5) < max(engaged) < NOW
    assert max(event.at for event in story.events) <= NOW
    assert min(event.at for event in story.events) > NOW - timedelta(days=121)
    days = Counter((NOW - moment).days for moment in engaged)
    assert min(days[0], days[1]) >= 10
    assert len(set(range(110)) - set(days)) <= 5, "many days without engagement"
    assert all(message.sent_at is None or message.sent_at <= NOW for message in story.facts.values())


def test_a_file_is_dated_after_its_events(story: Story) -> None:
    for file in story.files:
        latest = max((event.at for event in file.events), default=NOW)
        assert latest <= file.modified <= NOW, file.path.name


def test_nobody_real_can_be_reached(story: Story) -> None:
    emails = {address for _, address in story.facts if "@" in address}
    emails |= {a.value for contact in story.contacts for a in contact.addresses if a.channel is Channel.EMAIL}
    numbers = {address for _, address in story.facts if "@" not in address}
    numbers |= {a.value for contact in story.contacts for a in contact.addresses if a.channel is Channel.TEXT}
    assert [address for address in emails if not re.search(r"[@.]example\.(com|net|org)$", address)] == []
    assert [number for number in numbers if not re.fullmatch(r"\+1[2-9]\d\d55501\d\d", number)] == []
    assert all(phonenumbers.is_possible_number(phonenumbers.parse(number)) for number in numbers)


def _digests(paths: list[Path]) -> dict[str, tuple[str, int]]:
    return {p.name: (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mtime_ns) for p in paths}


def test_same_now_and_seed_give_the_same_files(story: Story, tmp_path: Path) -> None:
    first = _digests([file.path for file in story.files])
    assert _digests(write_demo(tmp_path / "again", now=NOW.astimezone(NEW_YORK))) == first
    other = _digests(write_demo(tmp_path / "other", now=NOW, seed=21))
    assert other.keys() == first.keys()
    assert not set(other.values()) & set(first.values())


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 1, 1, 0, 0, tzinfo=UTC),  # midnight, between years
        datetime(2026, 3, 8, 7, 0, tzinfo=UTC),  # the moment the clocks go forward
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),  # in the hour that comes twice
        datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 6, 14, 12, 0, tzinfo=UTC),  # a Sunday morning
    ],
    ids=str,
)
def test_nothing_is_ever_in_the_future(now: datetime) -> None:
    scene = tell(now, seed=3, contacts=FEWEST_CONTACTS, region="US")
    mail = [happened_at(event) for event in scene.outbox.events]
    texts = [state.at for text in scene.switchboard.texts for state in text.states]
    manual = [message.sent_at for message in scene.manual_emails]
    assert max(mail + texts + manual) <= now
    assert max(mail + texts) > now - timedelta(minutes=5)


def test_another_region_writes_whole_numbers(tmp_path: Path) -> None:
    files = [read(path, "GB") for path in write_demo(tmp_path, now=NOW, contacts=FEWEST_CONTACTS, region="GB")]
    assert sum(len(file.rejects) for file in files) == 6
    numbers = [a.value for f in files for c in f.contacts for a in c.addresses if a.channel is Channel.TEXT]
    assert len(numbers) > 100
    assert all(number.startswith("+1") for number in numbers)


@pytest.mark.parametrize(
    ("now", "contacts", "complaint"),
    [
        (datetime(2026, 11, 24, 19, 40), 600, "time zone"),
        (NOW, FEWEST_CONTACTS - 1, f"needs {FEWEST_CONTACTS} contacts"),
    ],
)
def test_what_it_cannot_tell(tmp_path: Path, now: datetime, contacts: int, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        write_demo(tmp_path, now=now, contacts=contacts)
    assert list(tmp_path.iterdir()) == []

"""Mailgun's shapes of the planned emails: Events API pages, JSON lines, Logs API pages.

Records of one kind are written together, by one template each, and put into their order afterwards: that is several
times as fast as one record after another.
"""

import json
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from benchmarks.people import FIRST, LAST, email, name, other_email
from benchmarks.plan import (
    ACCEPTED,
    APPLE,
    CLICKED,
    COMPLAINED,
    DELIVERED,
    END_MICROS,
    FAILED,
    GMAIL,
    OPENED,
    PERSON,
    SCANNER,
    START_MICROS,
    UNSUBSCRIBED,
    Mail,
)
from benchmarks.sizes import CAMPAIGNS, SEED, Ints

PAGE = 300  # items of a page
PAGES, LINES, LOGS = range(3)
_SHARES = (0.5, 0.3, 0.2)
_DOMAIN = "mg.lakesidehomes.example"
_BASE = f"https://mail.example.com/v3/{_DOMAIN}/events"
_TOPICS = (
    "Open houses",
    "Market letter",
    "Career night",
    "Price drops",
    "Just sold",
    "Welcome",
    "Check-in",
    "Training",
)
_SUBJECTS = ("Three homes you should see", "What your street sold for", "Join us on Thursday", "A question for you")
CAMPAIGN_NAMES = tuple(f"{_TOPICS[number % len(_TOPICS)]} {number:03d}" for number in range(CAMPAIGNS))

_HOW = '"tags":{tags},"campaigns":[],"user-variables":{variables}'
_CLIENT = '"client-info":{{"client-os":"{}","device-type":"{}","client-name":"{}","client-type":"{}","bot":"{}"}}'
_CLIENTS = {
    PERSON: _CLIENT.format("iOS", "mobile", "Mobile Safari", "mobile browser", ""),
    APPLE: _CLIENT.format("macOS", "desktop", "Apple Mail", "email client", "apple"),
    GMAIL: _CLIENT.format("Windows", "desktop", "Firefox", "browser", "gmail"),
    SCANNER: _CLIENT.format("Linux", "unknown", "unknown", "robot", "generic"),
}
_WHERE = '"ip":"198.51.100.20","geolocation":{"country":"US","region":"MI","city":"Ann Arbor","timezone":"US/Eastern"}'
_FLAGS = '"flags":{"is-authenticated":true,"is-test-mode":false}'
_MX = '"tls":true,"mx-host":"mx.example.com","attempt-no":1'
_SENT = f'"delivery-status":{{{_MX},"code":250,"session-seconds":1.21,"message":"OK"}}'
_UNKNOWN = "5.1.1 The email account that you tried to reach does not exist"
_BOUNCED = (
    '"severity":"permanent","reason":"bounce",'
    f'"delivery-status":{{{_MX},"code":550,"session-seconds":0.4,"message":"{_UNKNOWN}"}}'
)


class _Emails:
    """The parts of records that hang on their email, made once for each."""

    def __init__(self, mail: Mail) -> None:
        self.full: list[str] = []  # what accepted, delivered and failed say of the message
        self.brief: list[str] = []  # what the rest says
        self.envelope: list[str] = []
        self.how: tuple[list[str], list[str]] = ([], [])  # tags and variables: as Events has them, as Logs has them
        options = [_how(campaign) for campaign in range(-1, CAMPAIGNS)]
        campaigns = _campaigns(mail).tolist()
        rows = zip(mail.contact.tolist(), mail.to_other.tolist(), mail.number.tolist(), campaigns, strict=True)
        for contact, to_other, number, campaign in rows:
            recipient = other_email(contact) if to_other else email(contact)
            key = f"{number * 2_654_435_761 % 2**32:08x}.{number}@{_DOMAIN}"
            sender = FIRST[contact % 7].lower()
            first, last = name(contact)
            domain = recipient[recipient.index("@") + 1 :]
            whom = f'"recipient":"{recipient}","recipient-domain":"{domain}"'
            self.full.append(
                f'{whom},"message":{{"headers":{{"to":"{first} {last} <{recipient}>","message-id":"{key}",'
                f'"from":"{FIRST[contact % 7]} {LAST[contact % 5]} <{sender}@{_DOMAIN}>",'
                f'"subject":"{_SUBJECTS[campaign % 4]}"}},"attachments":[],"size":{9000 + number % 9000}}}'
            )
            self.brief.append(f'{whom},"message":{{"headers":{{"message-id":"{key}"}}}}')
            self.envelope.append(
                f'"envelope":{{"sender":"{sender}@{_DOMAIN}","transport":"smtp","targets":"{recipient}"}}'
            )
            events, logs = options[campaign + 1]
            self.how[0].append(events)
            self.how[1].append(logs)


def _campaigns(mail: Mail) -> Ints:
    """The campaign of each email, those of its weeks; -1 for the two in five that are bulk mail."""
    rng = np.random.default_rng((SEED, 4, int(mail.number[0])))
    count = len(mail.sent)
    place = (mail.sent - START_MICROS) / (END_MICROS - START_MICROS) * CAMPAIGNS + rng.uniform(-2, 2, count)
    return np.where(rng.random(count) < 0.6, np.clip(place.astype(np.int64), 0, CAMPAIGNS - 1), -1)


def _how(campaign: int) -> tuple[str, str]:
    """What the sender put on a message: as the Events API has it, and as the Logs API has it."""
    if campaign < 0:
        tags, variables = ["bulk"], {"office": "Lakeside"}
    else:
        tags = ["campaign", CAMPAIGN_NAMES[campaign]]
        variables = {"campaign": CAMPAIGN_NAMES[campaign], "origin": "campaign", "office": "Lakeside"}
    written = json.dumps(variables, separators=(",", ":"))
    named = json.dumps(tags, separators=(",", ":"))
    return (
        _HOW.format(tags=named, variables=written),
        _HOW.format(tags=named, variables=json.dumps(written)),
    )


_Render = Callable[[str, int, int, str], str]  # the head, the email's place, who, the event's id


def _templates(emails: _Emails, how: Sequence[str]) -> dict[int, tuple[str, _Render]]:
    """For each kind of event its name and what follows the head of its record."""
    full, brief, envelope = emails.full, emails.brief, emails.envelope

    def accepted(head: str, place: int, _by: int, event: str) -> str:
        return (
            f'{head},"log-level":"info","method":"HTTP",{_FLAGS},{envelope[place]},{full[place]},{how[place]},'
            f'"storage":{{"key":"{event}","url":"https://storage.example.com/v3/{event}"}}}}'
        )

    def delivered(head: str, place: int, _by: int, _event: str) -> str:
        return f'{head},"log-level":"info",{_SENT},{full[place]},{how[place]}}}'

    def failed(head: str, place: int, _by: int, _event: str) -> str:
        return f'{head},"log-level":"error",{_BOUNCED},{full[place]},{how[place]}}}'

    def opened(head: str, place: int, by: int, _event: str) -> str:
        return f'{head},"log-level":"info",{_WHERE},{_CLIENTS[by]},{brief[place]},{how[place]}}}'

    def clicked(head: str, place: int, by: int, event: str) -> str:
        url = f'"url":"https://www.lakesidehomes.example/homes/{event[:6]}"'
        return f'{head},"log-level":"info",{_WHERE},{_CLIENTS[by]},{url},{brief[place]},{how[place]}}}'

    def complained(head: str, place: int, _by: int, _event: str) -> str:
        return f'{head},"log-level":"warn",{_FLAGS},{full[place]},{how[place]}}}'

    return {
        ACCEPTED: ("accepted", accepted),
        DELIVERED: ("delivered", delivered),
        FAILED: ("failed", failed),
        OPENED: ("opened", opened),
        CLICKED: ("clicked", clicked),
        UNSUBSCRIBED: ("unsubscribed", opened),
        COMPLAINED: ("complained", complained),
    }


def records(mail: Mail, number: int) -> dict[int, list[str]]:
    """All records of slice `number` as JSON texts, for each shape in the order its file has them."""
    emails = _Emails(mail)
    rng = np.random.default_rng((SEED, 5, number))
    shape = rng.choice(3, len(mail.kind), p=_SHARES)
    found = {}
    for which in (PAGES, LINES, LOGS):
        places = np.flatnonzero(shape == which)
        templates = _templates(emails, emails.how[which == LOGS])
        texts: list[str] = []
        for kind, (event_name, render) in templates.items():
            some = places[mail.kind[places] == kind]
            texts += _rendered(mail, some, number, event_name, render, iso=which == LOGS)
        order = np.argsort(mail.kind[places], kind="stable")  # where in the file each of `texts` stands
        standing: list[str] = [""] * len(texts)
        for place, text in zip(order.tolist(), texts, strict=True):
            standing[place] = text
        found[which] = standing
    return found


def _rendered(mail: Mail, some: Ints, number: int, event_name: str, render: _Render, *, iso: bool) -> Iterator[str]:
    emails, who, events = (column[some].tolist() for column in (mail.email, mail.by, mail.event))
    if iso:
        stamps = np.datetime_as_string((mail.at[some] // 1000).astype("datetime64[ms]"), unit="ms").tolist()
        extra = f',"account":{{"id":"5e5f00c0ffee"}},"domain":{{"name":"{_DOMAIN}"}}'
        times = [f'"@timestamp":"{stamp}Z"{extra}' for stamp in stamps]
    else:
        times = [f'"timestamp":{micros / 1e6:.6f}' for micros in mail.at[some].tolist()]
    for place, by, event, time in zip(emails, who, events, times, strict=True):
        scattered = event * 0x9E3779B97F4A7C15 % 2**64
        identity = f"{scattered:016x}{number:03x}{event % 4096:03x}"
        yield render(f'{{"id":"{identity}","event":"{event_name}",{time}', place, by, identity)


def as_pages(items: Sequence[str]) -> Iterator[str]:
    """Events API pages as a script that follows `next` appends them: a line each, an empty one at the end."""
    for start in range(0, len(items) + PAGE, PAGE):
        page = start // PAGE
        yield (
            f'{{"items":[{",".join(items[start : start + PAGE])}],"paging":{{"first":"{_BASE}/first",'
            f'"last":"{_BASE}/last","next":"{_BASE}/{page + 1}","previous":"{_BASE}/{page}"}}}}\n'
        )


def as_lines(items: Sequence[str]) -> Iterator[str]:
    """JSON lines."""
    for start in range(0, len(items), PAGE):
        yield "\n".join(items[start : start + PAGE]) + "\n"


def as_logs(items: Sequence[str]) -> Iterator[str]:
    """Logs API pages, a line each."""
    for start in range(0, len(items), PAGE):
        part = ",".join(items[start : start + PAGE])
        yield f'{{"items":[{part}],"pagination":{{"next":"bmV4dA{start:x}","total":{len(items)}}},"aggregates":{{}}}}\n'

"""A contact's timeline as a list: emails, and texts as the conversation they are, each with what became of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.domain.consent import Code
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import CHANNEL_WORDS, NOT_TRACKED, ORIGIN_DEFINITIONS, Channel, Direction
from engagement.query.contact.clicked_links import ClickedLink
from engagement.query.question.rows import TimelineEvent, TimelineMessage
from engagement.ui.parts.badge import badge
from engagement.ui.parts.event_list import event_list
from engagement.ui.parts.figures import DECISION_WORDS, INBOUND_WORDS, asks_in_words, with_machines
from engagement.ui.parts.markup import Html, attribute, counted, icon, joined, number, text
from engagement.ui.parts.times import exact_time

Links = Mapping[int, Sequence[ClickedLink]]  # by the id of the message
Decisions = Mapping[int, Code]  # those that stand, by the id of the text that asks to stop
_NO_LINKS: Links = MappingProxyType({})
_UNDECIDED: Decisions = MappingProxyType({})


def timeline_list(
    messages: Sequence[TimelineMessage],
    now: datetime,
    zone: ZoneInfo,
    links: Links = _NO_LINKS,
    decisions: Decisions = _UNDECIDED,
) -> Html:
    """`messages` in the order they come, each with the links that were clicked in it, and a request to stop with what
    was decided."""
    lines = (_message(message, now, zone, links.get(message.id, ()), decisions) for message in messages)
    return joined('<ol class="eg-timeline">', *lines, "</ol>")


def _message(
    message: TimelineMessage, now: datetime, zone: ZoneInfo, links: Sequence[ClickedLink], decisions: Decisions
) -> Html:
    inbound = message.direction is Direction.INBOUND
    return joined(
        f'<li class="eg-message eg-{message.channel} eg-{message.direction}">',
        '<div class="eg-head">',
        icon(CHANNEL_WORDS[message.channel].icon),
        f"<span>{_what(message, inbound)}</span>",
        badge(message.channel, message.status) if message.status else "",
        f'<span class="eg-when">{exact_time(message.sent_at, now, zone) if message.sent_at else "time unknown"}</span>',
        "</div>",
        _content(message),
        _asks(message, decisions.get(message.id)),
        f'<p class="eg-reason">{icon("info")} {text(message.reason)}</p>' if message.reason else "",
        f'<p class="eg-facts">{facts}</p>' if (facts := _facts(message)) else "",
        _links(links),
        _events(message.events, message.channel, now, zone),
        "</li>",
    )


def _asks(message: TimelineMessage, decision: Code | None) -> Html:
    """That a text asks to stop, by which words, and what was decided."""
    if message.reading is not TextKind.ASKS_TO_STOP:
        return Html("")
    symbol = icon("front_hand" if decision is None else "task_alt")
    return joined(
        f'<p class="eg-asks">{symbol} ', asks_in_words(message.reading_words), f". {DECISION_WORDS[decision]}</p>"
    )


def _what(message: TimelineMessage, inbound: bool) -> str:
    """Which way it went, what as, and between which addresses: "Campaign email (Spring) to j@x.com"."""
    words = CHANNEL_WORDS[message.channel]
    theirs = _shown(message.address, message.channel)
    if inbound:
        read_as = INBOUND_WORDS.get(message.reading) if message.reading else None
        return f"{read_as or ('Reply' if message.is_reply else words.title)} from {theirs}"
    if message.origin is None:
        return f"{words.title} to {theirs}"
    campaign = f" <b>{text(message.campaign)}</b>" if message.campaign else ""
    origin = f'<span title="{attribute(ORIGIN_DEFINITIONS[message.origin])}">{message.origin.capitalize()}</span>'
    return f"{origin} {words.message}{campaign} to {theirs}"


def _shown(address: str, channel: Channel) -> Html:
    return text(address if channel is Channel.EMAIL else shown_phone(address))


def _content(message: TimelineMessage) -> Html:
    parts = []
    if message.channel is Channel.EMAIL:
        subject = text(message.subject) if message.subject else '<span class="eg-quiet">No subject</span>'
        parts.append(f'<p class="eg-subject" dir="auto">{subject}</p>')
    if message.text:
        parts.append(f'<p class="eg-body" dir="auto">{text(message.text)}</p>')
    files = max(message.media_count, len(message.media))
    if files:
        parts.append(
            f'<p class="eg-facts">{icon("attachment")} {counted(files, "picture or file", "pictures or files")}'
        )
        links = (_media(position, url) for position, url in enumerate(message.media, 1))
        parts.append(f"{''.join(links)}</p>")
    return joined(*parts)


def _media(position: int, url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https"):
        return ""
    return f' <a href="{attribute(url)}" target="_blank" rel="noopener noreferrer">Open {position}</a>'


def _facts(message: TimelineMessage) -> str:
    """An email's opens and clicks, or that they are not tracked, and how often it was put off."""
    if message.channel is not Channel.EMAIL:
        return ""
    if not message.tracked:
        return f'<span title="{attribute(NOT_TRACKED)}">Opens and clicks not tracked</span>'
    facts = [
        f"{name} {with_machines(total or 0, machines or 0)}"
        for name, total, machines in (
            ("Opens", message.opens, message.machine_opens),
            ("Clicks", message.clicks, message.machine_clicks),
        )
    ]
    bursts = dict.fromkeys(event.burst for event in message.events if event.burst)
    facts += [f'<span class="eg-quiet">Likely a machine: {burst.words}</span>' for burst in bursts]
    if message.temporary_failures:
        facts.append(f"Put off {counted(message.temporary_failures, 'time')}")
    return " · ".join(facts)


def _clicked(link: ClickedLink) -> str:
    by_machines = f", {number(link.by_machines)} by machines" if link.by_machines else ""
    return f'<span class="eg-quiet">clicked {counted(link.clicks, "time")}{by_machines}</span>'


def _links(links: Sequence[ClickedLink]) -> Html:
    if not links:
        return Html("")
    lines = (
        f'<li>{icon("ads_click")} <span class="eg-url">{text(one.url)}</span> {_clicked(one)}</li>' for one in links
    )
    return joined('<ul class="eg-clicked" aria-label="Links clicked">', *lines, "</ul>")


def _events(events: Sequence[TimelineEvent], channel: Channel, now: datetime, zone: ZoneInfo) -> Html:
    if not events:
        return Html("")
    return joined(
        f"<details><summary>{counted(len(events), 'event')}</summary>",
        event_list(events, channel, now, zone),
        "</details>",
    )

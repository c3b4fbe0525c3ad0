"""Why somebody did not get a message, on screen: the sentence, the event that decides it, what it means, what to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.domain.vocabulary import TONE_COLOURS, Channel, Direction, Tone, meaning_of
from engagement.query.question.rows import MessageRow
from engagement.query.verdicts.investigation import Answer
from engagement.query.verdicts.why import Verdict
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.messages.message_table import OPEN, name_of, who
from engagement.ui.parts.badge import badge
from engagement.ui.parts.event_list import event_list
from engagement.ui.parts.figures import machine_mark
from engagement.ui.parts.markup import Html, attribute, counted, icon, joined, text
from engagement.ui.parts.times import exact_time

_ICONS = {  # of verdicts that no event decides
    Tone.WAITING: "schedule_send",
    Tone.ARRIVED: "mark_email_read",
    Tone.ENGAGED: "drafts",
    Tone.NOT_YET: "info",
    Tone.FAILED: "error",
    Tone.STOP: "do_not_disturb_on",
}


def answer_list(
    answers: Sequence[Answer], params: Mapping[str, str], now: datetime, zone: ZoneInfo, *, is_open: bool = True
) -> Html:
    """Answers about one person, a line each that opens; the first one is whole when it `is_open`."""
    first, *others = answers
    whole = joined('<p class="eg-said">', _sentence(first), "</p>", _body(first, params, now, zone))
    folded = others if is_open else answers
    return joined(
        f'<section class="eg-answer" style="{_colour(first.verdict)}" aria-label="{attribute(_about(first))}">',
        whole if is_open else "",
        *(_folded(other, params, now, zone) for other in folded),
        "</section>",
    )


def _about(answer: Answer) -> str:
    """What a screen reader calls the answer among others."""
    return f"Answer: {answer.verdict.sentence}"


def _folded(answer: Answer, params: Mapping[str, str], now: datetime, zone: ZoneInfo) -> Html:
    body = _body(answer, params, now, zone)
    return joined("<details><summary>", _sentence(answer), "</summary>", body, "</details>")


def _colour(verdict: Verdict) -> str:
    light, dark = TONE_COLOURS[verdict.tone]
    return f"--eg-tone: light-dark({light}, {dark})"


def _sentence(answer: Answer) -> Html:
    verdict, event = answer.verdict, answer.verdict.event
    symbol = _ICONS[verdict.tone]
    if event is not None and answer.message is not None:
        symbol = meaning_of(answer.message.channel, event.type).icon
    tone = f'<span class="eg-tone" style="{_colour(verdict)}">{icon(symbol)}</span> '
    return joined(tone, text(verdict.sentence))


def _body(answer: Answer, params: Mapping[str, str], now: datetime, zone: ZoneInfo) -> Html:
    verdict, message = answer.verdict, answer.message
    rows = [
        ("What was reported", _reported(answer, now, zone)),
        ("What it means", text(verdict.meaning)),
        ("What to do", text(verdict.remedy)),
        ("Who can do it", text(verdict.who.capitalize())),
        ("The message", _message(message, params) if message else Html("")),
    ]
    shown = (f"<div><dt>{term}</dt><dd>{value}</dd></div>" for term, value in rows if value)
    return joined('<dl class="eg-verdict">', *shown, "</dl>", _events(answer, now, zone))


def _reported(answer: Answer, now: datetime, zone: ZoneInfo) -> Html:
    event, message = answer.verdict.event, answer.message
    if event is None or message is None:
        return Html("")
    quote = joined(" <q>", text(answer.verdict.quote), "</q>") if answer.verdict.quote else ""
    mark = machine_mark(event.machine, event.burst is not None, event.burst.words if event.burst else "")
    machine = joined(" ", mark) if mark else ""
    return joined(badge(message.channel, event.type), machine, " ", exact_time(event.at, now, zone), quote)


def _message(message: MessageRow, params: Mapping[str, str]) -> Html:
    """What it was, whole, with a link of its own."""
    words = message.subject if message.channel is Channel.EMAIL else message.text
    parts = [joined("to ", who(message)) if message.direction is Direction.OUTBOUND else joined("from ", who(message))]
    if message.campaign:
        parts.append(joined("campaign ", text(message.campaign)))
    parts.append(link("Link to this message", Screen.MESSAGES, {**params, OPEN: name_of(message)}))
    body = f'<p class="eg-body eg-quoted" dir="auto">{text(words)}</p>' if words else ""
    return joined(body, '<span class="eg-quiet">', " · ".join(parts), "</span>")


def _events(answer: Answer, now: datetime, zone: ZoneInfo) -> Html:
    message = answer.message
    if message is None or not answer.events:
        return Html("")
    key = attribute(message.provider_key)
    return joined(
        f'<details class="eg-all-events"><summary>{counted(len(answer.events), "event")}</summary>',
        event_list(answer.events, message.channel, now, zone),
        f'<p class="eg-quiet">The provider\'s id: <code>{key}</code></p></details>',
    )

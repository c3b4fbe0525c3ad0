"""Counts, copyable texts and opt-outs, as every table shows them."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from engagement.domain.consent import Code
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import Channel, Tone
from engagement.lib.moments import day_of, day_words
from engagement.query.question.rows import OptOut
from engagement.ui.parts.badge import toned
from engagement.ui.parts.markup import Html, attribute, icon, joined, number, text

ASKED = "Asked to stop"
"""The mark of a contact who did, and of the text that does."""

INBOUND_WORDS: Mapping[TextKind, str] = MappingProxyType(
    {TextKind.REACTION: "Reaction", TextKind.AUTOMATIC: "Automatic answer"}
)
"""What a text from a contact is called that no person wrote as an answer, before "from"."""
DECISION_WORDS: Mapping[Code | None, str] = MappingProxyType(
    {None: "Nobody decided yet.", Code.STOP: "Decided: stop.", Code.REPLY: "Decided: it is a reply."}
)
"""What was decided on a request to stop, in a sentence."""


def asks_in_words(words: str) -> Html:
    """That a text was read as a request to stop, by which of its words; these stand out."""
    return (
        joined("Asks to stop", ": ", '<mark class="eg-telling">', text(words), "</mark>")
        if words
        else text("Asks to stop")
    )


def with_machines(total: int, machines: int) -> Html:
    """A count and how many of it are machines': "7, 5 by machines"."""
    if not machines:
        return count(total)
    return Html(f'{number(total)}<span class="eg-quiet">, {number(machines)} by machines</span>')


def machine_mark(machine: bool, in_burst: bool, why: str = "") -> Html:
    """That a machine made an event, as its provider says; or that one most likely did, and `why`. Nothing of people."""
    if not machine:
        return Html("")
    words = f"likely a machine{': ' if why else ''}{why}" if in_burst else "by a machine"
    return Html(f'<span class="eg-machine">{words}</span>')


def count(value: int) -> Html:
    """A count, a quiet one when it is nothing."""
    return Html(number(value)) if value else Html('<span class="eg-quiet">0</span>')


def copyable(shown: str, copied: str) -> Html:
    """A text with a button that copies it, as `copied`."""
    label = attribute(f"Copy {copied}")
    button = f'<button type="button" class="eg-copy" data-copy="{attribute(copied)}" title="Copy" aria-label="{label}">'
    return Html(f'<span class="eg-copyable">{button}{icon("content_copy")}</button>{text(shown)}</span>')


def opt_out_badges(
    email: OptOut | None,
    phone: OptOut | None,
    zone: ZoneInfo,
    dated: frozenset[Channel] = frozenset(),
    *,
    call: OptOut | None = None,
    asked_at: datetime | None = None,
) -> Html:
    """The channels a contact must not be written to or called on, with the day and the reason on hover; and that they
    `asked_at` some moment to stop, in words that nobody decided on yet.

    Of the channels that are `dated` the day is shown, and it is said when they may be written to again.
    """
    badges = [
        _opt_out(*one, zone, is_dated=one[2] in dated)
        for one in (("No email", email, Channel.EMAIL), ("No texts", phone, Channel.TEXT))
    ]
    if call:
        badges.append(toned("Do not call", Tone.STOP, "phone_disabled", f"Since {_day(call.at, zone)}: {call.reason}"))
    if asked_at:
        badges.append(asked_badge(asked_at, zone))
    shown = joined(*badges)
    return joined('<span class="eg-badges">', shown, "</span>") if shown else shown


def asked_badge(at: datetime, zone: ZoneInfo) -> Html:
    """That a contact asked to stop, in words that nobody decided on yet."""
    told = f"On {_day(at, zone)} they asked in their own words to stop, and nobody decided yet"
    return toned(ASKED, Tone.STOP, "front_hand", told)


def _opt_out(word: str, opt_out: OptOut | None, channel: Channel, zone: ZoneInfo, *, is_dated: bool) -> str:
    if opt_out is None:
        again = "Email allowed" if channel is Channel.EMAIL else "Texts allowed"
        return f'<span class="eg-quiet">{again} again</span>' if is_dated else ""
    since = _day(opt_out.at, zone)
    shown = f"{word} since {since}" if is_dated else word
    return toned(shown, Tone.STOP, "block", f"Since {since}: {opt_out.reason}")


def _day(at: datetime, zone: ZoneInfo) -> str:
    return day_words(day_of(at, zone))

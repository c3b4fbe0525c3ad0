"""The consent history of an address or a person: as a table that prints well, and as CSV."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.domain.consent import Code, ConsentChannel, Source, What, reason_of
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel, Tone
from engagement.lib.moments import moment_words
from engagement.query.consent.entries import LedgerRow
from engagement.query.consent.export import HISTORY, csv_file
from engagement.ui.parts.badge import toned
from engagement.ui.parts.markup import Html, counted, joined, text
from engagement.ui.parts.table import Head, table

_WHAT: Mapping[What, tuple[str, Tone, str, str]] = MappingProxyType(
    {
        What.OUT: ("Opted out", Tone.STOP, "block", "From here on we must not, until an opt-in."),
        What.IN: ("Opted in", Tone.ENGAGED, "check_circle", "It ends what was said to the same one of ours."),
        What.ASKED: ("Asked to stop", Tone.STOP, "front_hand", "A text in their own words: a person decides on it."),
        What.DECIDED: ("Decided", Tone.WAITING, "gavel", "What a person decided on a request."),
    }
)
_HOW: Mapping[Code, str] = MappingProxyType(
    {
        Code.OPT_IN_WORD: "sent a start word",
        Code.YES: "answered “Yes” while they were opted out",
        Code.REQUEST: "asked in their own words",
        Code.RESUBSCRIBED: "subscribed again",
        Code.REPLY: "it is a reply",
        Code.UNDECIDED: "the decision is taken back",
    }
)
_SOURCES: Mapping[Source, str] = MappingProxyType(
    {Source.TEXT: "their text", Source.EVENT: "the provider's report", Source.LIST: "a list", Source.HAND: "by hand"}
)
_CHANNELS: Mapping[ConsentChannel, str] = MappingProxyType(
    {
        ConsentChannel.EMAIL: CHANNEL_WORDS[Channel.EMAIL].title,
        ConsentChannel.TEXT: CHANNEL_WORDS[Channel.TEXT].title,
        ConsentChannel.CALL: "Calls",
    }
)
_HEADS = (
    *(Head(words) for words in ("When", "What", "Channel")),
    Head("Address", cells="eg-address"),
    Head(
        "Said to", meaning="Which of our numbers, domains or groups; all of ours where nothing stands", is_reached=True
    ),
    Head("How we know"),
    Head("Words", "eg-words"),
)


def history_table(rows: Sequence[LedgerRow], zone: ZoneInfo) -> Html:
    """`rows`, oldest first, each with its moment to the minute, since this is what is shown as proof."""
    return table(_HEADS, (_row(row, zone) for row in rows), kind="eg-history", label="Consent history")


def history_head(title: str, rows: Sequence[LedgerRow], now: datetime, zone: ZoneInfo) -> Html:
    """Whose history this is and when it was made, as a printed page begins."""
    return joined(
        f"<h2>Consent history of {text(title)}</h2>",
        f'<p class="eg-quiet">{counted(len(rows), "entry", "entries")}, oldest first, as on file on ',
        f"{moment_words(now, zone)}. Nothing is ever taken out of it.</p>",
    )


def history_csv(rows: Sequence[LedgerRow], zone: ZoneInfo) -> bytes:
    """`rows` as a file."""
    return csv_file(HISTORY, rows, zone)


def _row(row: LedgerRow, zone: ZoneInfo) -> Sequence[str]:
    return (
        f'<time datetime="{row.at.isoformat()}">{moment_words(row.at, zone)}</time>',
        joined(toned(*_WHAT[row.what]), f'<span class="eg-second">{text(_how(row))}</span>'),
        _CHANNELS[row.channel],
        text(row.address if row.channel is ConsentChannel.EMAIL else shown_phone(row.address)),
        _said_to(row),
        text(_known_by(row)),
        text(row.words or ""),
    )


def _said_to(row: LedgerRow) -> str:
    """Which of ours it was said to. A decision has none: its request does."""
    if row.ours:
        return text(shown_phone(row.ours))
    if row.what is What.DECIDED:
        return ""
    of_all = row.source in (Source.HAND, Source.LIST)
    return f'<span class="eg-quiet">{"all of ours" if of_all else "not told"}</span>'


def _how(row: LedgerRow) -> str:
    """What kind of sign it is, after "they" where it is theirs."""
    if row.code is Code.BY_HAND:
        return "set by hand"
    if row.what is What.DECIDED and row.code is Code.STOP:
        return "it is a stop"
    return _HOW.get(row.code) or reason_of(row.code, row.channel)


def _known_by(row: LedgerRow) -> str:
    """By which source: "their text", "by hand: Dana", "a list: contacts.csv, column Email Opt Out"."""
    told = row.by if row.source is Source.HAND else row.place
    return f"{_SOURCES[row.source]}: {told}" if told else _SOURCES[row.source]

"""What the consent columns of a contact list say of a row: opt-outs only, for a list never lifts one.

Which columns those are, consent_headings tells. A yes, a date and words such as "opted out" or "do not text" are an
opt-out; of a column of opt-ins a no is one. A blank says nothing. What can be read neither way is told, never guessed.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache

from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import AddressRecord, Clock, ConsentRecord
from engagement.domain.vocabulary import Channel
from engagement.lib.text import folded as without_accents
from engagement.providers.base import EARLIEST, ReadContext, RejectedRecord
from engagement.providers.consent_headings import ConsentColumn, Says, consent_column
from engagement.providers.fields import folded, quoted
from engagement.providers.list_times import DAYS, NUMBERED, in_utc, list_time

Cell = Callable[[str], str]
"""What the row has under a heading, without the spaces around it."""

_ADDRESSES: Mapping[ConsentChannel, Channel] = {
    ConsentChannel.EMAIL: Channel.EMAIL,
    ConsentChannel.TEXT: Channel.TEXT,
    ConsentChannel.CALL: Channel.TEXT,  # a number is of one kind, whether it is called or texted
}
_AN_ADDRESS: Mapping[ConsentChannel, str] = {
    ConsentChannel.EMAIL: "email address",
    ConsentChannel.TEXT: "phone number",
    ConsentChannel.CALL: "phone number",
}


class _Answer(Enum):
    """What a cell says."""

    YES = "yes"
    NO = "no"
    OUT = "out"  # in words that mean it under whatever heading
    IN = "in"
    NOTHING = "nothing"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class _Read:
    """A cell, read."""

    answer: _Answer
    code: Code = Code.LISTED
    at: datetime | None = None  # UTC: since when, where it is a date that can be told


_YES = frozenset(
    {"yes", "y", "true", "t", "1", "-1", "x", "on", "si", "s", "verdadero", "cierto", "checked", "✓", "✔", "☑", "✅"}
    | {"ja", "j", "wahr", "oui", "vrai"}
)
_NO = frozenset(
    {"no", "n", "false", "f", "0", "off", "falso", "unchecked", "not opted in", "☐", "✗", "❌"}
    | {"nein", "falsch", "non", "faux"}
)
_NOTHING = frozenset(
    {"", "null", "nil", "none", "n a", "na", "unknown", "not set", "not specified", "no permissions set", "undefined"}
    | {"never subscribed", "not subscribed", "non subscribed", "nonsubscribed", "pending", "unconfirmed", "archived"}
    | {"no consent", "pending confirmation", "awaiting confirmation", "transactional", "not validated", "soft bounce"}
    | {"soft bounced"}
)
_IN = frozenset(
    {"opted in", "opt in", "optin", "subscribed", "active", "confirmed", "valid", "verified", "allowed", "allow", "ok"}
    | {"okay", "granted", "express", "implied", "explicit", "implicit", "deliverable", "delivered", "enabled"}
    | {"not opted out", "has not opted out", "angemeldet", "abonniert", "abonne", "abonnee", "inscrit", "suscrito"}
)
_OUT = re.compile(
    r"(?:do not|don t|dont|never) (?:e ?mail|text|sms|mms|call|phone|contact|send|disturb|message|mail)"
    r"|no (?:more )?(?:e ?mails?|texts?|sms|calls?|messages?|contact|llamar|enviar|contactar|molestar)\b"
    r"|(?:has |have )?(?:opt(?:ed|s)? ?out|unsubscribed?|unsub)\b"
    r"|(?:dado de )?baja$|desuscrito|abgemeldet|abbestellt|desabonne|desinscri|widerrufen$|gesperrt$"
    r"|ne (?:pas|plus) |keine? (?:e ?mails?|sms|anrufe?|werbung|nachrichten)\b"
    r"|(?:black|block)listed$|suppressed$|stop$|dnc$|revoked$|withdrawn$"
)
_BOUNCED = re.compile(r"(?:hard )?bounced?$|hard bounce|cleaned$|undeliverable$|invalid(?: email)?$")
_COMPLAINED = re.compile(r"complain(?:ed|t)|spam|(?:marked|reported) as spam|abuse")
# A stage that says so outright: what many programs have in place of a column.
_STAGE = re.compile(
    r"(?P<all>do not contact)|(?P<call>do not call|dnc)|(?P<email>do not e ?mail|(?:email )?unsubscribed)"
    r"|(?P<text>do not (?:text|sms))|(?P<both>opted out)"
)
_STAGES: Mapping[str, tuple[ConsentChannel, ...]] = {
    "all": tuple(ConsentChannel),
    "both": (ConsentChannel.EMAIL, ConsentChannel.TEXT),
    **{channel.value: (channel,) for channel in ConsentChannel},
}

_SIGNS = re.compile(r"[^\w✓✔☑✅☐✗❌]+|_")
_NO_DATE = frozenset({"0000-00-00", "0000-00-00 00:00:00", "1900-01-00"})


def consent_columns(headings: Sequence[str]) -> tuple[ConsentColumn, ...]:
    """The columns among `headings` that speak of consent in words that are known."""
    return tuple(column for heading in headings if (column := consent_column(heading)) is not None)


def opt_outs(
    columns: Sequence[ConsentColumn],
    cell: Cell,
    addresses: Sequence[AddressRecord],
    context: ReadContext,
    reject: Callable[[str], None],
) -> Iterator[ConsentRecord]:
    """The opt-outs that a row's `columns` say, one for each address of the channel.

    `reject` is told of what is unclear, and of an opt-out that has no address to stand by.
    """
    read = {column: _read(cell(column.heading), context) for column in columns}
    dates = [column for column in columns if column.says is Says.WHEN]
    flags = [column for column in columns if column.says in (Says.OUT, Says.IN, Says.STATUS)]
    for column in (*flags, *dates):
        found = read[column]
        written = cell(column.heading)
        if found.answer is _Answer.NOTHING or (column.says is Says.WHEN and _is_told_beside(column, flags, read)):
            continue
        if found.answer is _Answer.UNCLEAR or (
            column.says is Says.STATUS and found.answer in (_Answer.YES, _Answer.NO)
        ):
            reject(_unclear(column, written))
        elif _opts_out(column, found):
            said = _Said(column.heading, written, *_meant(column, found))
            since = found.at or next((read[date].at for date in dates if date.channels & column.channels), None)
            yield from _records(said, since, addresses, context, reject)


def opt_outs_of_stage(
    heading: str, stage: str, addresses: Sequence[AddressRecord], context: ReadContext, reject: Callable[[str], None]
) -> Iterator[ConsentRecord]:
    """The opt-outs of a row whose stage or status says so outright: "Do Not Contact", "Unsubscribed"."""
    found = _STAGE.fullmatch(_plain(stage))
    if found is not None and found.lastgroup is not None:
        channels = frozenset(_STAGES[found.lastgroup])
        yield from _records(_Said(heading, stage, channels), None, addresses, context, reject)


def _is_told_beside(date: ConsentColumn, flags: Sequence[ConsentColumn], read: Mapping[ConsentColumn, _Read]) -> bool:
    """Whether a column beside it says already whether they opted out, and the date only since when.

    A yes in a column of opt-ins does not: they may have signed up first. Nor does a status that an address is good.
    """
    silent = (_Answer.NOTHING, _Answer.UNCLEAR)
    return any(
        date.channels & flag.channels
        and (_opts_out(flag, read[flag]) or (flag.says is Says.OUT and read[flag].answer not in silent))
        for flag in flags
    )


def _opts_out(column: ConsentColumn, found: _Read) -> bool:
    if found.answer is _Answer.OUT:
        return bool(_meant(column, found)[0])
    if column.says is Says.STATUS:
        return False
    return found.answer is (_Answer.NO if column.says is Says.IN else _Answer.YES)


def _meant(column: ConsentColumn, found: _Read) -> tuple[frozenset[ConsentChannel], Code]:
    """The channels that a cell closes, and by what sign: only emails bounce and are complained of."""
    code = Code.SUPPRESSED_BOUNCE if column.of_bounces else found.code
    return (column.channels if code is Code.LISTED else column.channels & {ConsentChannel.EMAIL}), code


@dataclass(frozen=True, slots=True)
class _Said:
    """An opt-out that a cell says."""

    heading: str
    written: str
    channels: frozenset[ConsentChannel]
    code: Code = Code.LISTED


def _records(
    said: _Said,
    since: datetime | None,
    addresses: Sequence[AddressRecord],
    context: ReadContext,
    reject: Callable[[str], None],
) -> Iterator[ConsentRecord]:
    its = [
        (channel, address.value)
        for channel in ConsentChannel
        if channel in said.channels
        for address in addresses
        if address.channel is _ADDRESSES[channel]
    ]
    if not its:
        what = " or ".join(
            dict.fromkeys(_AN_ADDRESS[channel] for channel in ConsentChannel if channel in said.channels)
        )
        reject(
            f"{said.heading} {quoted(said.written)} is an opt-out, but the row has no {what} to keep it by: "
            f"fill its {what}, and import the list again."
        )
    key = f"listed|{folded(said.heading)}|{said.code.value}" + (f"|{since.isoformat()}" if since else "")
    for channel, address in its:
        yield ConsentRecord(
            channel,
            address,
            What.OUT,
            since or context.arrived_at,
            Clock.EVENT if since else Clock.ARRIVAL,
            Source.LIST,
            said.code,
            dedupe_key=key,
            words=said.written,
            place=f"the column {said.heading}",
        )


def _unclear(column: ConsentColumn, written: str) -> str:
    expected = {
        Says.WHEN: "write the date like 2026-11-02",
        Says.STATUS: "write subscribed or unsubscribed",
    }.get(column.says, "write yes or no")
    return (
        f"{column.heading} {quoted(written)} does not say whether they opted out, so it was left out: "
        f"{expected}, and import the list again."
    )


@lru_cache(maxsize=4096)
def _plain(written: str) -> str:
    """`written` without case, accents and signs, each word once apart from the next."""
    return _SIGNS.sub(" ", without_accents(written)).strip()


@lru_cache(maxsize=4096)
def _word(written: str) -> _Read | None:
    """What a cell says that is no date; None for what may be one, or is unclear."""
    if not written or written in _NO_DATE or written in ("-", "--", "—"):
        return _Read(_Answer.NOTHING)
    word = "-1" if written == "-1" else _plain(written.removesuffix(".0"))
    for answer, words in ((_Answer.YES, _YES), (_Answer.NO, _NO), (_Answer.NOTHING, _NOTHING), (_Answer.IN, _IN)):
        if word in words:
            return _Read(answer)
    if _OUT.match(word):
        return _Read(_Answer.OUT)
    if _BOUNCED.match(word):
        return _Read(_Answer.OUT, Code.SUPPRESSED_BOUNCE)
    return _Read(_Answer.OUT, Code.SUPPRESSED_COMPLAINT) if _COMPLAINED.match(word) else None


def _read(written: str, context: ReadContext) -> _Read:
    """What a cell says, whatever the heading."""
    if (found := _word(written)) is not None:
        return found
    is_date, at = _date(written, context)
    return _Read(_Answer.YES, at=at) if is_date else _Read(_Answer.UNCLEAR)


def _date(written: str, context: ReadContext) -> tuple[bool, datetime | None]:
    """Whether a cell is a date, and the moment where it leaves no doubt; by the account's clock where it says none."""
    try:
        return True, _possible(list_time(written, "date", context), context)
    except RejectedRecord:
        pass
    for form in DAYS:
        try:
            moment = in_utc(datetime.strptime(written, form), context)
        except ValueError:
            continue
        return True, moment and _possible(moment, context)
    found = NUMBERED.fullmatch(written)
    return found is not None and _is_a_day(found), None


def _is_a_day(found: re.Match[str]) -> bool:
    """Whether numbers are a date one way or the other."""
    numbers = int(found["a"]), int(found["b"])
    return 0 < min(numbers) <= 12 and max(numbers) <= 31


def _possible(moment: datetime, context: ReadContext) -> datetime | None:
    """`moment`, where it can be when somebody opted out."""
    latest = context.not_after or moment
    return moment if EARLIEST <= moment <= latest else None

"""Whether a contact can be reached: what is known of each address, and which channel is the better one, in words.

An address is as good as the latest that came of it. An opt-out closes it; a failure for good closes it until something
arrives there after all; a text that did not arrive for another cause only casts doubt; what was never tried is unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from engagement.domain.consent import REASONS, Code
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel, Direction, EventType
from engagement.lib.moments import day_of, day_words, moment_words, now
from engagement.providers.told import Said, Told, gives_up_after, in_words, told, ways_back
from engagement.query.contact.address_facts import Facts, facts_of, held_addresses
from engagement.query.contact.sharing import Sharer, sharers
from engagement.query.matching.view import View
from engagement.query.question.period import Period
from engagement.query.question.rows import OptOut
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.question.wording import days


class Reach(StrEnum):
    """How well an address, or a channel, reaches the contact."""

    YES = "yes"
    UNKNOWN = "not known"
    DOUBTFUL = "doubtful"
    NO = "no"


_ORDER = tuple(Reach)  # the best first


@dataclass(frozen=True, slots=True)
class OptOutCause:
    """The message that closed an address."""

    message_id: int
    at: datetime | None
    inbound: bool  # the contact wrote it
    about: str  # a text's words, an email's subject


@dataclass(frozen=True, slots=True)
class AddressReach:
    """One address: whether it reaches the contact and why, in a sentence, and what is on file about it."""

    channel: Channel
    address: str
    type: str
    is_main: bool
    reach: Reach
    reason: str
    opt_out: OptOut | None
    cause: OptOutCause | None  # of the opt-out
    undo: str  # the words that would end the opt-out; "" where there is none
    delivered_at: datetime | None
    bounced_at: datetime | None  # the last email that failed for good; the last text that did not arrive
    complained_at: datetime | None
    unsubscribed_at: datetime | None
    engaged_at: datetime | None  # a person's last open or click; their last reply
    shared_with: Sequence[Sharer] = ()  # who else has the address
    asked_at: datetime | None = None  # when they asked to stop in plain words, and nobody decided yet


@dataclass(frozen=True, slots=True)
class ChannelReach:
    """What a channel's best address comes to."""

    reach: Reach
    reason: str


@dataclass(frozen=True, slots=True)
class Reachability:
    """How to reach a contact. `better` is None when neither channel is better, or neither will do."""

    addresses: tuple[AddressReach, ...]
    email: ChannelReach
    text: ChannelReach
    better: Channel | None
    reason: str  # why that one, or why none, in a sentence


_BY_NO_MESSAGE = {
    REASONS[code]
    for code in (Code.BY_HAND, Code.LISTED, Code.SUPPRESSED, Code.SUPPRESSED_COMPLAINT, Code.SUPPRESSED_BOUNCE)
}
"""Why an address is closed to all of ours, by a person or a list, which no word and no click of theirs undoes."""

_UNDO_BY_HAND = {
    Channel.EMAIL: "A person here says that they may be emailed again, with the reason.",
    Channel.TEXT: "A person here says that they may be texted again, with the reason.",
}
_UNDO_EMAIL = "They subscribe again themselves; then take the address off the mail provider's unsubscribe list."
_UNDO_COMPLAINT = (
    "They ask for our email again themselves; then take the address off the mail provider's complaint list."
)


_UNDECIDED = ChannelReach(Reach.NO, "They asked to stop, and nobody decided yet.")


def reachability(view: View, contact_id: int) -> Reachability:
    """How to reach the contact; nothing on file for one who is out of scope."""
    others = sharers(view, contact_id)
    found = [
        replace(one, shared_with=others.get((one.channel.value, one.address), ()))
        for one in reached(view, [contact_id]).get(contact_id, ())
    ]
    email, text = (_channel(channel, found) for channel in (Channel.EMAIL, Channel.TEXT))
    asked = any(one.asked_at is not None and one.opt_out is None for one in found)
    better, reason = _better(email, _UNDECIDED if asked else text, found, view.viewpoint)
    return Reachability(tuple(found), email, text, better, reason)


def reached(view: View, contact_ids: Sequence[int]) -> dict[int, list[AddressReach]]:
    """The addresses of contacts, without who shares them; nobody out of scope, and nobody without an address."""
    found: dict[int, list[AddressReach]] = {}
    facts = facts_of(view, contact_ids)
    for row in held_addresses(view, *contact_ids):
        found.setdefault(row.contact_id, []).append(_address(row, facts[row.contact_id], view.viewpoint))
    return found


def _address(row: Row[Any], facts: Facts, viewpoint: Viewpoint) -> AddressReach:
    sent, happened, failed, put_off = facts
    key, channel = (row.channel, row.address), Channel(row.channel)
    opt_out = OptOut(row.opted_out_at, row.opted_out_reason) if row.opted_out_at else None
    complained_at = happened.get((*key, EventType.COMPLAINED))
    failure, its_sent = failed.get(key), sent.get(key)
    delivered = [happened.get((*key, EventType.DELIVERED)), its_sent.came_at if its_sent else None]
    arrived_at = max((at for at in delivered if at), default=None)
    engaged = [its_sent.engaged_at, its_sent.replied_at] if its_sent else []
    reach, reason = _verdict(channel, opt_out, failure, arrived_at, its_sent.sent if its_sent else 0, viewpoint)
    settled_at = max((at for at in (arrived_at, failure.at if failure else None) if at), default=None)
    waiting = [row for row in put_off.get(key, ()) if settled_at is None or row.at > settled_at]
    if waiting and not opt_out and reach is not Reach.NO:
        given_up, reason = _put_off(waiting, viewpoint)
        reach = Reach.DOUBTFUL if given_up else reach
    cause = None
    if opt_out and row.message_id is not None:
        is_inbound = row.direction == Direction.INBOUND
        cause = OptOutCause(row.message_id, row.sent_at, is_inbound, row.subject or row.text or "")
    return AddressReach(
        channel=channel,
        address=row.address,
        type=row.type,
        is_main=row.is_main,
        reach=reach,
        reason=reason,
        opt_out=opt_out,
        cause=cause,
        undo=_undo(channel, opt_out, complained_at, row.provider),
        delivered_at=happened.get((*key, EventType.DELIVERED)),
        bounced_at=failure.at if failure else None,
        complained_at=complained_at,
        unsubscribed_at=happened.get((*key, EventType.UNSUBSCRIBED)),
        engaged_at=max((at for at in engaged if at), default=None),
        asked_at=row.asked_to_stop_at,
    )


def _verdict(
    channel: Channel,
    opt_out: OptOut | None,
    failure: Row[Any] | None,
    arrived_at: datetime | None,
    sent: int,
    viewpoint: Viewpoint,
) -> tuple[Reach, str]:
    """Whether an address reaches the contact, and why."""
    name = CHANNEL_WORDS[channel].message
    if opt_out:
        return Reach.NO, f"Opted out {_on(opt_out.at, viewpoint)}: {opt_out.reason}."
    if failure and (arrived_at is None or failure.at >= arrived_at):
        said = Said(channel, failure.provider, failure.reason, failure.code, failure.detail)
        words = in_words(said) or "No reason was given."
        if _closes(told(said), channel):
            return Reach.NO, f"The last {name} failed for good {_on(failure.at, viewpoint)}. {words}"
        ours = " It is ours to mend, not theirs." if told(said).blocks_us else ""
        return Reach.DOUBTFUL, f"The last {name} did not arrive {_on(failure.at, viewpoint)}. {words}{ours}"
    if arrived_at:
        return Reach.YES, f"The last {name} arrived {_on(arrived_at, viewpoint)}."
    if sent:
        return Reach.UNKNOWN, f"Nothing has been reported yet of what was sent to it ({sent:,})."
    return Reach.UNKNOWN, f"No {name} has been sent to it."


def _closes(failure: Told, channel: Channel) -> bool:
    """Whether nothing will arrive after a failure: of an email for good, unless it spares the address."""
    if failure.blocks_us:
        return False
    return failure.address_is_wrong or (channel is Channel.EMAIL and not failure.spares_address)


def _put_off(rows: Sequence[Row[Any]], viewpoint: Viewpoint) -> tuple[bool, str]:
    """Whether the sender has given up on what was put off at an address; how often that was, and why the last time."""
    last = rows[-1]
    times = "once" if len(rows) == 1 else f"{len(rows):,} times"
    since = f"{'on' if len(rows) == 1 else 'since'} {_day(rows[0].at, viewpoint)}"
    words = in_words(Said(Channel(last.channel), last.provider, last.reason, last.code, last.detail))
    tries = gives_up_after(last.provider)
    ends = None if tries is None else (last.sent_at or last.at) + tries
    given_up, over = ends is not None and now() > ends, ""
    if ends is not None:
        over = f"The sender tries again until {moment_words(ends, viewpoint.zone)}."
    if given_up:
        over = "The sender has given up by now: it will not arrive."
    return given_up, " ".join(filter(None, (f"Put off {times} {since}.", words, over)))


def _day(at: datetime, viewpoint: Viewpoint) -> str:
    day = day_of(at, viewpoint.zone)
    return day_words(day, year=day.year != viewpoint.today.year)


def _undo(channel: Channel, opt_out: OptOut | None, complained_at: datetime | None, provider: str | None) -> str:
    if opt_out is None:
        return ""
    if opt_out.reason in _BY_NO_MESSAGE:
        return _UNDO_BY_HAND[channel]
    if channel is Channel.TEXT:
        start, yes = (" or ".join(words) for words in ways_back(provider))
        too = f"; {yes} counts too while they are opted out" if yes else ""
        return f"They text {start} to us from this number{too}."
    return _UNDO_COMPLAINT if complained_at else _UNDO_EMAIL


def _channel(channel: Channel, found: Sequence[AddressReach]) -> ChannelReach:
    its_own = [one for one in found if one.channel is channel]
    if not its_own:
        return ChannelReach(Reach.NO, f"No {CHANNEL_WORDS[channel].address} is on file.")
    best = min(its_own, key=lambda one: _ORDER.index(one.reach))
    return ChannelReach(best.reach, best.reason)


def _better(
    email: ChannelReach, text: ChannelReach, found: Sequence[AddressReach], viewpoint: Viewpoint
) -> tuple[Channel | None, str]:
    """The channel to use, and why."""
    if email.reach is text.reach is Reach.NO:
        if text is _UNDECIDED:
            return None, "Email will not do, and they asked to stop: somebody must decide on that first."
        return None, "Neither email nor text will do: call them, or ask for another address."
    if email.reach is not text.reach:
        worse, channel = (text, Channel.EMAIL)
        if _ORDER.index(text.reach) < _ORDER.index(email.reach):
            worse, channel = (email, Channel.TEXT)
        other = CHANNEL_WORDS[Channel.TEXT if worse is text else Channel.EMAIL].at_large
        return channel, f"What is on file of {other}: {worse.reason}"
    answered = {
        channel: max((one.engaged_at for one in found if one.channel is channel and one.engaged_at), default=None)
        for channel in Channel
    }
    opened, replied = answered[Channel.EMAIL], answered[Channel.TEXT]
    if opened and (replied is None or opened > replied):
        since = f", after their last reply {_on(replied, viewpoint)}" if replied else "; they never replied to a text"
        return Channel.EMAIL, f"They last opened or clicked an email {_on(opened, viewpoint)}{since}."
    if replied:
        since = (
            f", after they last opened or clicked an email {_on(opened, viewpoint)}"
            if opened
            else "; no email was opened by a person"
        )
        return Channel.TEXT, f"They last replied to a text {_on(replied, viewpoint)}{since}."
    return None, "Either may do: they have answered on neither."


def _on(at: datetime, viewpoint: Viewpoint) -> str:
    day = day_of(at, viewpoint.zone)
    return days(Period(day, day))

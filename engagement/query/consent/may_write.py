"""May I write to Jane now? For email, texts and calls: yes, no or wait, why, and what would change it.

What one of a person's addresses says holds for the channel, as on every list: who opted out from one number is texted
on no other. An opt-out comes before a request that waits for a decision, that before what is known of the addresses,
and last come the hours. The law sets hours for calls and texts, none for email, for which the account's own count.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select

from engagement.domain.addresses import shown_phone
from engagement.domain.consent import Closes, Code, ConsentChannel, Source, What, held_as
from engagement.domain.consent_fold import Entry, fold_entries
from engagement.lib.moments import day_of, from_micros
from engagement.query.consent.entries import LedgerRow, entries_where, rows_of
from engagement.query.consent.send_window import Window, hours_of, send_window
from engagement.query.contact.reachability import AddressReach, Reach, reachability
from engagement.query.contact.reachability import reached as reached_by
from engagement.query.matching.view import View
from engagement.query.question.period import Period
from engagement.query.question.rows import OptOut
from engagement.query.question.scope import visible
from engagement.query.question.wording import days, listed
from engagement.store.account import AccountSettings
from engagement.store.schema import contact_addresses, contacts, ledger, messages
from engagement.store.sql import among


class May(StrEnum):
    """Whether somebody may be written to, or called, now."""

    YES = "yes"
    NO = "no"
    WAIT = "wait"  # not now: somebody must decide, or an hour must come


@dataclass(frozen=True, slots=True)
class Behind:
    """The event behind an answer."""

    at: datetime  # UTC
    message_id: int | None  # the text or email it was said with or in; None: a list, or a person here


@dataclass(frozen=True, slots=True)
class Shut:
    """One of ours that must not write to somebody, while others of ours may."""

    ours: str  # our number, domain or group
    behind: Behind


@dataclass(frozen=True, slots=True)
class MayWrite:
    """The answer for one channel."""

    channel: ConsentChannel
    answer: May
    why: str  # in a sentence or two
    change: str  # what would change it, in a sentence; "" for a yes
    behind: Behind | None  # the opt-out or the request, where one decides
    window: Window | None  # where hours count: None where nothing may be sent at any hour
    shut: tuple[Shut, ...] = ()  # where a stop closes only what it was said to
    address: str = ""  # the best of theirs, where it is a yes or an hour must come


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in plain words that nobody decided on."""

    at: datetime  # UTC
    message_id: int | None
    words: str = ""  # those that ask; "" where they are not on file


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one address for one channel. The addresses of a channel come with the main one first."""

    address: str
    reach: Reach
    reason: str  # of the reach, in a sentence
    opt_out: OptOut | None = None
    asked: Asked | None = None
    entries: tuple[Entry, ...] = ()  # of the ledger
    hands: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # who said an entry by hand, and why, by its id


@dataclass(frozen=True, slots=True)
class _Words:
    """How a channel is spoken of."""

    opted_out: str  # around a day, before a reason
    none: str  # when there is no address
    add: str  # what helps then


_WORDS = {
    ConsentChannel.EMAIL: _Words("They opted out of email {on}", "No email address is on file.", "an email address"),
    ConsentChannel.TEXT: _Words("They opted out of texts {on}", "No phone number is on file.", "a phone number"),
    ConsentChannel.CALL: _Words("It was said {on} not to call them", "No phone number is on file.", "a phone number"),
}
_DECIDE = "Decide on their request: “Stop”, or “It is a reply”."
_BY_HAND = "A person here says that they may be {again}, with the reason."
_AGAIN = {
    ConsentChannel.EMAIL: "emailed again",
    ConsentChannel.TEXT: "texted again",
    ConsentChannel.CALL: "called again",
}
_SUBSCRIBE = "They subscribe again themselves, and the mail provider's report of it comes in."


def may_write(
    view: View,
    account: AccountSettings,
    contact_id: int,
    now: datetime,
    reached: Sequence[AddressReach] | None = None,
) -> tuple[MayWrite, ...]:
    """The answers `now` (aware) for email, texts and calls, in this order; none for a contact who is not in scope.

    `reached` is what reachability() says of the contact's addresses, where it has been asked already.
    """
    if not _seen(view, [contact_id]):
        return ()
    found = reachability(view, contact_id).addresses if reached is None else reached
    return _answers(view, account, {contact_id: found}, now)[contact_id]


def may_write_all(
    view: View, account: AccountSettings, contact_ids: Sequence[int], now: datetime
) -> dict[int, tuple[MayWrite, ...]]:
    """The same for several contacts, by contact, in as many statements as for one; nobody who is not in scope."""
    found = reached_by(view, contact_ids)
    return _answers(view, account, {one: found.get(one, ()) for one in _seen(view, contact_ids)}, now)


def _seen(view: View, contact_ids: Sequence[int]) -> list[int]:
    """Those of some contacts who are there and in scope."""
    c = contacts.c
    seen = select(c.contact_id).where(among(view.connection, c.contact_id, contact_ids), visible(view.scope))
    return list(view.connection.execute(seen).scalars())


def _answers(
    view: View, account: AccountSettings, found: Mapping[int, Sequence[AddressReach]], now: datetime
) -> dict[int, tuple[MayWrite, ...]]:
    """The answers for contacts by their addresses."""

    def on(at: datetime) -> str:
        day = day_of(at, view.zone)
        return days(Period(day, day))

    told: dict[int, tuple[MayWrite, ...]] = {}
    for contact_id, known in _known(view, found).items():
        answers = [answer(channel, known[channel], account, now, on) for channel in ConsentChannel]
        if any(one.opt_out for one in known[ConsentChannel.TEXT]):
            answers = [_though_no_texts(one) if one.channel is ConsentChannel.CALL else one for one in answers]
        told[contact_id] = tuple(answers)
    return told


def _though_no_texts(call: MayWrite) -> MayWrite:
    """The answer for calls to somebody who opted out of texts alone: they may be called, and nobody suggests it."""
    if call.answer is May.NO:
        return call
    return replace(call, why=f"{call.why} They opted out of texts, not of calls: so Who to call leaves them out.")


def answer(
    channel: ConsentChannel,
    known: Sequence[Known],
    account: AccountSettings,
    now: datetime,
    on: Callable[[datetime], str],
) -> MayWrite:
    """The answer for a channel by what is `known` of its addresses; `on` writes a day: "on 2 Nov 2026"."""
    words, several = _WORDS[channel], len(known) > 1
    if not known:
        return MayWrite(channel, May.NO, words.none, f"Add {words.add} to them in the contact list.", None, None)
    closed = min((one for one in known if one.opt_out), key=lambda one: _since(one.opt_out), default=None)
    if closed and closed.opt_out:
        at, reason = closed.opt_out.at, closed.opt_out.reason
        whose = f" ({_shown(channel, closed.address)})" if several else ""
        decisive = fold_entries(closed.entries).closed
        why = f"{words.opted_out.format(on=on(at))}{whose}: {reason}{_hand(closed, decisive)}."
        behind = Behind(at, decisive.message_id if decisive else None)
        return MayWrite(channel, May.NO, why, _undo(channel, closed), behind, None)
    waiting = min((one.asked for one in known if one.asked), key=lambda asked: asked.at, default=None)
    if waiting:
        quoted = f": “{waiting.words}”" if waiting.words else ""
        why = f"They asked to stop {on(waiting.at)}, and nobody decided yet{quoted}."
        return MayWrite(channel, May.WAIT, why, _DECIDE, Behind(waiting.at, waiting.message_id), None)
    best = min(known, key=lambda one: tuple(Reach).index(one.reach))
    if best.reach is Reach.NO:
        change = f"Ask for another {words.add.partition(' ')[2]}."
        return MayWrite(channel, May.NO, best.reason, change, None, None)
    return _by_hour(channel, best, account, now, on)


def _by_hour(
    channel: ConsentChannel, best: Known, account: AccountSettings, now: datetime, on: Callable[[datetime], str]
) -> MayWrite:
    """The answer by the hour, when nothing else forbids it."""
    is_email = channel is ConsentChannel.EMAIL
    window = send_window(account, None if is_email else best.address, now)
    hours = hours_of(account, window)
    allowed = f"messages go out from {hours}" if hours else "nothing goes out on that day"
    if not window.is_open:
        opening = window.opening()
        change = f"{opening[0].upper()}{opening[1:]}." if opening else "Set a send window on Settings: none opens."
        why = f"It is {window.clock()}; by your settings {allowed}."
        return MayWrite(channel, May.WAIT, why, change, None, window, address=best.address)
    told = f" {best.reason}" if best.reach is Reach.DOUBTFUL else ""
    shut = tuple(_shut(best.entries)) if account.closes is Closes.SAME else ()
    some = listed((f"{_shown(channel, one.ours)} (they opted out there {on(one.behind.at)})" for one in shut), "and")
    not_from = f" But not from {some}." if some else ""
    return MayWrite(channel, May.YES, f"It is {window.clock()}.{told}{not_from}", "", None, window, shut, best.address)


def _hand(closed: Known, decisive: Entry | None) -> str:
    """Who closed an address by hand, and why: " by Dana, “told me so”"."""
    by, why = closed.hands.get(decisive.entry_id, ("", "")) if decisive else ("", "")
    return (f" by {by}" if by else "") + (f", “{why}”" if why else "")


def _undo(channel: ConsentChannel, closed: Known) -> str:
    """What would end an opt-out: each must be ended where it was said, and what was said to all by a person's hand."""
    standing = fold_entries(closed.entries)
    by_hand = _BY_HAND.format(again=_AGAIN[channel])
    if standing.closed is None or None in standing.closed_ours:
        is_event = standing.closed is not None and standing.closed.source == Source.EVENT
        return f"{_SUBSCRIBE} Or: {by_hand}" if is_event and channel is ConsentChannel.EMAIL else by_hand
    if channel is ConsentChannel.EMAIL:
        return _SUBSCRIBE
    ours = sorted(filter(None, standing.closed_ours))
    start = f"They text START from {shown_phone(closed.address)} to {listed(map(shown_phone, ours), 'and')}."
    decided = standing.closed.code == Code.STOP
    return f"{start} Or: the decision on their request is undone." if decided else start


def _shut(entries: Sequence[Entry]) -> Iterable[Shut]:
    """Those of ours that an address is closed to, though not to all."""
    for ours in sorted(filter(None, fold_entries(entries).closed_ours)):
        said = [one for one in entries if one.ours in (None, ours) or one.what == What.DECIDED]
        closed = fold_entries(said).closed
        if closed is not None:
            yield Shut(ours, Behind(from_micros(closed.at), closed.message_id))


def _since(opt_out: OptOut | None) -> float:
    return opt_out.at.timestamp() if opt_out else 0.0


def _shown(channel: ConsentChannel, address: str) -> str:
    return address if channel is ConsentChannel.EMAIL else shown_phone(address)


def _known(view: View, found: Mapping[int, Sequence[AddressReach]]) -> dict[int, dict[ConsentChannel, list[Known]]]:
    """What is known of contacts' addresses, by contact and channel; a phone number is one to text and one to call."""
    entries = _entries(view, sorted({one.address for addresses in found.values() for one in addresses}))
    held = {(row.contact_id, row.channel, row.address): row for row in _held(view, found)}
    known = {contact_id: {channel: list[Known]() for channel in ConsentChannel} for contact_id in found}
    for contact_id, one in ((contact_id, one) for contact_id, addresses in found.items() for one in addresses):
        row = held[contact_id, one.channel.value, one.address]
        asked = Asked(row.asked_to_stop_at, row.message_id, row.words or "") if row.asked_to_stop_at else None
        for channel in (each for each in ConsentChannel if held_as(each) == one.channel):
            rows = entries.get((channel.value, one.address), ())
            its = tuple(row.entry() for row in rows)
            hands = {row.entry_id: (row.by or "", row.words or "") for row in rows if row.source is Source.HAND}
            opt_out, reach = one.opt_out, (one.reach, one.reason)
            if channel is ConsentChannel.CALL:
                opt_out = OptOut(row.do_not_call_at, row.do_not_call_reason) if row.do_not_call_at else None
                reach = _to_call(one)
            known[contact_id][channel].append(Known(one.address, *reach, opt_out, asked, its, hands))
    return known


def _to_call(one: AddressReach) -> tuple[Reach, str]:
    """A number that takes no texts may well be called, if it is a landline; what is known of its texts is told."""
    if one.reach in (Reach.NO, Reach.DOUBTFUL):
        return Reach.DOUBTFUL, f"As to texts: {one.reason[:1].lower()}{one.reason[1:]}"
    return Reach.UNKNOWN, ""


def _held(view: View, contact_ids: Iterable[int]) -> Iterable[Row[Any]]:
    """What is kept of the addresses, with the words of the requests that wait."""
    held, m = contact_addresses.c, messages.c
    names = ("contact_id", "channel", "address", "asked_to_stop_at", "do_not_call_at", "do_not_call_reason")
    columns: list[ColumnElement[Any]] = [held[name] for name in names]
    columns += [held.asked_to_stop_message_id.label("message_id"), m.reading_words.label("words")]
    said = and_(m.contact_id == held.contact_id, m.message_id == held.asked_to_stop_message_id)
    joined = contact_addresses.join(messages, said, isouter=True)
    its = among(view.connection, held.contact_id, contact_ids)
    return view.connection.execute(select(*columns).select_from(joined).where(its))


def _entries(view: View, addresses: Sequence[str]) -> dict[tuple[str, str], list[LedgerRow]]:
    """The ledger of some addresses."""
    found: dict[tuple[str, str], list[LedgerRow]] = {}
    for row in rows_of(view.connection.execute(entries_where(among(view.connection, ledger.c.address, addresses)))):
        found.setdefault((row.channel.value, row.address), []).append(row)
    return found

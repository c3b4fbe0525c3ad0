"""Who a contact is: name, facts, whether they can be reached, addresses and what they must not be sent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.domain.vocabulary import CHANNEL_WORDS, KIND_WORDS, Channel, EventType, Tone
from engagement.lib.text import excerpt
from engagement.query.contact.reachability import AddressReach, Reach, Reachability
from engagement.query.contact.sharing import Sharer
from engagement.query.question.rows import ContactRow
from engagement.ui.parts.badge import toned
from engagement.ui.parts.figures import copyable, opt_out_badges
from engagement.ui.parts.markup import Html, icon, joined, text
from engagement.ui.parts.table import Head, table
from engagement.ui.parts.times import exact_time, relative_time

_REACHES: Mapping[Reach, tuple[str, Tone, str, str]] = MappingProxyType(
    {
        Reach.YES: ("Yes", Tone.ARRIVED, "check_circle", "What was sent last arrived."),
        Reach.UNKNOWN: ("Not known", Tone.WAITING, "help", "Nothing is on file that tells."),
        Reach.DOUBTFUL: ("Doubtful", Tone.NOT_YET, "warning", "What was sent last did not arrive."),
        Reach.NO: ("No", Tone.FAILED, "block", "It must not be used, or what is sent there never arrives."),
    }
)
_LONGEST = 160  # characters of the message that caused an opt-out
_HEADS = (
    Head("Address", cells="eg-address", names_card=True),
    *map(Head, ("Type", "Reaches them", "On file", "Opt-out")),
)


def contact_head(row: ContactRow, zone: ZoneInfo) -> Html:
    """The name, and the facts that are known, in one line."""
    facts = [f"<span>{KIND_WORDS[row.kind]}</span>"]
    facts += [
        f'<span><span class="eg-quiet">{word}</span> {text(value)}</span>'
        for word, value in (("Owner", row.owner), ("Stage", row.stage), ("Source", row.source))
        if value
    ]
    facts += [f'<span class="eg-label">{text(label)}</span>' for label in row.labels]
    return joined(
        f'<h1 dir="auto">{text(row.title)}</h1><p class="eg-line">',
        *facts,
        opt_out_badges(row.do_not_email, row.do_not_text, zone, call=row.do_not_call, asked_at=row.asked_to_stop_at),
        "</p>",
    )


def reach_lines(found: Reachability) -> Html:
    """Whether email and text reach the contact, and which is the better one, each with its reason."""
    if found.better:
        better = f"{icon(CHANNEL_WORDS[found.better].icon)} {CHANNEL_WORDS[found.better].title}"
    else:
        better = "Neither"
    lines = (
        ("Does email arrive?", _reach(found.email.reach), found.email.reason),
        ("Do texts arrive?", _reach(found.text.reach), found.text.reason),
        ("Better channel", better, found.reason),
    )
    return joined(
        '<dl class="eg-reach">',
        *(f"<div><dt>{name}</dt><dd><b>{verdict}</b> {text(reason)}</dd></div>" for name, verdict, reason in lines),
        "</dl>",
    )


def address_table(addresses: Sequence[AddressReach], now: datetime, zone: ZoneInfo) -> Html:
    """Every address whole, with its type, whether it reaches them, what is known of it, and its opt-out."""
    rows = (_address(address, now, zone) for address in addresses)
    return table(_HEADS, rows, kind="eg-addresses")


def _reach(reach: Reach) -> Html:
    return toned(*_REACHES[reach])


def _address(row: AddressReach, now: datetime, zone: ZoneInfo) -> Sequence[str]:
    is_email = row.channel is Channel.EMAIL
    shown = copyable(row.address if is_email else shown_phone(row.address), row.address)
    kind = text(row.type) + (", main" if row.type else "main") if row.is_main else text(row.type)
    return (
        f"{icon(CHANNEL_WORDS[row.channel].icon)} {shown}",
        "".join((kind, *(f'<div class="eg-quiet">{text(_shared(one))}</div>' for one in row.shared_with))),
        f'{_reach(row.reach)}<div class="eg-quiet">{text(row.reason)}</div>',
        "<br>".join(_known(row, now, zone)) or '<span class="eg-quiet">Nothing</span>',
        _opt_out(row, now, zone),
    )


def _shared(other: Sharer) -> str:
    who = "a contact that you do not see" if other.name is None else other.name or "a contact without a name"
    return f"Shared with {who}" + (", whose the messages to it are" if other.is_owner else "")


def _known(row: AddressReach, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """What is on file about an address, each with when it last happened."""
    is_email = row.channel is Channel.EMAIL
    for words, at in (
        (EventType.DELIVERED.value, row.delivered_at),
        ("Opened or clicked by a person" if is_email else "Replied", row.engaged_at),
        ("Bounced" if is_email else "Did not arrive", row.bounced_at),
        (EventType.UNSUBSCRIBED.value, row.unsubscribed_at),
        (EventType.COMPLAINED.value, row.complained_at),
    ):
        if at:
            yield f'<span class="eg-quiet">{words}</span> {relative_time(at, now, zone)}'


def _opt_out(row: AddressReach, now: datetime, zone: ZoneInfo) -> str:
    if row.opt_out is None and row.asked_at is not None:
        return f"<div>Asked to stop {exact_time(row.asked_at, now, zone)}: nobody decided yet.</div>"
    if row.opt_out is None:
        return '<span class="eg-quiet">None</span>'
    parts = [f"<div>Since {exact_time(row.opt_out.at, now, zone)}: {text(row.opt_out.reason)}</div>"]
    if row.cause:
        about = excerpt(row.cause.about, _LONGEST)
        what = "Their text" if row.cause.inbound else f"Our {CHANNEL_WORDS[row.channel].message}"
        quoted = f": <q>{text(about)}</q>" if about else ""
        sent = f" of {exact_time(row.cause.at, now, zone)}" if row.cause.at else ""
        parts.append(f"<div>{what}{sent}{quoted}</div>")
    parts.append(f'<div class="eg-quiet">What would undo it: {text(row.undo)}</div>')
    return "".join(parts)

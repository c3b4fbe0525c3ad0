"""A list of messages as a table: real rows and links, so it can be read aloud, searched in and copied from."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.domain.consent import Code
from engagement.domain.texts.reading import TextKind
from engagement.domain.vocabulary import CHANNEL_WORDS, NOT_TRACKED, Channel, Direction
from engagement.lib.ids import id_of
from engagement.lib.moments import moment_words
from engagement.lib.text import excerpt
from engagement.query.question.rows import MessageRow
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.badge import badge
from engagement.ui.parts.figures import DECISION_WORDS, INBOUND_WORDS, asked_badge, asks_in_words, with_machines
from engagement.ui.parts.markup import Html, attribute, icon, joined, text
from engagement.ui.parts.table import NUMBER, Head, Row, table
from engagement.ui.parts.times import relative

OPEN = "message"
"""The name in the address of the message that is open."""

_EXCERPT = 161  # characters; more is in the message itself
_HEADS = (
    Head("Sent", "eg-time", "When it was sent, or else first heard of"),
    Head("Who", "eg-name", "Whom it went to, or came from"),
    Head("Channel"),
    Head("Subject or text", "eg-excerpt"),
    Head("Last status", meaning="What became of it"),
    Head("Opens", NUMBER, "By people and machines"),
    Head("Clicks", NUMBER, "By people and machines"),
    Head("Campaign"),
)


def name_of(message: MessageRow) -> str:
    """The message's name in an address."""
    return f"{message.contact_id}-{message.id}"


def named(name: str) -> tuple[int, int] | None:
    """The contact and the message that a name means; None when it is no name."""
    contact, _, message = (id_of(part) for part in name.partition("-"))
    return None if contact is None or message is None else (contact, message)


def message_table(
    rows: Sequence[MessageRow],
    decisions: Mapping[int, Code],
    params: Mapping[str, str],
    opened: str,
    now: datetime,
    zone: ZoneInfo,
) -> Html:
    """The table of `rows`; a click on one opens it, on the same list, whose address has `params`.

    `decisions` are those on requests to stop, by the ids of the texts.
    """
    shown = (_row(row, decisions.get(row.id), params, opened, now, zone) for row in rows)
    return table(_HEADS, shown, kind="eg-rows", label="Messages")


def who(message: MessageRow) -> Html:
    """Whose message it is, as a link to them."""
    shown = message.address if message.channel is Channel.EMAIL else shown_phone(message.address)
    return link(message.contact or shown, Screen.CONTACT, {"id": str(message.contact_id)})


def _who(row: MessageRow, zone: ZoneInfo) -> Html:
    if row.asked_to_stop_at is None:
        return who(row)
    return joined(who(row), '<span class="eg-second">', asked_badge(row.asked_to_stop_at, zone), "</span>")


def _row(
    row: MessageRow, decision: Code | None, params: Mapping[str, str], opened: str, now: datetime, zone: ZoneInfo
) -> Row:
    when = relative(row.sent_at, now, zone) if row.sent_at else "time unknown"
    open_it = link(when, Screen.MESSAGES, {**params, OPEN: name_of(row)})
    hover = attribute(moment_words(row.sent_at, zone)) if row.sent_at else ""
    cells = (
        f'<span title="{hover}">{open_it}</span>',
        _who(row, zone),
        _channel(row),
        joined(_excerpt(row), _asks(row, decision)),
        badge(row.channel, row.status) if row.status else Html('<span class="eg-quiet">nothing reported</span>'),
        _count(row, row.opens, row.machine_opens),
        _count(row, row.clicks, row.machine_clicks),
        text(row.campaign or ""),
    )
    return Row(cells, is_current=name_of(row) == opened)


def _channel(row: MessageRow) -> Html:
    what = inbound_word(row) if row.direction is Direction.INBOUND else CHANNEL_WORDS[row.channel].title
    return joined('<span class="eg-channel">', icon(CHANNEL_WORDS[row.channel].icon), f" {what}</span>")


def inbound_word(row: MessageRow) -> str:
    """What a message from a contact is called: a text is named by what it was read as, if that is no reply."""
    word = INBOUND_WORDS.get(row.reading) if row.reading else None
    return f"{word or CHANNEL_WORDS[row.channel].title} from them"


def _asks(row: MessageRow, decision: Code | None) -> Html:
    """Which of a text's words ask to stop, and what was decided."""
    if row.reading is not TextKind.ASKS_TO_STOP:
        return Html("")
    told = asks_in_words(row.reading_words)
    return joined('<span class="eg-second eg-quiet">', told, f". {DECISION_WORDS[decision]}</span>")


def _excerpt(row: MessageRow) -> Html:
    words = row.subject if row.channel is Channel.EMAIL else row.text
    if words:
        return text(excerpt(words, _EXCERPT))
    if row.media_count:
        return Html('<span class="eg-quiet">Picture or file</span>')
    return Html(f'<span class="eg-quiet">{"No subject" if row.channel is Channel.EMAIL else "No text"}</span>')


def _count(row: MessageRow, total: int | None, machines: int | None) -> Html:
    if row.channel is not Channel.EMAIL:
        return Html("")
    if total is None:
        return Html(f'<span class="eg-quiet" title="{attribute(NOT_TRACKED)}">not tracked</span>')
    return with_machines(total, machines or 0)

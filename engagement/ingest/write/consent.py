"""Who may be written to, and which inbound texts are replies: what keywords, unsubscribes and refusals come to."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, literal, or_, select, union_all

from engagement.domain.marks import Mark, reply_marks
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.fold import ConsentSign, fold_consent
from engagement.ingest.write.merge import Change, Row
from engagement.store.schema import contact_addresses, events, messages, plain_time
from engagement.store.sql import update_rows

Address = tuple[int, str, str]  # contact, channel, address


def refresh_consent(
    connection: Connection, sets: SetWriter, changes: Iterable[Change], besides: Iterable[Address] = ()
) -> set[int]:
    """Fold the consent of each address that `changes` of messages may bear on, and of those `besides`.

    Also settles which inbound texts are replies: a "Yes" is one only when its number was not opted out when it came.
    Gives the contacts whose replies or consent may have changed.
    """
    replies: dict[tuple[int, int], bool] = {}
    before: dict[tuple[int, int], list[Mark]] = {}  # the marks as they are in the contact sets
    sent_at: dict[tuple[int, int], int | None] = {}
    bearing = dict.fromkeys(besides)
    for old, message, its_events in changes:
        identity = (message["contact_id"], message["message_id"])
        is_inbound = message["direction"] == Direction.INBOUND.value
        if is_inbound or (old and old["is_reply"]):
            replies[identity] = is_inbound and message["keyword"] is None
            before[identity] = reply_marks(old["is_reply"], old["sent_at"]) if old else []
            sent_at[identity] = message["sent_at"]
        if message["keyword"] is not None or any(_closes(event) for event in its_events):
            bearing[message["contact_id"], message["channel"], message["address"]] = None
    if bearing:
        signs = _signs(connection, bearing)
        _write_consent(connection, bearing, signs)
        for address, its_signs in signs.items():
            talk = fold_consent(its_signs).replies
            for sign in its_signs:
                if sign.keyword is not None:
                    identity = (address[0], sign.message_id)
                    replies[identity] = sign.message_id in talk
                    sent_at.setdefault(identity, sign.at)
                    before.setdefault(identity, reply_marks(sign.was_reply, sign.at))
    for identity, is_reply in replies.items():
        sets.change_marks(identity[0], before[identity], reply_marks(is_reply, sent_at[identity]))
    rows = [{"contact_id": ids[0], "message_id": ids[1], "is_reply": is_reply} for ids, is_reply in replies.items()]
    update_rows(connection, messages, ("contact_id", "message_id"), rows)
    return {contact_id for contact_id, _ in replies} | {contact_id for contact_id, _, _ in bearing}


def _closes(event: Row) -> bool:
    return event["suppressed"] or event["type"] in _CLOSING


_CLOSING = frozenset((EventType.UNSUBSCRIBED.value, EventType.COMPLAINED.value))


def _write_consent(
    connection: Connection, addresses: Iterable[Address], signs: Mapping[Address, Sequence[ConsentSign]]
) -> None:
    rows = []
    for address in addresses:
        consent = fold_consent(signs.get(address, ()))
        rows.append(
            dict(zip(("contact_id", "channel", "address"), address, strict=True))
            | {
                "opted_out_at": consent.opted_out_at,
                "opted_out_reason": consent.reason,
                "opted_out_message_id": consent.message_id,
            }
        )
    update_rows(connection, contact_addresses, ("contact_id", "channel", "address"), rows)


def _signs(connection: Connection, addresses: Iterable[Address]) -> dict[Address, list[ConsentSign]]:
    """Everything on file that bears on the consent of `addresses`.

    A send that the mail provider suppressed is a sign too: it says that the address had unsubscribed or complained,
    maybe before the first event we were given.
    """
    contact_ids = sorted({contact_id for contact_id, _, _ in addresses})
    where = (messages.c.contact_id, messages.c.channel, messages.c.address, messages.c.message_id)
    rest = (messages.c.keyword, messages.c.direction, messages.c.is_reply)
    closing = (
        select(*where, events.c.at.label("at"), events.c.type, *rest)
        .select_from(
            messages.join(
                events, and_(events.c.contact_id == messages.c.contact_id, events.c.message_id == messages.c.message_id)
            )
        )
        .where(
            messages.c.contact_id.in_(contact_ids),
            or_(events.c.type.in_([EventType.UNSUBSCRIBED, EventType.COMPLAINED]), events.c.suppressed),
        )
    )
    opening = select(*where, messages.c.sent_at.label("at"), literal("").label("type"), *rest).where(
        messages.c.contact_id.in_(contact_ids), messages.c.keyword.in_([Keyword.OPT_IN, Keyword.YES])
    )
    signs: dict[Address, list[ConsentSign]] = {}
    rows = union_all(closing, opening).subquery()
    columns = [plain_time(column) for column in rows.c]
    for row in connection.execute(select(*columns)):
        contact_id, channel, address, message_id, at, kind, keyword, direction, was_reply = row
        signs.setdefault((contact_id, channel, address), []).append(
            ConsentSign(at, bool(kind), message_id, _reason(kind, channel, direction), keyword, was_reply)
        )
    return signs


def _reason(kind: str, channel: str, direction: str) -> str:
    """Why an address is opted out, in words."""
    if not kind:
        return ""
    if kind not in _CLOSING:  # a send that was suppressed
        return "an email was held back because of an earlier unsubscribe or complaint"
    if kind == EventType.COMPLAINED:
        return "reported an email as spam"
    if channel == Channel.EMAIL:
        return "used the unsubscribe link of an email"
    return "sent a stop word" if direction == Direction.INBOUND else "a text was refused because they had opted out"

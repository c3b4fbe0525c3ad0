"""Why nothing at all was sent to somebody: opted out, no address, on no list, or simply not on file."""

from collections.abc import Sequence

from engagement.domain.addresses import shown_phone
from engagement.domain.causes import Who
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel, ContactKind, Tone
from engagement.query.question.rows import AddressRow, ContactRow, MessageRow
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.verdicts.why import CHECK_IMPORTS, Verdict, day_in_sentence, quoted


def why_never(
    contact: ContactRow,
    addresses: Sequence[AddressRow],
    channel: Channel,
    viewpoint: Viewpoint,
    stop: MessageRow | None = None,
) -> Verdict:
    """Why nothing was sent to `contact` on `channel`; `stop` is the message by which they opted out, when one is."""
    kind = CHANNEL_WORDS[channel].message
    nothing = f"No {kind} to {contact.title} is on file"
    stopped = why_no_more(contact, channel, viewpoint, stop)
    if stopped is not None:
        return stopped
    held = [address for address in addresses if address.channel is channel]
    if not held:
        lacking = CHANNEL_WORDS[channel].address
        return Verdict(
            f"{nothing}: they have no {lacking} on file.",
            "It could not be sent to them from here.",
            f"Add their {lacking} to the contact list and bring the list in again.",
            Who.YOU,
            Tone.NOT_YET,
        )
    where = ", ".join(address.address if channel is Channel.EMAIL else shown_phone(address.address) for address in held)
    if contact.kind is ContactKind.UNKNOWN:
        return Verdict(
            f"{nothing}: {where} is on no contact list.",
            "It is known only because something came from it, or was sent to it by another way.",
            "Put them on a contact list and bring the list in; then they are sent what others are.",
            Who.YOU,
            Tone.NOT_YET,
        )
    return Verdict(
        f"{nothing}, though {where} is.",
        f"Either no {kind} was sent to them, or the provider's reports of it are not in.",
        f"{CHECK_IMPORTS} If they are, nothing was sent: send it now.",
        Who.YOU,
        Tone.NOT_YET,
    )


def why_no_more(
    contact: ContactRow, channel: Channel, viewpoint: Viewpoint, stop: MessageRow | None = None
) -> Verdict | None:
    """Why nothing may be sent to `contact` on `channel` any more; None when they have not opted out.

    `stop` is the message by which they did, when it is known.
    """
    opt_out = contact.opt_out(channel)
    if opt_out is None:
        return None
    kind = CHANNEL_WORDS[channel].message
    words = (stop.text or stop.subject or "") if stop else ""
    because = f"{opt_out.reason}: {quoted(words)}" if words else opt_out.reason
    since = day_in_sentence(opt_out.at, viewpoint)
    undo = "text START to your number" if channel is Channel.TEXT else "subscribe again"
    return Verdict(
        f"No {kind} may be sent to {contact.title} since {since}: they opted out ({because}).",
        f"Whatever {kind} you write to them is held back or refused.",
        f"Only they can undo it: they would {undo}. Until then, reach them another way.",
        Who.CONTACT,
        Tone.STOP,
    )

"""Suppression lists: whom a provider sends nothing more to, as it gives them out, in JSON or CSV.

They are opt-outs, complaints and addresses that bounce, without a message. What tells a list is its fields alone: all
it needs, and none beside those it may have. They are those of the public references of Mailgun (suppressions, members
of mailing lists), SendGrid (suppressions), Postmark (suppressions dump) and Twilio (consents).
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import orjson

from engagement.domain.addresses import normal_email
from engagement.domain.causes import ADDRESS_IS_WRONG
from engagement.domain.consent import Code, ConsentChannel, Source, What
from engagement.domain.records import AddressRecord, Clock, ConsentRecord, ContactRecord, RawRecord, Reject, Skipped
from engagement.domain.vocabulary import Channel
from engagement.providers import is_report
from engagement.providers.base import Fields, Item, Provider, ReadContext, RejectedRecord, Shape
from engagement.providers.fields import Named, event_time, names_of, quoted, read_number
from engagement.providers.mail_answers import exact_answer


@dataclass(frozen=True, slots=True)
class SuppressionList:
    """One kind of list of one provider."""

    of: str  # whose, as shown
    what: str  # its name there
    needs: frozenset[str]  # folded names of its fields
    code: Code | None  # None: each record says
    may: frozenset[str] = frozenset()  # further fields
    address: str = "email"  # the field that has it
    channel: ConsentChannel = ConsentChannel.EMAIL

    @property
    def place(self) -> str:
        """What the list is called where an opt-out is told: "Mailgun's unsubscribes"."""
        return f"{self.of}'s {self.what}"


def _list(
    of: str, what: str, needs: str, may: str, code: Code | None, channel: ConsentChannel = ConsentChannel.EMAIL
) -> SuppressionList:
    """A list, by the names of its fields as they are folded; the address is the first of those it needs."""
    names = needs.split()
    return SuppressionList(of, what, frozenset(names), code, frozenset(may.split()), names[0], channel)


_MEMBERS = _list("Mailgun", "mailing list", "address subscribed", "name vars", None)
_BOUNCES_AND_BLOCKS = _list("SendGrid", "bounces", "email created reason status", "", None)
_BARE = _list("SendGrid", "unsubscribes", "email created", "", Code.SUPPRESSED)
_GROUP = _list("SendGrid", "group unsubscribes", "email groupid", "groupname createdat created", Code.SUPPRESSED)
_CONSENTS = _list(
    *("Twilio", "consents", "contactid senderid status", "correlationid source dateofconsent", None),
    channel=ConsentChannel.TEXT,
)
LISTS: tuple[SuppressionList, ...] = (
    _list("Mailgun", "unsubscribes", "address tags", "createdat id", Code.SUPPRESSED),
    _list("Mailgun", "unsubscribes", "address tag createdat", "id", Code.SUPPRESSED),
    _list("Mailgun", "bounces", "address code error", "createdat messagehash", Code.SUPPRESSED_BOUNCE),
    _list("Mailgun", "complaints", "address createdat", "count", Code.SUPPRESSED_COMPLAINT),
    _MEMBERS,
    _BARE,
    _GROUP,
    _BOUNCES_AND_BLOCKS,
    _list("SendGrid", "spam reports", "email created ip", "", Code.SUPPRESSED_COMPLAINT),
    _list("SendGrid", "invalid emails", "email created reason", "", Code.SUPPRESSED_BOUNCE),
    _list("Postmark", "suppressions", "emailaddress suppressionreason", "origin createdat messagestream", None),
    _list("Postmark", "suppressions", "emailaddress reason origin", "createdat messagestream", None),
    _CONSENTS,
)
_POSTMARK: Mapping[str, Code] = {
    "manualsuppression": Code.SUPPRESSED,
    "hardbounce": Code.SUPPRESSED_BOUNCE,
    "spamcomplaint": Code.SUPPRESSED_COMPLAINT,
}
_TIMES = ("createdat", "created", "dateofconsent")
_WORDS = ("error", "suppressionreason", "reason", "groupname", "tags", "tag", "subscribed")  # kept as its words
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_BLOCK = Skipped("A block, which is no opt-out: SendGrid goes on sending to the address.")
_CONSENT_GIVEN = Skipped("An opt-in, and a list never lifts an opt-out.")


def recognises(fields: Fields) -> bool:
    """Whether a record is one of a suppression list."""
    return list_of(fields) is not None


def list_of(fields: Fields) -> SuppressionList | None:
    """The list that a record is of; None when it is of none. A list of streets and dates has no email address."""
    found = _list_with(tuple(fields))
    if found is None or is_report(fields):
        return None
    if found.channel is ConsentChannel.EMAIL and "@" not in Named(fields).word(found.address):
        return None
    return found


@lru_cache(maxsize=1024)
def _list_with(fields: tuple[str, ...]) -> SuppressionList | None:
    names = names_of(dict.fromkeys(fields)).keys()
    return next((one for one in LISTS if one.needs <= names and names <= one.needs | one.may), None)


def read(record: RawRecord, context: ReadContext) -> Iterator[Item]:
    """The opt-out that a record is: one ConsentRecord; a member of a mailing list is a ContactRecord first.

    One Skipped for a block, and for an opt-in. RejectedRecord when its address or its reason cannot be read, or when
    nothing tells an unsubscribe from something else.
    """
    kind = list_of(record.fields)
    if kind is None:
        raise RejectedRecord("The record is of no suppression list that is known.")
    named = Named(record.fields)
    address = _address(kind, named, context.region)
    if kind is _MEMBERS:
        yield ContactRecord(
            named.word("name") or None, None, addresses=(AddressRecord(Channel.EMAIL, address, "", True),)
        )
        said = named.word("subscribed").lower()
        if said in _NO:
            yield _opt_out(kind, Code.LISTED, address, named, context)
        elif said and said not in _YES:
            reason = f"subscribed {quoted(said)} is neither true nor false, so no opt-out was read from it."
            yield Reject(record.place, f"{reason} Correct it, and import the list again.", record.raw)
        return
    if kind is _BARE and not named.word("created").replace(".", "", 1).isdigit():
        raise RejectedRecord(
            "This has the fields of SendGrid's unsubscribes and not their form, in which created is a number: export "
            "the list from SendGrid again, or head its column Unsubscribed At."
        )
    code = kind.code or _code(kind, named)
    yield code if isinstance(code, Skipped) else _opt_out(kind, code, address, named, context)


SHAPES = tuple(
    Shape(
        one.place,
        "the provider's page or API for it, in JSON or CSV",
        tuple(sorted(one.needs)),
        "each address: that it opted out, complained or bounces, and since when"
        if one.channel is ConsentChannel.EMAIL
        else "each number: that it opted out, and since when",
    )
    for one in LISTS
)
PROVIDER = Provider("suppressions", "Suppression list", recognises, read, shapes=SHAPES)


def _address(kind: SuppressionList, named: Named, region: str) -> str:
    written = named.word(kind.address)
    is_email = kind.channel is ConsentChannel.EMAIL
    address = normal_email(written) if is_email else read_number(written, region)
    if address is None:
        what = "an email address" if is_email else "a phone number"
        raise RejectedRecord(f"{quoted(written)} on {kind.place} is not {what}.")
    return address


def _code(kind: SuppressionList, named: Named) -> Code | Skipped:
    """What kind of sign a record is, where its list has several."""
    if kind is _BOUNCES_AND_BLOCKS:
        return Code.SUPPRESSED_BOUNCE if _is_bounce(named) else _BLOCK
    if kind is _CONSENTS:
        said = named.word("status").lower().replace("_", "-").replace(" ", "-")
        if said == "opt-out":
            return Code.SUPPRESSED
        if said in ("opt-in", "re-opt-in"):
            return _CONSENT_GIVEN
        raise RejectedRecord(f"The status {quoted(said)} on {kind.place} is neither opt-in nor opt-out.")
    written = named.word("suppressionreason", "reason")
    code = _POSTMARK.get("".join(filter(str.isalpha, written.lower())))
    if code is None:
        raise RejectedRecord(
            f"The reason {quoted(written)} on {kind.place} is none of ManualSuppression, HardBounce and SpamComplaint."
        )
    return code


def _is_bounce(named: Named) -> bool:
    """Whether a record with the fields of SendGrid's bounces is not of its blocks, which have the same.

    A block is what a server refused for now, or over the email and not the address. In doubt it is a bounce.
    """
    status, reason = named.word("status"), named.word("reason")
    cause = exact_answer(status, reason)
    return not status.startswith("4") and (cause is None or cause in ADDRESS_IS_WRONG)


def _opt_out(kind: SuppressionList, code: Code, address: str, named: Named, context: ReadContext) -> ConsentRecord:
    at = _since(kind, named, context)
    ours = _ours(kind, named, context.region)
    key = "|".join(filter(None, (kind.place, code.value, ours, at.isoformat() if at else "")))
    return ConsentRecord(
        kind.channel,
        address,
        What.OUT,
        at or context.arrived_at,
        Clock.EVENT if at else Clock.ARRIVAL,
        Source.LIST,
        code,
        dedupe_key=key,
        ours=ours,
        words=_said(named) or None,
        place=kind.place,
    )


def _said(named: Named) -> str:
    """What a record says beside the address: why, or what it is an opt-out from."""
    tags = named.value("tags")
    if isinstance(tags, str) and tags.strip().startswith("["):  # a list in JSON, as the CSV has it
        with suppress(ValueError):
            tags = orjson.loads(tags)
    return ", ".join(map(str, tags)) if isinstance(tags, list) else named.word(*_WORDS)


def _since(kind: SuppressionList, named: Named, context: ReadContext) -> datetime | None:
    """Since when, as the list says it; None where it says nothing that can be. No opt-out is lost over its date."""
    written = named.word(*_TIMES)
    try:
        at = event_time(written, kind.of) if written else None
    except RejectedRecord:
        return None
    is_possible = at is not None and (context.not_after is None or at <= context.not_after)
    return at if is_possible else None


def _ours(kind: SuppressionList, named: Named, region: str) -> str | None:
    """The group, or the number of ours, that it was said to; a service of Twilio's has many numbers."""
    if kind is _GROUP:
        group = named.word("groupid")
        return f"group {group.removesuffix('.0')}" if group else None
    return read_number(named.word("senderid"), region) if kind is _CONSENTS else None

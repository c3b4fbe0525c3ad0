"""Why somebody did not get a message: what became of it in a sentence, what that means, what to do, and who can do it.

The sentences are for people who call on the strength of them, so each says no more than the events do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from engagement.domain.addresses import shown_phone
from engagement.domain.causes import CAUSE_WORDS, Cause, Finer, Who
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel, Direction, EventType, Tone, is_tracked
from engagement.lib.moments import day_of, day_words
from engagement.lib.text import excerpt
from engagement.providers.told import Said, Told, gives_up_after, told
from engagement.query.question.rows import MessageRow, TimelineEvent
from engagement.query.question.viewpoint import Viewpoint

LONG_ON_ITS_WAY = 24 * 3600
"""Seconds after which a message that is still on its way most likely has reports that are not on file."""

_MOST_QUOTED = 60  # characters
CHECK_IMPORTS = "See on Imports whether the provider's files of that day are in."


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one message, or about none having been sent."""

    sentence: str
    meaning: str
    remedy: str
    who: Who
    tone: Tone
    event: TimelineEvent | None = None  # the one that decides it

    @property
    def quote(self) -> str:
        """What the provider said of the deciding event, as it came; "" when it said nothing."""
        event = self.event
        if event is None:
            return ""
        parts = (event.reason, event.code and f"code {event.code}", event.detail)
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class _Case:
    """A message with what is needed to tell of it."""

    message: MessageRow
    events: Sequence[TimelineEvent]
    what: str  # "Jane Doe's text of 3 May"
    now: datetime

    def last(self, *kinds: EventType) -> TimelineEvent | None:
        """The last of the events of `kinds`, rather one of which the provider said something."""
        of_kind = [event for event in self.events if event.type in kinds]
        telling = [event for event in of_kind if event.code or event.reason or event.detail]
        return next(reversed(telling or of_kind), None)

    def told(self, event: TimelineEvent | None) -> Told:
        """What was said of `event`, or of none."""
        said = (None,) * 4 if event is None else (event.provider, event.reason, event.code, event.detail)
        return told(Said(self.message.channel, *said))

    def had(self, kind: EventType) -> bool:
        """Whether an event of `kind` was reported."""
        return any(event.type is kind for event in self.events)


def why(message: MessageRow, events: Sequence[TimelineEvent], viewpoint: Viewpoint, now: datetime) -> Verdict:
    """What became of `message`, from all of its `events`."""
    case = _Case(message, events, _what(message, viewpoint), now)
    if message.status is None:
        return _untold(case)
    return _TELLERS[message.channel, message.status](case)


def _untold(case: _Case) -> Verdict:
    """Nothing was reported that is a status."""
    message = case.message
    if (put_off := case.last(EventType.TEMPORARY_FAILURE)) is not None:
        return _put_off(case, put_off)
    if not is_tracked(message.channel, message.origin):
        return Verdict(
            f"{case.what} was sent by hand, and nothing is known of what became of it.",
            "Emails sent by hand are not tracked: nobody reports whether they arrive.",
            "Look in the outbox it was sent from, or ask them.",
            Who.YOU,
            Tone.NOT_YET,
        )
    return Verdict(
        f"{case.what} was sent, and nothing was reported of it{_for_long(case, message.sent_at)}.",
        "It is on a list of what was sent, but no event of it is on file.",
        CHECK_IMPORTS,
        Who.OPERATIONS,
        Tone.NOT_YET,
    )


def _waiting(meaning: str) -> Callable[[_Case], Verdict]:
    def tell(case: _Case) -> Verdict:
        if (put_off := case.last(EventType.TEMPORARY_FAILURE)) is not None:
            return _put_off(case, put_off)
        message = case.message
        event = case.last(message.status) if message.status else None
        finer = case.told(event).finer
        if finer is Finer.SCHEDULED:
            return Verdict(
                f"{case.what} has not been sent yet: it is scheduled for later.",
                "It was asked for ahead of time.",
                "Wait for its time.",
                Who.NOBODY,
                Tone.WAITING,
                event,
            )
        if finer is Finer.UNCONFIRMED:
            return Verdict(
                f"{case.what} was handed to the carrier, and whether it arrived will not be known.",
                "The carrier gave no receipt, and none will come. It may well have arrived.",
                "If it matters, call, or ask them by email.",
                Who.YOU,
                Tone.NOT_YET,
                event,
            )
        since = message.status_at or message.sent_at
        is_late = since is not None and (case.now - since).total_seconds() > LONG_ON_ITS_WAY
        late = "That is long: it may be lost, or the reports that came after are not on file."
        return Verdict(
            f"{case.what} is still on its way{_for_long(case, since)}.",
            f"{meaning} {late}" if is_late else meaning,
            f"{CHECK_IMPORTS} If they are, send it again, or call." if is_late else "Wait a little, and look again.",
            Who.YOU if is_late else Who.NOBODY,
            Tone.NOT_YET if is_late else Tone.WAITING,
            event,
        )

    return tell


def _put_off(case: _Case, event: TimelineEvent) -> Verdict:
    times = case.message.temporary_failures
    often = "" if times <= 1 else f" {times} times, last"
    cause = case.told(event).words
    tries = gives_up_after(event.provider)
    if tries is not None and case.now > (case.message.sent_at or event.at) + tries:
        said = (
            f"{case.what} will not arrive: it was put off{often} because {cause.happened}, and the sender has given up."
        )
        over = f"Its tries of {tries // timedelta(hours=1)} hours are over; no report that it failed is on file."
        return Verdict(said, f"{over} {cause.meaning}", cause.remedy, cause.who, Tone.FAILED, event)
    return Verdict(
        f"{case.what} may still arrive: it was put off{often} because {cause.happened}.",
        f"The provider tries it again by itself. {cause.meaning}",
        f"Wait. Should it fail in the end: {cause.remedy}" if cause.who is not Who.NOBODY else cause.remedy,
        cause.who,
        Tone.NOT_YET,
        event,
    )


def _rejected(case: _Case) -> Verdict:
    event = case.last(EventType.REJECTED)
    found = case.told(event)
    if found.is_known and event and (event.code or event.reason):
        cause = found.words
        happened = f"was {cause.happened}" if found.is_held_back else f"never left: {cause.happened}"
        return Verdict(f"{case.what} {happened}.", cause.meaning, cause.remedy, cause.who, Tone.FAILED, event)
    said = f": “{event.detail}”" if event and event.detail else ""
    return Verdict(
        f"{case.what} never left: it was rejected before sending{said}.",
        "Your own email provider refused to send it. It has nothing to do with the recipient's address.",
        "Mend what it says about the email or your account, then send it again.",
        Who.OPERATIONS,
        Tone.FAILED,
        event,
    )


def _failed(case: _Case) -> Verdict:
    """A failure for good, told by its cause."""
    message = case.message
    event = case.last(message.status) if message.status else None
    tone = Tone.FAILED
    found = case.told(event)
    if found.finer is Finer.CANCELED:
        return Verdict(
            f"{case.what} was canceled before it was sent.",
            "Somebody, or the sending software, took it back.",
            "Send it again if it is still wanted.",
            Who.YOU,
            tone,
            event,
        )
    cause = found.words
    if found.is_held_back:
        return Verdict(f"{case.what} was {cause.happened}.", cause.meaning, cause.remedy, cause.who, tone, event)
    happened, meaning = f"did not arrive: {cause.happened}", cause.meaning
    if found.finer is Finer.IN_PART:
        happened = f"arrived only in part: {cause.happened}"
    if case.had(EventType.DELIVERED):
        meaning = f"It was reported as delivered too; the failure stands. {meaning}"
    if message.status is EventType.UNDELIVERED:
        tone = Tone.NOT_YET
    return Verdict(f"{case.what} {happened}.", meaning, cause.remedy, cause.who, tone, event)


def _delivered_email(case: _Case) -> Verdict:
    event = case.last(EventType.DELIVERED)
    if not case.message.tracked:
        return Verdict(
            f"{case.what} arrived. Whether it was opened is not tracked.",
            "The recipient's mail server took it in.",
            "If they do not see it, ask them to look in their spam folder.",
            Who.CONTACT,
            Tone.ARRIVED,
            event,
        )
    return Verdict(
        f"{case.what} arrived, and has not been opened as far as is known.",
        "The recipient's mail server took it in. It may lie in the spam folder; and an email that is read with its "
        "pictures hidden counts as not opened.",
        "Ask them to search for its subject, in the spam folder too.",
        Who.CONTACT,
        Tone.ARRIVED,
        event,
    )


def _engaged(did: str, kind: EventType) -> Callable[[_Case], Verdict]:
    def tell(case: _Case) -> Verdict:
        own = [event for event in case.events if event.type in (EventType.OPENED, EventType.CLICKED)]
        people = [event for event in own if not event.machine]
        if people:
            return Verdict(
                f"{case.what} arrived and was {did}.",
                "Somebody with access to the mailbox did that, most likely the person.",
                "Nothing to mend: ask them to search for its subject.",
                Who.NOBODY,
                Tone.ENGAGED,
                people[-1],
            )
        said = "Mail programs and scanners open emails by themselves. Whether the person saw it is not known."
        bursts = dict.fromkeys(event.burst.words for event in own if event.burst)
        only = "most likely only machines" if bursts else "only machines"
        return Verdict(
            f"{case.what} arrived, and {only} have {did} it.",
            f"{'; '.join(bursts).capitalize()}. {said}" if bursts else said,
            "Ask them to search for its subject, in the spam folder too.",
            Who.CONTACT,
            Tone.ARRIVED,
            case.last(kind),
        )

    return tell


def _unsubscribed_email(case: _Case) -> Verdict:
    event = case.last(EventType.UNSUBSCRIBED)
    if case.told(event).finer is Finer.ONE_LIST:
        return Verdict(
            f"{case.what} arrived, and they unsubscribed from one of your lists with its link.",
            "They asked for no more emails of that list. Which others are of it is not known here, so none is safe.",
            "Do not email them unless you are sure that it is of another list; call instead.",
            Who.CONTACT,
            Tone.STOP,
            event,
        )
    return Verdict(
        f"{case.what} arrived, and they unsubscribed with its link.",
        "They asked for no more emails; later ones are held back.",
        "Do not email them until they subscribe again; call instead.",
        Who.CONTACT,
        Tone.STOP,
        event,
    )


def _complained(case: _Case) -> Verdict:
    return Verdict(
        f"{case.what} arrived, and they reported it as spam.",
        "Their mail provider passed the report on; later emails are held back.",
        "Do not email them; call if you know them.",
        Who.CONTACT,
        Tone.STOP,
        case.last(EventType.COMPLAINED),
    )


def _delivered_text(case: _Case) -> Verdict:
    event = case.last(EventType.DELIVERED)
    if case.told(event).finer is Finer.READ:
        return Verdict(
            f"{case.what} arrived and was read.",
            "The phone reported that it was opened.",
            "Nothing to mend.",
            Who.NOBODY,
            Tone.ARRIVED,
            event,
        )
    return Verdict(
        f"{case.what} arrived, by the carrier's word.",
        "The carrier confirmed delivery, to the phone where it can tell.",
        "If they do not see it, ask whether the number is theirs, and whether they blocked yours or filter strangers.",
        Who.CONTACT,
        Tone.ARRIVED,
        event,
    )


def _opted_out(case: _Case) -> Verdict:
    event = case.last(EventType.UNSUBSCRIBED)
    if case.message.direction is Direction.INBOUND:
        said = f": {quoted(case.message.text)}" if case.message.text else ""
        return Verdict(
            f"{case.what} asked for no more texts{said}.",
            "From then on no text may be sent to this number.",
            "Do not text them. They can text START to your number; until then, call or email.",
            Who.CONTACT,
            Tone.STOP,
            event,
        )
    cause = CAUSE_WORDS[Cause.OPTED_OUT]
    return Verdict(
        f"{case.what} did not arrive: {cause.happened}.", cause.meaning, cause.remedy, cause.who, Tone.STOP, event
    )


def _came_in(case: _Case) -> Verdict:
    what = "is a reply" if case.message.is_reply else "came in"
    return Verdict(
        f"{case.what} {what}.",
        "It is from them, not to them.",
        "Answer it." if case.message.is_reply else "Nothing to mend.",
        Who.YOU if case.message.is_reply else Who.NOBODY,
        Tone.ARRIVED,
        case.last(EventType.RECEIVED) or case.last(EventType.RECEIVING),
    )


_IN_LINE = "The provider has it in line and has not sent it yet."
_TELLERS: Mapping[tuple[Channel, EventType], Callable[[_Case], Verdict]] = MappingProxyType(
    {
        (Channel.EMAIL, EventType.ACCEPTED): _waiting("The email provider took it on and has not reported more yet."),
        (Channel.EMAIL, EventType.REJECTED): _rejected,
        (Channel.EMAIL, EventType.DELIVERED): _delivered_email,
        (Channel.EMAIL, EventType.FAILED): _failed,
        (Channel.EMAIL, EventType.OPENED): _engaged("opened", EventType.OPENED),
        (Channel.EMAIL, EventType.CLICKED): _engaged("clicked", EventType.CLICKED),
        (Channel.EMAIL, EventType.UNSUBSCRIBED): _unsubscribed_email,
        (Channel.EMAIL, EventType.COMPLAINED): _complained,
        (Channel.TEXT, EventType.ACCEPTED): _waiting(_IN_LINE),
        (Channel.TEXT, EventType.QUEUED): _waiting(_IN_LINE),
        (Channel.TEXT, EventType.SENDING): _waiting("It is being handed to the nearest carrier."),
        (Channel.TEXT, EventType.PENDING): _waiting(
            "The carrier has it. Some carriers never say more than that, so it may well have arrived."
        ),
        (Channel.TEXT, EventType.RECEIVING): _came_in,
        (Channel.TEXT, EventType.RECEIVED): _came_in,
        (Channel.TEXT, EventType.DELIVERED): _delivered_text,
        (Channel.TEXT, EventType.UNDELIVERED): _failed,
        (Channel.TEXT, EventType.FAILED): _failed,
        (Channel.TEXT, EventType.UNSUBSCRIBED): _opted_out,
    }
)


def _what(message: MessageRow, viewpoint: Viewpoint) -> str:
    """Whose message of which day: "Jane Doe's text of 3 May"."""
    kind = CHANNEL_WORDS[message.channel].message
    when = f" of {day_in_sentence(message.sent_at, viewpoint)}" if message.sent_at else " of an unknown day"
    if message.contact:
        return f"{message.contact}'s {kind}{when}"
    address = message.address if message.channel is Channel.EMAIL else shown_phone(message.address)
    return f"The {kind}{when} {'from' if message.direction is Direction.INBOUND else 'to'} {address}"


def day_in_sentence(moment: datetime, viewpoint: Viewpoint) -> str:
    """The day of `moment` as a sentence has it: "3 May", with its year when that is not this one."""
    day = day_of(moment, viewpoint.zone)
    return day_words(day, year=day.year != viewpoint.today.year)


def _for_long(case: _Case, since: datetime | None) -> str:
    """For how long, after a word: " for 3 hours"."""
    if since is None:
        return ""
    minutes = max(int((case.now - since).total_seconds() // 60), 1)
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            amount = minutes // size
            return f" for {amount} {unit}{'' if amount == 1 else 's'}"
    return ""


def quoted(words: str) -> str:
    """What somebody wrote, in quotation marks; the beginning of much."""
    return f"“{excerpt(words, _MOST_QUOTED)}”"

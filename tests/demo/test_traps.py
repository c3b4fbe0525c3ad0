"""Every hard case the demo account promises is in its files, for at least the people it is told for."""

import unicodedata
from collections import Counter
from collections.abc import Callable

import orjson
import pytest

from engagement.demo import TRAPS
from engagement.demo.scene import Trap
from engagement.domain.texts.reading import TextKind, read_text
from engagement.domain.texts.stop_words import keyword_set
from engagement.domain.vocabulary import Channel, Direction, EventType, Keyword
from tests.demo.story import Story, Thread, status

E = EventType
KEYWORDS = keyword_set({}, {})
Found = set[str]
Question = Callable[[Story], Found]


def email(holds: Callable[[Thread], bool]) -> Question:
    """Who has an email whose events `holds` is true of."""
    return lambda story: {who for who, thread in story.of(Channel.EMAIL) if holds(thread)}


def text(holds: Callable[[Thread], bool]) -> Question:
    """Who has a text whose events `holds` is true of."""
    return lambda story: {who for who, thread in story.of(Channel.TEXT) if holds(thread)}


def ends(kind: EventType) -> Callable[[Thread], bool]:
    return lambda thread: status(thread) is kind


def types(thread: Thread) -> list[EventType]:
    return [event.type for event in thread]


def reason(word: str, code: str | None = None) -> Callable[[Thread], bool]:
    return lambda thread: any(event.reason == word and code in (None, event.code) for event in thread)


def error(code: str, kind: EventType) -> Callable[[Thread], bool]:
    return lambda thread: any(event.code == code and event.type is kind for event in thread)


def detail(word: str) -> Callable[[Thread], bool]:
    return lambda thread: any((event.detail or "").startswith(word) for event in thread)


def bots(thread: Thread, kind: EventType = E.OPENED) -> set[str]:
    """What opened (or clicked) this email, by the provider's word; "" is a person."""
    events = [event for event in thread if event.type is kind]
    assert all(event.machine == bool(orjson.loads(event.raw)["client-info"]["bot"]) for event in events)
    return {orjson.loads(event.raw)["client-info"]["bot"] for event in events}


def machine_only(bot: str) -> Question:
    """Whose every open, of all their mail, was by this bot."""

    def ask(story: Story) -> Found:
        openers: dict[str, set[str]] = {}
        for who, thread in story.of(Channel.EMAIL):
            openers.setdefault(who, set()).update(bots(thread))
        return {who for who, found in openers.items() if found == {bot}}

    return ask


def said(*wanted: tuple[str, Keyword | None]) -> Question:
    """Who sent texts that end with these bodies and keywords, in this order."""

    def ask(story: Story) -> Found:
        bodies: dict[str, list[tuple[str, Keyword | None]]] = {}
        inbound = [
            thread[0] for _, thread in story.of(Channel.TEXT) if thread[0].message.direction is Direction.INBOUND
        ]
        for event in sorted(inbound, key=lambda event: event.at):
            text = (event.message.text or "").strip().lower()
            bodies.setdefault(story.who(event.message.address), []).append((text, event.message.keyword))
        return {who for who, found in bodies.items() if tuple(found[-len(wanted) :]) == wanted}

    return ask


def named(holds: Callable[[str], bool]) -> Question:
    return lambda story: {str(c.external_id) for c in story.contacts if c.name and holds(c.name)}


def any_letter(holds: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda name: any(map(holds, name))


def never_written_to(story: Story) -> Found:
    touched = {story.who(address) for _, address in story.facts}
    return {who for who in story.people if who not in touched}


def several_addresses(story: Story) -> Found:
    many = set()
    used = {address for _, address in story.threads}
    for who, contact in story.people.items():
        counts = Counter(address.channel for address in contact.addresses)
        beside = [address for address in contact.addresses if not address.is_main and address.value in used]
        if min(counts[Channel.EMAIL], counts[Channel.TEXT]) >= 3 and {a.channel for a in beside} == set(Channel):
            many.add(who)
    return many


def unowned(channel: Channel) -> Question:
    return lambda story: {
        address
        for (_, address), thread in story.threads.items()
        if thread[0].message.channel is channel and address not in story.owner_of
    }


def _ids(story: Story, *files: str) -> set[str]:
    return {str(contact.external_id) for name in files for contact in story.in_file(name).contacts}


def claimed_later(story: Story) -> Found:
    new = _ids(story, "contacts-update.csv") - _ids(story, "contacts-leads.csv", "contacts-agents.csv")
    return {
        who for who in new if any(address in story.owner_of for _, address in story.threads) and who in engaged(story)
    }


def engaged(story: Story) -> Found:
    return {story.who(address) for _, address in story.threads}


def changed_later(story: Story) -> Found:
    changed = set()
    for later in story.in_file("contacts-update.csv").contacts:
        before = story.people[str(later.external_id)]
        if before.owner != later.owner and "handed over" in (later.labels or ()) and before.labels != later.labels:
            changed.add(str(later.external_id))
    return changed


def busy(story: Story) -> Found:
    counts = Counter(story.who(address) for _, address in story.facts)
    return {who for who, count in counts.items() if count >= 120}


def skipped_kinds(story: Story) -> Found:
    return {skip.reason for file in story.files for skip in file.skipped}


def one_id_many_recipients(story: Story) -> Found:
    recipients: dict[str, set[str]] = {}
    for key, address in story.threads:
        recipients.setdefault(key, set()).add(address)
    pairs = [found for found in recipients.values() if len(found) == 2 and len({story.who(a) for a in found}) == 1]
    return {story.who(address) for pair in pairs for address in pair}


def one_event_id_on_two_days(story: Story) -> Found:
    found = set()
    for who, thread in story.of(Channel.EMAIL):
        days: dict[str, set[str]] = {}
        for event in thread:
            identity, day = event.dedupe_key.rsplit("|", 1)
            days.setdefault(identity, set()).add(day)
        if any(len(each) == 2 for each in days.values()):
            found.add(who)
    return found


def other_case(story: Story) -> Found:
    return {
        story.who(event.message.address)
        for event in story.events
        if event.message.channel is Channel.EMAIL
        and event.message.address in story.owner_of
        and orjson.loads(event.raw).get("recipient", "").islower() is False
        and orjson.loads(event.raw).get("recipient")
    }


def opt_out_without_keyword(story: Story) -> Found:
    return text(
        lambda thread: any(
            event.message.keyword is Keyword.OPT_OUT
            and "stop" not in (event.message.text or "").lower()
            and orjson.loads(event.raw).get("OptOutType") == "STOP"
            for event in thread
        )
    )(story)


def inbound(kind: TextKind) -> Question:
    """Who sent a text that is read as `kind`."""
    return lambda story: {
        story.who(facts.address)
        for facts in story.facts.values()
        if facts.channel is Channel.TEXT
        and facts.direction is Direction.INBOUND
        and facts.keyword is None
        and read_text(facts.text or "", KEYWORDS).kind is kind
    }


def texted_after_a_stop(story: Story) -> Found:
    stops = {
        story.who(thread[0].message.address): thread[0].at
        for _, thread in story.of(Channel.TEXT)
        if thread[0].message.text == "STOP" and thread[0].message.direction is Direction.INBOUND
    }
    return {
        who
        for who, thread in story.of(Channel.TEXT)
        if who in stops and (thread[0].message.text or "").endswith("just following up!") and thread[0].at > stops[who]
    }


def pictures_both_ways(story: Story) -> Found:
    sent = {story.who(e.message.address) for e in story.events if e.message.media_count == 1 and "MM" in e.message.key}
    came = {story.who(e.message.address) for e in story.events if len(e.message.media) == e.message.media_count == 2}
    return sent & came


def stop_then_refused(story: Story) -> Found:
    refused = text(error("21610", E.UNSUBSCRIBED))(story)
    stopped = text(lambda thread: thread[0].message.keyword is Keyword.OPT_OUT)(story)
    return refused & stopped


def at_once(thread: Thread) -> bool:
    times: dict[EventType, set[object]] = {}
    for event in thread:
        times.setdefault(event.type, set()).add(event.at)
    return bool(times.get(E.OPENED, set()) & times.get(E.CLICKED, set())) and status(thread) is E.CLICKED


def followed(first: EventType, second: EventType) -> Callable[[Thread], bool]:
    return lambda thread: first in types(thread) and second in types(thread)[types(thread).index(first) :]


QUESTIONS: dict[str, Question] = {
    "names with accents": named(
        any_letter(lambda letter: letter > "\x7f" and unicodedata.normalize("NFD", letter)[0] < "\x7f")
    ),
    "names with an emoji": named(any_letter(lambda letter: unicodedata.category(letter) == "So")),
    "names in a right-to-left script": named(
        any_letter(lambda letter: unicodedata.bidirectional(letter) in ("R", "AL"))
    ),
    "names with an apostrophe": named(any_letter(lambda letter: letter in "'’")),
    "names with markup": named(lambda name: "<" in name and ("&" in name or "*" in name)),
    "never written to": never_written_to,
    "several emails and phones": several_addresses,
    "an email address nobody has": unowned(Channel.EMAIL),
    "a phone number nobody has": unowned(Channel.TEXT),
    "unknown until a later list claims them": claimed_later,
    "owner and labels changed by a later list": changed_later,
    "a busy contact": busy,
    "email accepted is the last word": email(ends(E.ACCEPTED)),
    "email rejected, without a recipient field": email(
        lambda thread: ends(E.REJECTED)(thread) and "recipient" not in orjson.loads(thread[-1].raw)
    ),
    "email delivered is the last word": email(ends(E.DELIVERED)),
    "email clicked is the last word": email(ends(E.CLICKED)),
    "opened by Apple's machines only": machine_only("apple"),
    "opened by Gmail's proxy only": machine_only("gmail"),
    "opened by a scanner only": machine_only("generic"),
    "opened by a machine and by a person": email(lambda thread: bots(thread) == {"apple", ""}),
    "a link clicked by a scanner only": email(lambda thread: bots(thread, E.CLICKED) == {"generic"} == bots(thread)),
    "opened and clicked in the same instant": email(at_once),
    "put off, then delivered": email(followed(E.TEMPORARY_FAILURE, E.DELIVERED)),
    "put off, nothing since": email(lambda thread: types(thread) == [E.ACCEPTED, E.TEMPORARY_FAILURE]),
    "bounced after it was delivered": email(
        lambda thread: followed(E.DELIVERED, E.FAILED)(thread) and ends(E.FAILED)(thread)
    ),
    "bounced for good": email(reason("bounce", "550")),
    "given up after many tries": email(reason("old")),
    "not tried because of an earlier bounce": email(
        lambda thread: reason("suppress-bounce", "605")(thread) and not thread[-1].suppressed
    ),
    "not tried because of an earlier unsubscribe": email(
        lambda thread: reason("suppress-unsubscribe", "606")(thread) and thread[-1].suppressed
    ),
    "not tried because of an earlier complaint": email(
        lambda thread: reason("suppress-complaint", "607")(thread) and thread[-1].suppressed
    ),
    "unsubscribed from email": email(ends(E.UNSUBSCRIBED)),
    "unsubscribed, then opened again": email(
        lambda thread: followed(E.UNSUBSCRIBED, E.OPENED)(thread) and not ends(E.UNSUBSCRIBED)(thread)
    ),
    "reported as spam": email(ends(E.COMPLAINED)),
    "one message id to several recipients": one_id_many_recipients,
    "one event id on two days": one_event_id_on_two_days,
    "address written in another case": other_case,
    "events that are not about delivery": skipped_kinds,
    "text accepted is the last word": text(lambda thread: ends(E.ACCEPTED)(thread) and not detail("scheduled")(thread)),
    "text queued is the last word": text(ends(E.QUEUED)),
    "text sending is the last word": text(ends(E.SENDING)),
    "text sent is the last word": text(ends(E.PENDING)),
    "text delivered is the last word": text(ends(E.DELIVERED)),
    "text receiving is the last word": text(ends(E.RECEIVING)),
    "text scheduled": text(lambda thread: ends(E.ACCEPTED)(thread) and detail("scheduled")(thread)),
    "text scheduled, then canceled": text(lambda thread: ends(E.FAILED)(thread) and detail("canceled")(thread)),
    "text read": text(lambda thread: ends(E.DELIVERED)(thread) and detail("read")(thread)),
    "phone cannot be reached (30003)": text(error("30003", E.UNDELIVERED)),
    "carrier blocked the text (30004)": text(error("30004", E.UNDELIVERED)),
    "number is unknown (30005)": text(error("30005", E.UNDELIVERED)),
    "number is a landline (30006)": text(error("30006", E.UNDELIVERED)),
    "carrier filtered the text (30007)": text(error("30007", E.UNDELIVERED)),
    "sender is not registered (30034)": text(error("30034", E.UNDELIVERED)),
    "number is no phone number (21211)": text(error("21211", E.FAILED)),
    "refused because they opted out (21610)": text(error("21610", E.UNSUBSCRIBED)),
    "stop word, then refused (21610)": stop_then_refused,
    "stop word is the last word": said(("stop", Keyword.OPT_OUT)),
    "stop word, then start": said(("stop", Keyword.OPT_OUT), ("start", Keyword.OPT_IN)),
    "stop word, then Yes": said(("stop", Keyword.OPT_OUT), ("yes", Keyword.YES)),
    "yes as a plain reply": said(("yes", Keyword.YES)),
    "help word": said(("help", Keyword.HELP)),
    "opt-out that only the provider recognised": opt_out_without_keyword,
    "asks to stop in plain words": inbound(TextKind.ASKS_TO_STOP),
    "a reaction, an automatic answer": lambda story: (
        inbound(TextKind.REACTION)(story) | inbound(TextKind.AUTOMATIC)(story)
    ),
    "texted after a stop": texted_after_a_stop,
    "delivered and undelivered both reported": text(lambda thread: {E.DELIVERED, E.UNDELIVERED} <= set(types(thread))),
    "pictures in both directions": pictures_both_ways,
}


def test_each_trap_has_its_question() -> None:
    assert sorted(trap.name for trap in TRAPS) == sorted(QUESTIONS)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_trap_is_there(story: Story, trap: Trap) -> None:
    assert trap.people >= 2
    assert len(QUESTIONS[trap.name](story)) >= trap.people

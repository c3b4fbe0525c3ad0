"""May I write to them now? A table of situations; and the same read from a store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from engagement.domain.consent import Closes, Code, ConsentChannel, Source, What
from engagement.domain.consent_fold import Entry, entry_of
from engagement.domain.records import EventRecord
from engagement.domain.vocabulary import Direction, EventType
from engagement.ingest import take_in
from engagement.ingest.by_hand import decide, set_consent
from engagement.ingest.sets import rebuild
from engagement.lib.moments import day_of, day_words, to_micros
from engagement.query.consent.may_write import Asked, Known, May, MayWrite, answer, may_write
from engagement.query.contact.reachability import Reach
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from engagement.query.question.rows import OptOut
from engagement.store.account import AccountSettings
from tests.moment import NOW
from tests.query.jane import ADA, AT, CELL, EMAIL, JANE, MINUTE, TEXT, VIEWPOINT, ZONE, event

ACCOUNT = AccountSettings(timezone="America/New_York")
SAME = replace(ACCOUNT, closes=Closes.SAME)
EARLY = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)  # 8:30 in New York, 5:30 in California
EMAILS, TEXTS, CALLS = ConsentChannel.EMAIL, ConsentChannel.TEXT, ConsentChannel.CALL
DAY = AT  # 2 November
OURS, OTHER = "+12125550100", "+12125550199"
YES, NO, WAIT = May.YES, May.NO, May.WAIT
_ids = iter(range(1, 10_000))


def out(code: Code, ours: str | None = None, source: Source = Source.TEXT, minute: int = 0) -> Entry:
    return entry_of(to_micros(DAY + minute * MINUTE), next(_ids), What.OUT, code, source, ours, 77)


def known(
    address: str = CELL,
    reach: Reach = Reach.YES,
    reason: str = "The last text arrived on 1 Nov 2026.",
    closed: str = "",
    asked: str | None = None,
    entries: tuple[Entry, ...] = (),
    later: int = 0,
) -> Known:
    opt_out = OptOut(DAY + later * MINUTE, closed) if closed else None
    return Known(address, reach, reason, opt_out, None if asked is None else Asked(DAY, 78, asked), entries)


def on(at: datetime) -> str:
    return f"on {day_words(day_of(at, ZONE))}"


def said(channel: ConsentChannel, its: list[Known], account: AccountSettings, now: datetime) -> MayWrite:
    return answer(channel, its, account, now, on)


STOP, SPAM, LIST, HAND = "sent a stop word", "reported an email as spam", "a contact list says so", "set by hand"
BAD = "The last email failed for good on 2 Nov 2026. The mailbox does not exist."
# channel, what is known, moment; the answer, words of why, words of what would change it
CASES: list[tuple[ConsentChannel, list[Known], datetime, May, str, str]] = [
    (TEXTS, [], NOW, NO, "No phone number is on file.", "Add a phone number"),
    (EMAILS, [], NOW, NO, "No email address is on file.", "Add an email address"),
    (CALLS, [], NOW, NO, "No phone number is on file.", "Add a phone number"),
    (TEXTS, [known()], NOW, YES, "It is 11:40 where they are (Los Angeles).", ""),
    (CALLS, [known()], NOW, YES, "It is 11:40 where they are (Los Angeles).", ""),
    (EMAILS, [known(EMAIL)], NOW, YES, "It is 14:40 by the account's clock (New York).", ""),
    (TEXTS, [known()], EARLY, WAIT, "It is 5:30 where they are", "At 8:00 their time today."),
    (CALLS, [known()], EARLY, WAIT, "go out from 8:00 to 21:00", "At 8:00 their time today."),
    (EMAILS, [known(EMAIL)], EARLY, YES, "It is 8:30 by the account's clock", ""),
    (EMAILS, [known(EMAIL)], EARLY - timedelta(hours=1), WAIT, "7:30", "At 8:00 by the account's clock today."),
    (
        TEXTS,
        [known(closed=STOP, entries=(out(Code.STOP_WORD, OURS),))],
        NOW,
        NO,
        "They opted out of texts on 2 Nov 2026: sent a stop word.",
        "They text START from +1 415-555-0142 to +1 212-555-0100.",
    ),
    (  # to two of ours: each is ended where it was said
        TEXTS,
        [known(closed=STOP, entries=(out(Code.STOP_WORD, OURS), out(Code.STOP_WORD, OTHER, minute=1)))],
        NOW,
        NO,
        "opted out",
        "to +1 212-555-0100 and +1 212-555-0199.",
    ),
    (  # an opt-out comes before the hour
        TEXTS,
        [known(closed=STOP, entries=(out(Code.STOP_WORD, OURS),))],
        EARLY,
        NO,
        "opted out",
        "START",
    ),
    (  # nobody knows to whom: START may not end it
        TEXTS,
        [known(closed=LIST, entries=(out(Code.LISTED, source=Source.LIST),))],
        NOW,
        NO,
        "a contact list says so",
        "A person here says that they may be texted again",
    ),
    (
        TEXTS,
        [known(closed="asked in their own words to stop", entries=(out(Code.STOP, OURS),))],
        NOW,
        NO,
        "asked in their own words to stop",
        "START from +1 415-555-0142 to +1 212-555-0100. Or: the decision on their request is undone.",
    ),
    (
        EMAILS,
        [known(EMAIL, closed=SPAM, entries=(out(Code.COMPLAINED, "crm.example", Source.EVENT),))],
        NOW,
        NO,
        "They opted out of email on 2 Nov 2026: reported an email as spam.",
        "They subscribe again themselves",
    ),
    (
        EMAILS,
        [known(EMAIL, closed=HAND, entries=(out(Code.BY_HAND, source=Source.HAND),))],
        NOW,
        NO,
        "set by hand",
        "A person here says that they may be emailed again",
    ),
    (
        CALLS,
        [known(closed=HAND, entries=(out(Code.BY_HAND, source=Source.HAND),))],
        NOW,
        NO,
        "It was said on 2 Nov 2026 not to call them: set by hand.",
        "they may be called again",
    ),
    (TEXTS, [known(asked="take me off")], NOW, WAIT, "asked to stop on 2 Nov 2026, and nobody", "Decide on their"),
    (CALLS, [known(asked="take me off")], NOW, WAIT, "decided yet: “take me off”.", "Decide on their request"),
    (TEXTS, [known(asked="")], EARLY, WAIT, "nobody decided yet.", "Decide on their request"),
    (  # an opt-out comes before a request
        TEXTS,
        [known(closed=STOP, asked="take me off", entries=(out(Code.STOP_WORD, OURS),))],
        NOW,
        NO,
        "sent a stop word",
        "START",
    ),
    (EMAILS, [known(EMAIL, Reach.NO, BAD)], NOW, NO, BAD, "Ask for another email address."),
    (TEXTS, [known(reach=Reach.DOUBTFUL, reason="The last text did not arrive.")], NOW, YES, "did not arrive.", ""),
    # One of two numbers opted out: the person did.
    (
        TEXTS,
        [known(OTHER), known(closed=STOP, entries=(out(Code.STOP_WORD, OURS),))],
        NOW,
        NO,
        "They opted out of texts on 2 Nov 2026 (+1 415-555-0142): sent a stop word.",
        "from +1 415-555-0142",
    ),
    (TEXTS, [known(OTHER), known(asked="no more")], NOW, WAIT, "“no more”", "Decide"),
    # One of two does not reach them: the other counts, with its hours.
    (TEXTS, [known(reach=Reach.NO, reason=BAD), known(OTHER)], EARLY, YES, "8:30 where they are (New York)", ""),
    # Clocks that nobody knows are the account's.
    (TEXTS, [known("+18005550142")], NOW, YES, "14:40 by the account's clock (New York)", ""),
]


@pytest.mark.parametrize(("channel", "its", "now", "may", "why", "change"), CASES)
def test_situations(channel: ConsentChannel, its: list[Known], now: datetime, may: May, why: str, change: str) -> None:
    found = said(channel, its, ACCOUNT, now)
    assert (found.channel, found.answer) == (channel, may)
    assert why in found.why
    assert change in found.change
    assert bool(found.change) is (may is not May.YES)
    assert (found.behind is not None) is any(one.opt_out or one.asked for one in its)


def test_the_event_behind_is_the_one_that_decides() -> None:
    later = known(OTHER, closed=STOP, later=3, entries=(out(Code.STOP_WORD, OURS, minute=3),))
    found = said(TEXTS, [later, known(closed=LIST, entries=(out(Code.LISTED, source=Source.LIST),))], ACCOUNT, NOW)
    assert found.behind
    assert (found.behind.at, found.behind.message_id) == (DAY, 77)
    assert "a contact list says so" in found.why


def test_a_stop_that_closes_only_what_it_was_said_to() -> None:
    its = [known(entries=(out(Code.STOP_WORD, OURS),))]  # not closed as a whole: another number of ours writes too
    found = said(TEXTS, its, SAME, NOW)
    assert found.answer is May.YES
    assert [one.ours for one in found.shut] == [OURS]
    assert "But not from +1 212-555-0100 (they opted out there on 2 Nov 2026)." in found.why
    assert said(TEXTS, [known()], SAME, NOW).shut == ()
    assert said(TEXTS, its, ACCOUNT, NOW).shut == ()


def test_no_window_ever() -> None:
    found = said(TEXTS, [known()], replace(ACCOUNT, windows=dict.fromkeys(ACCOUNT.windows)), NOW)
    assert (found.answer, found.change) == (May.WAIT, "Set a send window on Settings: none opens.")
    assert "nothing goes out on that day" in found.why


# From a store


def from_them(body: str, minute: int, kind: EventType = EventType.RECEIVED, **facts: object) -> EventRecord:
    told = replace(
        TEXT,
        key=f"IN{minute}",
        direction=Direction.INBOUND,
        our_address=OURS,
        text=body,
        sent_at=AT + minute * MINUTE,
        **facts,  # type: ignore[arg-type]
    )
    return event(told, kind, minute)


@pytest.fixture
def jane(store: Engine) -> Iterator[int]:
    rebuild.prepare(store, ZONE.key)
    take_in(store, [JANE])
    with store.connect() as connection:
        yield find_contact(View(connection, VIEWPOINT), "crm-7").id


def asked_of(store: Engine, contact_id: int) -> dict[ConsentChannel, MayWrite]:
    with store.connect() as connection:
        return {one.channel: one for one in may_write(View(connection, VIEWPOINT), ACCOUNT, contact_id, NOW)}


def test_a_request_is_waited_for_then_decided_then_undone(store: Engine, jane: int) -> None:
    assert [one.answer for one in asked_of(store, jane).values()] == [YES, YES, YES]
    take_in(store, [from_them("ok please take me off your list, thanks", 5)])
    found = asked_of(store, jane)
    assert [found[channel].answer for channel in ConsentChannel] == [YES, WAIT, WAIT]
    assert "take me off your list" in found[TEXTS].why
    behind = found[TEXTS].behind
    assert behind
    assert behind.at == AT + 5 * MINUTE
    assert behind.message_id
    decide(store, jane, Code.STOP, "Dana")
    found = asked_of(store, jane)
    assert [found[channel].answer for channel in ConsentChannel] == [YES, NO, YES]
    assert "asked in their own words to stop" in found[TEXTS].why
    assert f"START from +1 415-555-0142 to {'+1 212-555-0100'}" in found[TEXTS].change
    assert found[TEXTS].behind == behind
    assert "As to texts: opted out" in found[CALLS].why
    decide(store, jane, Code.UNDECIDED, "Dana")
    assert asked_of(store, jane)[TEXTS].answer is WAIT
    decide(store, jane, Code.REPLY, "Dana")
    assert asked_of(store, jane)[TEXTS].answer is YES


@pytest.mark.parametrize("channel", list(ConsentChannel))
def test_by_hand_and_undone(store: Engine, jane: int, channel: ConsentChannel) -> None:
    set_consent(store, jane, channel, What.OUT, "told us at the open house", "Dana")
    found = asked_of(store, jane)
    assert {one for one in ConsentChannel if found[one].answer is NO} == {channel}
    assert "A person here says" in found[channel].change
    set_consent(store, jane, channel, What.IN, "signed the form again", "Dana")
    assert {one.answer for one in asked_of(store, jane).values()} == {YES}


def test_nothing_of_a_contact_out_of_scope(store: Engine, jane: int) -> None:
    with store.connect() as connection:
        assert may_write(View(connection, ADA), ACCOUNT, jane, NOW) == ()

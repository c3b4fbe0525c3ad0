"""Why something did not arrive: what is put off, blocks of our server, and codes only the provider has words for."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from engagement.domain.causes import Who
from engagement.lib import moments
from engagement.query.contact.reachability import AddressReach, Reach, reachability
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import Viewpoint
from engagement.query.verdicts.investigation import investigate
from engagement.query.verdicts.why import Verdict
from engagement.store.engine import open_store
from tests.cases.account import DAY, Account


def seen(account: Account, who: str) -> tuple[AddressReach, Verdict]:
    """What the contact's screen says of the only address, and Messages of what was sent to it last."""
    engine = open_store(account.url)
    with engine.connect() as connection:
        view = View(connection, Viewpoint(EVERYONE, ZoneInfo("America/New_York"), date(2026, 11, 28)))
        contact = find_contact(view, who)
        (address,) = reachability(view, contact.id).addresses
        first, *_ = investigate(view, contact, None, moments.now())
    engine.dispose()
    return address, first.verdict


def test_16_what_is_put_off_is_counted_until_the_sender_gives_up(account: Account) -> None:
    account.take("people/16-put-off")
    address, verdict = seen(account, "full@example.com")
    assert address.reach is Reach.DOUBTFUL
    assert address.reason.startswith("Put off 6 times since 10 Nov. The mailbox is full.")
    assert address.reason.endswith("The sender has given up by now: it will not arrive.")
    assert (
        "will not arrive: it was put off because the mailbox is full, and the sender has given up." in verdict.sentence
    )
    assert verdict.who is Who.CONTACT


def test_16_before_that_it_may_still_arrive(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    account.take("people/16-put-off")
    monkeypatch.setattr(moments, "clock", lambda: DAY - timedelta(days=12, hours=20))
    address, verdict = seen(account, "full@example.com")
    assert address.reason.endswith("The sender tries again until Sun 15 Nov 2026, 18:00 EST.")
    assert "may still arrive" in verdict.sentence


def test_17_a_block_of_our_server_is_ours_to_mend(account: Account) -> None:
    account.take("people/17-blocked")
    address, verdict = seen(account, "good@example.com")
    assert address.reach is Reach.DOUBTFUL
    assert address.reason.endswith("It is ours to mend, not theirs.")
    assert verdict.who is Who.OPERATIONS
    assert "The address may be right" in verdict.remedy


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+14152310199", "Toll-Free Number Has Not Been Verified"),
        ("+14152310198", "'To' number is not a valid mobile number"),
    ],
)
def test_19_the_providers_own_words_are_shown(account: Account, number: str, words: str) -> None:
    account.take("people/19-error-message")
    address, verdict = seen(account, number)
    assert words in address.reason or words in verdict.quote
    assert "carrier's code is" not in f"{address.reason} {verdict.sentence}"

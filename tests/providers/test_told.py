"""What was said of an event, told by the tables of whoever said it: a made-up provider's, and what mail servers say."""

from dataclasses import replace

import pytest

from engagement.domain.causes import CAUSE_WORDS, Cause, Finer, Who, Words
from engagement.domain.vocabulary import Channel
from engagement.providers import told as module
from engagement.providers.base import Keywords, Own, Provider, codes_of
from engagement.providers.told import Said, addressed_to, in_words, told, ways_back

OWN = Words("the moon was full", "It happens once a month.", "Wait for the new moon.", Who.NOBODY)
ACME = Provider(
    "acme",
    "Acme",
    lambda fields: False,
    lambda raw, context: (),
    channel=Channel.EMAIL,
    codes={"77": Own(Cause.SERVER_BUSY, OWN), "78": Cause.HELD_BACK_BOUNCE},
    reasons={
        "blocked": Cause.REFUSED_THIS_TIME,
        "bounce": Cause.ADDRESS_REFUSED,
        "dropped": Cause.HELD_BACK_UNSUBSCRIBE,
        "later": Cause.GREYLISTED,
        "nothing": Cause.NOT_GIVEN,
    },
    finer={"of one list": Finer.ONE_LIST},
    addressed_to=lambda record: str(record["to"]) if "to" in record else None,
)
TEXTER = replace(
    ACME,
    name="texter",
    channel=Channel.TEXT,
    codes={"1": Cause.LANDLINE},
    keywords=Keywords(opt_out=("STOP ALL",), opt_in=("START", "UNSTOP")),
)


@pytest.fixture(autouse=True)
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "provider_named", {"acme": ACME, "texter": TEXTER}.get)


def said(reason: str | None = None, code: str | None = None, detail: str | None = None) -> Said:
    return Said(Channel.EMAIL, "acme", reason, code, detail)


@pytest.mark.parametrize(
    ("what", "cause"),
    [
        (said(code="77"), Cause.SERVER_BUSY),
        (said("bounce", "78", "550 5.1.1 nobody"), Cause.HELD_BACK_BOUNCE),  # the provider's own code says most
        (said("dropped", "550", "5.1.1 nobody"), Cause.HELD_BACK_UNSUBSCRIBE),  # then that it was held back
        (said("later", "451", "4.2.2 full"), Cause.GREYLISTED),
        (said("bounce", "550", "5.1.1 nobody"), Cause.NO_MAILBOX),  # then the answer in full
        (said("bounce", "5.1.1", None), Cause.NO_MAILBOX),
        (said("bounce", "5.1.10", None), Cause.NO_DOMAIN),
        (said("bounce", "550", "5.1.10 RESOLVER.ADR.RecipientNotFound; not found"), Cause.NO_MAILBOX),
        (said("bounce", "550", "Over quota"), Cause.MAILBOX_FULL),
        # Servers that refuse us with a bare code, and say so in words only.
        (said("bounce", "550", "5.7.606 Access denied, banned sending IP [192.0.2.1]"), Cause.POLICY),
        (said("bounce", "550", "Rejected: 192.0.2.1 is listed at zen.spamhaus.org"), Cause.POLICY),
        (said("bounce", "550", "Your IP address [192.0.2.1] has been blocked"), Cause.POLICY),
        (said(None, "550", "JunkMail rejected - mx.example.org is in an RBL"), Cause.POLICY),
        (said(None, "554", "Sender denied: poor email reputation"), Cause.POLICY),
        (said("bounce", "550", "High probability of spam"), Cause.CONTENT_REFUSED),
        (said("bounce", "550", "This message was classified as SPAM and may not be delivered"), Cause.CONTENT_REFUSED),
        (said("bounce", "550", "5.1.1 no such user; not a spam matter"), Cause.NO_MAILBOX),
        (said(None, "550", "No such user here"), Cause.ADDRESS_REFUSED),
        (said("bounce", "554"), Cause.ADDRESS_REFUSED),  # then the provider's reason
        (said("nothing", "554"), Cause.POLICY),  # then a bare code
        (said(None, "599", "odd"), Cause.UNKNOWN),
        (said("nothing"), Cause.NOT_GIVEN),
        (said(), Cause.NOT_GIVEN),
        (Said(Channel.TEXT, "texter", None, "1", None), Cause.LANDLINE),
        (Said(Channel.TEXT, "acme", None, "1", None), Cause.UNKNOWN),  # another's code
        (Said(Channel.TEXT, "texter", None, "550", "5.1.1"), Cause.UNKNOWN),  # no mail server answers a text
    ],
)
def test_what_says_most_first(what: Said, cause: Cause) -> None:
    assert told(what).cause is cause


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (said(code="77"), "The moon was full. The answer was “77”."),
        (said("dropped", "550", "no"), "Held back: this address has unsubscribed."),
        (said("blocked", "550", "no"), f"{CAUSE_WORDS[Cause.REFUSED_THIS_TIME].happened}. The answer was “550 no”."),
        (said("nothing"), None),
        (said("nothing", "599"), "The answer was “599”."),
        (said("brand-new", "599"), "The mail provider's reason is “brand-new”. The answer was “599”."),
        (Said(Channel.TEXT, "texter", None, "2", None), "The carrier's code is 2."),
        (Said(Channel.TEXT, "texter", "odd", None, None), "odd"),
    ],
)
def test_in_words(what: Said, words: str | None) -> None:
    assert in_words(what) == (words and words[0].upper() + words[1:] if what.reason == "blocked" else words)


def test_own_words_stand_in_place_of_ours() -> None:
    assert told(said(code="77")).words == OWN
    assert told(said(code="78")).words == CAUSE_WORDS[Cause.HELD_BACK_BOUNCE]


@pytest.mark.parametrize(
    ("what", "is_wrong", "spares"),
    [
        (said("bounce"), True, False),
        (said("blocked"), False, True),
        (said("blocked", "550", "5.1.1 nobody"), False, True),  # whatever the server's answer looks like
        (said("nothing", "452"), False, False),
        (said(), False, False),
        (Said(Channel.TEXT, "texter", None, "1", None), True, False),
    ],
)
def test_what_a_failure_says_of_the_address(what: Said, is_wrong: bool, spares: bool) -> None:
    found = told(what)
    assert (found.address_is_wrong, found.spares_address) == (is_wrong, spares)


def test_codes_of_some_causes() -> None:
    assert codes_of(ACME.codes, {Cause.SERVER_BUSY}) == {"77"}
    assert codes_of(ACME.reasons, {Cause.GREYLISTED, Cause.NOT_GIVEN}) == {"later", "nothing"}


def test_a_finer_status_is_the_providers() -> None:
    assert told(said(detail="of one list: group 7")).finer is Finer.ONE_LIST
    assert told(Said(Channel.EMAIL, None, None, None, "of one list")).finer is None


@pytest.mark.parametrize(
    ("provider", "raw", "people"),
    [
        (
            "acme",
            '{"to": "Jane <jane@example.com>, joe@example.com"}',
            [("Jane", "jane@example.com"), ("", "joe@example.com")],
        ),
        ("acme", "{}", []),
        ("acme", "[1]", []),
        ("acme", "not JSON", []),
        ("acme", '{"to": "nobody"}', []),
        (None, '{"to": "jane@example.com"}', []),
    ],
)
def test_whom_an_email_was_addressed_to(provider: str | None, raw: str, people: list[tuple[str, str]]) -> None:
    assert addressed_to(provider, raw) == people


def test_the_words_that_lead_back() -> None:
    assert ways_back("texter") == (("START", "UNSTOP"), ())
    assert ways_back(None) == (("START",), ())


def test_held_back_is_told() -> None:
    assert told(said("dropped")).is_held_back
    assert not told(said("blocked")).is_held_back
    assert [told(one).is_known for one in (said("blocked"), said(), said("odd"))] == [True, False, False]

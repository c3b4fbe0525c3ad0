"""The words that stop, start and help: each text provider's own list, and Twilio's in full."""

import pytest

from engagement.domain.vocabulary import Channel, Keyword
from engagement.providers import reporters
from engagement.providers.base import Keywords, Provider
from engagement.providers.twilio import KEYWORDS

TEXTERS = [provider for provider in reporters() if provider.channel is Channel.TEXT]


@pytest.mark.parametrize(
    ("body", "keyword"),
    [
        *((word, Keyword.OPT_OUT) for word in ("STOP", "UNSUBSCRIBE", "END", "QUIT")),
        *((word, Keyword.OPT_OUT) for word in ("STOPALL", "REVOKE", "OPTOUT", "CANCEL")),
        ("start", Keyword.OPT_IN),
        ("Unstop", Keyword.OPT_IN),
        ("yes", Keyword.YES),
        ("HELP", Keyword.HELP),
        ("info", Keyword.HELP),
        (" stop\n", Keyword.OPT_OUT),
        ("sToP", Keyword.OPT_OUT),
        ("Please stop", None),
        ("STOP it", None),
        ("Stop.", Keyword.OPT_OUT),  # signs, spaces, quotes and emphasis are no part of a stop word
        ("STOP!!!", Keyword.OPT_OUT),
        ("“stop”", Keyword.OPT_OUT),
        ("*STOP*", Keyword.OPT_OUT),
        ("S T O P", Keyword.OPT_OUT),
        ("stop stop", Keyword.OPT_OUT),
        ("opt out", Keyword.OPT_OUT),
        ("Opt-Out.", Keyword.OPT_OUT),
        ("Yes!", Keyword.YES),
        ("Start?", None),  # a question is no consent
        ("Yes, call me", None),
        ("", None),
        ("   ", None),
        (None, None),
    ],
)
def test_a_keyword_is_the_whole_text(body: str | None, keyword: Keyword | None) -> None:
    assert KEYWORDS.meaning(body) is keyword


@pytest.mark.parametrize("provider", TEXTERS, ids=lambda provider: provider.name)
def test_every_keyword_is_kept_as_it_is_looked_up(provider: Provider) -> None:
    assert provider.keywords
    words = provider.keywords.words
    assert all(word == word.strip().upper() for word in words)
    assert {Keyword.OPT_OUT, Keyword.OPT_IN} <= set(words.values())


def test_twilio_has_words_of_every_kind() -> None:
    assert set(KEYWORDS.words.values()) == set(Keyword)


def test_a_provider_has_words_of_its_own() -> None:
    own = Keywords(opt_out=("STOP", "STOP ALL"), opt_in=("START",))
    assert [own.meaning(body) for body in ("stop all", "start", "yes", "revoke")] == [
        Keyword.OPT_OUT,
        Keyword.OPT_IN,
        None,
        Keyword.OPT_OUT,  # by law, whatever the provider's list has
    ]
    assert own.of(Keyword.OPT_OUT) == ("STOP", "STOP ALL")


@pytest.mark.parametrize(
    ("body", "ours", "keyword"),
    [
        ("YES", "+14155550100", Keyword.YES),
        ("YES", "+18005550100", None),  # a reply: only START and UNSTOP open a toll-free number again
        ("start", "+18885550100", Keyword.OPT_IN),
        ("unstop", "+18335550100", Keyword.OPT_IN),
        ("Stop.", "+18005550100", Keyword.OPT_OUT),
        ("YES", None, Keyword.YES),
        ("YES", "+448005550100", Keyword.YES),
    ],
)
def test_a_toll_free_number_is_opened_by_fewer_words(body: str, ours: str | None, keyword: Keyword | None) -> None:
    assert KEYWORDS.meaning(body, ours) is keyword


def test_a_stop_word_is_one_whatever_the_provider_took_it_for() -> None:
    assert KEYWORDS.meaning("Stop!", taken=Keyword.HELP) is Keyword.OPT_OUT
    assert KEYWORDS.meaning("Stop texting me", taken=Keyword.OPT_OUT) is Keyword.OPT_OUT
    assert KEYWORDS.meaning("I am back", taken=Keyword.OPT_IN) is Keyword.OPT_IN

"""Keywords: the whole text but for case, spaces, signs and emphasis; by the provider, the account and the law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.texts.stop_words import LAW_WORDS, is_short_code, is_toll_free, keyword_set
from engagement.domain.vocabulary import Keyword
from engagement.providers import twilio
from tests.domain.texts.corpus import samples

KEYWORDS = twilio.KEYWORDS.words
OURS = keyword_set(KEYWORDS)
STOP_WORDS = sorted({word for word, keyword in KEYWORDS.items() if keyword is Keyword.OPT_OUT} | set(LAW_WORDS))
SIGNS = st.text(alphabet=" .,!?*_-~\"'“”‘’()[]<>\n\t\u00a0\u200b…🛑😡", max_size=4)
ANSWERS = [row.text for row in samples("replies") if len(row.text.split()) > 2]


@given(st.data(), st.sampled_from(STOP_WORDS))
def test_a_stop_word_in_any_case_with_anything_around_and_between(data: st.DataObject, word: str) -> None:
    case, between = st.sampled_from([str.lower, str.upper]), st.sampled_from(["", "", " ", ".", "-"])
    spelled = "".join(data.draw(case)(letter) + data.draw(between) for letter in word)
    assert OURS.keyword_of(data.draw(SIGNS) + spelled + data.draw(SIGNS)) is Keyword.OPT_OUT


@given(st.lists(st.sampled_from(STOP_WORDS), min_size=1, max_size=4), st.sampled_from([" ", "! ", "\n", ", "]))
def test_said_more_than_once(words: list[str], between: str) -> None:
    assert OURS.keyword_of(between.join(words)) is Keyword.OPT_OUT


@given(st.sampled_from(ANSWERS), st.sampled_from(STOP_WORDS), st.data())
def test_inside_a_longer_sentence_it_is_no_stop_word(answer: str, word: str, data: st.DataObject) -> None:
    words = answer.split()
    words.insert(data.draw(st.integers(0, len(words))), word)
    assert OURS.keyword_of(" ".join(words)) is None


@pytest.mark.parametrize("word", LAW_WORDS)
def test_the_words_of_the_law_are_enough_whatever_provider_and_account_say(word: str) -> None:
    assert keyword_set({}).keyword_of(word) is Keyword.OPT_OUT
    assert keyword_set({word: Keyword.HELP}, {word: Keyword.OPT_IN}).keyword_of(word.lower()) is Keyword.OPT_OUT


def test_an_account_adds_words_of_its_own() -> None:
    ours = keyword_set(KEYWORDS, {"No más": Keyword.OPT_OUT, "JOIN": Keyword.OPT_IN})
    assert [ours.keyword_of(text) for text in ("no mas!", "NO MÁS", "join", "STOP")] == [
        Keyword.OPT_OUT,
        Keyword.OPT_OUT,
        Keyword.OPT_IN,
        Keyword.OPT_OUT,
    ]
    assert OURS.keyword_of("JOIN") is None
    with pytest.raises(ValueError, match="letters or digits"):
        keyword_set({"!!": Keyword.OPT_OUT})


OWN = keyword_set(
    KEYWORDS,
    {
        "No más": Keyword.OPT_OUT,
        "BAJA": Keyword.OPT_OUT,
        "Opt me out!": Keyword.OPT_OUT,
        "stop-texts": Keyword.OPT_OUT,
        "ALTA": Keyword.OPT_IN,
        "Sí, quiero": Keyword.OPT_IN,
        "¿Ayuda?": Keyword.HELP,
        "HOMES 2026": Keyword.OPT_IN,
    },
)


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("no mas", Keyword.OPT_OUT),
        ("¡No más!", Keyword.OPT_OUT),
        ("NO   MÁS...", Keyword.OPT_OUT),
        ("n-o m-á-s", Keyword.OPT_OUT),
        ("“baja”", Keyword.OPT_OUT),
        ("B A J A", Keyword.OPT_OUT),
        ("Baja. Baja!", Keyword.OPT_OUT),
        ("opt me out", Keyword.OPT_OUT),
        ("STOP TEXTS", Keyword.OPT_OUT),
        ("baja stop", Keyword.OPT_OUT),
        ("alta!", Keyword.OPT_IN),
        ("“Alta.”", Keyword.OPT_IN),
        ("Alta?", None),  # a question opens nothing
        ("A L T A", None),
        ("no más casas de dos pisos", None),
        ("planta baja", None),
        ("baja de precio?", None),
        ("la alta", None),
        ("STOP", Keyword.OPT_OUT),
    ],
)
def test_words_of_an_account_count_as_those_of_the_provider_do(text: str, keyword: Keyword | None) -> None:
    assert OWN.keyword_of(text) is keyword


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("Sí, quiero", Keyword.OPT_IN),
        ("si, quiero!", Keyword.OPT_IN),
        ("SI QUIERO", Keyword.OPT_IN),
        ("homes 2026", Keyword.OPT_IN),
        ("Homes 2026.", Keyword.OPT_IN),
        ("homes in 2026", None),
        ("ayuda", Keyword.HELP),
        ("Ayuda!", Keyword.HELP),
        ("¡AYUDA!", Keyword.HELP),
        ("ayuda por favor", None),
    ],
)
def test_own_words_that_open_or_ask_with_signs_and_spaces_of_their_own(text: str, keyword: Keyword | None) -> None:
    assert OWN.keyword_of(text) is keyword


def test_a_toll_free_number_is_reopened_by_start_and_unstop_alone() -> None:
    ours = keyword_set(KEYWORDS, {"JOIN": Keyword.OPT_IN}, toll_free=True)
    assert [ours.keyword_of(text) for text in ("START", "unstop", "YES", "JOIN", "HELP", "STOP")] == [
        Keyword.OPT_IN,
        Keyword.OPT_IN,
        None,
        None,
        Keyword.HELP,
        Keyword.OPT_OUT,
    ]


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("Start.", Keyword.OPT_IN),
        ("“START”", Keyword.OPT_IN),
        ("Start?", None),  # a question, no consent
        ("S T A R T", None),
        ("start start", None),
        ("Yes!", Keyword.YES),
        ("Yes?", None),
        ("yes please", None),
        ("End?", Keyword.OPT_OUT),
        ("STOP " + "!" * 1_000, Keyword.OPT_OUT),
        ("", None),
    ],
)
def test_doubtful_keywords(text: str, keyword: Keyword | None) -> None:
    assert OURS.keyword_of(text) is keyword


@pytest.mark.parametrize("code", ["800", "833", "844", "855", "866", "877", "888"])
def test_toll_free(code: str) -> None:
    assert is_toll_free(f"+1{code}5550100")


@pytest.mark.parametrize("number", ["+18005550", "+18625550100", "+448005550100", "8005550100", ""])
def test_not_toll_free(number: str) -> None:
    assert not is_toll_free(number)


def test_short_codes() -> None:
    assert [is_short_code(number) for number in ("262966", "611", "+14152310200", "14152310200", "12", "")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]

"""Texts that are a keyword and nothing else, by the words of the provider, of the account and of the law."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from engagement.domain.texts.letters import plain_letters
from engagement.domain.vocabulary import Keyword

# 47 CFR 64.1200(a)(10), in force since 11 April 2025: a reply of one of these is always a revocation, whatever words
# the provider or the sender asks for. "Opt out" is one word here, for spaces and hyphens between letters do not count.
LAW_WORDS = ("STOP", "QUIT", "END", "REVOKE", "OPTOUT", "CANCEL", "UNSUBSCRIBE")

# North American numbers nobody pays to call. There START and UNSTOP reopen a closed number, and YES does not (Twilio).
_TOLL_FREE = re.compile(r"\+1(?:800|833|844|855|866|877|888)\d{7}")
_TOLL_FREE_OPT_IN = ("START", "UNSTOP")
_SHORT_CODE = re.compile(r"\d{3,8}")

_BETWEEN = re.compile(r"[\W_]+")
_SIGNS = {code: None for code in range(128) if not chr(code).isalnum()}  # fast: most texts have no others
_WORDS = re.compile(r"[^\W_]+")
_LETTERS_AND_SIGNS = re.compile(r"(?:[^\W_]|[ \t\r\n.!,;:'\"“”*_~()-])*")


def is_toll_free(number: str) -> bool:
    """Whether an E.164 `number` is a toll-free one of North America."""
    return _TOLL_FREE.fullmatch(number) is not None


def is_short_code(number: str) -> bool:
    """Whether `number` is a short code (3 to 8 digits, no plus sign): a machine's, never a person's."""
    return _SHORT_CODE.fullmatch(number) is not None


@dataclass(frozen=True, slots=True)
class KeywordSet:
    """The keywords that count at one of our numbers, by their letters alone; make it with `keyword_set`."""

    meanings: Mapping[str, Keyword]
    words: tuple[str, ...]  # all of them
    stop_words: tuple[str, ...]
    spelled: frozenset[str]  # all of them with a space between the words of each ("si quiero")

    def keyword_of(self, body: str) -> Keyword | None:
        """The keyword `body` is, when it holds nothing else.

        A stop word counts whatever is around or between its letters, and however often it is said ("S T O P", "stop
        stop!!", "“Opt-out.”", "STOP END"): a stop that is missed is a lawsuit. A word that lets us write again, or asks
        for help, may have signs around it only, and no question mark: "Start?" is a question, no consent.
        """
        letters = plain_letters(body)
        together = letters.translate(_SIGNS)
        if not together.isalnum():
            together = _BETWEEN.sub("", together)
        if not together.startswith(self.words):
            return None
        found = self.meanings.get(_once(together))
        if found is Keyword.OPT_OUT:
            return found
        if together.startswith(self.stop_words):
            words = _WORDS.findall(letters)
            return Keyword.OPT_OUT if all(self.meanings.get(word) is Keyword.OPT_OUT for word in words) else None
        if found and _LETTERS_AND_SIGNS.fullmatch(letters) and " ".join(_WORDS.findall(letters)) in self.spelled:
            return found
        return None


def _once(letters: str) -> str:
    """The part that `letters` repeats: "stop" of "stopstop". Twice the word holds itself again after one period."""
    return letters[: (letters + letters).find(letters, 1)]


def keyword_set(
    provider: Mapping[str, Keyword], own: Mapping[str, Keyword] | None = None, *, toll_free: bool = False
) -> KeywordSet:
    """The keywords at a number of ours, from those of its `provider` and the account's `own`, in any case.

    Where two say different things of one word, the law stands first, then the account. On a `toll_free` number no word
    but START and UNSTOP lets us write again. Raises ValueError for a word without letters or digits.
    """
    return _made(tuple(provider.items()), tuple((own or {}).items()), toll_free)


@lru_cache(maxsize=1_000)
def _made(
    provider: tuple[tuple[str, Keyword], ...], own: tuple[tuple[str, Keyword], ...], toll_free: bool
) -> KeywordSet:
    meanings = {_letters_of(word): keyword for word, keyword in (*provider, *own)}
    if toll_free:
        reopening = {_letters_of(word) for word in _TOLL_FREE_OPT_IN}
        meanings = {
            word: keyword
            for word, keyword in meanings.items()
            if keyword not in (Keyword.OPT_IN, Keyword.YES) or word in reopening
        }
    meanings |= {_letters_of(word): Keyword.OPT_OUT for word in LAW_WORDS}
    return KeywordSet(
        meanings,
        tuple(meanings),
        tuple(word for word, keyword in meanings.items() if keyword is Keyword.OPT_OUT),
        frozenset(" ".join(_WORDS.findall(plain_letters(word))) for word, _ in (*provider, *own)),
    )


def _letters_of(word: str) -> str:
    letters = _BETWEEN.sub("", plain_letters(word))
    if not letters:
        raise ValueError(f"A keyword needs letters or digits: {word!r}")
    return letters

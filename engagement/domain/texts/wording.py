"""A text as plain words: typing mistakes, short forms and contractions undone, sentences kept apart.

What the rules read is one line: words with one space between, "." or "?" where a sentence ends, "," where it pauses,
and a "." at both ends. `Wording` remembers where each word came from, so that a rule can show what the person wrote.
"""

import re
from collections.abc import Iterator

from engagement.domain.texts.letters import places, plain_letters

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")  # words in a link are not the person's
_TOKENS = re.compile(r"[^\W_]+(?:'[^\W_]+)*(?<!'s)|'s\b|#|\$|[.?!;:\n,()-]+")
_WORD_WITH_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")  # keeps "non-stop" from being two sentences

# What a word is read as. Left: the word meant (or the words); right: how people type it.
_TYPED = {
    "stop": "stp stpo sotp tsop stopp sttop stoop stahp st0p 5top stob stops stap",
    "quit": "quitt qiut",
    "please": "pls plz plez plse pleas plese pleez",
    "you": "u yall y'all",
    "your": "ur yur youre'",
    "text": "txt txtt tex texr tezt",
    "texts": "txts textes",
    "texting": "txting textin txtin texing textng txtng",
    "message": "msg mssg",
    "messages": "msgs mssgs msges mesages messges",
    "mensajes": "msjs mensages mensjaes msj",
    "mensaje": "msje",
    "off": "of'f offf",
    "messaging": "msging messagin msgin",
    "number": "# num nbr nmbr numb numba numbr nummber",
    "numero": "nro",
    "with": "w",
    "do not": "dont don't dnt donot dont' don",
    "does not": "doesnt doesn't",
    "did not": "didnt didn't",
    "is not": "isnt isn't aint ain't",
    "are not": "arent aren't",
    "was not": "wasnt wasn't",
    "has not": "hasnt hasn't",
    "have not": "havent haven't",
    "would not": "wouldnt wouldn't",
    "can not": "cant can't cannot",
    "will not": "wont won't",
    "i am": "im i'm",
    "i have": "ive i've",
    "i would": "i'd",
    "i will": "i'll",
    "you are": "youre you're u're",
    "you have": "youve you've uve",
    "they are": "they're theyre",
    "we are": "we're",
    "she is": "shes",
    "he is": "hes",
    "no one": "no1 noone",
    "is": "'s",
    "me": "mee",
    "i do not know": "idk dunno",
    "let me": "lemme",
    "out of": "outta outa",
    "again": "agian agin agn agen",
    "ever": "evr",
    "never": "nvr",
    "because": "cuz bc",
    "are": "r",
    "anymore": "anymor nomore",
    "any more": "anymre",
    "going to": "gonna gunna",
    "want to": "wanna",
    "thanks": "thx thnx tks ty",
    "fuck": "fck fuk f fk eff",
    "fucking": "fing effing fn fckn fuckin",
    "que": "q",
    "equivocado": "ekivocado ekibocado equibocado",
    "equivocada": "ekivocada equibocada",
    "por favor": "xfa porfa porfavor xfavor",
}
# "-ing" with its last letter dropped: "textin", "blowin"
_DOING = (
    "texting messaging contacting calling sending bothering hitting blowing spamming harassing asking bugging trying "
)
# Words long enough that one letter left out, said twice or swapped with the next is still them.
_LONG = re.findall(
    r"\w+",
    "unsubscribe unsubscribed remove removed delete wrong number person texting messages message "
    "messaging contact contacting sending subscription harassing harassment communication interested "
    "mensajes numero equivocado alone bother bothering spamming lawyer attorney calling subscribe "
    "contacted recruiting reported reporting discontinue disturb permission equivocada ",
)
_REAL = frozenset(
    {
        "contract",
        "massage",
        "massages",
        "along",
        "loan",
        "alon",
        "falling",
        "testing",
        "sensing",
        "balling",
        "wring",
        "umber",
        "contacte",
        "contactes",
        "reporte",
    }
)


# The letters beside each one on a keyboard: "rwmove", "numver".
_BESIDE = {
    row[place]: row[max(place - 1, 0) : place] + row[place + 1 : place + 2] + near
    for row, nears in (
        ("qwertyuiop", "a as sd df fg gh hj jk kl l"),
        ("asdfghjkl", "qwz wezx erxc rtcv tyvb yubn uinm iom op"),
        ("zxcvbnm", "as sd df fg gh hj jk"),
    )
    for place, near in enumerate(nears.split())
}


def _mistyped(word: str) -> Iterator[str]:
    for place in range(1, len(word)):
        yield from (word[:place] + beside + word[place + 1 :] for beside in _BESIDE[word[place]])
        yield word[:place] + word[place + 1 :]
        yield word[:place] + word[place] + word[place:]
        yield word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def _meant() -> dict[str, str]:
    long = {typed: word for word in _LONG for typed in _mistyped(word) if typed not in _LONG and typed not in _REAL}
    dropped = {word[:-1]: word for word in _DOING.split()}
    return long | dropped | {typed: word for word, ways in _TYPED.items() for typed in ways.split()}


_MEANT = _meant()
_DRAWN_OUT = re.compile(r"([^\W\d_])\1\1+")  # "STOPPPP", "pleeease": no word of ours has a letter three times running
_SPELLED_STOP = re.compile(r"\bs[ .-]t[ .-]o[ .-]p\b")  # within a sentence; alone it is a keyword
_BREAKS = {",": ",", "(": ",", ")": ","}


def _word(token: str) -> str:
    """A token of the text, no letter of it drawn out, as it stands in the line."""
    meant = _MEANT.get(token)
    if meant:
        return meant
    if token[0].isalnum() or token[0] in "'#$":
        return token
    return "?" if "?" in token else _BREAKS.get(token, ".")


class _Readings(dict[str, str]):
    """What each token is read as: worked out once, and remembered for as many tokens as people commonly use."""

    def __missing__(self, token: str) -> str:
        word = _word(token)
        if len(self) < _REMEMBERED:
            self[token] = word
        return word


_REMEMBERED = 20_000  # tokens; some megabytes
_READINGS = _Readings()


def _joined(found: re.Match[str]) -> str:
    """The letters of a word that was spelled out, in as many characters, so that places stay what they were."""
    return "stop".ljust(len(found[0]))


def typed_as(words: frozenset[str]) -> frozenset[str]:
    """`words`, and all that is read as one of them, or as several of which it is one."""
    return words | {typed for typed, meant in _MEANT.items() if not words.isdisjoint(meant.split())}


class Wording:
    """A text and the line of plain words it is read as."""

    __slots__ = ("_drawn_out", "_plain", "text", "tokens")

    def __init__(self, text: str, plain: str = "") -> None:
        """The wording of `text`; `plain` are its plain letters, where somebody has them already."""
        plain = plain or plain_letters(text)
        if "://" in plain or "www." in plain or "@" in plain:
            plain = _ADDRESS.sub(lambda found: " " * len(found[0]), plain)
        self.text = text
        if "s.t.o.p" in plain or "s t o p" in plain or "s-t-o-p" in plain:
            plain = _SPELLED_STOP.sub(_joined, plain)
        self._plain = _WORD_WITH_HYPHEN.sub(" ", plain) if "-" in plain else plain
        self.tokens: list[str] = _TOKENS.findall(self._plain)  # words and signs as they were typed, in plain letters
        self._drawn_out = _DRAWN_OUT.search(self._plain) is not None  # asked once, for most texts have no such word

    def has_any(self, typed: frozenset[str]) -> bool:
        """Whether one of its words may be read as one of `typed`, which is made by `typed_as`."""
        return self._drawn_out or not typed.isdisjoint(self.tokens)

    def line(self) -> str:
        """The plain words, each with a space before and after it."""
        return f" . {' '.join(map(self._read if self._drawn_out else _READINGS.__getitem__, self.tokens))} . "

    def _read(self, token: str) -> str:
        return _READINGS[_DRAWN_OUT.sub(r"\1", token) if self._drawn_out else token]

    def written(self, start: int, end: int) -> str:
        """What the person wrote where the line has `start` to `end`; "" where that is only signs."""
        first = last = None
        at = len(" . ")
        for found in _TOKENS.finditer(self._plain):
            word = self._read(found[0])
            if at < end and at + len(word) > start and (word[0].isalnum() or found[0] == "#"):
                first, last = found.start() if first is None else first, found.end()
            at += len(word) + 1
        if first is None or last is None:
            return ""
        where = places(self.text)
        return self.text[where[first] : where[last - 1] + 1]

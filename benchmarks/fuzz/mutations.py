"""Damage by grammar: tokens of a format are dropped, doubled, swapped, cut, nested, or put where they do not belong."""

import re
from dataclasses import dataclass
from random import Random

_ANYWHERE = ("\0", "\udcff", "\udcc3(", "\u00a0", "\ufeff", "\n", "\r", "\r\n", "\t", "9" * 400, "\u2028", "😀")
"""What no format has a place for. A lone surrogate is written as the byte it stands for (surrogateescape)."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A format's tokens, those to put in anywhere, and what opens a level when it is repeated."""

    token: re.Pattern[str]
    strays: tuple[str, ...]
    opens: str
    others: tuple[str, ...] = _ANYWHERE

    def mutated(self, text: str, dice: Random) -> str:
        """`text` with one to three things wrong in it; never `text` itself."""
        while True:
            tokens = self.token.findall(text) or [""]
            for _ in range(dice.choice((1, 1, 1, 2, 3))):
                tokens = self._once(tokens, dice) or [""]
            if (made := "".join(tokens)) != text:
                return made

    def _once(self, tokens: list[str], dice: Random) -> list[str]:
        at, end = sorted((dice.randrange(len(tokens)), dice.randrange(len(tokens))))
        stray = dice.choice(self.others if dice.random() < 0.2 else self.strays)
        chosen = dice.randrange(11)
        if chosen == 0:
            return tokens[:at] + tokens[at + 1 :]
        if chosen == 1:
            return tokens[:at] + tokens[end:]
        if chosen == 2:
            return tokens[: at + 1] + tokens[at:]
        if chosen == 3:
            return tokens[:end] + tokens[at:]
        if chosen == 4:
            return [*tokens[:at], tokens[end], *tokens[at + 1 : end], tokens[at], *tokens[end + 1 :]]
        if chosen in (5, 6):
            return [*tokens[:at], stray, *tokens[at:]]
        if chosen == 7:
            return [*tokens[:at], stray, *tokens[at + 1 :]]
        if chosen == 8:
            return tokens[:at]
        if chosen == 9:
            return [*tokens[:at], self.opens * dice.choice((1, 2, 30, 600)), *tokens[at:]]
        return [*tokens[:at], self._within(tokens[at], dice, stray), *tokens[at + 1 :]]

    def _within(self, token: str, dice: Random, stray: str) -> str:
        """`token` with a character dropped, or with a stray one in it."""
        place = dice.randrange(len(token) or 1)
        return token[:place] + (stray if dice.random() < 0.5 else "") + token[place + dice.randrange(2) :]


JSON = Grammar(
    re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[\w.+-]+|\s+|.', re.DOTALL),
    ('"', "{", "}", "[", "]", ",", ":", "\\", '\\"', '""', "null", "NaN", "1e999", "'", "{}", "[]", '"\\ud800"', "//"),
    '{"a":',
)
CSV = Grammar(
    re.compile(r'"|[,;\t]|\r?\n|[^",;\t\r\n]+|.', re.DOTALL),
    ('"', '""', '"""', ",", ";", "\t", '",', ',"', "'", "=1+1", "\\"),
    ',"',
)
FORM = Grammar(
    re.compile(r"&|=|%[0-9A-Fa-f]{2}|\+|[^&=%+]+|.", re.DOTALL),
    ("&", "=", "%", "%0", "%zz", "%ff", "%00", "+", ";", "&&", "==", '"', "[]", "{", "%C3"),
    "%25",
)
CARD = Grammar(
    re.compile(r"\r?\n[ \t]?|[:;,=\\\"]|[\w.-]+|.", re.DOTALL),
    (
        *(":", ";", ",", "=", "\\", '"', "=3", "=\n", "\n ", "\n\t", "\nEND:VCARD\n", "\nBEGIN:VCARD\n"),
        *("BEGIN:VCARD", "END:VCARD", "\nPHOTO;ENCODING=b:", "\nAGENT:\n", ";ENCODING=QUOTED-PRINTABLE"),
        *(
            ";CHARSET=utf-7",
            ";CHARSET=zip",
            "\nVERSION:2.1\n",
            ";ENCODING=BASE64",
            "\nTEL\n",
            "\nN:",
            "tel:",
            ";PREF=²",
        ),
    ),
    "\nBEGIN:VCARD\n",
)
XML = Grammar(
    re.compile(r"</?|/?>|\"[^\"]*\"|[\w:]+|=|\s+|.", re.DOTALL),
    (
        *("<", ">", "&", "&amp;", "&#0;", "</c>", "</row>", "<row>", "<c>", "<v>", "</v>", "]]>", "<!--", "-->"),
        *("<![CDATA[", '"', ' r="0"', ' r="A1"', ' t="n"', ' t="s"', ' t="b"', ' t="d"', ' t="e"', ' s="99"'),
        *(' hidden="1"', "<f>1+1</f>"),
    ),
    "<c>",
)

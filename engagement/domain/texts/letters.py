"""Letters as they are meant: one small letter for each way of writing it, and nothing that cannot be seen.

People who are angry, phones that correct, and those who test us write "ＳＴＯＰ", "𝗦𝗧𝗢𝗣", "stóp", "ЅТОР" (Cyrillic), or
"ST<zero width space>OP". All of them read STOP on the screen, so all of them are read as STOP here.
"""

import unicodedata

# Letters of other scripts that look like Latin ones (Unicode's confusables, those of one letter for one).
_LOOK_ALIKES = dict(
    zip(
        "авеёікмнорстухѕјԁԛԝһӏαβεηικμνορτυχζ",
        "abeeikmhopctyxsjdqwhlabenikmvoptuxz",
        strict=True,
    )
)
_CIRCLED = {first + place: chr(ord("a") + place) for first in (0x1F150, 0x1F170) for place in range(26)}
_SIGNS = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "…": ".", "¿": ".", "¡": ".", "–": "-", "—": "-"}
_UNSEEN = ("M", "Cf")  # marks over or around a letter, and characters that only steer: joiners, directions, widths
_SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL "


class _Letters(dict[int, str]):
    """What `str.translate` asks for each character; works out a new one once, and remembers it."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _plain(chr(code))
        return letter


def _plain(letter: str) -> str:
    sign = _SIGNS.get(letter) or _CIRCLED.get(ord(letter))
    if sign:
        return sign
    name = unicodedata.name(letter, "")
    if name.startswith(_SMALL_CAPITAL):
        return name.removeprefix(_SMALL_CAPITAL)[:1].lower()
    parts = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(_LOOK_ALIKES.get(part, part) for part in parts if not unicodedata.category(part).startswith(_UNSEEN))


_LETTERS = _Letters()


def plain_letters(text: str) -> str:
    """`text` in small Latin letters without accents, look-alikes and unseen characters; may be shorter or longer."""
    return text.lower() if text.isascii() else text.translate(_LETTERS)


def places(text: str) -> list[int]:
    """For each character of `plain_letters(text)`, the place in `text` of the character it comes from."""
    if text.isascii():
        return list(range(len(text)))
    return [place for place, letter in enumerate(text) for _ in _LETTERS[ord(letter)]]


def as_written(text: str, plain: str, part: str) -> str:
    """What the person wrote where `plain`, the plain letters of `text`, has `part` first."""
    where, start = places(text), plain.index(part)
    return text[where[start] : where[start + len(part) - 1] + 1]

"""The texts of many contacts in columns, and which of them have a part, or a match of a pattern, in them."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyroaring import BitMap

from engagement.query.matching.snapshot import set_of

_SIGNED = 65_536  # texts whose signatures are made at a time
_PADDING = np.zeros(3, dtype=np.uint8)
_SPREADING = np.array((11, 5, 23), dtype=np.uint8)
_NO_LETTERS = np.empty(0, dtype=np.uint8)


class ContactTexts:
    """The names, email addresses and phone numbers of many contacts, given as rows of number and those three."""

    def __init__(self, texts: Iterable[tuple[int, str, str, str]]) -> None:
        rows = sorted(texts)  # by number, as sets are made fastest
        self.numbers: npt.NDArray[np.uint32] = np.array([row[0] for row in rows], dtype=np.uint32)
        self.names = TextColumn([row[1] for row in rows])
        self.emails = TextColumn([row[2] for row in rows])
        self.phones = TextColumn([row[3] for row in rows])

    def like(self, names: str, emails: str) -> BitMap:
        """The contacts whose name, or some email address, has a match of a pattern; "" matches nobody."""
        found = np.zeros(len(self.numbers), dtype=np.bool_)
        for texts, pattern in ((self.names, names), (self.emails, emails)):
            if pattern:
                found |= texts.like(pattern)
        return BitMap(self.numbers[np.flatnonzero(found)])

    def having(self, words: Sequence[str], email: str, phone: str, number: str) -> BitMap:
        """The contacts with all of `words` in their name, or one of these parts in an email or, the last two, a number.

        Nobody has the part "".
        """
        looks = ((self.emails, email), (self.phones, phone), (self.phones, number))
        named = set_of(self.numbers[self.names.having(*words)])
        return BitMap.union(named, *(set_of(self.numbers[column.having(part)]) for column, part in looks))


class TextColumn:
    """A text of each of many contacts, with two signatures each: which pairs of letters are in it, in 64 bits, and
    which threes.

    What has a part in it has the bits of all of the part's pairs and threes, so only those texts are looked through
    that have: at a million contacts the signatures take 2 ms and the texts 60 ms. Different pairs share a bit, which
    only lets some more through. Of the threes only those with the pairs are looked at.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = pa.array(texts, type=pa.large_string())
        self._pairs = np.zeros(len(texts), dtype=np.uint64)
        self._threes = np.zeros(len(texts), dtype=np.uint64)
        for first in range(0, len(texts), _SIGNED):  # what is made on the way takes eight times the texts
            some = self._texts[first : first + _SIGNED]
            _, ends, letters = some.buffers()
            places = np.frombuffer(ends, dtype=np.int64)[some.offset : some.offset + len(some) + 1]
            there = np.frombuffer(letters, dtype=np.uint8)[places[0] : places[-1]] if letters else _NO_LETTERS
            # A text's last letters make some more with the next text's first, and an empty text has one bit: lax too.
            there = np.append(there, _PADDING)
            starts = places[:-1] - places[0]
            self._pairs[first : first + _SIGNED] = np.bitwise_or.reduceat(_bits(there, 2), starts)
            self._threes[first : first + _SIGNED] = np.bitwise_or.reduceat(_bits(there, 3), starts)

    def having(self, *parts: str) -> npt.NDArray[np.intp]:
        """The places of the texts with all of `parts` in them; none where a part is empty, or there is no part."""
        if not all(parts) or not parts:
            return np.empty(0, dtype=np.intp)
        pairs, threes = (np.bitwise_or.reduce([_signature(part, width) for part in parts]) for width in (2, 3))
        places: npt.NDArray[np.intp] = np.flatnonzero((self._pairs & pairs) == pairs)
        places = places[(self._threes[places] & threes) == threes]
        for part in parts:
            some = self._texts if len(places) == len(self._texts) else self._texts.take(pa.array(places))
            matched: npt.NDArray[np.bool_] = pc.match_substring(some, part).to_numpy(zero_copy_only=False)
            places = places[matched]
        return places

    def like(self, pattern: str) -> npt.NDArray[np.bool_]:
        """Which of the texts have a match of a pattern."""
        matched: npt.NDArray[np.bool_] = pc.match_substring_regex(self._texts, pattern).to_numpy(zero_copy_only=False)
        return matched


def _signature(part: str, width: int) -> np.uint64:
    """The bits of all of its letters with the next ones."""
    letters = np.frombuffer(part.encode(), dtype=np.uint8)
    found: np.uint64 = np.bitwise_or.reduce(_bits(letters, width), initial=np.uint64(0))
    return found


def _bits(letters: npt.NDArray[np.uint8], width: int) -> npt.NDArray[np.uint64]:
    """The bit of each letter with the next ones, `width` in all."""
    # Neighbours in a name differ in their low bits: such factors spread them over the 64.
    mixed = np.zeros(max(len(letters) - width + 1, 0), dtype=np.uint8)
    for place, factor in enumerate(_SPREADING[:width]):
        mixed += letters[place : place + len(mixed)] * factor
    return np.left_shift(np.uint64(1), (mixed & np.uint8(63)).astype(np.uint64))

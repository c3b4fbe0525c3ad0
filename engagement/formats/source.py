"""A file's bytes as the formats read them: unpacked, in UTF-8, without a byte order mark, in chunks."""

import codecs
import zlib
from contextlib import suppress
from typing import BinaryIO, Protocol

from engagement.domain.records import Reject
from engagement.formats.limits import CHUNK, HEAD, rejected

GZIP = b"\x1f\x8b"
UTF8_MARK = codecs.BOM_UTF8

_CUT = "The compressed file is cut short: download it again, and import the new copy."
_DAMAGED = "The compressed file is damaged from here on: download it again, and import the new copy."


class Chunks(Protocol):
    """What gives bytes in chunks of about CHUNK, then b"" for ever."""

    @property
    def damage(self) -> str | None:
        """Why the bytes ended before their end; None while they have not, or when nothing is wrong."""
        ...

    def read(self) -> bytes:
        """The next bytes."""
        ...


class Plain:
    """The bytes of a stream as they stand."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.damage: str | None = None

    def read(self) -> bytes:
        """The next bytes."""
        return self._stream.read(CHUNK)


class Gunzip:
    """The bytes packed in gzip, in one member or in several after one another, unpacked CHUNK by CHUNK."""

    def __init__(self, packed: "Peekable") -> None:
        self._packed = packed
        self._member = zlib.decompressobj(wbits=31)
        self._rest = b""  # read from the stream, not yet unpacked
        self._ended = False
        self.damage: str | None = None

    def read(self) -> bytes:
        """The next unpacked bytes."""
        while not self._ended:
            if self._member.eof and not self._next_member():
                break
            if not self._rest and not self._member.unconsumed_tail:
                self._rest = self._packed.read()
                if not self._rest:
                    # Bytes may still be held back inside the member; more input is what is missing.
                    self._end(_CUT)
                    return self._member.flush()
            packed = self._member.unconsumed_tail + self._rest
            before = self._member.copy()
            try:
                data = self._member.decompress(packed, CHUNK)
            except zlib.error:
                self._end(_DAMAGED)
                return _up_to_damage(before, packed)
            self._rest = b""
            if data:
                return data
        return b""

    def _next_member(self) -> bool:
        """Whether another member follows. Zeros after the last one are padding; anything else is damage."""
        rest = self._member.unused_data.lstrip(b"\0")
        while len(rest) < len(GZIP):
            more = self._packed.read()
            if not more:
                break
            rest = (rest + more).lstrip(b"\0")
        if rest.startswith(GZIP):
            self._member = zlib.decompressobj(wbits=31)
            self._rest = rest
            return True
        self._end(_DAMAGED if rest else None)
        return False

    def _end(self, damage: str | None) -> None:
        self._ended = True
        self.damage = damage


def _up_to_damage(member: "zlib._Decompress", packed: bytes) -> bytes:
    """What `packed` unpacks to before the damage in it, which zlib withholds when it is given more than a byte."""
    data: list[bytes] = []
    with suppress(zlib.error):
        data.extend(member.decompress(packed[place : place + 1], CHUNK) for place in range(len(packed)))
    return b"".join(data)


class ToUtf8:
    """UTF-16 bytes as UTF-8. Half a surrogate pair is passed on, so that its record is refused, not the file."""

    def __init__(self, source: "Peekable", encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
        self._ended = False

    @property
    def damage(self) -> str | None:
        """Why the bytes ended before their end."""
        return self._source.damage

    def read(self) -> bytes:
        """The next bytes, in UTF-8."""
        while not self._ended:
            data = self._source.read()
            self._ended = not data
            # An odd last byte cannot be half of anything; it is dropped with the rest of its damaged character.
            text = self._decoder.decode(data)
            if text:
                return text.encode("utf-8", "surrogatepass")
        return b""


class Peekable:
    """Chunks that can be looked at before they are read, and put back.

    `lines_before` is how many line ends `skip_space` took away; `damage_told` whether a Reject has named the damage.
    """

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._ahead = b""
        self._ended = False
        self.lines_before = 0
        self.damage_told = False
        self.transcoded = isinstance(chunks, ToUtf8)

    @property
    def damage(self) -> str | None:
        """Why the bytes ended before their end; known once they have."""
        return self._chunks.damage

    def peek(self, size: int = HEAD) -> bytes:
        """The next `size` bytes, or fewer at the end, without reading them."""
        while len(self._ahead) < size and not self._ended:
            more = self._chunks.read()
            self._ended = not more
            self._ahead += more
        return self._ahead[:size]

    def read(self) -> bytes:
        """The next bytes, about a chunk; b"" at the end."""
        if self._ahead:
            data, self._ahead = self._ahead, b""
            return data
        return b"" if self._ended else self._chunks.read()

    def unread(self, data: bytes) -> None:
        """Put back what was read, to be read next."""
        self._ahead = data + self._ahead

    def skip(self, mark: bytes) -> None:
        """Read past `mark`, if it comes next."""
        if self.peek(len(mark)) == mark:
            self._ahead = self._ahead[len(mark) :]

    def skip_space(self) -> None:
        """Read past white space, counting its line ends."""
        while data := self.read():
            rest = data.lstrip()
            self.lines_before += data[: len(data) - len(rest)].count(b"\n")
            if rest:
                self.unread(rest)
                return

    def ending(self, place: str, raw: str, reason: str) -> Reject:
        """The Reject of a record the file ends in the middle of: `reason`, unless the file is known to be damaged."""
        if self.damage is None:
            return rejected(place, reason, raw)
        self.damage_told = True
        return rejected(place, self.damage, raw)


def _encoding(head: bytes) -> tuple[str, bytes]:
    """The codec of a file that begins with `head`, and its byte order mark."""
    for codec, mark in (("utf-8", UTF8_MARK), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        if head.startswith(mark):
            return codec, mark
    sample = head[: 4096 & ~1]
    if len(sample) >= 4:
        # Text in a Latin script has a zero beside each letter in UTF-16: on the odd side when the low byte comes first.
        half = len(sample) // 2
        even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
        if odd > 0.5 and even < 0.05:
            return "utf-16-le", b""
        if even > 0.5 and odd < 0.05:
            return "utf-16-be", b""
    return "utf-8", b""


def open_source(stream: BinaryIO) -> Peekable:
    """`stream`'s bytes, unpacked if they are gzip, in UTF-8 if they are UTF-16, without a byte order mark."""
    source = Peekable(Plain(stream))
    if source.peek(2) == GZIP:
        source = Peekable(Gunzip(source))
    encoding, mark = _encoding(source.peek())
    source.skip(mark)
    return source if encoding == "utf-8" else Peekable(ToUtf8(source, encoding))

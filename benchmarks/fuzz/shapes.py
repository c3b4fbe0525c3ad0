"""Records written in every form of file that is read, some of them damaged, and the rule by which others are kept."""

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from typing import Literal
from xml.sax.saxutils import escape

from xlsxwriter import Workbook

from benchmarks.fuzz import records, rules
from benchmarks.fuzz.mutations import CARD, CSV, FORM, JSON, XML, Grammar

MOST = 8  # records of a file that are not damaged


@dataclass(frozen=True, slots=True)
class Written:
    """A file before it is damaged: what comes before the first record, each record, and what follows each."""

    before: str
    texts: list[str]
    between: list[str]
    rule: rules.Rule
    encode: Callable[[str], bytes]
    label: str  # of what its records are from


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged file: its bytes, those of the same file without damage, and the records that the rule keeps."""

    data: bytes
    damaged: int  # how many records are
    damage: str  # their text
    neighbours: list[str]  # the texts of the records that the rule keeps
    alone: Callable[[str], bytes]  # the file of one record, from its text


@dataclass(frozen=True, slots=True)
class Shape:
    """A form of file."""

    name: str
    write: Callable[[Random, int], Written]
    grammar: Grammar
    most: int = 1  # records of a file that may be damaged: several only where a record ends with its line

    def case(self, dice: Random) -> Case:
        """A file with records of one source, some of them damaged."""
        written = self.write(dice, dice.randrange(2, MOST + 1))
        count = len(written.texts)
        hurt = set(dice.sample(range(count), min(dice.randrange(1, self.most + 1), count - 1)))
        content, whole, damage = written.before, [], []
        for place, (text, between) in enumerate(zip(written.texts, written.between, strict=True)):
            start = len(content)
            if place not in hurt:
                whole.append((start, start + len(text)))
                content += text + between
                continue
            if between and dice.random() < 0.2:
                content += self.grammar.mutated(text + between, dice)
            else:
                content += self.grammar.mutated(text, dice) + between
            damage.append((start, len(content)))
            if dice.random() < 0.03:
                break
        kept = written.rule(content, whole, damage)
        return Case(
            written.encode(content),
            len(damage),
            "".join(content[slice(*span)].removesuffix(written.between[-1]) for span in damage),
            [content[slice(*span)] for span, is_kept in zip(whole, kept, strict=True) if is_kept],
            partial(_alone, written),
        )


def _alone(written: Written, text: str) -> bytes:
    return written.encode(written.before + text + written.between[-1])


def _plain(content: str) -> bytes:
    return content.encode("utf-8", "surrogateescape")


def _encoded(content: str, encoding: str) -> bytes:
    if encoding.startswith("utf-16"):
        return content.encode(encoding, "surrogatepass")
    return content.encode(encoding, "surrogateescape")


def _objects(dice: Random, count: int, indent: int | None = None) -> tuple[str, list[str]]:
    label, found = dice.choice(list(records.objects().items()))
    is_ascii = dice.random() < 0.5
    separators = None if dice.random() < 0.5 or indent else (",", ":")
    return label, [
        json.dumps(one, indent=indent, ensure_ascii=is_ascii, separators=separators)
        for one in dice.sample(found, count)
    ]


def json_lines(dice: Random, count: int) -> Written:
    """An object a line."""
    label, texts = _objects(dice, count)
    end = dice.choice(("\n", "\n", "\r\n"))
    return Written("", texts, [end] * count, rules.json_lines, _plain, label)


def _json(before: str, after: str, between: Sequence[str], indent: int | None, dice: Random, count: int) -> Written:
    rule = rules.json_elements if before else rules.json_documents
    label, texts = _objects(dice, count, indent)
    ends = [dice.choice(between)] * (count - 1) + [after]
    return Written(before, texts, ends, rule, _plain, label)


def json_page(dice: Random, count: int) -> Written:
    """A page of an API."""
    word, indent = dice.choice(("items", "messages", "sms_messages", "Suppressions")), dice.choice((None, None, 1))
    return _json(f'{{"{word}": [', '], "paging": {"next": ""}}', (", ", ",\n"), indent, dice, count)


def table(dice: Random, count: int) -> Written:
    """A header and rows."""
    label, (header, rows) = dice.choice(list(records.tables().items()))
    separator, end = dice.choice(",,;\t"), dice.choice(("\n", "\r\n"))
    all_quoted = dice.random() < 0.5

    def line(cells: Sequence[str]) -> str:
        text = io.StringIO()
        form: Literal[0, 1] = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
        csv.writer(text, delimiter=separator, lineterminator="\r\n", quoting=form).writerow(cells)
        return text.getvalue().removesuffix("\r\n")

    encoding = dice.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16"))
    texts = [line(row) for row in dice.sample(rows, count)]
    rule = rules.Rows(separator, len(header))
    return Written(line(header) + end, texts, [end] * count, rule, partial(_encoded, encoding=encoding), label)


def form_lines(dice: Random, count: int) -> Written:
    """A webhook's body a line."""
    label, found = dice.choice(list(records.bodies().items()))
    return Written("", dice.sample(found, count), ["\n"] * count, rules.form_lines, _plain, label)


def cards(dice: Random, count: int) -> Written:
    """A person a card."""
    end = dice.choice(("\n", "\r\n"))
    texts = [text.replace("\n", end) for text in dice.sample(records.cards(), count)]
    return Written("", texts, [end] * count, rules.cards, _plain, "cards")


SHEET = "xl/worksheets/sheet1.xml"


@cache
def _parts() -> list[tuple[str, bytes]]:
    """The parts of a workbook but for its sheet."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("People").write_row(0, 0, ["a"])
    with zipfile.ZipFile(made) as archive:
        return [(name, archive.read(name)) for name in archive.namelist() if name != SHEET]


def _workbook(content: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in _parts():
            archive.writestr(name, part)
        archive.writestr(SHEET, content.encode("utf-8", "surrogateescape"))
    return made.getvalue()


def _row(number: int, cells: Sequence[str], dice: Random) -> str:
    written = []
    for place, text in enumerate(cells):
        where = f'r="{_letters(place)}{number}"'
        if text.isdecimal() and dice.random() < 0.5:
            written.append(f"<c {where}><v>{text}</v></c>")
        elif text:
            written.append(f'<c {where} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>')
    return f'<row r="{number}">{"".join(written)}</row>'


def _letters(place: int) -> str:
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)


def workbook(dice: Random, count: int) -> Written:
    """A workbook, whose sheet is damaged as XML."""
    label, (header, rows) = dice.choice(list(records.tables().items()))
    before = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:{_letters(len(header) - 1)}{count + 1}"/><sheetData>{_row(1, header, Random(1))}'
    )
    texts = [_row(number, row, dice) for number, row in enumerate(dice.sample(rows, count), 2)]
    ends = [""] * (count - 1) + ["</sheetData></worksheet>"]
    return Written(before, texts, ends, rules.sheet_rows, _workbook, label)


SHAPES = (
    Shape("JSON lines", json_lines, JSON, most=4),
    Shape("JSON list", partial(_json, "[", "]", (", ", ",\n", ","), None), JSON),
    Shape("JSON list, pretty", partial(_json, "[\n", "\n]\n", (",\n",), 2), JSON),
    Shape("JSON page", json_page, JSON),
    Shape("JSON documents", partial(_json, "", "\n", ("\n", "\n\n"), 1), JSON),
    Shape("CSV", table, CSV),
    Shape("form-encoded", form_lines, FORM, most=4),
    Shape("vCard", cards, CARD),
    Shape("Excel", workbook, XML),
)


def packed(case: Case) -> Case:
    """The same file in gzip."""
    return Case(gzip.compress(case.data, 1), case.damaged, case.damage, case.neighbours, case.alone)


def _unpacked(data: bytes) -> bytes:
    """What zlib gives of `data`, byte by byte, before it stops at what is damaged."""
    unpacker, found = zlib.decompressobj(wbits=31), b""
    try:
        for place in range(len(data)):
            found += unpacker.decompress(data[place : place + 1])
    except zlib.error:
        pass
    return found


GZIP = "gzip"
"""The damage of a file whose packing is damaged; it may be where it does not matter."""


def broken_gzip(dice: Random) -> Case:
    """Lines of JSON in gzip, with a byte changed, lost or put in, or cut short. Kept is each line before that.

    A line may be kept more than once: where deflate copies from `distance` back, another distance copies another line.
    """
    written = json_lines(dice, MOST)
    data = bytearray(
        gzip.compress(written.encode("".join(map("".join, zip(written.texts, written.between, strict=True)))))
    )
    at = dice.randrange(2, len(data))
    chosen = dice.randrange(4)
    if chosen == 0:
        data[at] ^= 1 << dice.randrange(8)
    elif chosen == 1:
        del data[at]
    elif chosen == 2:
        data.insert(at, dice.randrange(256))
    else:
        del data[at:]
    lines = [line.rstrip(b"\r") for line in _unpacked(bytes(data)).split(b"\n")]
    texts = {text.encode(): text for text in written.texts}
    kept = [texts[line] for line in lines if line in texts]
    return Case(bytes(data), 1, GZIP, kept, partial(_alone, written))

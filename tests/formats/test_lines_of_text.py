"""CSV tables and lines of form-encoded bodies: every dialect and encoding, and broken rows between good ones."""

import pytest

from tests.formats.files import matches, read

QUOTE = "A quote in this row"
PART = "This seems to be a part of a row"
ROW = {"a": "1", "b": "2"}
LAST = {"a": "8", "b": "9"}

TABLES: list[tuple[str, str | bytes, list[tuple[str, object]]]] = [
    ("commas", "a,b\n1,2\n", [("line 2", ROW)]),
    ("semicolons", "a;b\n1;2\n", [("line 2", ROW)]),
    ("tabs", "a\tb\n1\t2\n", [("line 2", ROW)]),
    (
        "one name of four that is a sentence",
        "a,b,c,Opted out of email: One to One\n1,2,,\n",
        [("line 2", {**ROW, "c": "", "Opted out of email: One to One": ""})],
    ),
    ("a named separator", "sep=;\na;b\n1;2\n", [("line 3", ROW)]),
    ("quoted separators in the header", '"a,x";b\n1;2\n', [("line 2", {"a,x": "1", "b": "2"})]),
    ("spaces round the names", " a , b\n1,2\n", [("line 2", ROW)]),
    ("line ends of Windows", "a,b\r\n1,2\r\n", [("line 2", ROW)]),
    ("line ends of old Macs", "a,b\r1,2\r8,9", [("line 2", ROW), ("line 3", LAST)]),
    ("empty lines and rows", "\n\na,b\n\n1,2\n , \n,\n8,9\n", [("line 5", ROW), ("line 8", LAST)]),
    (
        "titles above the header",
        "Contacts of Example\n\n,,\na,b,c\n1,2,x@example.com\n",
        [("line 5", {**ROW, "c": "x@example.com"})],
    ),
    ("a title in quotes", '"All, of us",\na,b\n1,55501\n', [("line 3", {"a": "1", "b": "55501"})]),
    ("a quoted line end", 'a,b\n"1\n\nx",2\n8,9\n', [("line 2", {"a": "1\n\nx", "b": "2"}), ("line 5", LAST)]),
    ("doubled quotes", 'a,b\n"say ""x""",2\n', [("line 2", {"a": 'say "x"', "b": "2"})]),
    ("a quote inside a cell", "a,b\n5'6\",2\n", [("line 2", {"a": "5'6\"", "b": "2"})]),
    ("too few cells", "a,b,c\n1,2\n1,2,3\n", [("line 2", {**ROW, "c": ""}), ("line 3", {**ROW, "c": "3"})]),
    (
        "too many cells",
        "a,b\n1,2,3\n8,9\n",
        [("line 2", "The row has 3 cells and the header only 2"), ("line 3", LAST)],
    ),
    ("too many cells, all empty", "a,b\n1,2,,\n", [("line 2", ROW)]),
    ("a name twice", "a,a,A\n1,2,3\n", [("line 2", {"a": "1", "a (2)": "2", "A": "3"})]),
    (
        "columns without a name",
        "a,,b,\n1,2,3,4\n",
        [("line 2", {"a": "1", "column 2": "2", "b": "3", "column 4": "4"})],
    ),
    ("a header again", "a,b\n1,2\na,b\n8,9\n", [("line 2", ROW), ("line 4", LAST)]),
    ("one column", "Email\njane@example.com\n", [("line 2", {"Email": "jane@example.com"})]),
    ("an open quote", 'a,b\n1,"2\n8,9\n8,9\n', [("line 2", QUOTE), ("line 3", LAST), ("line 4", LAST)]),
    (
        "an open quote before a closed one",
        'a,b\n1,"2\n8,9\n1,"2"\n8,9\n',
        [("line 2", QUOTE), ("line 3", LAST), ("line 4", ROW), ("line 5", LAST)],
    ),
    (
        "an open quote that a quote in a cell closes",
        'a,b,c,d\n1,"2,3,4\n1,2,3,4\n1,2,5\'6",4\n1,2,3,4\n',
        [
            ("line 2", QUOTE),
            ("line 3", {"a": "1", "b": "2", "c": "3", "d": "4"}),
            ("line 4", {"a": "1", "b": "2", "c": "5'6\"", "d": "4"}),
            ("line 5", {"a": "1", "b": "2", "c": "3", "d": "4"}),
        ],
    ),
    (
        "quotes not doubled",
        'a,b\n"say "x"\nyou",2\n8,9\n',
        [("line 2", QUOTE), ("line 3", {"a": 'you"', "b": "2"}), ("line 4", LAST)],
    ),
    (
        "quotes not doubled, over lines",
        'a,b\n"say "x"\nor\nyou",2\n8,9\n',
        [("line 2", QUOTE), ("line 3", PART), ("line 4", {"a": 'you"', "b": "2"}), ("line 5", LAST)],
    ),
    ("a NUL", "a,b\n1,\0\n8,9\n", [("line 2", "The row holds a character (NUL)"), ("line 3", LAST)]),
    (
        "a NUL in a quoted text",
        'a,b\n1,"x\ny\0\nz"\n8,9\n',
        [("line 2", "The row holds a character (NUL)"), ("line 5", LAST)],
    ),
    ("UTF-8 with a mark", "\ufeffa,ö\nß,2\n", [("line 2", {"a": "ß", "ö": "2"})]),
    ("a mark in the middle", "a,b\n\ufeff1,2\n", [("line 2", ROW)]),
    ("UTF-16 with a mark", "a;ö\nß;€\n".encode("utf-16"), [("line 2", {"a": "ß", "ö": "€"})]),
    ("UTF-16, big end first", "\ufeffa;ö\nß;€\n".encode("utf-16-be"), [("line 2", {"a": "ß", "ö": "€"})]),
    ("UTF-16 without a mark", "name;ö\nß;2\n".encode("utf-16-le"), [("line 2", {"name": "ß", "ö": "2"})]),
    (
        "UTF-16 without a mark, big end first",
        "name;ö\nß;2\n".encode("utf-16-be"),
        [("line 2", {"name": "ß", "ö": "2"})],
    ),
    ("UTF-16 with an odd byte at the end", "a,b\n1,2\n".encode("utf-16") + b"x", [("line 2", ROW)]),
    ("Windows-1252", "a;ö\nß;€\n".encode("cp1252"), [("line 2", {"a": "ß", "ö": "€"})]),
    (
        "Windows-1252 in one row",
        "a,b\nß,2\n".encode() + b"\xdf,2\n",
        [("line 2", {"a": "ß", "b": "2"}), ("line 3", {"a": "ß", "b": "2"})],
    ),
    ("neither", b"a,b\n\x81\xff,2\n8,9\n", [("line 2", "The row holds characters"), ("line 3", LAST)]),
]

BODIES = [
    ("bodies", "A=1&B=2\nA=3&B=\n", [("line 1", {"A": "1", "B": "2"}), ("line 2", {"A": "3", "B": ""})]),
    ("encoded", "From=%2B1555&Body=a+b%3D%26%C3%BC%0A\n", [("line 1", {"From": "+1555", "Body": "a b=&ü\n"})]),
    ("a repeated field", "A=1&A=2&A=3&B=4", [("line 1", {"A": ["1", "2", "3"], "B": "4"})]),
    ("a NUL", "A=%00&B=2", [("line 1", {"A": "\ufffd", "B": "2"})]),
    (
        "broken lines",
        "A=1&B=2\nnothing\nA=%ff&B=2\n\nA=1&B=2&\n",
        [
            ("line 1", {"A": "1", "B": "2"}),
            ("line 2", "The line is not a form-encoded body"),
            ("line 3", "The line holds characters that are not text"),
            ("line 5", {"A": "1", "B": "2"}),
        ],
    ),
]


@pytest.mark.parametrize("size", [1, 5, 1 << 20])
@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in [*TABLES, *BODIES]])
def test_records_and_places(text: str | bytes, expected: list[tuple[str, object]], size: int) -> None:
    found = read(text if isinstance(text, bytes) else text.encode(), size)
    assert matches(found, expected), found

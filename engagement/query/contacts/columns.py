"""The columns of the contact list, each said once: an entry of COLUMNS is all that a column is.

What its words and values are stands here. What a value of its kind looks like is said where it is written: in a file
and in JSON by query/contacts/export.py, in a terminal by cli/tables.py, on screen by ui/contacts/contact_cells.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from operator import attrgetter
from typing import Any

from engagement.query.question.rows import ContactRow, OptOut

Value = Callable[[Any], Any]
"""What gives a value of a row: of a ContactRow here, and of other rows in other files."""


class Kind(Enum):
    """What a value is, and with it how it is written. Beside each stands the value's type."""

    NAME = auto()  # str: what the contact is called on screen, a link to them
    ID = auto()  # int: a number to find them by; a text in a file, since a spreadsheet's numbers have 15 digits
    WORD = auto()  # str | None: of the vocabulary, or of our own making
    TEXT = auto()  # str: what other people wrote, so that it could be meant to run in a spreadsheet
    TEXTS = auto()  # tuple[str, ...]: several of them
    ADDRESSES = auto()  # tuple[tuple[str, ...], tuple[str, ...]]: emails, and numbers in E.164; the main one first
    PHONES = auto()  # tuple[str, ...]: numbers in E.164
    NUMBER = auto()  # int; or tuple[int, int]: all, and how many of them are machines'
    MOMENT = auto()  # datetime | None, aware
    BADGE = auto()  # tuple[Channel | None, EventType | None]: a status of a message
    SWITCH = auto()  # object: yes where it is true
    # tuple[OptOut | None, OptOut | None, OptOut | None, datetime | None]: of email, texts and calls; when they asked to
    # stop in words that nobody decided on yet
    OPT_OUTS = auto()


FOREIGN = frozenset((Kind.TEXT, Kind.TEXTS))
"""The kinds whose texts others wrote."""

_FOR_PEOPLE = frozenset((Kind.NAME, Kind.ADDRESSES, Kind.BADGE, Kind.OPT_OUTS))  # more than one plain value
_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Part:
    """A column as programs get it: one plain value under a name that is kept from now on.

    ValueError for a kind that is no plain value: the column needs parts of its own.
    """

    name: str
    kind: Kind
    value: Value
    withheld: Value | None = None  # of whom a file says nothing here, unless opted-out addresses are asked for
    in_files: bool = True  # False: it is in JSON only
    width: int = _WIDTH  # of the workbook's column, in characters

    def __post_init__(self) -> None:
        if self.kind in _FOR_PEOPLE:
            raise ValueError(f"The column {self.name!r} is more than one value to a program: say its parts.")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list. Without `own_parts`, programs get its value under its key.

    People choose columns on screen by their labels, which addresses and saved filters hold. One without a label is for
    programs only.
    """

    key: str
    label: str
    kind: Kind
    value: Value
    meaning: str = ""  # on hover
    usual: bool = True  # shown where nobody chose columns; in a terminal nobody can
    short: str = ""  # its heading in a terminal, where that is not its label
    at_end: bool = False  # people find it behind all others, though files have it here
    own_parts: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The column as programs get it."""
        return self.own_parts or (Part(self.key, self.kind, self.value),)


def _with_machines(name: str) -> tuple[Part, ...]:
    """A count, and how many of it are machines'."""
    names = (name, f"machine_{name}")
    return tuple(Part(one, Kind.NUMBER, attrgetter(one)) for one in names)


def _opt_out_parts(name: str) -> tuple[Part, ...]:
    """Whether, since when and why the contact must not be written to, or called, on a channel."""
    of: Callable[[ContactRow], OptOut | None] = attrgetter(name)

    return (
        Part(name, Kind.SWITCH, of),
        Part(f"{name}_since", Kind.MOMENT, lambda row: (found := of(row)) and found.at),
        Part(f"{name}_reason", Kind.WORD, lambda row: (found := of(row)) and found.reason),
    )


def _keeps_phones(row: ContactRow) -> bool:
    """Whether a file says nothing of their numbers: they opted out of texts, or asked to and wait for a decision."""
    return row.do_not_text is not None or row.asked_to_stop_at is not None


COLUMNS: tuple[Column, ...] = (
    Column("id", "", Kind.ID, attrgetter("id"), own_parts=(Part("id", Kind.ID, attrgetter("id"), width=18),)),
    Column(
        "name",
        "Name",
        Kind.NAME,
        attrgetter("title"),
        own_parts=(Part("name", Kind.TEXT, attrgetter("name"), width=24),),  # "" where a title stands for it
    ),
    Column("kind", "Kind", Kind.WORD, attrgetter("kind")),
    Column("owner", "Owner", Kind.TEXT, attrgetter("owner")),
    Column("stage", "Stage", Kind.TEXT, attrgetter("stage"), usual=False),
    Column("source", "Source", Kind.TEXT, attrgetter("source"), usual=False),
    Column("labels", "Labels", Kind.TEXTS, attrgetter("labels"), usual=False),
    Column(
        "addresses",
        "Email and phone",
        Kind.ADDRESSES,
        attrgetter("emails", "phones"),
        "Their main address and number",
        short="address",
        at_end=True,
        own_parts=(
            Part("emails", Kind.TEXTS, attrgetter("emails"), withheld=attrgetter("do_not_email"), width=32),
            Part("phones", Kind.PHONES, attrgetter("phones"), withheld=_keeps_phones, width=18),
        ),
    ),
    Column(
        "last_status",
        "Last status",
        Kind.BADGE,
        attrgetter("last_status_channel", "last_status"),
        "What became of the message that something happened to last",
        own_parts=(
            Part("last_status", Kind.WORD, attrgetter("last_status")),
            Part("last_status_channel", Kind.WORD, attrgetter("last_status_channel"), in_files=False),
            Part("last_status_at", Kind.MOMENT, attrgetter("last_status_at"), in_files=False),
        ),
    ),
    Column(
        "last_engaged_at",
        "Last engagement",
        Kind.MOMENT,
        attrgetter("last_engaged_at"),
        "When they last opened, clicked or replied",
    ),
    Column(
        "opens",
        "Opens",
        Kind.NUMBER,
        attrgetter("opens", "machine_opens"),
        "Emails opened, over all of time",
        own_parts=_with_machines("opens"),
    ),
    Column(
        "clicks",
        "Clicks",
        Kind.NUMBER,
        attrgetter("clicks", "machine_clicks"),
        "Links clicked, over all of time",
        own_parts=_with_machines("clicks"),
    ),
    Column(
        "replies",
        "Replies",
        Kind.NUMBER,
        attrgetter("replies"),
        "Texts they sent, without stop, start and help words, reactions and automatic answers, over all of time",
    ),
    Column(
        "opt_outs",
        "Opt-outs",
        Kind.OPT_OUTS,
        attrgetter("do_not_email", "do_not_text", "do_not_call", "asked_to_stop_at"),
        "What they must not be sent, or asked in their own words not to be",
        short="opted out",
        own_parts=(
            *_opt_out_parts("do_not_email"),
            *_opt_out_parts("do_not_text"),
            *_opt_out_parts("do_not_call"),
            Part("asked_to_stop_at", Kind.MOMENT, attrgetter("asked_to_stop_at")),
        ),
    ),
)
"""All of them, in the order that files and JSON have them."""


def for_people() -> tuple[Column, ...]:
    """The columns that people see, in their order; the name is the first."""
    return tuple(sorted((column for column in COLUMNS if column.label), key=lambda column: column.at_end))


def document_parts() -> tuple[Part, ...]:
    """What JSON has of them."""
    return tuple(part for column in COLUMNS for part in column.parts)


def file_parts() -> tuple[Part, ...]:
    """What a file has of them."""
    return tuple(part for part in document_parts() if part.in_files)

"""Saying what the columns of a contact list are, where its headings do not: a choice for each, and what comes out.

Of a workbook with several sheets, which one is read is a choice too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import streamlit as st

from engagement.domain.vocabulary import CHANNEL_WORDS
from engagement.errors import ColumnError
from engagement.formats.headings import TableHead
from engagement.providers import contact_list, providers, recognises
from engagement.providers.base import ReadContext
from engagement.providers.columns import WORDS, PreviewRow, consent_not_read, headings_for, preview, told_of, words_of
from engagement.store.account import remember_columns, remembered_columns
from engagement.ui.frame.account import Account
from engagement.ui.intake.file_heads import head_of
from engagement.ui.parts.markup import Html, joined, label, text
from engagement.ui.parts.notice import nothing_here, problem
from engagement.ui.parts.table import Head, table

_A_LINE = 4  # choices beside one another
_HEADS = tuple(map(Head, ("Name", "Kind", "Owner", "Addresses", "Opt-outs", "Not read")))


_ASKED = (
    "{} {} of consent, and nothing is read there. Say “no email”, “no text” or “no call” where a yes means that "
    "somebody does not want it, and “email opt-in” and the like where a no does. What such a column says can add an "
    "opt-out and never lifts one."
)
_TOLD = "No heading says which column has the {1}. By what it holds it is {0}: choose another word if it is not theirs."


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file are said to be. `headings` are those to read it under, None for its own.

    `sheet` is the one to read where a workbook has several. A file that is no contact list has neither.
    """

    own: tuple[str, ...]
    words: list[str]
    headings: list[str] | None
    is_new: bool  # not what was remembered, or what the headings say
    sheet: str | None = None

    def remember(self, account: Account) -> None:
        """Keep it for the next file with the same headings."""
        if self.is_new:
            remember_columns(account.engine, self.own, self.words)


def choose_columns(account: Account, name: str, stream: BinaryIO) -> Columns | None:
    """Draw the choices for a file that is a contact list, or a table nobody knows; None where there is none to make.

    ColumnError when what is chosen cannot be.
    """
    head = head_of(stream)
    if head is None:
        return None
    sheet = _sheet(name, head) if len(head.sheets) > 1 else None
    no_list = Columns((), [], None, is_new=False, sheet=sheet) if sheet else None
    if sheet not in (None, head.sheet):
        head = head_of(stream, sheet)
        if head is None:
            nothing_here(f"Nothing in the sheet {sheet} is a table: choose another.")
            return no_list
    known_by = [provider for provider in providers() if recognises(provider, head.rows[0].fields)]
    if known_by and known_by[0] is not contact_list.PROVIDER:
        return no_list
    told = told_of(head.headings, head.rows, account.settings.region)
    said = words_of(head.headings, told)
    kept = remembered_columns(account.view.connection, head.headings)
    asked = [] if kept else consent_not_read(head.headings, said)
    title = _title(name, known=bool(known_by or told), remembered=kept is not None)
    with st.expander(label(title), expanded=not known_by or bool(asked or told)):
        words = _words(f"{sheet} of {name}" if sheet else name, head, kept or said)
        if unread := consent_not_read(head.headings, words):
            problem(_ASKED.format(", ".join(unread), "speaks" if len(unread) == 1 else "speak"))
        for heading, channel in ({} if kept else told).items():
            nothing_here(_TOLD.format(heading, CHANNEL_WORDS[channel].column))
        headings = None
        if told or words != said:
            try:
                headings = headings_for(head.headings, words, told)
            except ColumnError as error:
                problem(str(error))
                raise
        if headings or known_by:
            st.html(_preview(head, headings or list(head.headings), account))
        else:
            nothing_here("Say what its columns are, or every row of it will be listed as a reject.")
    return Columns(head.headings, words, headings, words != (kept or said), sheet)


def _sheet(name: str, head: TableHead) -> str | None:
    """The sheet of a workbook that is to be read."""
    place = head.sheets.index(head.sheet) if head.sheet in head.sheets else 0
    return st.selectbox(f"Which sheet of {label(name)} is read", head.sheets, place, key=f"sheet of {name}")


def _title(name: str, *, known: bool, remembered: bool) -> str:
    if remembered:
        return f"Columns of {name}, as you said last time"
    if known:
        return f"Columns of {name}, as their headings say"
    return f"What are the columns of {name}? Their headings are not known"


def _words(name: str, head: TableHead, before: Sequence[str]) -> list[str]:
    """One choice a column. A word that only a heading says ("email type") is among the choices of its column."""
    chosen = []
    for first in range(0, len(head.headings), _A_LINE):
        places = st.columns(_A_LINE)
        for number in range(first, min(first + _A_LINE, len(head.headings))):
            words = WORDS if before[number] in WORDS else (*WORDS, before[number])
            word: str = places[number - first].selectbox(
                label(head.headings[number]),
                words,
                words.index(before[number]),
                format_func=lambda word: word or "not read",
                key=f"column {number} of {name}",
            )
            chosen.append(word)
    return chosen


def _preview(head: TableHead, headings: Sequence[str], account: Account) -> Html:
    """The first rows as they are read."""
    rows = preview(head.rows, headings, ReadContext(account.now, account.settings.region, zone=account.zone))
    return joined(
        '<p class="eg-quiet">The first rows, as they are read:</p>',
        table(_HEADS, map(_row, rows), label="Preview"),
    )


def _row(row: PreviewRow) -> Sequence[str]:
    cells = ["", "", "", ""]
    contact = row.contact
    if contact is not None:
        addresses = ", ".join(f"{one.value}{f' ({one.type})' if one.type else ''}" for one in contact.addresses)
        cells = [contact.name or "", contact.kind.value if contact.kind else "", contact.owner or "", addresses]
    opt_outs = dict.fromkeys(f"no {record.channel.value}" for record in row.opt_outs)
    return [text(cell) for cell in (*cells, ", ".join(opt_outs), " ".join(row.not_read))]

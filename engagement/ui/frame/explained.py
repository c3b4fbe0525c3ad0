"""How numbers are counted, on request: below a table or picture, what each number in it counts, and what all go by."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from engagement.domain.vocabulary import CHANNEL_WORDS
from engagement.lib.moments import moment_words
from engagement.query.numbers.basis import Basis, basis
from engagement.query.question.wording import listed
from engagement.ui.frame.account import Account
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, attribute, counted, joined, text
from engagement.ui.parts.rates import INTERVALS
from engagement.ui.parts.table import NUMBER, Cell, Head, Row, table

RATES = {"Rates": INTERVALS}
"""For the `counts` of a table with rates."""


class Explainer:
    """Says of numbers what they go by; made once for a page."""

    def __init__(self, by: Basis, zone: ZoneInfo) -> None:
        self.basis = by
        self._zone = zone

    def details(self, of: str, counts: Mapping[str, str], by: Basis | None = None) -> Html:
        """What opens below the numbers `of` something: how each is counted, by its name on the screen, then from which
        files, until when and without what. ValueError where a number is not explained."""
        if empty := [name for name, how in counts.items() if not how.strip()]:
            raise ValueError(f"{of}: nothing says how {', '.join(empty)} is counted.")
        rows = [*((text(name), text(how)) for name, how in counts.items()), *self._facts(by or self.basis)]
        return joined(
            '<details class="eg-counted"><summary>How is this counted?',
            f'<span class="eg-unseen"> {attribute(of)}</span></summary><dl class="eg-verdict">',
            *(f"<div><dt>{name}</dt><dd>{how}</dd></div>" for name, how in rows),
            "</dl></details>",
        )

    def table(
        self,
        heads: Sequence[Head],
        rows: Iterable[Row | Sequence[str | Cell]],
        *,
        label: str,
        kind: str = "",
        lines: Mapping[str, str] | None = None,
        also: Mapping[str, str] | None = None,
        by: Basis | None = None,
    ) -> Html:
        """A table of numbers, with how they are counted below it.

        `lines` explains its rows by their headings, and else its columns of numbers do, by their meanings; `also`
        explains what more is in it. ValueError for a row or column of numbers that nobody explained.
        """
        shown = [one if isinstance(one, Row) else Row(one) for one in rows]
        counts = dict(lines or {})
        counts |= {head.words: head.meaning for head in heads if head.meaning or (lines is None and _is_number(head))}
        known = {text(name) for name in lines or {}}
        headings = [one.cells[0] for one in shown if not one.is_group] if lines is not None else []
        if strange := [str(one) for one in headings if one not in known]:
            raise ValueError(f"{label}: nothing says how {', '.join(strange)} is counted.")
        made = table(heads, shown, kind=kind, label=label)
        return joined(made, self.details(label, counts | dict(also or {}), by))

    def _facts(self, by: Basis) -> Iterable[tuple[str, str]]:
        yield "From", self._files(by)
        known = [
            f"{CHANNEL_WORDS[channel].messages} until {moment_words(at, self._zone)}"
            for channel, at in by.until.items()
            if at is not None
        ]
        yield "Until", text(f"The latest event on file: {listed(known, 'and')}." if known else "No event is on file.")
        yield "Left out everywhere", self._left_out(by)

    def _files(self, by: Basis) -> str:
        parts = [f"{text(one.label)} ({counted(one.files, 'file')})" for one in by.files]
        return f"{listed(parts, 'and')}: {_link(Screen.IMPORTS, 'Imports')}." if parts else "No files yet."

    def _left_out(self, by: Basis) -> str:
        skipped = sum(one.skipped for one in by.files)
        rejected = sum(one.rejected for one in by.files)
        words = []
        if rejected:
            words.append(f"{counted(rejected, 'record')} that could not be read")
        if skipped:
            words.append(f"{counted(skipped, 'record')} skipped, such as mail sent in a provider's test mode")
        days = [
            f"{CHANNEL_WORDS[channel].messages} on {counted(missing, 'day')}"
            for channel, missing in by.missing.items()
            if missing
        ]
        if days:
            words.append(f"what is missing: {listed(days, 'and')} ({_link(Screen.COVERAGE, 'Coverage')})")
        words.append("files that were not recognised or were taken back")
        told = "; ".join(words)
        return f"{told[0].upper()}{told[1:]}. People on no contact list are counted like others."


def explainer(account: Account) -> Explainer:
    """What the numbers of `account` go by."""
    return Explainer(basis(account.view), account.zone)


def _is_number(head: Head) -> bool:
    return NUMBER in head.kind.split()


def _link(screen: Screen, words: str) -> str:
    return f'<a data-screen="{screen}" href="{screen}">{words}</a>'

"""What the journal tells for taking one import back: its own steps, and those of the others that bear on something."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from engagement.ingest.people.subjects import Subject
from engagement.ingest.write.journal import digests, raw_records, touched_by
from engagement.store.journal import journal
from engagement.store.sql import fetch


class Journal:
    """The journal, as one import being taken back looks at it."""

    def __init__(self, connection: Connection, import_id: int) -> None:
        self.connection = connection
        j = journal.c
        steps = sorted(fetch(connection, select(j.step, j.import_id)))
        self.own: Sequence[int] = [step for step, its_import in steps if its_import == import_id]
        self.of_others: Sequence[int] = [step for step, its_import in steps if its_import != import_id]
        self._is_own = frozenset(self.own)
        # Eight bytes for each subject of each step.
        self._touched = {step: touched_by(kept) for step, kept in sorted(fetch(connection, select(j.step, j.touched)))}

    def is_own(self, step: int) -> bool:
        """Whether a step is of the import that is taken back."""
        return step in self._is_own

    def by_any(self, subjects: Iterable[Subject]) -> list[int]:
        """The steps that any of `subjects` is in, in their order."""
        wanted = digests(subjects)
        return [step for step, touched in self._touched.items() if wanted and not wanted.isdisjoint(touched)]

    def others(self, subjects: Iterable[Subject]) -> list[int]:
        """Those of them that are of other imports, or of people."""
        return [step for step in self.by_any(subjects) if step not in self._is_own]

    def raw(self, steps: Iterable[int]) -> Iterator[list[tuple[str, Any]]]:
        """The records of some steps as they are kept, each its kind and its fields; one step in memory at a time."""
        for step in steps:
            kept = self.connection.execute(select(journal.c.records).where(journal.c.step == step)).scalar_one()
            yield raw_records(kept)

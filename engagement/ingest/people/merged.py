"""Whom rows of contact lists mean that are about a contact who was merged into another."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from engagement.domain.names import names_agree
from engagement.domain.records import ContactRecord
from engagement.ingest.people.before_merge import read
from engagement.ingest.people.holders import Address
from engagement.store.merges import merges
from engagement.store.sql import among


class Gone(NamedTuple):
    """A contact who was merged into another, as lists know it."""

    contact_id: int
    leads_to: int
    key: str
    name: str
    addresses: frozenset[Address]
    external_ids: frozenset[str]
    only_its: frozenset[Address]  # of its addresses, those that the kept one had not
    labels: frozenset[str]  # that the kept one had not

    def may_be(self, record: ContactRecord) -> bool:
        """Whether a row can be about it, as far as external id and name tell."""
        other = self.external_ids and record.external_id and record.external_id not in self.external_ids
        return not other and alike(self.name, record.name or "")


class GoneContacts:
    """The merged contacts that some rows may be about."""

    def __init__(self, connection: Connection, keys: Collection[str], contact_ids: Collection[int]) -> None:
        self.connection = connection
        self.by_id: dict[int, Gone] = {}
        c = merges.c
        self._read(or_(among(connection, c.gone_key, sorted(keys)), among(connection, c.gone_id, sorted(contact_ids))))

    def into(self, contact_ids: Collection[int]) -> None:
        """Read those that lead to some contacts too."""
        self._read(among(self.connection, merges.c.leads_to, sorted(contact_ids)))

    def _read(self, which: object) -> None:
        stands = (merges.c.undone_at.is_(None), which)
        for row in self.connection.execute(select(merges).where(*stands)):  # type: ignore[arg-type]
            before = read(row.before)
            had = before.gone.held()
            self.by_id[row.gone_id] = Gone(
                row.gone_id,
                row.leads_to,
                row.gone_key,
                row.gone_name,
                frozenset(had),
                frozenset(before.gone.external_ids),
                frozenset(had - before.kept.held()),
                frozenset(before.labels_added()),
            )

    def leading_to(self, contact_id: int) -> list[Gone]:
        """Those that were merged into a contact."""
        return [one for one in self.by_id.values() if one.leads_to == contact_id]

    def kept_ids(self) -> set[int]:
        """Whom they lead to."""
        return {one.leads_to for one in self.by_id.values()}

    def labels_of(self, contact_id: int) -> set[str]:
        """The labels that a contact has from those who were merged into it."""
        return set().union(*(one.labels for one in self.leading_to(contact_id)))


def alike(one: str, other: str) -> bool:
    """Whether two names agree, or one is missing."""
    return not one or not other or names_agree(one, other)


def fit(name: str, addresses: Iterable[Address], record: ContactRecord) -> tuple[bool, int]:
    """How well a row fits a person: whether it has just that name, and how many of the addresses."""
    its = set(addresses)
    return bool(name) and name == record.name, sum((a.channel.value, a.value) in its for a in record.addresses)

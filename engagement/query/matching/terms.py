"""A small algebra of contact sets that reads like the sentence on the screen.

    all_of(
        has(Field.OWNER, "Dana"),
        did(Kind.CLICK, last_month),
        none_of(did(Kind.REPLY, last_month)),
    )

A term says who is meant; `members` works out who that is in one state of the sets. The viewer's scope is a term as any
other, that all the rest is combined with (membership.parts).
"""

from collections.abc import Callable
from dataclasses import dataclass

from pyroaring import BitMap

from engagement.domain.marks import Kind
from engagement.query.matching.snapshot import Snapshot
from engagement.query.question.period import Period
from engagement.query.question.scope import Scope
from engagement.store.sets import Field


@dataclass(frozen=True, slots=True)
class Term:
    """Who is meant, worked out when it is asked for."""

    members: Callable[[Snapshot], BitMap]


def did(kind: Kind, period: Period, at_least: int = 1) -> Term:
    """Contacts with `at_least` marks of a kind in a period."""
    return Term(lambda snapshot: snapshot.with_mark(kind, period, at_least))


def has(field: Field, *values: str) -> Term:
    """Contacts with one of `values` in a field."""
    return any_of(*(Term(lambda snapshot, value=value: snapshot.having(field, value)) for value in values))  # type: ignore[misc]


def any_of(*terms: Term) -> Term:
    """Contacts that one of `terms` means; nobody when there is none."""
    if len(terms) == 1:
        return terms[0]
    return Term(lambda snapshot: BitMap.union(BitMap(), *(term.members(snapshot) for term in terms)))


def all_of(*terms: Term) -> Term:
    """Contacts that each of `terms` means; everybody when there is none."""
    if len(terms) == 1:
        return terms[0]
    return Term(lambda snapshot: BitMap.intersection(snapshot.everybody, *(term.members(snapshot) for term in terms)))


def none_of(*terms: Term) -> Term:
    """Contacts that none of `terms` means."""
    meant = any_of(*terms)
    return Term(lambda snapshot: snapshot.everybody - meant.members(snapshot))


def in_scope(scope: Scope) -> Term:
    """Which contacts the viewer may see."""
    return all_of() if scope.owners is None else has(Field.OWNER, *sorted(scope.owners))

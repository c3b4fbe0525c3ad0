"""Which contacts the viewer may see at all."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, true

from engagement.store.schema import contacts


@dataclass(frozen=True, slots=True)
class Scope:
    """Which contacts the viewer may see at all. `owners` None means every contact."""

    owners: frozenset[str] | None = None

    def sees(self, owner: str) -> bool:
        """Whether the contacts of `owner` are among them."""
        return self.owners is None or owner in self.owners


EVERYONE = Scope()


def visible(scope: Scope) -> ColumnElement[bool]:
    """Which contacts the viewer may see, as a condition on `contacts`."""
    return true() if scope.owners is None else contacts.c.owner.in_(sorted(scope.owners))

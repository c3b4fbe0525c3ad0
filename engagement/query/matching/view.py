"""What every query is asked of: the data as one viewer sees it, in the state that one transaction sees."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Connection, bindparam, select

from engagement.query.matching.snapshot import Snapshot, checked_state, current
from engagement.query.question.scope import Scope
from engagement.query.question.viewpoint import Viewpoint
from engagement.store.plain import Plain
from engagement.store.schema import contacts

_OWNER = Plain(
    lambda _: select(contacts.c.owner).where(contacts.c.contact_id == bindparam("contact_id", type_=BigInteger))
)


@dataclass(frozen=True, slots=True)
class View:
    """A transaction with whoever looks: made once for a page, a command or an export, and handed to every query."""

    connection: Connection
    viewpoint: Viewpoint

    @property
    def snapshot(self) -> Snapshot:
        """The contact sets in the transaction's state, read once in it. StoreError as checked_state."""
        return current(self.connection, self.zone)

    @property
    def scope(self) -> Scope:
        """Which contacts the viewer may see."""
        return self.viewpoint.scope

    @property
    def zone(self) -> ZoneInfo:
        """The account's time zone."""
        return self.viewpoint.zone

    @property
    def today(self) -> date:
        """The day it is there."""
        return self.viewpoint.today

    @property
    def region(self) -> str:
        """The country of phone numbers written without one."""
        return self.viewpoint.region

    def check(self) -> None:
        """StoreError when the sets and counts are of days of another time zone: for what reads stored counts alone."""
        checked_state(self.connection, self.zone)

    def sees(self, contact_id: int) -> bool:
        """Whether the viewer may see a contact: asked before anything of that contact is read.

        Who sees everybody may see an id that nobody has as well.
        """
        return self.scope.owners is None or any(
            self.scope.sees(owner) for (owner,) in _OWNER.rows(self.connection, contact_id=contact_id)
        )

"""Who is asking, and by which calendar: what every query takes beside its question."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from engagement.lib.moments import today_in
from engagement.query.question.scope import EVERYONE, Scope
from engagement.store.account import AccountSettings


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """The viewer's scope, the account's time zone with the day it is there, and the region of bare phone numbers."""

    scope: Scope
    zone: ZoneInfo
    today: date
    region: str = "US"


def viewpoint_of(account: AccountSettings, scope: Scope = EVERYONE) -> Viewpoint:
    """The viewpoint of somebody with `scope` on this account, today."""
    return Viewpoint(scope, account.zone, today_in(account.zone), account.region)

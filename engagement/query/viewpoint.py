"""Who is asking, and by which calendar: what every query takes beside its question."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from engagement.days import today_in
from engagement.query.filter import EVERYONE, Scope
from engagement.settings import Settings


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """The viewer's scope, the account's time zone with the day it is there, and the region of bare phone numbers."""

    scope: Scope
    zone: ZoneInfo
    today: date
    region: str = "US"


def viewpoint_of(settings: Settings, scope: Scope = EVERYONE) -> Viewpoint:
    """The viewpoint of somebody with `scope` on this installation, today."""
    return Viewpoint(scope, settings.zone, today_in(settings.zone), settings.region)

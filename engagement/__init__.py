"""Engagement dashboard: who engaged with a brokerage's emails and texts, and what became of every message."""

import zoneinfo

__version__ = "0.1.0"

# Time zones are those of the pinned package `tzdata`, whatever machine this runs on. A machine's own copy would come
# first otherwise, and it may be old: that of Debian 12 does not know that Vancouver stays at UTC-7 since November 2026.
# Every way in passes here, the process that reads ahead among them; what was looked up before is looked up anew.
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()

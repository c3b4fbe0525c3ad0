"""Which events of a message belong to a burst, judged anew from all of them whenever one is added or changed."""

from collections.abc import Collection

from engagement.domain.bursts import CLICKED, Happening, bursts_of
from engagement.ingest.write.merge import Row

JUDGED = ("machine", "burst")
"""The columns of `events` that judge_bursts sets."""
_NEEDED = Happening._fields


def judge_bursts(events: Collection[Row]) -> list[Row]:
    """Set `machine` and `burst` of all events of one message; gives those that are otherwise than they were.

    What the provider says of an event stands, and is no burst. A later event may change what the earlier ones are.
    """
    clicks = 0
    for event in events:
        if event["type"] == CLICKED:
            clicks += 1
    if clicks < 2 and not any(event["burst"] for event in events):  # as with nearly every message
        return []
    found = bursts_of(Happening(*(event[name] for name in _NEEDED)) for event in events)
    changed = []
    for event in events:
        said = event["machine"] and not event["burst"]
        in_one = not said and event["clock"] == 0 and any(burst.holds(event["type"], event["at"]) for burst in found)
        if (event["machine"], event["burst"]) != (said or in_one, in_one):
            event["machine"], event["burst"] = said or in_one, in_one
            changed.append(event)
    return changed

"""What a person says of somebody on Who to call. No database here."""

from enum import StrEnum

from engagement.lib.text import identifying


class Disposition(StrEnum):
    """What becomes of somebody on a list of calls, as the person who works it says."""

    DONE = "done"  # seen to, until they do something new
    LATER = "later"  # not before a day
    NOT_MINE = "not mine"  # not for whoever says it; for the others as before


def caller_key(name: str) -> str:
    """By which two spellings of a name are one person's: without case, accents and needless spaces."""
    return identifying(" ".join(name.split()))

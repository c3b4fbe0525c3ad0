"""Who says something by hand: the name that is kept with it."""

from engagement.errors import EngagementError


def named(by: str, kept_with: str, error: type[EngagementError]) -> str:
    """The name that somebody typed, spaced as one line. `error`, saying what it is kept with, where there is none."""
    name = " ".join(by.split())
    if not name:
        raise error(f"Say who you are: the name is kept with {kept_with}.")
    return name

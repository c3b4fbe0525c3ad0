"""Campaigns by their names: names that differ by case or spaces only are one campaign, shown in one spelling."""

from collections.abc import Iterable

from engagement.lib.ids import stable_id


def campaign_id(name: str) -> int:
    """The id of the campaign called `name`, however it is spelled."""
    return stable_id("campaign", " ".join(name.split()).casefold())


def shown_name(spellings: Iterable[str]) -> str:
    """The one of a campaign's `spellings` that is shown: the same whatever their order, and however often each came.

    One in small and capital letters stands before one in small letters, and that before one in capitals alone; of
    several the one that sorts first does. Spaces are one between words.
    """
    return min((" ".join(name.split()) for name in spellings), key=lambda name: (name.isupper(), name.islower(), name))

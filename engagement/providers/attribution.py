"""What a message was sent as, from what its sender put on it: variables before campaigns before tags.

The providers call these custom arguments, categories and the like; what stands in them is the sender's, so all are read
alike.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import orjson

from engagement.domain.records import AttributedBy, Attribution
from engagement.domain.vocabulary import Origin
from engagement.providers.base import Fields
from engagement.providers.fields import first_text, plain

_CAMPAIGN_NAMES = ("campaign", "campaign_name", "campaign-name", "campaignName")
_ORIGIN_NAMES = ("origin", "message_origin", "message-origin", "messageOrigin")
_VARIABLES = frozenset((*_CAMPAIGN_NAMES, *_ORIGIN_NAMES))
_ORIGINS: Mapping[str, Origin] = {origin.value: origin for origin in Origin}
# Tags by which a program that sends for many (HighLevel) knows its own customer: the same on every email, no campaign.
_OF_PROGRAM = re.compile(r"(?:loc|com|et)_\w+", re.ASCII)
_CAMPAIGN = Origin.CAMPAIGN  # to look a member up on its class costs as much as to parse a small field

# The email providers carry bulk and campaign mail only: what is sent by hand goes through Google or Microsoft. So this
# holds for an email of which its sender said nothing; of such a text nothing is known.
NOTHING_SAID = Attribution(AttributedBy.IMPLIED, Origin.BULK)


def attribution(
    variables: Fields, campaigns: object = None, tags: object = None, *, no_tags: frozenset[str] = frozenset()
) -> Attribution | None:
    """The origin and campaign of a message; None when its sender said neither.

    `campaigns` and `tags` are a text, a list of texts, or a list of objects with a name or an id. `no_tags` are words
    that stand among tags and are the provider's own.
    """
    campaign: str | None = None
    origin: Origin | None = None
    if not _VARIABLES.isdisjoint(variables):
        campaign = _unquoted(first_text(variables, _CAMPAIGN_NAMES))
        origin = origin_called(_unquoted(first_text(variables, _ORIGIN_NAMES)))
    if campaign is None and campaigns:
        campaign = next(iter(_names(campaigns)), None)
    if tags:
        tagged_origin, tagged_campaign = _said_by_tags(tuple(_names(tags)), no_tags)
        origin = origin or tagged_origin
        if campaign is None and (origin is None or origin is _CAMPAIGN):
            campaign = tagged_campaign
    if origin is None and campaign is None:
        return None
    return _said(origin or _CAMPAIGN, campaign)


def origin_called(word: str | None) -> Origin | None:
    """The origin that a sender's `word` is; None when it is none."""
    return _ORIGINS.get(word.casefold()) if word else None


@lru_cache(maxsize=10_000)
def _said_by_tags(tags: tuple[str, ...], no_tags: frozenset[str]) -> tuple[Origin | None, str | None]:
    """The first tag that is an origin, and the first that is none."""
    if any(tag.startswith("loc_") for tag in tags):
        tags = tuple(tag for tag in tags if not _OF_PROGRAM.fullmatch(tag))
    origins = [origin_called(tag) for tag in tags]
    others = (tag for tag, origin in zip(tags, origins, strict=True) if origin is None and tag not in no_tags)
    return next(filter(None, origins), None), next(others, None)


@lru_cache(maxsize=10_000)
def _said(origin: Origin, campaign: str | None) -> Attribution:
    return Attribution(AttributedBy.EVENT, origin, campaign)


def _names(entries: object) -> list[str]:
    listed = entries if isinstance(entries, list) else [entries]
    named = [first_text(entry, ("name", "id")) if isinstance(entry, dict) else plain(entry) for entry in listed]
    return [name for one in named if (name := _unquoted(one))]


def _unquoted(name: str | None) -> str | None:
    """A name as its sender meant it, where a program of theirs wrote it as a text in JSON, in quotes; else as it is."""
    while name is not None and len(name) > 1 and name[0] == name[-1] == '"':
        try:
            name = plain(orjson.loads(name))
        except ValueError:
            break
    return name

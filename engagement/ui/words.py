"""Sentences of the screens about words that the vocabulary names."""

from collections.abc import Mapping
from types import MappingProxyType

from engagement.vocabulary import Channel, ContactKind, Origin

ORIGIN_DEFINITIONS: Mapping[Origin, str] = MappingProxyType(
    {
        Origin.BULK: "Sent to many people at once.",
        Origin.CAMPAIGN: "Sent by a campaign, on its schedule.",
        Origin.MANUAL: "Written to this one person by hand.",
    }
)

NOT_TRACKED = "Opens and clicks are tracked for bulk and campaign emails only; this one was sent by hand."

KIND_WORDS: Mapping[ContactKind, str] = MappingProxyType(
    {ContactKind.LEAD: "Lead", ContactKind.AGENT: "Agent", ContactKind.UNKNOWN: "On no contact list yet"}
)

CHANNEL_WORDS: Mapping[Channel, str] = MappingProxyType({Channel.EMAIL: "Email", Channel.TEXT: "Text"})

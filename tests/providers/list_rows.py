"""Rows of contact lists for tests, and what is to be read in them."""

from datetime import UTC, datetime

from engagement.domain.records import AddressRecord, ContactRecord, RawRecord
from engagement.domain.vocabulary import Channel
from engagement.providers.base import Fields, ReadContext
from engagement.providers.contact_list import PROVIDER

PAT = "pat@example.com"


def contact(fields: Fields, region: str = "US") -> ContactRecord:
    """The only thing that is read in a row."""
    (found,) = PROVIDER.read(
        RawRecord("row 2", fields, "the row"), ReadContext(datetime(2026, 11, 24, tzinfo=UTC), region)
    )
    assert isinstance(found, ContactRecord)
    return found


def email(value: str, kind: str = "", is_main: bool = False) -> AddressRecord:
    return AddressRecord(Channel.EMAIL, value, kind, is_main)


def phone(value: str, kind: str = "", is_main: bool = False) -> AddressRecord:
    return AddressRecord(Channel.TEXT, value, kind, is_main)

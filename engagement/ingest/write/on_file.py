"""Reports that leave out whose message they are about: the message on file with the same id tells."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from engagement.reader.row_values import RowValues, key_of, with_address
from engagement.store.schema import messages
from engagement.store.sql import among, fetch

NOT_ON_FILE = (
    "The record does not say which number the text was sent to, and no text with its id is on file: "
    "import what was sent first, and then this file again."
)
SEVERAL_ON_FILE = "The record does not say which number the text was sent to, and several texts on file have its id."


def whole_records(connection: Connection, records: Sequence[RowValues]) -> list[RowValues | str]:
    """Each record with an address: its own, or that of the message with its key among them or on file; else why not."""
    wanted = {(said.channel, key_of(said)) for said in records if not said.address}
    if not wanted:
        return list(records)
    found: dict[tuple[str, str], set[str]] = {}
    for said in records:
        if said.address and (said.channel, key_of(said)) in wanted:
            found.setdefault((said.channel, key_of(said)), set()).add(said.address)
    for channel, key, address in _stored(connection, {key for _, key in wanted}):
        found.setdefault((channel, key), set()).add(address)
    return [said if said.address else _whole(said, found.get((said.channel, key_of(said)), ())) for said in records]


def addresses_on_file(connection: Connection, record: RowValues) -> set[str]:
    """The addresses of the messages on file that a report which leaves out its own may be about."""
    return {address for channel, _, address in _stored(connection, [key_of(record)]) if channel == record.channel}


def with_keys(connection: Connection, keys: Iterable[str]) -> set[tuple[str, str]]:
    """Channel and address of every message on file that has one of some providers' ids."""
    return {(channel, address) for channel, _, address in _stored(connection, keys)}


def _whole(said: RowValues, addresses: Iterable[str]) -> RowValues | str:
    known = sorted(addresses)
    if len(known) == 1:
        return with_address(said, known[0])
    return SEVERAL_ON_FILE if known else NOT_ON_FILE


def _stored(connection: Connection, keys: Iterable[str]) -> Iterable[Sequence[str]]:
    columns = messages.c.channel, messages.c.provider_key, messages.c.address
    return fetch(connection, select(*columns).where(among(connection, messages.c.provider_key, keys)))

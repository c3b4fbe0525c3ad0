"""Contacts as the list, a contact's screen and an export show them, read by number or by id."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, literal_column, select

from engagement.domain.vocabulary import Channel, ContactKind, EventType
from engagement.lib.moments import from_micros
from engagement.query.matching.view import View
from engagement.query.question.rows import ContactRow, OptOut
from engagement.store.plain import Plain, PlainRow, one_of
from engagement.store.schema import contact_addresses, contact_labels, contacts

# A look in a table is several times faster than a call of the enumeration, and an export makes millions.
_KINDS = {kind.value: kind for kind in ContactKind}
_TYPES: Mapping[str | None, EventType] = {kind.value: kind for kind in EventType}
_CHANNELS: Mapping[str | None, Channel] = {channel.value: channel for channel in Channel}
_EMAIL = Channel.EMAIL.value
_NAMES = ("contact_id", "number", "name", "kind", "owner", "stage", "source")
_OWNER = _NAMES.index("owner")


def shown_columns(without_machines: bool) -> dict[str, ColumnElement[Any]]:
    """The columns that differ when machines are left out."""
    c = contacts.c
    names = ("last_status", "last_status_channel", "last_status_at", "last_engaged_at")
    if not without_machines:
        return {name: c[name] for name in (*names, "opens", "machine_opens", "clicks", "machine_clicks")}
    return {
        **{name: c[f"human_{name}"] for name in names},
        "opens": c.opens - c.machine_opens,
        "machine_opens": literal_column("0"),
        "clicks": c.clicks - c.machine_clicks,
        "machine_clicks": literal_column("0"),
    }


def _shown(by: Column[Any], without_machines: bool) -> Callable[[str], Select[Any]]:
    names = _NAMES
    columns = [
        *(contacts.c[name] for name in names),
        *shown_columns(without_machines).values(),
        contacts.c.replies,
        *(contacts.c[f"do_not_{what}_{told}"] for what in ("email", "text", "call") for told in ("at", "reason")),
        contacts.c.asked_to_stop_at,
    ]
    return lambda database: select(*columns).where(one_of(database, by, "wanted"))


_BY_NUMBER, _BY_ID = contacts.c.number, contacts.c.contact_id
_SHOWN = {(by.name, machines): Plain(_shown(by, machines)) for by, machines in product((_BY_NUMBER, _BY_ID), (0, 1))}
_LABELS = Plain(
    lambda database: (
        select(contact_labels.c.contact_id, contact_labels.c.label)
        .where(one_of(database, contact_labels.c.contact_id, "ids"))
        .order_by(contact_labels.c.label)
    )
)
_ADDRESSES = Plain(
    lambda database: (
        select(contact_addresses.c.contact_id, contact_addresses.c.channel, contact_addresses.c.address)
        .where(one_of(database, contact_addresses.c.contact_id, "ids"))
        .order_by(contact_addresses.c.is_main.desc(), contact_addresses.c.address)
    )
)


_IDS = Plain(
    lambda database: select(_BY_NUMBER, _BY_ID, contacts.c.owner).where(one_of(database, _BY_NUMBER, "wanted"))
)


def ids_of_numbers(view: View, numbers: Sequence[int]) -> dict[int, int]:
    """The ids of the contacts with `numbers`; one out of scope is left out."""
    rows = _IDS.rows(view.connection, wanted=list(numbers))
    return {number: contact_id for number, contact_id, owner in rows if view.scope.sees(owner)}


def rows_of_numbers(view: View, numbers: Sequence[int], without_machines: bool) -> list[ContactRow]:
    """The contacts with `numbers`, in their order; one out of scope is left out."""
    rows = _SHOWN[_BY_NUMBER.name, without_machines].rows(view.connection, wanted=list(numbers))
    by_number = {row[1]: row for row in rows}
    return _contact_rows(view, [by_number[number] for number in numbers if number in by_number])


def rows_of_ids(view: View, ids: Sequence[int], without_machines: bool = False) -> list[ContactRow]:
    """The contacts with `ids`, in their order; an id that nobody in scope has is left out."""
    by_id = {row[0]: row for row in _SHOWN[_BY_ID.name, without_machines].rows(view.connection, wanted=list(ids))}
    return _contact_rows(view, [by_id[contact_id] for contact_id in ids if contact_id in by_id])


def _contact_rows(view: View, found: Sequence[PlainRow]) -> list[ContactRow]:
    """Those rows of `_SHOWN` that are in scope, with their labels and addresses."""
    if view.scope.owners is not None:
        found = [row for row in found if view.scope.sees(row[_OWNER])]
    ids = [row[0] for row in found]
    if not ids:
        return []
    labels: dict[int, tuple[str, ...]] = {}
    for contact_id, label in _LABELS.rows(view.connection, ids=ids):
        labels[contact_id] = (*labels.get(contact_id, ()), label)
    emails: dict[int, tuple[str, ...]] = {}
    phones: dict[int, tuple[str, ...]] = {}
    for contact_id, channel, address in _ADDRESSES.rows(view.connection, ids=ids):
        held = emails if channel == _EMAIL else phones
        held[contact_id] = (*held.get(contact_id, ()), address)
    return [_contact_row(row, labels.get(row[0], ()), emails.get(row[0], ()), phones.get(row[0], ())) for row in found]


def _contact_row(
    row: PlainRow, labels: tuple[str, ...], emails: tuple[str, ...], phones: tuple[str, ...]
) -> ContactRow:
    contact_id, _, name, kind, owner, stage, source, *measured = row
    status, channel, status_at, engaged_at, opens, machine_opens, clicks, machine_clicks, replies, *consent = measured
    no_email_at, no_email_reason, no_text_at, no_text_reason, no_call_at, no_call_reason, asked_at = consent
    return ContactRow(
        contact_id,
        name,
        _KINDS[kind],
        owner,
        stage,
        source,
        labels,
        emails,
        phones,
        _TYPES.get(status),
        _CHANNELS.get(channel),
        None if status_at is None else from_micros(status_at),
        None if engaged_at is None else from_micros(engaged_at),
        opens,
        machine_opens,
        clicks,
        machine_clicks,
        replies,
        None if no_email_at is None else OptOut(from_micros(no_email_at), no_email_reason),
        None if no_text_at is None else OptOut(from_micros(no_text_at), no_text_reason),
        None if no_call_at is None else OptOut(from_micros(no_call_at), no_call_reason),
        None if asked_at is None else from_micros(asked_at),
    )

"""Contact lists: one person a row, with a header, from any CRM.

CRMs do not agree on column names, so the usual ones are mapped to ours, and `mapping` says how. A column that maps to
nothing is left out, and where its name speaks of consent, `unread_consent` says so. An address or a kind that cannot be
read is a reject of its own; the person still comes in. What columns say of consent follows the person.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from engagement.domain.addresses import is_placeholder
from engagement.domain.records import AddressRecord, ContactRecord, RawRecord, Reject, Skipped
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel, ContactKind
from engagement.providers import is_report, send_list, suppressions
from engagement.providers.base import Fields, Item, Provider, ReadContext, RejectedRecord
from engagement.providers.consent_columns import consent_columns, opt_outs, opt_outs_of_stage
from engagement.providers.consent_headings import ConsentColumn, Says, consent_column, speaks_of_consent
from engagement.providers.fields import as_text, folded, names_of, quoted
from engagement.providers.list_cells import NAME_PARTS, labels_in, name_of
from engagement.providers.list_headings import (
    ADDRESS_COLUMN,
    AGENT_NAME,
    LABELS,
    fields_of,
    is_of_another,
    is_type_column,
    plain_names,
    type_of,
    type_said,
)
from engagement.providers.own_export import is_ours, own_id, own_text
from engagement.providers.written_addresses import addresses_in, why_not

_KINDS: Mapping[str, ContactKind] = {
    **dict.fromkeys(("lead", "leads"), ContactKind.LEAD),
    **dict.fromkeys(("agent", "agents", "teammember", "teammembers"), ContactKind.AGENT),
}

# What a row about a message has and a row about a person has not.
_ABOUT_MESSAGES = frozenset(
    {"event", "eventdata", "loglevel", "messageid", "messagesid", "smssid", "sid", "messagestatus"}
)
_UNKNOWN = Skipped("A contact on no list, of our own export: it is made by messages.")
_OPT_OUTS = (Says.OUT, Says.IN, Says.STATUS, Says.WHEN)
_WHO = frozenset({"name", "first name", "last name"})


@dataclass(frozen=True, slots=True)
class _Address:
    """A column that holds addresses."""

    column: str
    channel: Channel
    type: str  # as the column's name says it; "" when it does not
    type_column: str | None  # the column that says it for each row


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the columns of one header are read."""

    mapping: Mapping[str, str]  # from the column to our field
    columns: Mapping[str, str]  # from our field to its column, for the fields that have one
    labels: tuple[str, ...]
    addresses: tuple[_Address, ...]
    consent: tuple[ConsentColumn, ...]  # those that may say an opt-out
    unread: tuple[str, ...]  # columns that speak of consent and are not read


def mapping(header: Sequence[str]) -> dict[str, str]:
    """Which of our fields each column is read as, in the words of a screen: "Work Email" is "office email".

    Columns that are not read are absent, among them a second column for a field that takes only one.
    """
    return dict(_plan(tuple(header)).mapping)


def recognises(fields: Fields) -> bool:
    """Whether a record has two columns about a person, an address or a name among them, and none about a message.

    A column of addresses and nothing else is a list too.
    """
    if names_of(fields).keys() & _ABOUT_MESSAGES or isinstance(fields.get("message"), Mapping):
        return False
    if send_list.is_sent(fields) or send_list.is_logged(fields) or is_report(fields) or suppressions.recognises(fields):
        return False
    plan = _plan(tuple(fields))
    if plan.addresses:
        return len(plan.mapping) > 1 or len(fields) == 1
    return len(plan.mapping) > 1 and bool(_WHO & plan.columns.keys())


def read(record: RawRecord, context: ReadContext) -> Iterator[Item]:
    """The contact a row holds: one ContactRecord, after one Reject for each address or kind that cannot be read.

    Then one ConsentRecord for each opt-out that it says, of each address that one is for.

    RejectedRecord when the row has neither a name, nor an address that can be read, nor an external id.
    """
    plan = _plan(tuple(record.fields))
    rejects: list[Reject] = []
    ours = is_ours(record.fields)

    def cell(column: str | None) -> str:
        if column is None:
            return ""
        value = record.fields.get(column)
        return (own_text(value) if ours else as_text(value) or "").strip()

    def field(name: str) -> str | None:
        """None where there is no such column, or where its cell is blank: that says nothing, unless blanks empty."""
        said = cell(plan.columns[name]) if name in plan.columns else None
        return said if context.blanks_empty else said or None

    def reject(reason: str) -> None:
        rejects.append(Reject(record.place, reason, record.raw))

    if ours and folded(field("kind") or "") == ContactKind.UNKNOWN.value:
        yield _UNKNOWN
        return
    contact = ContactRecord(
        name=name_of(*map(field, NAME_PARTS)),
        kind=_kind(plan.columns.get("kind", ""), field("kind") or "", reject),
        external_id=None if ours else field("external id") or None,
        owner=field("owner"),
        stage=field("stage"),
        source=field("source"),
        labels=_labels([cell(column) for column in plan.labels], context) if plan.labels else None,
        addresses=_addresses(plan, cell, context.region, reject),
        contact_id=own_id(field("external id")) if ours else None,
    )
    if not (contact.name or contact.external_id or contact.addresses or contact.contact_id):
        why = " ".join(found.reason for found in rejects)
        raise RejectedRecord(f"{why} The row has no name, address or id of a person.".strip())
    if ours:
        yield from rejects
        yield contact
        for consent in opt_outs(plan.consent, cell, contact.addresses, context, lambda _: None):
            yield replace(consent, is_ours=True)
        return
    said = list(opt_outs(plan.consent, cell, contact.addresses, context, reject)) if plan.consent else []
    if contact.stage:
        said += opt_outs_of_stage(plan.columns["stage"], contact.stage, contact.addresses, context, reject)
    yield from rejects
    yield contact
    yield from said


def unread_consent_columns(fields: Fields) -> tuple[str, ...]:
    """The columns that speak of consent in words that are not known."""
    return _plan(tuple(fields)).unread


def unread_consent(fields: Fields) -> str | None:
    """A sentence that names the columns which speak of consent and are not read; None when there are none."""
    unread = unread_consent_columns(fields)
    if not unread or is_ours(fields):
        return None
    columns = f"column {unread[0]} speaks" if len(unread) == 1 else f"columns {', '.join(unread)} speak"
    what = "what it is" if len(unread) == 1 else "what they are"
    return (
        f"The {columns} of consent in words not known here, so no opt-out was read there: say on Imports {what}, "
        "or head such a column Do Not Email, Do Not Text or Do Not Call, and import the list again."
    )


PROVIDER = Provider("contacts", "Contact list", recognises, read, remark=unread_consent)


@lru_cache(maxsize=256)
def _plan(header: tuple[str, ...]) -> _Plan:
    names = plain_names(header)
    columns = fields_of(names)
    labels = tuple(written for name, written in names.items() if name in LABELS)
    fields = {column: field for field, column in columns.items()} | dict.fromkeys(labels, "labels")
    addresses, described = _address_columns(
        {name: column for name, column in names.items() if column not in fields},
        names,
        agents=columns.get("name") == names.get(AGENT_NAME, ""),
    )
    fields |= described
    rest = [column for column in names.values() if column not in fields]
    consent = tuple(column for column in consent_columns(rest) if column.says in _OPT_OUTS)
    fields |= {column.heading: column.words for column in consent}
    ordered = {column: fields[column] for column in header if column in fields}
    unread = tuple(column for column in rest if column not in fields and _is_unread_consent(column, consent))
    return _Plan(MappingProxyType(ordered), columns, labels, addresses, consent, unread)


def _is_unread_consent(heading: str, read: Sequence[ConsentColumn]) -> bool:
    """Whether a column that is not read speaks of consent: unless it tells no opt-out, or more of one that is read."""
    column = consent_column(heading)
    if column is None:
        return speaks_of_consent(heading)
    return column.says is Says.WHY and not any(other.channels & column.channels for other in read)


def _address_columns(
    columns: Mapping[str, str], names: Mapping[str, str], *, agents: bool
) -> tuple[tuple[_Address, ...], dict[str, str]]:
    """The columns that hold addresses, and what each of `columns` that is about addresses is called by us.

    `columns` are by their plain names, as are `names`, which are all there are. Of a list of `agents`, "Agent Email" is
    their own.
    """
    values: list[tuple[str, Channel, str, int]] = []
    types: dict[tuple[Channel, int], str] = {}
    for name, column in columns.items():
        found = ADDRESS_COLUMN.fullmatch(name)
        if found is None or is_of_another(found["before"], names):
            continue
        channel = Channel.EMAIL if found["email"] else Channel.TEXT
        number = int(found["number"] or found["last"] or 1)
        before, after = found["before"], found["after"]
        if is_type_column(before, after):
            types.setdefault((channel, number), column)
            continue
        before = "" if agents and before == "agent" else before
        kind = type_of((before, after), is_phone=channel is Channel.TEXT)
        if kind is not None:
            kind = "cell" if found["cell"] or found["bare"] else kind
            values.append((column, channel, kind, number))
    described = {column: f"{kind} {CHANNEL_WORDS[channel].column}".strip() for column, channel, kind, _ in values}
    addresses = []
    for column, channel, kind, number in values:
        type_column = types.pop((channel, number), None)
        if type_column is not None:
            described[type_column] = f"{CHANNEL_WORDS[channel].column} type"
        addresses.append(_Address(column, channel, kind, type_column))
    return tuple(addresses), described


def _addresses(
    plan: _Plan, cell: Callable[[str | None], str], region: str, reject: Callable[[str], None]
) -> tuple[AddressRecord, ...]:
    """The addresses of a row, each once. Main on its channel is the first that a column calls so, or else the first."""
    types: dict[tuple[Channel, str], str] = {}
    main: dict[Channel, str] = {}
    for column in plan.addresses:
        said = cell(column.type_column)
        kind = type_said(said, is_phone=column.channel is Channel.TEXT) if said else column.type
        if kind is None:
            continue  # a fax
        is_main = kind == "main" or said.startswith("*")
        for written, value in addresses_in(cell(column.column), column.channel, region):
            if value is None or (column.channel is Channel.TEXT and is_placeholder(value)):
                reject(f"{column.column} {quoted(written)} {why_not(written, value, column.channel)}")
                continue
            if types.get((column.channel, value), "") in ("", "main"):
                types[column.channel, value] = kind or types.get((column.channel, value), "")
            if is_main:
                main.setdefault(column.channel, value)
    for channel, value in types:
        main.setdefault(channel, value)
    return tuple(
        AddressRecord(channel, value, kind, main[channel] == value) for (channel, value), kind in types.items()
    )


def _kind(column: str, written: str, reject: Callable[[str], None]) -> ContactKind | None:
    kind = _KINDS.get(folded(written))
    if kind is None and written:
        reject(f"{column} {quoted(written)} is neither lead nor agent, so it was read as an empty cell.")
    return kind


def _labels(cells: Sequence[str], context: ReadContext) -> tuple[str, ...] | None:
    """The labels of a row; None where it says none, and no blank empties."""
    found = tuple(dict.fromkeys(label for cell in cells for label in labels_in(cell)))
    return found if found or context.blanks_empty else None

"""Contact lists: one person a row, with a header, from any CRM.

CRMs do not agree on column names, so the usual ones are mapped to ours, and `mapping` says how. A column that maps to
nothing is left out, and where its name speaks of consent, `unread_consent` says so. An address or a kind that cannot be
read is a reject of its own; the person still comes in. What columns say of consent follows the person.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from engagement.domain.addresses import is_placeholder
from engagement.domain.records import AddressRecord, ContactRecord, RawRecord, Reject, Skipped
from engagement.domain.vocabulary import Channel, ContactKind
from engagement.providers import is_report, send_list, suppressions
from engagement.providers.base import Fields, Item, Provider, ReadContext, RejectedRecord
from engagement.providers.consent_columns import opt_outs, opt_outs_of_stage
from engagement.providers.fields import as_text, folded, names_of, quoted
from engagement.providers.list_cells import NAME, in_a_row, in_json, labels_in, name_of
from engagement.providers.list_headings import type_said
from engagement.providers.list_plan import Plan, plan_of
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
_WHO = frozenset({"name", "first name", "last name"})


def mapping(header: Sequence[str]) -> dict[str, str]:
    """Which of our fields each column is read as, in the words of a screen: "Work Email" is "office email".

    Columns that are not read are absent, among them a second column for a field that takes only one.
    """
    return dict(plan_of(tuple(header)).mapping)


def recognises(fields: Fields) -> bool:
    """Whether a record has two columns about a person, an address or a name among them, and none about a message.

    A column of addresses and nothing else is a list too.
    """
    if names_of(fields).keys() & _ABOUT_MESSAGES or isinstance(fields.get("message"), Mapping):
        return False
    if send_list.is_sent(fields) or send_list.is_logged(fields) or is_report(fields) or suppressions.recognises(fields):
        return False
    plan = plan_of(tuple(fields))
    if plan.addresses:
        return len(plan.mapping) > 1 or len(fields) == 1
    return len(plan.mapping) > 1 and bool(_WHO & plan.columns.keys())


def read(record: RawRecord, context: ReadContext) -> Iterator[Item]:
    """The contact a row holds: one ContactRecord, after one Reject for each address or kind that cannot be read.

    Then one ConsentRecord for each opt-out that it says, of each address that one is for.

    RejectedRecord when the row has neither a name, nor an address that can be read, nor an external id.
    """
    plan = plan_of(tuple(record.fields))
    rejects: list[Reject] = []
    ours = is_ours(record.fields)

    def cell(column: str) -> str:
        value = record.fields.get(column)
        return (own_text(value) if ours else as_text(value) or "").strip()

    def field(name: str) -> str | None:
        """None where there is no such column, or where its cell is blank: that says nothing, unless blanks empty."""
        column = plan.columns.get(name)
        if column is None:
            return None
        said = cell(column)
        return said if context.blanks_empty else said or None

    def reject(reason: str) -> None:
        rejects.append(Reject(record.place, reason, record.raw))

    if ours and folded(field("kind") or "") == ContactKind.UNKNOWN.value:
        yield _UNKNOWN
        return
    contact = ContactRecord(
        name=name_of(*map(field, NAME), *map(field, plan.more_of_name)),
        kind=_kind(plan.columns.get("kind", ""), field("kind") or "", reject),
        external_id=None if ours else field("external id") or None,
        owner=field("owner"),
        stage=field("stage"),
        source=field("source"),
        labels=_labels(plan, record.fields, cell, context),
        addresses=_addresses(plan, record.fields, cell, context.region, reject),
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


def channels_without_column(header: Sequence[str]) -> tuple[Channel, ...]:
    """The channels of which no column holds addresses."""
    there = {column.channel for column in plan_of(tuple(header)).addresses}
    return tuple(channel for channel in Channel if channel not in there)


def unread_consent_columns(fields: Fields) -> tuple[str, ...]:
    """The columns that speak of consent in words that are not known."""
    return plan_of(tuple(fields)).unread


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


def remarks(fields: Fields) -> str | None:
    """Sentences about how a list is read: what only its values told, and columns of consent that are not read."""
    plan = plan_of(tuple(fields))
    if not (plan.told or plan.unread):
        return None
    return " ".join(filter(None, (plan.told, unread_consent(fields)))) or None


PROVIDER = Provider("contacts", "Contact list", recognises, read, remark=remarks)


def _addresses(
    plan: Plan, fields: Fields, cell: Callable[[str], str], region: str, reject: Callable[[str], None]
) -> tuple[AddressRecord, ...]:
    """The addresses of a row, each once. Main on its channel is the first that a column calls so, or else the first."""
    types: dict[tuple[Channel, str], str] = {}
    main: dict[Channel, str] = {}
    for column in plan.addresses:
        said = cell(column.type_column) if column.type_column else ""
        kind = type_said(said, is_phone=column.channel is Channel.TEXT) if said else column.type
        if kind is None:
            continue  # a fax
        is_main = kind == "main" or said[:1] == "*"
        held = in_a_row(fields.get(column.column)) or cell(column.column)
        for written, value in addresses_in(held, column.channel, region):
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
    if not written:
        return None
    kind = _KINDS.get(folded(written))
    if kind is None:
        reject(f"{column} {quoted(written)} is neither lead nor agent, so it was read as an empty cell.")
    return kind


def _labels(plan: Plan, fields: Fields, cell: Callable[[str], str], context: ReadContext) -> tuple[str, ...] | None:
    """The labels of a row; None where no column has any, and where it says none, and no blank empties."""
    if not plan.labels:
        return None
    cells = (in_json(fields.get(column)) or cell(column) for column in plan.labels)
    found = tuple(dict.fromkeys(label for cell in cells for label in labels_in(cell)))
    return found if found or context.blanks_empty else None

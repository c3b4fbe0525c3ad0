"""How the columns of one header of a contact list are read: a plan, made once for all of its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from engagement.domain.vocabulary import CHANNEL_WORDS, Channel
from engagement.providers.consent_columns import consent_columns
from engagement.providers.consent_headings import ConsentColumn, Says, consent_column, speaks_of_consent
from engagement.providers.list_cells import MORE_OF_NAME
from engagement.providers.list_headings import (
    ADDRESS_COLUMN,
    AGENT_NAME,
    LABELS,
    fields_of,
    is_of_another,
    is_type_column,
    plain_names,
    told_of,
    type_of,
)

_OPT_OUTS = (Says.OUT, Says.IN, Says.STATUS, Says.WHEN)


@dataclass(frozen=True, slots=True)
class AddressColumn:
    """A column that holds addresses."""

    column: str
    channel: Channel
    type: str  # as the column's name says it; "" when it does not
    type_column: str | None  # the column that says it for each row


@dataclass(frozen=True, slots=True)
class Plan:
    """How the columns of one header are read."""

    mapping: Mapping[str, str]  # from the column to our field
    columns: Mapping[str, str]  # from our field to its column, for the fields that have one
    labels: tuple[str, ...]
    addresses: tuple[AddressColumn, ...]
    consent: tuple[ConsentColumn, ...]  # those that may say an opt-out
    unread: tuple[str, ...]  # columns that speak of consent and are not read
    more_of_name: tuple[str, ...]  # the fields of a name beside first and last, where there are such columns
    told: str  # what is to be said of columns that no heading but their values tell


@lru_cache(maxsize=256)
def plan_of(header: tuple[str, ...]) -> Plan:
    """The plan of a header; of two columns for a field that takes one, the more usual heading's is read."""
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
    more = () if columns.keys().isdisjoint(MORE_OF_NAME) else MORE_OF_NAME
    return Plan(MappingProxyType(ordered), columns, labels, addresses, consent, unread, more, _by_values(header))


def _is_unread_consent(heading: str, read: Sequence[ConsentColumn]) -> bool:
    """Whether a column that is not read speaks of consent: unless it tells no opt-out, or more of one that is read."""
    column = consent_column(heading)
    if column is None:
        return speaks_of_consent(heading)
    return column.says is Says.WHY and not any(other.channels & column.channels for other in read)


def _address_columns(
    columns: Mapping[str, str], names: Mapping[str, str], *, agents: bool
) -> tuple[tuple[AddressColumn, ...], dict[str, str]]:
    """The columns that hold addresses, and what each of `columns` that is about addresses is called by us.

    `columns` are by their plain names, as are `names`, which are all there are. Of a list of `agents`, "Agent Email" is
    their own.
    """
    values: list[tuple[str, Channel, str, int]] = []
    types: dict[tuple[Channel, int], str] = {}
    for name, column in columns.items():
        if told := told_of(column):
            values.append((column, told[1], "", 1))
            continue
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
        addresses.append(AddressColumn(column, channel, kind, type_column))
    return tuple(addresses), described


def _by_values(header: tuple[str, ...]) -> str:
    """What is to be said of columns that were told by their values, or not told because two would do."""
    told = [found for column in header if (found := told_of(column))]
    said = [
        f"The column {heading} was read as {CHANNEL_WORDS[channel].column} for what it holds, since no heading says "
        "which column that is: say on Imports what it is, if it is another's."
        for heading, channel in told
    ]
    doubtful: dict[Channel, list[str]] = {}
    for column in header:
        if found := told_of(column, is_read=False):
            doubtful.setdefault(found[1], []).append(found[0])
    said += [
        f"Each of the columns {', '.join(headings)} could be the {CHANNEL_WORDS[channel].column} by what it holds, so "
        "none of them was read: say on Imports which one is, and import the list again."
        for channel, headings in doubtful.items()
    ]
    return " ".join(said)

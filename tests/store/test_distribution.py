"""The rules that keep the schema ready for a distributed PostgreSQL, each read off the metadata.

Tables are spread over machines by `contact_id`, so what one machine cannot check alone (a key without `contact_id`, a
reference to rows that live elsewhere) must not be asked of the database. Every rule is tried on the real schema, where
it finds nothing, and on a schema made wrong on purpose, where it must find the breach.
"""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from engagement.store.schema import metadata

KEY = "contact_id"

DISTRIBUTED = frozenset({"contacts", "contact_labels", "contact_addresses", "messages", "events"})
"""Contacts and what hangs on them: spread by contact_id."""

SHARED = frozenset({"campaigns"})
"""Small tables that every machine has a copy of."""

DIRECTORIES = frozenset({"address_owners", "external_ids"})
"""What is unique across contacts, each keyed by the value that is unique, and saying whose it is."""

LOCAL = frozenset(
    {
        "imports",
        "merges",
        "dispositions",
        "set_apart",
        "rejects",
        "journal",
        "journal_start",
        "day_sets",
        "field_sets",
        "set_state",
        "fold_state",
        "campaign_sets",
        "campaign_days",
        "day_counts",
        "saved_filters",
        "ledger",
        "shared_addresses",
        "settings",
    }
)
"""What stays on the coordinator: it belongs to no contact, or to all of them at once."""

Rule = Callable[[sa.MetaData], Iterator[str]]


def tables(schema: sa.MetaData, names: frozenset[str]) -> list[sa.Table]:
    return [table for table in schema.sorted_tables if table.name in names]


def every_table_has_its_place(schema: sa.MetaData) -> Iterator[str]:
    known = DISTRIBUTED | SHARED | DIRECTORIES | LOCAL
    yield from (f"{name} is in none of the lists of this test" for name in sorted(schema.tables.keys() - known))
    yield from (f"{name} is listed but is no table" for name in sorted(known - schema.tables.keys()))


def what_hangs_on_a_contact_says_which(schema: sa.MetaData) -> Iterator[str]:
    for table in tables(schema, DISTRIBUTED | DIRECTORIES):
        if KEY not in table.c or table.c[KEY].nullable:
            yield f"{table.name}.{KEY} is missing or may be null"


def every_primary_key_holds_the_contact(schema: sa.MetaData) -> Iterator[str]:
    for table in tables(schema, DISTRIBUTED):
        if KEY not in table.primary_key.columns:
            yield f"{table.name}'s primary key is without {KEY}"


def every_unique_rule_holds_the_contact(schema: sa.MetaData) -> Iterator[str]:
    for table in tables(schema, DISTRIBUTED):
        unique: list[sa.UniqueConstraint | sa.Index] = [
            *(one for one in table.constraints if isinstance(one, sa.UniqueConstraint)),
            *(one for one in table.indexes if one.unique),
        ]
        yield from (f"{one.name} on {table.name} is unique without {KEY}" for one in unique if KEY not in one.columns)


def every_reference_between_them_holds_the_contact(schema: sa.MetaData) -> Iterator[str]:
    for table in tables(schema, DISTRIBUTED):
        for reference in table.foreign_key_constraints:
            pairs = {(element.parent.name, element.column.name) for element in reference.elements}
            if reference.referred_table.name in DISTRIBUTED and (KEY, KEY) not in pairs:
                yield f"{reference.name} of {table.name} does not go from {KEY} to {KEY}"


def references_stay_where_the_rows_are(schema: sa.MetaData) -> Iterator[str]:
    allowed = {DISTRIBUTED: DISTRIBUTED | SHARED, SHARED: SHARED, DIRECTORIES: SHARED, LOCAL: LOCAL | SHARED}
    for kind, targets in allowed.items():
        for table in tables(schema, kind):
            for reference in table.foreign_key_constraints:
                if reference.referred_table.name not in targets:
                    yield f"{table.name} refers to {reference.referred_table.name}, which may be on another machine"


def every_reference_has_a_name(schema: sa.MetaData) -> Iterator[str]:
    for table in schema.sorted_tables:
        for reference in table.foreign_key_constraints:
            if not reference.name:
                columns = ", ".join(reference.column_keys)
                yield f"{table.name}'s foreign key on {columns} has no name to be dropped and made again by"


def no_reference_changes_the_key(schema: sa.MetaData) -> Iterator[str]:
    for table in tables(schema, DISTRIBUTED):
        for reference in table.foreign_key_constraints:
            deleting, updating = ((word or "").upper() for word in (reference.ondelete, reference.onupdate))
            if KEY in reference.column_keys and (deleting.startswith("SET") or updating not in ("", "NO ACTION")):
                yield f"{reference.name} of {table.name} would change {KEY} in place"


def the_application_makes_every_id(schema: sa.MetaData) -> Iterator[str]:
    for table in schema.sorted_tables:
        numbered = [table.autoincrement_column, *(column for column in table.c if column.identity is not None)]
        numbered += [column for column in table.c if isinstance(column.default, sa.Sequence)]
        yield from (
            f"{table.name}.{column.name} is numbered by the database" for column in numbered if column is not None
        )


def a_directory_is_keyed_by_what_is_unique(schema: sa.MetaData) -> Iterator[str]:
    for table in tables(schema, DIRECTORIES):
        if KEY in table.primary_key.columns:
            yield f"{table.name} would hold one value for several contacts"


def wrong(*changed: sa.Table) -> sa.MetaData:
    """The real schema with the tables of the same name as `changed` put in its place."""
    schema = sa.MetaData()
    names = {table.name for table in changed}
    for table in [*(table for table in metadata.sorted_tables if table.name not in names), *changed]:
        table.to_metadata(schema)
    return schema


def labels(*items: sa.schema.SchemaItem, key: sa.Column[int] | None = None) -> sa.MetaData:
    """The real schema with another contact_labels, sound but for `items` and `key`."""
    column = sa.Column(KEY, sa.BigInteger, nullable=False) if key is None else key
    return wrong(sa.Table("contact_labels", sa.MetaData(), column, sa.Column("label", sa.Text), *items))


PRIMARY = sa.PrimaryKeyConstraint(KEY, "label")

RULES: list[tuple[Rule, Callable[[], sa.MetaData]]] = [
    (
        every_table_has_its_place,
        lambda: wrong(sa.Table("calls", sa.MetaData(), sa.Column("call_id", sa.Text, primary_key=True))),
    ),
    (
        what_hangs_on_a_contact_says_which,
        lambda: labels(sa.PrimaryKeyConstraint("label"), key=sa.Column(KEY, sa.BigInteger, nullable=True)),
    ),
    (every_primary_key_holds_the_contact, lambda: labels(sa.PrimaryKeyConstraint("label"))),
    (every_unique_rule_holds_the_contact, lambda: labels(PRIMARY, sa.UniqueConstraint("label", name="one_label"))),
    (every_unique_rule_holds_the_contact, lambda: labels(PRIMARY, sa.Index("one_label", "label", unique=True))),
    (
        every_reference_between_them_holds_the_contact,
        lambda: labels(
            PRIMARY,
            sa.Column("message_id", sa.BigInteger),
            sa.ForeignKeyConstraint(["message_id"], ["messages.message_id"], name="labels_message_fk"),
        ),
    ),
    (
        every_reference_between_them_holds_the_contact,
        lambda: labels(
            PRIMARY,
            sa.Column("message_id", sa.BigInteger),
            sa.ForeignKeyConstraint(
                ["message_id", KEY], ["messages.contact_id", "messages.message_id"], name="labels_crossed_fk"
            ),
        ),
    ),
    (
        references_stay_where_the_rows_are,
        lambda: labels(
            PRIMARY,
            sa.Column("import_id", sa.BigInteger),
            sa.ForeignKeyConstraint(["import_id"], ["imports.import_id"], name="labels_import_fk"),
        ),
    ),
    (
        references_stay_where_the_rows_are,
        lambda: wrong(
            sa.Table(
                "external_ids",
                sa.MetaData(),
                sa.Column("external_id", sa.Text, primary_key=True),
                sa.Column(KEY, sa.ForeignKey("contacts.contact_id", name="external_ids_contact_fk"), nullable=False),
            )
        ),
    ),
    (
        every_reference_has_a_name,
        lambda: labels(PRIMARY, sa.ForeignKeyConstraint([KEY], ["contacts.contact_id"])),
    ),
    (
        no_reference_changes_the_key,
        lambda: labels(
            PRIMARY,
            sa.ForeignKeyConstraint([KEY], ["contacts.contact_id"], name="labels_contact_fk", ondelete="SET NULL"),
        ),
    ),
    (
        no_reference_changes_the_key,
        lambda: labels(
            PRIMARY,
            sa.ForeignKeyConstraint([KEY], ["contacts.contact_id"], name="labels_contact_fk", onupdate="CASCADE"),
        ),
    ),
    (
        the_application_makes_every_id,
        lambda: wrong(
            sa.Table(
                "campaigns", sa.MetaData(), sa.Column("campaign_id", sa.Integer, primary_key=True), sa.Column("name")
            )
        ),
    ),
    (
        the_application_makes_every_id,
        lambda: labels(PRIMARY, sa.Column("number", sa.Integer, sa.Identity())),
    ),
    (
        a_directory_is_keyed_by_what_is_unique,
        lambda: wrong(
            sa.Table(
                "external_ids",
                sa.MetaData(),
                sa.Column("external_id", sa.Text, primary_key=True),
                sa.Column(KEY, sa.BigInteger, primary_key=True, autoincrement=False),
            )
        ),
    ),
]


@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _ in RULES), ids=lambda rule: rule.__name__)
def test_the_schema_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(metadata)) == []


@pytest.mark.parametrize(("rule", "schema"), RULES, ids=lambda one: getattr(one, "__name__", None))
def test_the_rule_finds_a_schema_made_wrong(rule: Rule, schema: Callable[[], sa.MetaData]) -> None:
    assert list(rule(schema()))


def test_a_changed_but_sound_table_breaks_no_rule() -> None:
    sound = labels(PRIMARY, sa.ForeignKeyConstraint([KEY], ["contacts.contact_id"], name="labels_contact_fk"))
    assert [breach for rule, _ in RULES for breach in rule(sound)] == []

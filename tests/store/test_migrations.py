"""The migrations make the very tables that store/schema.py describes, on both databases, and do so once."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engagement.store.engine import open_store
from engagement.store.schema import metadata


def defaults_differ(
    _context: object, _inspected: object, _column: object, found: str, _default: object, said: str
) -> bool | None:
    """False for two empty strings: on SQLite Alembic quotes one and not the other. None leaves the rest to Alembic."""
    return False if found == "('')" and said == "" else None


def differences(engine: sa.Engine) -> list[object]:
    """What would have to change in the database for it to be as the schema says."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": defaults_differ, "target_metadata": metadata},
        )
        return list(compare_metadata(context, metadata))


def revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def test_from_nothing_the_tables_are_those_of_the_schema(empty_url: str) -> None:
    engine = open_store(empty_url)
    try:
        assert differences(engine) == []
        assert set(sa.inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    finally:
        engine.dispose()


def test_a_missing_table_or_index_and_another_type_or_default_are_seen(empty_url: str) -> None:
    engine = sa.create_engine(empty_url)
    try:
        wrong = sa.MetaData()
        for table in metadata.sorted_tables:
            table.to_metadata(wrong)
        wrong.remove(wrong.tables["rejects"])
        wrong.tables["contacts"].indexes.clear()
        wrong.tables["campaigns"].c.name.type = sa.Integer()
        wrong.tables["contact_addresses"].c.type.server_default = sa.DefaultClause("cell")
        wrong.create_all(engine)
        kinds = {difference[0] for difference in _flat(differences(engine))}
        assert {"add_table", "add_index", "modify_type", "modify_default"} <= kinds
    finally:
        engine.dispose()


def test_opening_a_second_time_changes_nothing(empty_url: str) -> None:
    first = open_store(empty_url)
    with first.begin() as connection:
        connection.execute(sa.insert(metadata.tables["campaigns"]).values(campaign_id=1, name="Spring"))
    before = revision(first)
    first.dispose()
    second = open_store(empty_url)
    try:
        with second.connect() as connection:
            names = connection.scalars(sa.select(metadata.tables["campaigns"].c.name)).all()
        assert (names, revision(second)) == (["Spring"], before)
        assert before is not None
    finally:
        second.dispose()


def _flat(items: list[object]) -> list[tuple[object, ...]]:
    """The differences one by one: alembic puts the changes of one column in a list of their own."""
    flat: list[tuple[object, ...]] = []
    for item in items:
        flat.extend(item if isinstance(item, list) else [item])  # type: ignore[list-item]
    return flat

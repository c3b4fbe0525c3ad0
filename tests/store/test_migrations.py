"""The migrations make the very tables that store/schema.py describes, on both databases, and do so once."""

import sqlite3
from pathlib import Path
from threading import Timer

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engagement.domain.campaign_names import campaign_id
from engagement.store.engine import open_store
from engagement.store.migrate import migrate
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


def test_what_an_earlier_version_kept_is_there_after_the_tables_are_made_again(empty_url: str) -> None:
    earlier = sa.create_engine(empty_url)
    rows: dict[str, list[dict[str, object]]] = {
        "contacts": [{"contact_id": n, "key": f"k{n}", "kind": "lead", "number": n} for n in (7, 3)],
        "contact_labels": [{"contact_id": 7, "label": label} for label in ("Vip", "Buyer")],
        "contact_addresses": [
            {"contact_id": 7, "channel": "email", "address": "jane@example.com", "is_main": True, "opted_out_at": 5},
            {"contact_id": 3, "channel": "text", "address": "+14155550100", "is_main": False, "opted_out_at": None},
        ],
        "address_owners": [{"channel": "email", "address": "jane@example.com", "contact_id": 7}],
        "external_ids": [{"external_id": "X1", "contact_id": 3}],
    }
    with earlier.begin() as connection:
        migrate(connection, to="0006")
        for name, some in rows.items():
            connection.execute(sa.insert(metadata.tables[name]), some)
        before = {name: held(connection, name) for name in rows}
    earlier.dispose()
    now = open_store(empty_url)
    try:
        with now.connect() as connection:
            assert {name: held(connection, name) for name in rows} == before
        assert {name: len(some) for name, some in before.items()} == {name: len(some) for name, some in rows.items()}
        assert differences(now) == []
    finally:
        now.dispose()


def test_events_of_an_earlier_version_are_of_the_provider_of_their_channel(empty_url: str) -> None:
    earlier = sa.create_engine(empty_url)
    with earlier.begin() as connection:
        migrate(connection, to="0008")
        connection.exec_driver_sql("INSERT INTO contacts (contact_id, key, kind) VALUES (1, 'k', 'lead')")
        for number, channel in ((1, "email"), (2, "text")):
            connection.exec_driver_sql(
                "INSERT INTO messages (contact_id, message_id, provider_key, channel, direction, address)"
                f" VALUES (1, {number}, 'p{number}', '{channel}', 'outbound', 'a')"
            )
            connection.exec_driver_sql(
                "INSERT INTO events (contact_id, message_id, event_id, channel, type, at, clock, raw)"
                f" VALUES (1, {number}, 1, '{channel}', 'Delivered', 5, 0, '{{}}')"
            )
    earlier.dispose()
    now = open_store(empty_url)
    try:
        events = metadata.tables["events"]
        with now.connect() as connection:
            found = connection.execute(sa.select(events.c.channel, events.c.provider).order_by(events.c.channel)).all()
        assert [tuple(row) for row in found] == [("email", "mailgun"), ("text", "twilio")]
    finally:
        now.dispose()


def test_the_contact_of_a_cell_phone_in_the_other_spelling_gets_the_one_that_texts_will_bring(empty_url: str) -> None:
    earlier = sa.create_engine(empty_url)
    numbers = {
        1: ["+5215512345678", "+5491123456789", "+551187654321", "+551131234567", "+14155550100"],
        2: ["+5213312345678"],  # whose other spelling somebody else has
        3: ["+523312345678"],
    }
    with earlier.begin() as connection:
        migrate(connection, to="0011")
        for number, some in numbers.items():
            connection.exec_driver_sql(
                f"INSERT INTO contacts (contact_id, key, kind) VALUES ({number}, 'k{number}', 'lead')"
            )
            for address in some:
                values = f"({number}, 'text', '{address}')"
                connection.exec_driver_sql(f"INSERT INTO address_owners (contact_id, channel, address) VALUES {values}")
                connection.exec_driver_sql(
                    f"INSERT INTO contact_addresses (contact_id, channel, address) VALUES {values}"
                )
    earlier.dispose()
    now = open_store(empty_url)
    try:
        more = {1: {"+525512345678", "+541123456789", "+5511987654321"}}
        wanted = {number: {*some, *more.get(number, ())} for number, some in numbers.items()}
        for name in ("address_owners", "contact_addresses"):
            table = metadata.tables[name]
            with now.connect() as connection:
                found = connection.execute(sa.select(table.c.contact_id, table.c.address)).all()
            assert {number: {row.address for row in found if row.contact_id == number} for number in numbers} == wanted
        assert differences(now) == []
    finally:
        now.dispose()


def test_names_are_found_as_keyboards_write_them_after_the_upgrade(empty_url: str) -> None:
    names = {
        1: ("Siobhán O’Brien", "siobhan o’brien"),
        2: ("Søren", "søren"),
        -3: ("Jane Doe", "jane doe"),
        4: ("", ""),
    }
    earlier = sa.create_engine(empty_url)
    with earlier.begin() as connection:
        migrate(connection, to="0012")
        table = sa.table("contacts", *map(sa.column, ("contact_id", "key", "kind", "name", "name_folded")))
        for number, (name, as_it_was) in names.items():
            row = {"contact_id": number, "key": f"k{number}", "kind": "lead", "name": name, "name_folded": as_it_was}
            connection.execute(sa.insert(table).values(**row))
    earlier.dispose()
    now = open_store(empty_url)
    try:
        contacts = metadata.tables["contacts"]
        with now.connect() as connection:
            found = connection.execute(sa.select(contacts.c.contact_id, contacts.c.name_folded)).all()
        assert {row.contact_id: row.name_folded for row in found} == {
            1: "siobhan o'brien",
            2: "soren",
            -3: "jane doe",
            4: "",
        }
    finally:
        now.dispose()


def test_campaigns_that_differ_by_case_or_spaces_become_one(empty_url: str) -> None:
    earlier = sa.create_engine(empty_url)
    names = {1: "SPRING event", 2: "Spring  Event", 3: "spring event", 4: "Autumn"}
    with earlier.begin() as connection:
        migrate(connection, to="0014")
        connection.exec_driver_sql("INSERT INTO contacts (contact_id, key, kind) VALUES (1, 'k', 'lead')")
        made = "(filter_id, visitor, name, params, saved_at)"
        connection.exec_driver_sql(
            f"INSERT INTO saved_filters {made} VALUES (1, '', 'mine', 'campaign=2&campaign-measure=Sent&did=x', 0)"
        )
        connection.exec_driver_sql("UPDATE set_state SET timezone = 'UTC'")
        for number, name in names.items():
            connection.exec_driver_sql(f"INSERT INTO campaigns (campaign_id, name) VALUES ({number}, '{name}')")
            columns = "(contact_id, message_id, provider_key, channel, direction, address, campaign_id)"
            values = f"(1, {number}, 'k{number}', 'email', 'outbound', 'a@example.com', {number})"
            connection.exec_driver_sql(f"INSERT INTO messages {columns} VALUES {values}")
    earlier.dispose()
    now = open_store(empty_url)
    try:
        spring, autumn = campaign_id("Spring Event"), campaign_id("autumn")
        tables = metadata.tables
        with now.connect() as connection:
            messages, campaigns = tables["messages"].c, tables["campaigns"].c
            found = connection.execute(sa.select(messages.message_id, messages.campaign_id)).all()
            assert dict(map(tuple, found)) == {1: spring, 2: spring, 3: spring, 4: autumn}
            found = connection.execute(sa.select(campaigns.campaign_id, campaigns.name)).all()
            assert dict(map(tuple, found)) == {spring: "SPRING event", autumn: "Autumn"}
            params = connection.execute(sa.select(tables["saved_filters"].c.params)).scalar_one()
            assert params == f"campaign={spring}&campaign-measure=Sent&did=x"
            assert connection.execute(sa.select(tables["set_state"].c.timezone)).scalar_one() == "", "made anew"
    finally:
        now.dispose()


def test_a_new_database_that_another_is_about_to_write_is_opened_when_it_has(tmp_path: Path) -> None:
    """SQLite refuses the change to a write-ahead log at once then, instead of waiting."""
    file = tmp_path / "store.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = Timer(0.3, lambda: other.execute("COMMIT"))
    done.start()
    engine = open_store(f"sqlite:///{file}")
    try:
        assert not other.in_transaction, "the other was done first"
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    finally:
        engine.dispose()
        done.join()
        other.close()


def test_on_sqlite_short_rows_lie_by_their_key(tmp_path: Path) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    try:
        with engine.connect() as connection:
            statement = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'"
            found = set(connection.exec_driver_sql(statement).scalars())
    finally:
        engine.dispose()
    wanted = {name for name, table in metadata.tables.items() if not table.dialect_options["sqlite"]["with_rowid"]}
    assert found == wanted >= {"contact_addresses", "address_owners"}


def held(connection: sa.Connection, name: str) -> list[tuple[object, ...]]:
    """The rows of a table, of the columns that version 6 had."""
    table = metadata.tables[name]
    columns = [column for column in table.c if column.name not in LATER]
    return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(*table.primary_key))]


LATER = {"asked_to_stop_at", "asked_to_stop_message_id", "do_not_call_at", "do_not_call_reason"}


def _flat(items: list[object]) -> list[tuple[object, ...]]:
    """The differences one by one: alembic puts the changes of one column in a list of their own."""
    flat: list[tuple[object, ...]] = []
    for item in items:
        flat.extend(item if isinstance(item, list) else [item])  # type: ignore[list-item]
    return flat

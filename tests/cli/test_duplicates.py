"""The commands about contacts on file twice: listed, merged, and made two again."""

from pathlib import Path

from engagement.domain.vocabulary import ContactKind
from engagement.ingest import take_in
from engagement.store.engine import open_store
from tests.cli.calling import call, json_of
from tests.ingest.making import CELL, JANE, contact


def test_two_are_listed_merged_and_made_two_again(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(sqlite_template.read_bytes())
    database = f"sqlite:///{file}"
    engine = open_store(database)
    people = [contact("Jane Doe", address, kind=ContactKind.LEAD, owner="Dana") for address in (JANE, CELL)]
    take_in(engine, people)
    engine.dispose()
    (found,) = json_of("duplicates", "--json", database=database)
    assert found["reasons"] == ["same name, same owner (Dana), one has only a phone and the other only an email"]
    assert sorted(one["emails"] for one in found["contacts"]) == [[], [JANE]]
    done = call("merge", JANE, CELL, "--by", "Dana", database=database)
    assert (done.returncode, done.stderr) == (0, "")
    assert "engagement merge --undo 1" in done.stdout
    assert json_of("duplicates", "--json", database=database) == []
    (one,) = json_of("contacts", "--format", "json", database=database)
    assert (one["emails"], one["phones"]) == ([JANE], [CELL])
    assert call("merge", "--undo", "1", "--by", "Dana", database=database).returncode == 0
    assert len(json_of("contacts", "--format", "json", database=database)) == 2
    refused = call("merge", "--undo", "1", "--by", "Dana", database=database)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "taken back already" in refused.stderr

"""An import taken back leaves the tables of a database that never had it; what came before and after stays."""

import random
from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa

from engagement.domain.consent import ConsentChannel, What
from engagement.errors import UndoError
from engagement.ingest import import_files
from engagement.ingest.attach import attach
from engagement.ingest.by_hand import set_consent
from engagement.ingest.undo import undo_import, would_be_undone
from engagement.store.engine import writing
from engagement.store.journal import journal, journal_start
from engagement.store.schema import address_owners, contacts, imports, ledger, messages
from tests.digest import difference, digest_of
from tests.ingest.conftest import Fresh
from tests.ingest.making import at, check_sets, json_lines, mailgun_event, rows

NAMES = ("Jane Doe", "John Doe", "Ann Lee", "Bo Diaz")
EMAILS = tuple(f"person{number}@example.com" for number in range(4))
PHONES = tuple(f"+1415555014{number}" for number in range(4))
OURS = "+14155550100"


def people(dice: random.Random) -> bytes:
    """A contact list, in which addresses change hands, are shared and left out."""
    lines = ["Name,Email,Phone,Owner,Labels,Email Opt Out,External ID"]
    for _ in range(dice.randrange(1, 4)):
        number = dice.choice(("", "", f"c{dice.randrange(3)}"))
        out = "yes" if dice.random() < 0.15 else ""
        owner, label = dice.choice(("", "Ada", "Ben")), dice.choice(("", "buyer", "seller"))
        email, phone = dice.choice(("", *EMAILS)), dice.choice(("", *PHONES))
        lines.append(f"{dice.choice(NAMES)},{email},{phone},{owner},{label},{out},{number}")
    return "\n".join(lines).encode()


def mail(dice: random.Random) -> bytes:
    """Events of a few emails, some of a campaign."""
    kinds = ("accepted", "delivered", "opened", "clicked", "unsubscribed", "complained")
    return json_lines(
        [
            mailgun_event(dice.randrange(6), kind, id=f"{kind}{dice.randrange(9)}", url="https://example.com")
            | {"tags": [dice.choice(("Campaign 0", "campaign 0", "CAMPAIGN  1"))], "recipient": dice.choice(EMAILS)}
            for kind in dice.choices(kinds, k=4)
        ]
    )


def texts(dice: random.Random) -> bytes:
    """Texts to and from a few numbers: stops, starts, requests and replies among them, and reports on them."""
    found: list[dict[str, object]] = []
    for _ in range(4):
        inbound, number = dice.random() < 0.5, dice.randrange(8)
        theirs = PHONES[number % 4]
        body = dice.choice(("STOP", "START", "Please take me off your list", "Yes", "Call me")) if inbound else "Hello"
        found.append(
            {
                "sid": f"SM{number + 100 * inbound:032x}",
                "direction": "inbound" if inbound else "outbound-api",
                "from": theirs if inbound else OURS,
                "to": OURS if inbound else theirs,
                "body": body,
                "status": "received" if inbound else dice.choice(("sent", "delivered", "undelivered")),
                "date_sent": at(number).strftime("%a, %d %b %Y %H:%M:%S +0000"),
                "error_code": None,
            }
        )
    return orjson.dumps({"messages": found})


def sent(dice: random.Random) -> bytes:
    """A send list: what some of the emails above were sent as."""
    lines = [
        f"m{n}@mg.example.com,{dice.choice(EMAILS)},Campaign {dice.randrange(2)},{at(n):%Y-%m-%dT%H:%M:%SZ}"
        for n in dice.sample(range(6), 3)
    ]
    return "\n".join(("message_id,recipient,campaign,sent_at", *lines)).encode()


def unsubscribed(dice: random.Random) -> bytes:
    """A page of Mailgun's unsubscribes."""
    when = f"{at(30):%a, %d %b %Y %H:%M:%S} UTC"
    return orjson.dumps({"items": [{"address": dice.choice(EMAILS), "tags": ["*"], "created_at": when}]})


KINDS = {"people.csv": people, "mail.jsonl": mail, "texts.json": texts, "sent.csv": sent, "out.json": unsubscribed}


def said_anew(dice: random.Random) -> tuple[str, bytes]:
    """A file of any kind, by its name."""
    name = dice.choice(list(KINDS))
    return name, KINDS[name](dice)


def said_again(dice: random.Random, done: Sequence[tuple[int, str, bytes]]) -> tuple[str, bytes]:
    """A file that was imported before, or most of its lines."""
    _, name, content = dice.choice(done)
    if name.endswith(".json") or dice.random() < 0.5:
        return name, content
    lines = content.split(b"\n")
    head = [] if name == "mail.jsonl" else [lines.pop(0)]
    return name, b"\n".join([*head, *dice.sample(lines, max(1, len(lines) - 1))])


def take(store: sa.Engine, folder: Path, name: str, content: bytes) -> int:
    """Import a file; the id of the import."""
    file = folder / name
    file.write_bytes(content)
    (result,) = import_files(store, [file])
    return result.import_id


def never_had(fresh: Fresh, folder: Path, store: sa.Engine, done: Sequence[tuple[str, bytes]]) -> None:
    """Holds when `store` is as a database that only ever had `done`."""
    check_sets(store)
    with fresh() as never:
        for name, content in done:
            take(never, folder, name, content)
        assert digest_of(store) == digest_of(never), difference(never, store)


def test_every_kind_of_file_is_read(store: sa.Engine, tmp_path: Path) -> None:
    for name, make in KINDS.items():
        take(store, tmp_path, name, make(random.Random(1)))
    assert all(rows(store, imports, "new"))
    assert rows(store, imports, "rejected") == [0] * len(KINDS)


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_imports_and_undos(store: sa.Engine, fresh: Fresh, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    done: list[tuple[int, str, bytes]] = []
    for _ in range(14):
        if done and dice.random() < 0.3:
            undo_import(store, done.pop(dice.randrange(len(done)))[0], with_opt_outs=True)
        else:
            name, content = said_again(dice, done) if done and dice.random() < 0.35 else said_anew(dice)
            done.append((take(store, tmp_path, name, content), name, content))
    never_had(fresh, tmp_path, store, [one[1:] for one in done])


def test_files_that_a_second_process_reads(store: sa.Engine, fresh: Fresh, tmp_path: Path) -> None:
    dice = random.Random(7)
    files = [(name, KINDS[name](dice)) for name in KINDS]
    for name, content in files:
        (tmp_path / name).write_bytes(content)
    results = import_files(store, [tmp_path / name for name, _ in files], read_ahead=0, batch_size=5)
    undo_import(store, results[1].import_id, with_opt_outs=True)
    never_had(fresh, tmp_path, store, [files[0], *files[2:]])


LIST = b"Name,Email,Phone\nJane Doe,person0@example.com,\n"
OTHER = b"Name,Email,Owner\nJane Doe,person0@example.com,Ada\n"


def mail_to(address: str) -> bytes:
    return json_lines([mailgun_event(1, "opened", id="o1") | {"recipient": address}])


def test_what_is_undone_comes_in_anew_as_for_the_first_time(store: sa.Engine, tmp_path: Path) -> None:
    files = [("people.csv", LIST), ("mail.jsonl", mail_to(EMAILS[0]))]
    ids = [take(store, tmp_path, *file) for file in files]
    before = digest_of(store)
    undo_import(store, ids[0])
    assert digest_of(store) != before
    take(store, tmp_path, *files[0])
    assert digest_of(store) == before
    assert rows(store, imports, "new") == [1, 1, 1]


def test_saying_what_would_go_changes_nothing(store: sa.Engine, tmp_path: Path) -> None:
    import_id = take(store, tmp_path, "mail.jsonl", mail_to(EMAILS[0]))
    before = digest_of(store)
    said = would_be_undone(store, import_id)
    assert (digest_of(store), rows(store, imports, "undone_at")) == (before, [None])
    assert undo_import(store, import_id) == said.opt_outs_stay == said.opt_outs_go
    assert (said.opt_outs_go.contacts, said.opt_outs_go.messages, said.opt_outs_go.events) == (1, 1, 1)


def places(store: sa.Engine) -> dict[int, tuple[int, int]]:
    """Each contact's number and version: whoever was taken away and in again has others."""
    own = rows(store, contacts, "contact_id", "number", "version")
    return {contact_id: (number, version) for contact_id, number, version in own}


def test_what_another_import_said_too_leaves_its_contacts_where_they_are(
    store: sa.Engine, fresh: Fresh, tmp_path: Path
) -> None:
    dice = random.Random(5)
    files = [("people.csv", OTHER), *((name, KINDS[name](dice)) for name in ("mail.jsonl", "texts.json", "sent.csv"))]
    for file in files:
        take(store, tmp_path, *file)
    before = places(store)
    for file in files:
        undo_import(store, take(store, tmp_path, *file))
    assert places(store) == before
    never_had(fresh, tmp_path, store, files)


def test_a_message_that_only_one_import_told_of_goes_alone(store: sa.Engine, fresh: Fresh, tmp_path: Path) -> None:
    opened, clicked = (mailgun_event(1, kind, id=kind, url="https://example.com") for kind in ("opened", "clicked"))
    files = [("people.csv", LIST), ("mail.jsonl", json_lines([opened | {"recipient": EMAILS[0]}]))]
    for file in files:
        take(store, tmp_path, *file)
    before = places(store)
    more = [one | {"recipient": EMAILS[0]} for one in (opened, clicked, mailgun_event(2, "unsubscribed", id="u"))]
    undone = undo_import(store, take(store, tmp_path, "more.jsonl", json_lines(more)), with_opt_outs=True)
    assert (undone.contacts, undone.messages, undone.events) == (0, 1, 2)
    assert places(store) == before
    never_had(fresh, tmp_path, store, files)


def test_a_campaign_that_others_name_stays_though_no_message_is_its(
    store: sa.Engine, fresh: Fresh, tmp_path: Path
) -> None:
    sent = b"message_id,recipient,campaign,sent_at\nm1@mg.example.com,person0@example.com,Spring,2026-11-01T10:00:00Z"
    named = mailgun_event(1, "opened", id="o1") | {"recipient": EMAILS[0], "tags": ["Autumn"]}
    again = named | {"id": "o2"}
    files = [("mail.jsonl", json_lines([named])), ("sent.csv", sent)]
    for file in files:
        take(store, tmp_path, *file)
    undo_import(store, take(store, tmp_path, "again.jsonl", json_lines([again])))
    never_had(fresh, tmp_path, store, files)


def test_what_was_attached_by_hand_stays(store: sa.Engine, tmp_path: Path) -> None:
    take(store, tmp_path, "people.csv", LIST)
    take(store, tmp_path, "mail.jsonl", mail_to("jane.new@example.com"))
    (jane,) = rows(store, contacts, "contact_id", name="Jane Doe")
    attach(store, [("email", "jane.new@example.com")], jane)
    before = digest_of(store)
    undo_import(store, take(store, tmp_path, "owners.csv", OTHER))
    assert digest_of(store) == before
    assert rows(store, address_owners, "contact_id", address="jane.new@example.com") == [jane]
    assert rows(store, contacts, "opens", contact_id=jane) == [1]
    check_sets(store)


def test_what_was_said_by_hand_stays(store: sa.Engine, tmp_path: Path) -> None:
    import_id = take(store, tmp_path, "people.csv", LIST)
    take(store, tmp_path, "owners.csv", OTHER)
    (jane,) = rows(store, contacts, "contact_id")
    set_consent(store, jane, ConsentChannel.EMAIL, What.OUT, "She called", "Dana")
    undo_import(store, import_id, with_opt_outs=True)
    assert rows(store, ledger, "by", "words") == [("Dana", "She called")]
    assert rows(store, contacts, "do_not_email_at") != [None]
    check_sets(store)


OUT = b"Name,Email,Email Opt Out\nJane Doe,person0@example.com,yes\n"


def test_an_opt_out_stays_unless_it_is_said(store: sa.Engine, tmp_path: Path) -> None:
    import_id = take(store, tmp_path, "people.csv", OUT)
    assert undo_import(store, import_id).opt_outs_kept == 1
    assert rows(store, contacts, "kind", "name") == [("unknown", "")]
    assert rows(store, contacts, "do_not_email_at") != [None]
    again = take(store, tmp_path, "people.csv", OUT)
    assert undo_import(store, again, with_opt_outs=True).opt_outs_kept == 0
    assert rows(store, contacts, "name") == rows(store, ledger, "what") == []
    check_sets(store)


def test_what_was_there_before_the_journal_is_not_lost(store: sa.Engine, tmp_path: Path) -> None:
    take(store, tmp_path, "mail.jsonl", mail_to(EMAILS[0]))  # of an unknown contact, whom a later list claims
    with writing(store) as connection:
        connection.execute(journal.delete())
        connection.execute(journal_start.insert().values(only=1, number=1))
    older = rows(store, imports, "import_id")[0]
    claims = take(store, tmp_path, "people.csv", LIST)
    before = digest_of(store)
    with pytest.raises(UndoError, match=r"^mail.jsonl was imported before"):
        undo_import(store, older)
    with pytest.raises(UndoError, match=r"^people.csv cannot be taken back: it is about 1 contact"):
        undo_import(store, claims)
    assert digest_of(store) == before
    other = take(store, tmp_path, "other.jsonl", mail_to(EMAILS[1]))
    assert undo_import(store, other).events == 1
    assert digest_of(store) == before


def test_an_import_that_runs_ends_when_it_is_taken_back(store: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "mail.jsonl").write_bytes(mail(random.Random(1)))

    def take_back(_: object) -> None:
        undo_import(store, rows(store, imports, "import_id")[0], with_opt_outs=True)

    with pytest.raises(UndoError, match="was taken back while it was imported"):
        import_files(store, [tmp_path / "mail.jsonl"], batch_size=1, progress=take_back)
    assert rows(store, messages, "message_id") == rows(store, journal, "step") == []

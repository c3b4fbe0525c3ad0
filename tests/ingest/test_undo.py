"""An import taken back leaves the tables of a database that never had it; what came before and after stays."""

import random
from pathlib import Path

import orjson
import pytest
import sqlalchemy as sa

from engagement.domain.vocabulary import ContactKind
from engagement.errors import AttachError
from engagement.ingest import import_files
from engagement.ingest.attach import attach, make_known
from engagement.ingest.undo import undo_import
from engagement.store.schema import contact_addresses, contacts
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
            | {"tags": [f"Campaign {dice.randrange(2)}"], "recipient": dice.choice(EMAILS)}
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


KINDS = {"people.csv": people, "mail.jsonl": mail, "texts.json": texts}


def by_hand(store: sa.Engine, dice: random.Random) -> None:
    """Somebody takes an unknown contact up, one way or the other; nothing where there is none."""
    unknown = rows(store, contacts, "contact_id", kind=ContactKind.UNKNOWN.value)
    known = [one for one in rows(store, contacts, "contact_id") if one not in unknown]
    if not unknown:
        return
    its = rows(store, contact_addresses, "channel", "address", contact_id=dice.choice(unknown))
    try:
        if known and dice.random() < 0.5:
            attach(store, its, dice.choice(known))
        else:
            make_known(store, its, ContactKind.LEAD, name=dice.choice(NAMES))
    except AttachError:
        return


def take(store: sa.Engine, folder: Path, name: str, content: bytes) -> int:
    """Import a file; the id of the import."""
    file = folder / name
    file.write_bytes(content)
    (result,) = import_files(store, [file])
    return result.import_id


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_imports_and_undos(store: sa.Engine, fresh: Fresh, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    done: list[tuple[int, str, bytes]] = []
    for _ in range(14):
        if done and dice.random() < 0.3:
            undo_import(store, done.pop(dice.randrange(len(done)))[0], with_opt_outs=True)
            check_sets(store)
        else:
            name = dice.choice(list(KINDS))
            content = KINDS[name](dice)
            done.append((take(store, tmp_path, name, content), name, content))
    with fresh() as never:
        for _, name, content in done:
            take(never, tmp_path, name, content)
        assert digest_of(store) == digest_of(never), difference(never, store)

"""Status callbacks that leave out the number: the text on file with the same id tells whose they are."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.ingest import Counts, import_files
from engagement.ingest.write.on_file import NOT_ON_FILE
from engagement.store.schema import contacts, events, messages, rejects
from tests.ingest.making import check_sets, rows

SIDS = [f"SM{number:032x}" for number in range(6)]


def callback(sid: str, status: str, to: str | None = None) -> str:
    ends = "" if to is None else f"&To=%2B{to}&From=%2B14155550100"
    return f"MessageSid={sid}&MessageStatus={status}{ends}&AccountSid=AC\n"


def imported(store: sa.Engine, folder: Path, *files: str, **how: int) -> list[Counts]:
    paths = [folder / f"{number}.form" for number in range(len(files))]
    for path, content in zip(paths, files, strict=True):
        path.write_text(content, "utf-8")
    return [result.counts for result in import_files(store, paths, **how)]


def statuses(store: sa.Engine) -> list[tuple[str, str, str]]:
    return sorted((row[0], row[1], row[2]) for row in rows(store, messages, "provider_key", "address", "status"))


@pytest.mark.parametrize("how", [{}, {"batch_size": 1}, {"read_ahead": 0}], ids=["here", "one by one", "ahead"])
def test_a_callback_without_a_number_is_of_the_text_with_its_id(
    store: sa.Engine, tmp_path: Path, how: dict[str, int]
) -> None:
    sent = "".join(callback(sid, "sent", f"1415555014{n}") for n, sid in enumerate(SIDS))
    told = "".join(callback(sid, "undelivered") for sid in SIDS)
    (counts,) = imported(store, tmp_path, sent + told, **how)
    assert counts == Counts(read=12, new=12)
    assert statuses(store) == [(sid, f"+1415555014{n}", "Undelivered") for n, sid in enumerate(SIDS)]
    assert len(rows(store, contacts, "contact_id")) == len(SIDS)
    check_sets(store)


def test_it_is_found_from_an_earlier_file_and_said_twice_it_is_one(store: sa.Engine, tmp_path: Path) -> None:
    sid = SIDS[0]
    told = callback(sid, "delivered")
    counts = imported(store, tmp_path, callback(sid, "sent", "14155550142"), told, told)
    assert counts == [Counts(read=1, new=1), Counts(read=1, new=1), Counts(read=1, duplicate=1)]
    assert statuses(store) == [(sid, "+14155550142", "Delivered")]
    assert len(rows(store, events, "event_id")) == 2


def test_within_one_file_the_order_does_not_matter(store: sa.Engine, tmp_path: Path) -> None:
    sid = SIDS[0]
    (counts,) = imported(store, tmp_path, callback(sid, "delivered") + callback(sid, "sent", "14155550142"))
    assert counts == Counts(read=2, new=2)
    assert statuses(store) == [(sid, "+14155550142", "Delivered")]


@pytest.mark.parametrize("how", [{}, {"read_ahead": 0}], ids=["here", "ahead"])
def test_of_an_unknown_id_it_is_refused_with_its_text_until_the_text_is_there(
    store: sa.Engine, tmp_path: Path, how: dict[str, int]
) -> None:
    told = callback(SIDS[0], "delivered") + callback(SIDS[1], "sent", "14155550142")
    (counts,) = imported(store, tmp_path, told, **how)
    assert counts == Counts(read=2, new=1, rejected=1)
    assert rows(store, rejects, "place", "reason", "raw") == [("line 1", NOT_ON_FILE, told.splitlines()[0])]
    assert len(rows(store, contacts, "contact_id")) == 1
    again = imported(store, tmp_path, callback(SIDS[0], "sent", "14155550143"), told, **how)
    assert again == [Counts(read=1, new=1), Counts(read=2, new=1, duplicate=1)]
    check_sets(store)


def test_where_two_numbers_have_one_id_nobody_is_guessed(store: sa.Engine, tmp_path: Path) -> None:
    sid = SIDS[0]
    both = callback(sid, "sent", "14155550142") + callback(sid, "sent", "14155550143")
    assert imported(store, tmp_path, both, callback(sid, "delivered")) == [
        Counts(read=2, new=2),
        Counts(read=1, rejected=1),
    ]
    assert {status for _, _, status in statuses(store)} == {"Pending"}

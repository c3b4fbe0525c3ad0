"""Two contacts made one by a person's hand, and made two again: each in one transaction.

All of the one that goes, its addresses, messages, labels, external ids and facts, is the kept one's from then on; where
both say something, the kept one's stands. Opt-outs follow from the ledger by address, so none is lost. What lists say
of the one that went leads to the kept one (people/merged.py), until the merge is taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, or_, select, update

from engagement.domain.holding import Holding
from engagement.domain.vocabulary import ContactKind
from engagement.errors import MergeError
from engagement.ingest.named import named
from engagement.ingest.people.before_merge import (
    Before,
    Side,
    message_ids,
    read,
    side_of,
    standings_of_both,
    written,
)
from engagement.ingest.people.dispositions import dispositions_of, give_dispositions, move_dispositions
from engagement.ingest.people.move_histories import move_messages, take_away
from engagement.ingest.people.new_contacts import FIELDS, next_number, write_addresses
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.answered_texts import refresh_answers
from engagement.ingest.write.consent import refresh_consent, standing_of
from engagement.ingest.write.summaries import refresh_contacts
from engagement.lib import moments
from engagement.lib.text import folded
from engagement.store.engine import writing
from engagement.store.merges import merges, set_apart
from engagement.store.schema import (
    address_owners,
    contact_addresses,
    contact_labels,
    contacts,
    external_ids,
    shared_addresses,
)
from engagement.store.sets import Field
from engagement.store.sql import upsert

NOBODY = "a contact without a name"
_GONE = "That contact is not there any more: load the page again and choose anew."


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that was made or taken back."""

    merge_id: int
    kept_id: int
    gone_id: int
    kept_name: str
    gone_name: str


def merge(engine: Engine, kept_id: int, gone_id: int, by: str) -> Merged:
    """Give all that is the contact `gone_id`'s to `kept_id`, in the name of `by`.

    MergeError, and nothing is changed, when they are one, when one is not there or on no list, or nobody is named.
    """
    name = _name(by)
    if kept_id == gone_id:
        raise MergeError("These are one contact already: choose two to merge.")
    with writing(engine) as connection:
        kept, gone = side_of(connection, kept_id), side_of(connection, gone_id)
        if kept is None or gone is None:
            raise MergeError(_GONE)
        if ContactKind.UNKNOWN in (kept.row["kind"], gone.row["kind"]):
            raise MergeError("One of them is on no list: attach it on the page Unknown contacts instead.")
        return _Merging(connection, kept_id, gone_id, name).join(kept, gone)


def undo_merge(engine: Engine, merge_id: int, by: str) -> Merged:
    """Make the two contacts of a merge two again, in the name of `by`.

    What came since stays with the address it came to. MergeError, and nothing is changed, when there is no such merge,
    it was taken back before, or the kept contact was itself merged into another since.
    """
    name = _name(by)
    with writing(engine) as connection:
        row = connection.execute(select(merges).where(merges.c.merge_id == merge_id)).first()
        if row is None:
            raise MergeError("There is no merge with that id: take one from the page Duplicates.")
        if row.undone_at is not None:
            raise MergeError("That merge was taken back already: nothing was changed.")
        if row.leads_to != row.kept_id:
            raise MergeError("Both were merged into a third contact since: take that merge back first.")
        kept = side_of(connection, row.kept_id)
        if kept is None:
            raise MergeError(_GONE)
        return _Merging(connection, row.kept_id, row.gone_id, name).part(merge_id, kept, read(row.before))


def keep_apart(engine: Engine, one: int, other: int, by: str) -> None:
    """Say that two contacts are not the same: they are not proposed again."""
    first, second = sorted((one, other))
    row = {"first_id": first, "second_id": second, "at": moments.to_micros(moments.now()), "by": _name(by)}
    with writing(engine) as connection:
        upsert(connection, set_apart, [row])


def undo_keep_apart(engine: Engine, one: int, other: int) -> None:
    """Take back that two contacts are not the same: they may be proposed again."""
    first, second = sorted((one, other))
    with writing(engine) as connection:
        its_row = (set_apart.c.first_id == first, set_apart.c.second_id == second)
        connection.execute(delete(set_apart).where(*its_row))


def _name(by: str) -> str:
    return named(by, "the merge", MergeError)


class _Merging:
    """Two contacts, within a transaction, while they become one or two."""

    def __init__(self, connection: Connection, kept_id: int, gone_id: int, by: str) -> None:
        self.connection = connection
        self.kept_id, self.gone_id, self.by = kept_id, gone_id, by
        self.now = moments.to_micros(moments.now())
        self.sets = SetWriter()
        self.version = self.sets.begin(connection)

    def join(self, kept: Side, gone: Side) -> Merged:
        """Make them one."""
        connection = self.connection
        before = self._before(kept, gone)
        if set(before.messages) & set(message_ids(connection, self.kept_id)):
            raise MergeError("Both have the same message, so they cannot be merged: please tell us of it.")
        move_messages(connection, self.sets, self.gone_id, self.kept_id, before.messages)
        self._gather_addresses(kept, gone)
        take_away(connection, self.sets, self.gone_id)
        move_dispositions(connection, {self.gone_id: self.kept_id})
        own = external_ids.c.contact_id == self.gone_id
        connection.execute(update(external_ids).where(own).values(contact_id=self.kept_id))
        self._set_facts(kept.row, before.filled())
        self._set_labels(before.labels_added(), ())
        led = (merges.c.leads_to == self.gone_id, merges.c.undone_at.is_(None))
        connection.execute(update(merges).where(*led).values(leads_to=self.kept_id))
        merge_id = (connection.execute(select(func.max(merges.c.merge_id))).scalar() or 0) + 1
        ids = {"merge_id": merge_id, "kept_id": self.kept_id, "gone_id": self.gone_id, "leads_to": self.kept_id}
        gone_as = {"gone_key": gone.row["key"], "gone_name": gone.row["name"]}
        told = {"at": self.now, "by": self.by, "before": written(before)}
        connection.execute(merges.insert().values(**ids, **gone_as, **told))
        self._settle(kept.held() | gone.held(), [self.kept_id])
        return self._merged(merge_id, kept, gone)

    def part(self, merge_id: int, kept: Side, before: Before) -> Merged:
        """Make them two again."""
        connection, gone = self.connection, before.gone
        self._make_again(gone)
        filled = {name: _nothing(name) for name, its in before.filled().items() if kept.row[name] == its}
        self._set_facts(kept.row, filled)
        self._set_labels((), before.labels_added() & set(kept.labels))
        returned = self._part_addresses(kept, before)
        for external_id in gone.external_ids:
            its_row = (external_ids.c.external_id == external_id, external_ids.c.contact_id == self.kept_id)
            connection.execute(update(external_ids).where(*its_row).values(contact_id=self.gone_id))
        came = set(message_ids(connection, self.kept_id, returned)) - set(before.staying)
        its = set(before.messages) & set(message_ids(connection, self.kept_id))
        move_messages(connection, self.sets, self.kept_id, self.gone_id, came | its)
        give_dispositions(connection, before.dispositions, self.kept_id, self.gone_id)
        led = (merges.c.merge_id.in_(before.led), merges.c.undone_at.is_(None))
        connection.execute(update(merges).where(*led).values(leads_to=self.gone_id))
        this = merges.c.merge_id == merge_id
        connection.execute(update(merges).where(this).values(undone_at=self.now, undone_by=self.by))
        self._settle(before.kept.held() | gone.held() | kept.held(), [self.kept_id, self.gone_id])
        return self._merged(merge_id, kept, gone)

    def _before(self, kept: Side, gone: Side) -> Before:
        connection = self.connection
        led = (merges.c.leads_to == self.gone_id, merges.c.undone_at.is_(None))
        return Before(
            kept,
            gone,
            standings_of_both(connection, [self.kept_id, self.gone_id]),
            message_ids(connection, self.gone_id),
            message_ids(connection, self.kept_id, gone.owned),
            sorted(connection.execute(select(merges.c.merge_id).where(*led)).scalars()),
            dispositions_of(connection, self.gone_id),
        )

    def _gather_addresses(self, kept: Side, gone: Side) -> None:
        """The kept one has all addresses; its main ones stay the main ones, and what it gets, no list takes off."""
        connection = self.connection
        main = {channel for channel, _, _, is_main in kept.addresses if is_main}
        added = [
            (self.kept_id, channel, address, kind, bool(is_main) and channel not in main)
            for channel, address, kind, is_main in gone.addresses
            if (channel, address) not in kept.held()
        ]
        owned = {*map(_pair, kept.owned), *map(_pair, gone.owned)}
        shared = {(key, self.kept_id) for key in kept.held() | gone.held() if key not in owned}
        write_addresses(connection, added, shared)
        for channel, address in gone.owned:
            self._own(channel, address, self.kept_id)
        for channel, address, contact_id, standing in standings_of_both(connection, [self.gone_id, self.kept_id]):
            if contact_id == self.gone_id or (channel, address) in owned:
                self._stand(channel, address, contact_id, None)
            if contact_id == self.gone_id and (channel, address) not in owned:
                self._stand(channel, address, self.kept_id, standing)
        for channel, address in gone.held() & owned:
            self._stand(channel, address, self.kept_id, Holding.BY_HAND)

    def _part_addresses(self, kept: Side, before: Before) -> list[tuple[str, str]]:
        """Each has the addresses from before, as far as the kept one still has them; gives those the other owns again.

        What the kept one got since stays with it.
        """
        connection, gone = self.connection, before.gone
        had, now_held, now_owned = before.kept.held(), kept.held(), {*map(_pair, kept.owned)}
        returned = [one for one in map(_pair, gone.owned) if one in now_owned]
        lost = {_pair(one) for one in gone.owned} - set(returned)
        rows = [
            (self.gone_id, channel, address, kind, bool(is_main))
            for channel, address, kind, is_main in gone.addresses
            if (channel, address) not in lost
        ]
        write_addresses(connection, rows, {(_pair(row[1:3]), self.gone_id) for row in rows})
        for channel, address in returned:
            self._own(channel, address, self.gone_id)
        held = contact_addresses.c
        for channel, address in (now_held & gone.held()) - had:
            its_row = (held.contact_id == self.kept_id, held.channel == channel, held.address == address)
            connection.execute(delete(contact_addresses).where(*its_row))
        about = had | gone.held() | {(channel, address) for channel, address, *_ in before.standings}
        for channel, address, contact_id, _ in standings_of_both(connection, [self.kept_id]):
            if (channel, address) in about:
                self._stand(channel, address, contact_id, None)
        for channel, address, contact_id, standing in before.standings:
            self._stand(channel, address, contact_id, standing)
        for channel, address in lost:
            self._stand(channel, address, self.gone_id, Holding.FORMER)
        return returned

    def _own(self, channel: str, address: str, contact_id: int) -> None:
        owned = (address_owners.c.channel == channel, address_owners.c.address == address)
        self.connection.execute(update(address_owners).where(*owned).values(contact_id=contact_id))

    def _stand(self, channel: str, address: str, contact_id: int, standing: str | None) -> None:
        table = shared_addresses.c
        if standing is None:
            its_row = (table.channel == channel, table.address == address, table.contact_id == contact_id)
            self.connection.execute(delete(shared_addresses).where(*its_row))
        else:
            row = {"channel": channel, "address": address, "contact_id": contact_id, "standing": standing}
            upsert(self.connection, shared_addresses, [row])

    def _make_again(self, gone: Side) -> None:
        """The row and labels of the contact that went, with a new place in the sets."""
        row = {**gone.row, "contact_id": self.gone_id, "name_folded": folded(gone.row["name"])}
        row |= {"number": next_number(self.connection), "version": self.version}
        upsert(self.connection, contacts, [row])
        upsert(self.connection, contact_labels, [{"contact_id": self.gone_id, "label": one} for one in gone.labels])
        for field in FIELDS:
            self.sets.change_field(self.gone_id, field, (), [row[field.value]])
        self.sets.change_field(self.gone_id, Field.LABEL, (), gone.labels)

    def _set_facts(self, before: dict[str, Any], facts: dict[str, Any]) -> None:
        """The kept one's facts; searches catch up with a contact whose version is new."""
        values = {**facts, "version": self.version}
        if "name" in facts:
            values["name_folded"] = folded(facts["name"])
        its_row = contacts.c.contact_id == self.kept_id
        self.connection.execute(update(contacts).where(its_row).values(**values))
        for field in FIELDS:
            if field.value in facts:
                self.sets.change_field(self.kept_id, field, [before[field.value]], [facts[field.value]])

    def _set_labels(self, added: Iterable[str], removed: Iterable[str]) -> None:
        rows = [{"contact_id": self.kept_id, "label": label} for label in sorted(added)]
        upsert(self.connection, contact_labels, rows)
        table = contact_labels.c
        its = or_(False, *(table.label == label for label in removed))
        self.connection.execute(delete(contact_labels).where(table.contact_id == self.kept_id, its))
        self.sets.change_field(self.kept_id, Field.LABEL, removed, added)

    def _settle(self, addresses: Iterable[tuple[str, str]], contact_ids: list[int]) -> None:
        """What follows from the ledger and the messages, for those whose they are now."""
        connection = self.connection
        unsettled = refresh_consent(connection, self.sets, (), standing_of(connection, addresses)) | {*contact_ids}
        refresh_contacts(connection, self.sets, unsettled)
        refresh_answers(connection, self.sets.counts, (), unsettled)
        self.sets.touch()
        self.sets.write(connection)

    def _merged(self, merge_id: int, kept: Side, gone: Side) -> Merged:
        names = [side.row["name"] or NOBODY for side in (kept, gone)]
        return Merged(merge_id, self.kept_id, self.gone_id, *names)


def _nothing(name: str) -> str | None:
    return None if name == "external_id" else ""


def _pair(address: Any) -> tuple[str, str]:
    channel, value = address[:2]
    return str(channel), str(value)

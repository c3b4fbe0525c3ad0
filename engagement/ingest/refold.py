"""Stored messages folded anew, after a rule changed: statuses, counts, replies, answers, consent, contacts and sets.

The contacts are walked in the order of their ids, some thousands of messages a transaction, and all of a contact in
one. How far it is stands in `fold_state`, written in the same transaction: killed at any moment it goes on from there,
and of several processes that refold at once each does the next part.

What a reader sees meanwhile. The sets are first made anew from the tables, in one transaction: from then on they hold
what the rules of today make of the rows as they lie there, whatever rules they were kept by before. Each part that
follows tells the sets what its messages had and have, in its own transaction. So at every commit `rebuild.verify` finds
nothing, and every contact is wholly folded by the old rules or wholly by the new: only which of the two differs from
one contact to another until the walk is over. Making the sets anew at the end instead would leave lists that disagree
with the contacts in them for as long as the walk takes, and what was never in could be taken out.

Other writers take turns with it. What they fold, they fold by the rules of today. What they move, they do not fold: a
history that somebody claims may come from a contact that the walk has not reached to one it has passed. The version of
whoever claims is then new (contacts.version): so after a walk there is another one, over the contacts whose version is
later than the state in which it began, until there are none. The last look for them is in the transaction that ends it.

What a provider's reader says of a record is not folded but stated, and is no matter of a refold: the keyword of a text,
a machine's open, an address. After a change there the files are imported again. What an inbound text is beside keywords
(domain/texts) is read anew, and which clicks are a burst is judged anew. The ledger only grows: what its texts and
events say by the rules of today is added.
"""

import time

from sqlalchemy import Connection, Engine, func, select

from engagement.domain.rules import FOLD_VERSION
from engagement.errors import StoreError
from engagement.ingest.sets import rebuild
from engagement.ingest.sets.difference import Progress
from engagement.ingest.sets.set_writer import SetWriter
from engagement.ingest.write.batch import AT_ONCE
from engagement.ingest.write.fold_anew import Folded, fold_anew
from engagement.lib.memory import drop_cycles, no_cycles
from engagement.store.engine import writing
from engagement.store.fold_state import FoldState, read_fold_state, write_fold_state
from engagement.store.schema import contacts, messages
from engagement.store.sets import read_state

BATCH_SIZE = 20_000  # messages a transaction, about: a second or so in which nobody else writes
_CONTACTS = 1_000  # looked at together
_TURN = 0.12  # seconds: who waits for SQLite asks again every tenth of a second, and is to find it free


def bring_up_to_date(engine: Engine, timezone: str, progress: Progress | None = None) -> None:
    """Make sure that messages are folded by the rules of today, and that the sets count the days of `timezone`.

    A refold that was interrupted is taken up. StoreError when the rules here are older than those of the store.
    """
    with engine.connect() as connection:
        state = read_fold_state(connection)
    _refuse_newer(state)
    if state.target is not None or state.version != FOLD_VERSION:
        refold(engine, timezone, progress)
    rebuild.prepare(engine, timezone, progress)


def refold(engine: Engine, timezone: str, progress: Progress | None = None, *, batch_size: int = BATCH_SIZE) -> Folded:
    """Fold all stored messages by the rules of today, or the rest of them where a refold was interrupted.

    Gives how much it did, with what was done before it was interrupted. Contact sets that are made anew count the days
    of `timezone`. StoreError when the rules here are older than those of the store.
    """
    with writing(engine) as connection:
        state = _begun(connection, timezone, progress)
        whole = connection.execute(select(func.count()).select_from(messages)).scalar_one()
    sets = SetWriter()
    with no_cycles():
        while state.target == FOLD_VERSION:
            _tell(progress, state, whole)
            with writing(engine) as connection:
                state = _walk_on(connection, sets, batch_size)
            drop_cycles()
            if state.target is not None and engine.dialect.name == "sqlite":
                time.sleep(_TURN)
    _tell(progress, state, state.messages)
    return Folded(state.messages, state.changed)


def _tell(progress: Progress | None, state: FoldState, whole: int) -> None:
    if progress is not None:
        progress("Folding messages", min(state.messages, whole), whole)


def _refuse_newer(state: FoldState) -> None:
    if max(state.version, state.target or 0) > FOLD_VERSION:
        raise StoreError("The messages were folded by a newer version of this product: upgrade the product.")


def _begun(connection: Connection, timezone: str, progress: Progress | None) -> FoldState:
    """The state of the refold that is under way under the rules of today; one is begun where there is none."""
    state = read_fold_state(connection)
    _refuse_newer(state)
    if state.target == FOLD_VERSION:
        return state
    rebuild.rebuild(connection, timezone, progress)
    state = FoldState(state.version, target=FOLD_VERSION, began=read_state(connection).version)
    write_fold_state(connection, state)
    return state


def _walk_on(connection: Connection, sets: SetWriter, batch_size: int) -> FoldState:
    """The next part of the walk, as all of the connection's transaction; gives how far it is then."""
    state = read_fold_state(connection)
    _refuse_newer(state)
    room = batch_size
    before = sets.begin(connection) - 1  # the state of the sets that this transaction found
    while state.target == FOLD_VERSION and room > 0:
        some = _next_contacts(connection, state, min(room, AT_ONCE))
        if some:
            done = fold_anew(connection, sets, some)
            room -= max(done.messages, len(some))
            state = state._replace(
                past=some[-1], messages=state.messages + done.messages, changed=state.changed + done.changed
            )
        elif _has_later(connection, state.began):
            state = state._replace(past=-1, since=state.began, began=before)
        else:
            state = FoldState(FOLD_VERSION, messages=state.messages, changed=state.changed)
    sets.write(connection)
    write_fold_state(connection, state)
    return state


def _next_contacts(connection: Connection, state: FoldState, size: int) -> list[int]:
    """The next contacts of the walk that have `size` messages or fewer, or one of them."""
    c = contacts.c
    its_messages = select(func.count()).where(messages.c.contact_id == c.contact_id).scalar_subquery()
    statement = select(c.contact_id, its_messages).where(c.contact_id > state.past)
    if state.since >= 0:
        statement = statement.where(c.version > state.since)
    some: list[int] = []
    for contact_id, number in connection.execute(statement.order_by(c.contact_id).limit(_CONTACTS)):
        size -= number
        if some and size < 0:
            break
        some.append(contact_id)
    return some


def _has_later(connection: Connection, version: int) -> bool:
    """Whether contacts changed after that state of the sets."""
    later = select(contacts.c.contact_id).where(contacts.c.version > version).limit(1)
    return connection.execute(later).first() is not None

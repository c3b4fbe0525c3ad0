"""Under which rules the stored messages were folded, and how far a refold has come that is under way."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from engagement.store.schema import fold_state
from engagement.store.sql import upsert


class FoldState(NamedTuple):
    """The one row of `fold_state`. Of a refold that has ended, how much it did is kept and `target` is None.

    A refold walks the contacts in the order of their ids, at first all of them and then again those that changed
    meanwhile.
    """

    version: int = 0  # rules.FOLD_VERSION under which all messages are folded
    target: int | None = None  # the version they are being folded under; None: no refold is under way
    past: int = -1  # the contacts up to this id are done in this walk
    since: int = -1  # this walk is about the contacts whose version is later than this state of the sets
    began: int = -1  # the state of the sets in which this walk began
    messages: int = 0  # folded so far
    changed: int = 0  # those of them that were not as they should be


def read_fold_state(connection: Connection) -> FoldState:
    """The state in the connection's transaction."""
    row = connection.execute(select(*(fold_state.c[name] for name in FoldState._fields))).first()
    return FoldState() if row is None else FoldState(*row)


def write_fold_state(connection: Connection, state: FoldState) -> None:
    """Keep how far it is, with what the transaction did."""
    upsert(connection, fold_state, [{"only": 1, **state._asdict()}])

"""The campaigns that an import named, once it is taken back."""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, delete, select, update

from engagement.domain.campaign_names import campaign_id, shown_name
from engagement.ingest.taken_back.told import Journal
from engagement.ingest.write.batch import AT_ONCE
from engagement.ingest.write.journal import MESSAGE
from engagement.lib.text import storable
from engagement.store.schema import campaigns, messages
from engagement.store.sql import among, fetch, in_parts


def drop_campaigns(connection: Connection, journal: Journal, named: Collection[str]) -> None:
    """Take away those of the `named` that no other import names; the rest are called as others call them."""
    spelled: dict[int, set[str]] = {}
    for name in named:
        spelled.setdefault(campaign_id(name), set()).add(name)
    left = select(messages.c.contact_id).where(messages.c.campaign_id == campaigns.c.campaign_id).exists()
    doubtful: dict[int, str] = {}
    empty: set[int] = set()
    for some in in_parts(sorted(spelled), AT_ONCE):
        its = among(connection, campaigns.c.campaign_id, some)
        stored = connection.execute(select(campaigns.c.campaign_id, campaigns.c.name).where(its))
        doubtful |= {one: name for one, name in stored if name == shown_name(spelled[one])}
        empty |= {one for (one,) in fetch(connection, select(campaigns.c.campaign_id).where(its, ~left))}
    _settle(connection, journal, doubtful, empty)


def _settle(connection: Connection, journal: Journal, doubtful: dict[int, str], empty: set[int]) -> None:
    """Call the `doubtful`, which are called as this import called them, as others do, and take `empty` ones away.

    A campaign of which no message is left was named by others all the same where a better word made its message another
    campaign's.
    """
    said: dict[int, set[str]] = {}
    for names in _said(journal) if doubtful or empty else ():
        for name in names:
            said.setdefault(campaign_id(name), set()).add(shown_name([name]))
        empty -= said.keys()
        for one in [one for one, name in doubtful.items() if name in said.get(one, ())]:
            del doubtful[one]
        if not doubtful and not empty:
            return
    connection.execute(delete(campaigns).where(among(connection, campaigns.c.campaign_id, sorted(empty))))
    for one in doubtful.keys() & said.keys():
        renamed = update(campaigns).where(campaigns.c.campaign_id == one)
        connection.execute(renamed.values(name=storable(shown_name(said[one]))))


def _said(journal: Journal) -> Iterator[set[str]]:
    """The names of campaigns in each step of the other imports."""
    for records in journal.raw(journal.of_others):
        yield {fields[3] for kind, fields in records if kind == MESSAGE and fields[3]}

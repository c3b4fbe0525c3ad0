"""Campaigns whose names differ by case or spaces only become one, with an id made from the name without either.

The counts kept of campaigns are made anew from the messages when the database is next opened: that is what a set state
without a time zone asks for. Saved filters ask for the new ids.
"""

import re

import sqlalchemy as sa
from alembic import op

from engagement.lib.ids import stable_id

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_campaigns = sa.table("campaigns", sa.column("campaign_id"), sa.column("name"))
_messages = sa.table("messages", sa.column("campaign_id"))
_filters = sa.table("saved_filters", sa.column("filter_id"), sa.column("params"))
_state = sa.table("set_state", sa.column("timezone"))
_ASKED = re.compile(r"(?<![\w-])campaign=(\d+)")


def upgrade() -> None:
    connection = op.get_bind()
    c = _campaigns.c
    named: dict[int, list[tuple[int, str]]] = {}
    for old, name in connection.execute(sa.select(c.campaign_id, c.name)):
        named.setdefault(stable_id("campaign", " ".join(name.split()).casefold()), []).append((old, name))
    moved: dict[str, str] = {}
    for new, found in named.items():
        # As domain/campaign_names.py chose on the day of this version.
        spellings = (" ".join(name.split()) for _, name in found)
        shown = min(spellings, key=lambda name: (name.isupper(), name.islower(), name))
        if new not in dict(found):
            connection.execute(sa.insert(_campaigns).values(campaign_id=new, name=shown))
        else:
            connection.execute(sa.update(_campaigns).where(c.campaign_id == new).values(name=shown))
        for old, _ in found:
            if old != new:
                its = sa.update(_messages).where(_messages.c.campaign_id == old)
                connection.execute(its.values(campaign_id=new))
                connection.execute(sa.delete(_campaigns).where(c.campaign_id == old))
                moved[str(old)] = str(new)
    if moved:
        connection.execute(sa.update(_state).values(timezone=""))
        _ask_anew(connection, moved)


def _ask_anew(connection: sa.Connection, moved: dict[str, str]) -> None:
    f = _filters.c
    for filter_id, params in connection.execute(sa.select(f.filter_id, f.params)).all():
        anew = _ASKED.sub(lambda found: f"campaign={moved.get(found[1], found[1])}", params)
        if anew != params:
            connection.execute(sa.update(_filters).where(f.filter_id == filter_id).values(params=anew))


def downgrade() -> None:
    """They stay one: nobody can tell which message said which spelling."""

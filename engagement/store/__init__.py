"""The store: tables, engine and migrations. The only place that knows which database it is."""

from engagement.store import dispositions, journal, merges

# Their tables are in the metadata from the start, though schema.py does not name them.
__all__ = ["dispositions", "journal", "merges"]

"""The store: tables, engine and migrations. The only place that knows which database it is."""

from engagement.store import journal, merges

__all__ = ["journal", "merges"]  # their tables are in the metadata from the start, though schema.py does not name them

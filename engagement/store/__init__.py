"""The store: tables, engine and migrations. The only place that knows which database it is."""

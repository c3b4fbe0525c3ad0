"""Taking an import back, part by part: what of it asks for what, and each of that done (ingest/undo.py runs it)."""

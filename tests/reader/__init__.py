"""The reader: files here, and ahead of the writer in another process."""

"""Reader: files into what their records say, without the database; here, or ahead of the writer in another process."""

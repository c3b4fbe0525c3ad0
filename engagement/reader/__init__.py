"""Reader: files into what their records say, without the database."""

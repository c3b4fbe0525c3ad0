"""One batch of records into the database: what is there, what it becomes, what is written."""

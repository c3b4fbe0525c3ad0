"""What came in: imports, rejects, and which days are on file."""

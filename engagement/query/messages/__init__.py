"""Messages that match: their list, their search, and what of a campaign they came to."""

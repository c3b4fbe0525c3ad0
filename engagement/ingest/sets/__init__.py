"""The contact sets and counts beside the events: written in the same transaction, compared, made anew."""

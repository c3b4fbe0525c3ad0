"""Rounds: many files read ahead of the writer, in another process, and given to it in the order of contacts.

Files hold their records by time, or in no order at all; the tables keep them by contact. Written as they come, every
record changes pages all over the tables' indexes, and the events of a message come in a dozen transactions. So what is
read is put on a spool, a temporary file, a million records at a time: that is a round. It is parted by contact, and
written part after part: what is written together lies together, and most messages are folded once. Reading one round
goes on while the one before it is written.
"""

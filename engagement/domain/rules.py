"""Under which rules messages are folded: a number that changes with them, by which a store tells that it is behind.

What is kept of a message, a contact and the contact sets is worked out from events by rules: the ranks of statuses
(vocabulary.py), marks (marks.py), measures (measures.py), bursts (bursts.py), and in ingest/write the fold, consent,
answers and summaries.
"""

FOLD_VERSION = 4
"""Whoever changes what one of those rules gives adds one. A store folded under an earlier version is then folded anew
when it is next opened (ingest/refold.py). tests/domain/test_rules.py fails for a change that was forgotten here."""

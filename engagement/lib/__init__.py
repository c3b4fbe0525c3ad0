"""Small things that know nothing of messages and people: moments, ids, texts, memory."""

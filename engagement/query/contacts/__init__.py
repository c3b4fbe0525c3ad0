"""Contacts that match: their list, why each is on it, export, saved filters, and those on no list."""

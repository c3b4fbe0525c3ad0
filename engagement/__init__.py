"""Engagement dashboard: who engaged with a brokerage's emails and texts, and what became of every message."""

__version__ = "0.1.0"

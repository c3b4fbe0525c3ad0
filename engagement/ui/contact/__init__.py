"""The screen of one contact."""

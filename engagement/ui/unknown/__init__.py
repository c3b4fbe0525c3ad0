"""The screen Unknown contacts."""

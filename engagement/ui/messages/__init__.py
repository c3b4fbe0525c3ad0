"""The screen Messages."""

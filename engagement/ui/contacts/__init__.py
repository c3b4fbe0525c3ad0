"""The screen Contacts."""

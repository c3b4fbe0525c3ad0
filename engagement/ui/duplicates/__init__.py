"""The screen Duplicates, and taking a merge back."""

"""The address bar: a filter as a link, and back."""

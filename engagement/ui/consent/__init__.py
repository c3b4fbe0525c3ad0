"""The screen Consent, and what other screens share with it: deciding on requests, and saying so by hand."""

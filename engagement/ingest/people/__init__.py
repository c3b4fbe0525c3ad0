"""Whose an address is: contacts and their addresses written, histories moved between them."""

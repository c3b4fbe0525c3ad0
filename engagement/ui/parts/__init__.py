"""Pieces of HTML that every screen is made of: text, badges, times, figures, notices, charts."""

"""The palette, which finds people, campaigns, saved filters and screens from every screen."""

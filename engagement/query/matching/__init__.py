"""Who matches: the contact sets, their algebra, the search, and the filter in words."""

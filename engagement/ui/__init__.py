"""What the screens are made of: the filter in the sidebar, tables, badges, timelines, times and links."""

"""Questions to the store: read only, and within the viewer's scope."""

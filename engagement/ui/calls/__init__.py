"""The screen Who to call, and its beginning on Overview."""

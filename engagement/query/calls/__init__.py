"""Who to call, who waits for an answer, what people said of them, and how they may be reached now."""

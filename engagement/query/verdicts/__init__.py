"""What became of one message and why, in a sentence."""

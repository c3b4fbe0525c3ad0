"""What the product is about, without a database or a screen: its words, what comes in, what a set is a mark of."""

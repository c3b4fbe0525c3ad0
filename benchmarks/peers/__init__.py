"""Other ways to answer the same questions from the same data, one file each, as somebody who knows that way would."""

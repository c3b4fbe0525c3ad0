"""How a contact stands to an address that is not, or may soon not be, only its owner's."""

from enum import StrEnum


class Holding(StrEnum):
    """As stored. An address belongs to at most one contact; these are beside that."""

    SHARES = "shares"
    """A list gives it to them too."""
    LEFT = "left"
    """It is theirs, but the last list that named them gave other addresses of the kind: who claims it next gets it."""
    FORMER = "former"
    """It was theirs, and what was sent to it then stays with them."""
    BY_HAND = "by hand"
    """It is theirs because a person said so: a list that never had it takes nothing off."""

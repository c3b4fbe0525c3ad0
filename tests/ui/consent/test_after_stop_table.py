"""Texts after a stop: the time between in words, and how many were sent from each number."""

import pytest

from engagement.ui.consent.after_stop_table import between, numbers_line


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.001, "1 minute"), (0.2, "12 minutes"), (1, "1 hour"), (26.4, "26 hours"), (48, "2 days"), (240.2, "10 days")],
)
def test_between(hours: float, words: str) -> None:
    assert between(hours) == words


def test_numbers() -> None:
    line = numbers_line({"+12125550100": 3, None: 1})
    assert "3 from <bdi>+1 212-555-0100</bdi>, 1 from <bdi>a number nobody told</bdi>." in line

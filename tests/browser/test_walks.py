"""A slice of the random walks (scripts/walk.py walks 300): each screen is that of its address, opened afresh."""

from playwright.sync_api import BrowserContext

from tests.browser.walking import Walks


def test_each_screen_is_that_of_its_address(context: BrowserContext, server: str) -> None:
    walks = Walks(context, server, seed=1)
    strays = [str(stray) for stray in walks.walk(range(1, 6))]
    walks.close()
    assert strays == []
    assert walks.compared > 10

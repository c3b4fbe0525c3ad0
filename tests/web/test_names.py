"""Words that people type for an address lead to the screen they mean; all other addresses are as they were."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest

from engagement.ui.frame.screens import Screen, other_names
from engagement.web.names import OtherNames


def place(path: str, query: str = "", *, method: str = "GET", root: str = "", kind: str = "http") -> str | None:
    """Where a request is sent on to; None when it is passed on as it is."""
    sent: list[MutableMapping[str, Any]] = []

    async def passed_on(_scope: object, _receive: object, _send: object) -> None:
        sent.clear()

    async def receive() -> MutableMapping[str, Any]:
        return {}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    app: Callable[..., Awaitable[None]] = OtherNames(passed_on, other_names())
    scope = {"type": kind, "method": method, "path": path, "root_path": root, "query_string": query.encode()}
    asyncio.run(app(scope, receive, send))
    if not sent:
        return None
    assert sent[0]["status"] == 307
    return dict(sent[0]["headers"])[b"location"].decode()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("/contacts", "./"),
        ("/Contacts/", "../"),
        ("/people", "./"),
        ("/leads", "./?kind=lead"),
        ("/OVERVIEW", "./overview"),
        ("/overview/", "../overview"),
        ("/texts", "./messages?channel=text"),
        ("/Unknown-Contacts", "./unknown"),
    ],
)
def test_a_word_leads_to_its_screen(asked: str, expected: str) -> None:
    assert place(asked) == expected


def test_what_was_asked_goes_along() -> None:
    assert place("/contacts", "email-clicks=true&owner=Sam%20M") == "./?email-clicks=true&owner=Sam%20M"
    assert place("/texts", "status=Failed") == "./messages?channel=text&status=Failed"


def test_below_another_root() -> None:
    assert place("/crm/contacts", root="/crm") == "./"


@pytest.mark.parametrize(
    "asked", ["/", "", "/overview", "/contact", "/nowhere", "/contacts/x", "//contacts", "/static/a.js"]
)
def test_what_is_right_or_unknown_is_left_alone(asked: str) -> None:
    assert place(asked) is None


def test_only_pages_are_sent_on() -> None:
    assert place("/contacts", method="POST") is None
    assert place("/contacts", kind="websocket") is None


def test_every_screen_is_known_by_its_name() -> None:
    assert {screen.value for screen in Screen} <= set(other_names())

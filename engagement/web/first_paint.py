"""What the browser has from the first: our styles, and a word on the page's ground until a screen is there.

Streamlit answers with an empty page, which stays white (in a dark room too) until megabytes of program are read and
run, and what is drawn before styles of ours come with the first run moves when they do.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_ROOT = b'<div id="root"></div>'  # in Streamlit's index.html; where it is another, the page is left as it is
_OPENING = '<p class="eg-opening">Opening the dashboard…</p>'
_SHOW = Path(__file__).with_name("opening.js").read_text("utf-8")  # takes that away
_KEPT = (b"etag", b"last-modified")  # of the file; the page is another with every version of ours
_LENGTH = b"content-length"


class FirstPaint:
    """ASGI middleware that puts `style` and a first word into the page; every other answer goes through as it is.

    The style stands below what Streamlit adds to the head, so it has the last word among rules of one weight.
    """

    def __init__(self, app: _App, style: str) -> None:
        self._app = app
        self._added = _ROOT + f"<style>\n{style}</style>{_OPENING}<script>\n{_SHOW}</script>".encode()

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Answer with the page and both in it."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        await self._app(_unpacked(scope), receive, _Page(send, self._added).send)


class _Page:
    """Holds an answer that is the page back until it is whole; one for each answer."""

    def __init__(self, send: _Send, added: bytes) -> None:
        self._send = send
        self._added = added
        self._start: _Message | None = None  # of the page, while it is held back
        self._body = b""

    async def send(self, message: _Message) -> None:
        """Take what the application says, and say it on."""
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)
        else:
            await self._send(message)

    async def _finish(self, start: _Message) -> None:
        body = self._body.replace(_ROOT, self._added, 1)
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in (*_KEPT, _LENGTH)]
        headers.append((_LENGTH, b"%d" % len(body)))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _unpacked(scope: _Scope) -> _Scope:
    """The request, where it asks for a page without the offer to take it packed: nothing can be put into that."""
    headers = scope.get("headers", ())
    if not any(name == b"accept" and b"text/html" in value for name, value in headers):
        return scope
    return {**scope, "headers": [(name, value) for name, value in headers if name != b"accept-encoding"]}


def _is_page(start: _Message) -> bool:
    headers = {name.lower(): value for name, value in start.get("headers", ())}
    is_html = headers.get(b"content-type", b"").startswith(b"text/html")
    return start["status"] == 200 and is_html and b"content-encoding" not in headers

"""Our styles and a first word are in the page that Streamlit serves, and no other answer is touched."""

from collections.abc import Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

import pytest
import streamlit

from engagement.ui.frame.shell import page_style
from engagement.web.first_paint import FirstPaint

PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
HTML = (b"content-type", b"text/html; charset=utf-8")
Message = MutableMapping[str, Any]


def answer(
    pieces: Iterable[bytes], *headers: tuple[bytes, bytes], status: int = 200, method: str = "GET", style: str = "p {}"
) -> tuple[dict[bytes, bytes], bytes]:
    """The headers and body that come of an answer in `pieces`."""
    sent: list[Message] = []

    async def served(scope: Message, _receive: object, send: Callable[[Message], Any]) -> None:
        assert [name for name, _ in scope["headers"]] == [b"accept"]  # a packed page cannot be added to
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    asked = [(b"accept", b"text/html,*/*"), (b"accept-encoding", b"gzip")][: 2 if method == "GET" else 1]
    with pytest.raises(StopIteration):  # none of it waits, and a browser in the process has a loop
        FirstPaint(served, style)({"type": "http", "method": method, "headers": asked}, receive, send).send(None)
    assert sent[0]["status"] == status
    return dict(sent[0]["headers"]), b"".join(one["body"] for one in sent[1:])


def test_streamlits_page_gets_the_styles_below_its_own_and_a_word() -> None:
    page = PAGE.read_bytes()
    pieces = [page[:4000], page[4000:-40], page[-40:]]  # the place itself comes in two
    headers, body = answer(
        pieces, HTML, (b"Content-Length", b"%d" % len(page)), (b"etag", b'"1"'), (b"x", b"kept"), style=page_style()
    )
    head, _, below = body.decode().partition('<div id="root"></div>')
    assert "</head>" in head
    assert below.startswith(f"<style>\n{page_style()}</style>")
    assert "Opening the dashboard" in below
    assert headers == {b"content-type": HTML[1], b"x": b"kept", b"content-length": b"%d" % len(body)}


def test_a_style_does_not_end_the_element_it_is_in() -> None:
    assert "</" not in page_style()


@pytest.mark.parametrize(
    ("headers", "more"),
    [
        ([(b"content-type", b"application/json")], {}),
        ([HTML], {"status": 404}),
        ([HTML], {"method": "HEAD"}),
        ([HTML, (b"content-encoding", b"gzip")], {}),
    ],
)
def test_what_is_not_the_page_is_left_as_it_is(headers: list[tuple[bytes, bytes]], more: dict[str, Any]) -> None:
    body = b'<div id="root"></div>'
    told = [*headers, (b"content-length", b"21"), (b"etag", b'"1"')]
    assert answer([body], *told, **more) == (dict(told), body)


def test_a_page_without_the_place_is_served_whole() -> None:
    assert answer([b"<p>Else</p>"], HTML)[1] == b"<p>Else</p>"

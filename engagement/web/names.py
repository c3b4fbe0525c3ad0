"""Other names of screens: a word that a person types for an address leads to the screen it means, with its parameters.

Streamlit answers any address with the same page, and that page says "Page not found" over the first screen.
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


class OtherNames:
    """ASGI middleware that sends whoever asks for an address among `names` on to the address it stands for.

    `names` are in lower case without slashes, and what they stand for is below the same root: "messages?channel=text".
    A name is known in capitals and with a slash at its end too; an address that is right as it stands is left alone.
    """

    def __init__(self, app: _App, names: Mapping[str, str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Answer such an address; pass on the rest."""
        place = self._place(scope) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if place is None:
            await self._app(scope, receive, send)
            return
        headers = [(b"location", place), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 307, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def _place(self, scope: _Scope) -> bytes | None:
        """Where to go on from an address, relative to it; None where it is no other name."""
        asked = str(scope["path"]).removeprefix(str(scope.get("root_path", ""))).removeprefix("/")
        name = asked.casefold().removesuffix("/")
        meant = self._names.get(name)
        if meant is None or meant == asked:
            return None
        path, _, own = meant.partition("?")
        query = b"&".join(filter(None, (own.encode(), scope["query_string"])))
        root = "../" if asked.endswith("/") else "./"
        return (root + path).encode() + (b"?" + query if query else b"")

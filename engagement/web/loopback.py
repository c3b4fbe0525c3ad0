"""The door: while there is no sign-in, only this machine is served, and only pages of ours may ask.

A page on another site can have its own name point at 127.0.0.1 ("DNS rebinding"), and then the browser lets it read
what we answer and open our websocket. It still sends its own name as the Host, so a Host that is no name of this
machine is refused, and so is an Origin that is not the page we served. Both are asked of every request, of the
websocket's too, before Streamlit sees it. A Host is only what the asker says, though, and another server than ours
can be told to serve this application on every address: so the address that a connection came in by is asked as well.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from engagement.errors import ServeError

HOSTS = ("localhost", "127.0.0.1", "::1")
"""The names by which this machine is asked. Any other address of 127.0.0.0/8 may be served as well."""

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_REFUSED = b"This dashboard answers on this machine only: open it at http://localhost or http://127.0.0.1.\n"


def is_loopback(host: str) -> bool:
    """Whether a name or an address without its port is this machine's own, reached by nobody else."""
    name = host.lower().rstrip(".").removeprefix("[").removesuffix("]")
    if name == "localhost":
        return True
    if "%" in name:  # a zone of an address, which is none of this machine's own
        return False
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def require_loopback(address: str | None) -> str:
    """`address` as it is bound, if serving on it lets nobody in from elsewhere; ServeError with the remedy if not.

    None and "" stand for every address of the machine.
    """
    if address and is_loopback(address):
        return address.rstrip(".").removeprefix("[").removesuffix("]")  # as a socket takes it
    raise ServeError(
        f"The dashboard has no sign-in yet, so it is served to this machine only and not on "
        f"{address or 'every address'}: use --address 127.0.0.1, and from another machine a tunnel, "
        "such as ssh -L 8501:127.0.0.1:8501 USER@HOST."
    )


class LoopbackOnly:
    """ASGI middleware that refuses requests whose Host or Origin is not this machine's: 403, a websocket unopened."""

    def __init__(self, app: _App) -> None:
        self._app = app

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Pass on what may be asked; answer the rest."""
        if scope["type"] not in ("http", "websocket") or _may_ask(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()  # the offer to connect, which has to be taken before it is turned down
            await send({"type": "websocket.close", "code": 1008})  # policy violation, RFC 6455, 7.4.1
        else:
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(_REFUSED))]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": _REFUSED})


def _may_ask(scope: _Scope) -> bool:
    """Whether a request came in by loopback, every Host and Origin of it is this machine's, and it has just one Host.

    Another program of this machine, on another port, has the same host and is a stranger all the same: the Origin has
    to be the very page that is asked. Without an Origin it is no page that asks, but a person or a program of theirs.
    """
    if not _came_by_loopback(scope.get("server")):
        return False
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    if len(hosts) != 1 or not is_loopback(_name_of(f"//{hosts[0]}")):
        return False
    return all(_place_of(origin) == hosts[0].lower() for origin in origins)


def _place_of(origin: str) -> str:
    """The host and port of an Origin; "" for one that is no address."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _came_by_loopback(server: tuple[str, int | None] | None) -> bool:
    """Whether our end of a connection, an address and a port, is one that only this machine reaches.

    Without a port it is a socket in the file system, which is this machine's too; ASGI lets a server not know.
    """
    return server is None or server[1] is None or is_loopback(server[0])


def _name_of(address: str) -> str:
    """The host in an address; "" where it has none, or more than a host and a port."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError:
        return ""
    return "" if parts.path or parts.query or "@" in parts.netloc else parts.hostname or ""

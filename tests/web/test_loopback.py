"""The door: only this machine is served, and only pages of ours may ask; over real HTTP and a real websocket."""

import asyncio
import http.client
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from engagement.errors import ServeError
from engagement.settings import PROJECT
from engagement.web.loopback import LoopbackOnly, is_loopback, require_loopback
from tests.browser.conftest import serving
from tests.cli.calling import call, environment
from tests.demo_store import demo_url
from tests.web.sessions import drawn


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(demo_url(tmp_path_factory)) as address:
        yield address


def status(address: str, path: str, **headers: str) -> int:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection.request("GET", path, headers={name.title(): value for name, value in headers.items()})
    return connection.getresponse().status


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("localhost.", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.20", False),
        ("10.0.0.1", False),
        ("", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("::1%lo", False),
        ("example.org", False),
        ("1270.0.0.1", False),
    ],
)
def test_which_names_are_this_machines(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
    if expected:
        assert require_loopback(host) == host.rstrip(".").strip("[]")
    else:
        with pytest.raises(ServeError, match="ssh -L"):
            require_loopback(host)


@pytest.mark.parametrize("path", ["/", "/overview", "/_stcore/health", "/nowhere"])
def test_our_names_are_answered_and_others_refused(server: str, path: str) -> None:
    port = server.rpartition(":")[2]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", "127.0.0.1"):
        assert status(server, path, host=host) == 200, host
    for host in (
        f"rebound.example.org:{port}",
        "rebound.example.org",
        "",
        f"127.0.0.1@example.org:{port}",
        "127.0.0.1:x",
    ):
        assert status(server, path, host=host) == 403, host


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (("127.0.0.1", 8501), 200),
        (("::1", 8501), 200),
        (("/run/engagement.sock", None), 200),
        (None, 200),
        (("192.0.2.7", 8501), 403),
        (("2001:db8::7", 8501), 403),
        (("0.0.0.0", 8501), 403),
    ],
)
def test_a_host_that_is_only_said_to_be_ours(server: tuple[str, int | None] | None, expected: int) -> None:
    """Where another server was told to serve the application on every address, of which ours cannot know."""
    told: list[int] = []

    async def inside(_scope: object, _receive: object, send: Callable[..., Awaitable[None]]) -> None:
        await send({"type": "http.response.start", "status": 200})

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message.get("status", 0))

    async def receive() -> MutableMapping[str, Any]:
        raise AssertionError("nothing is to be read")

    scope = {"type": "http", "server": server, "headers": [(b"host", b"127.0.0.1:8501")]}
    asyncio.run(LoopbackOnly(inside)(scope, receive, send))
    assert told[0] == expected


def test_another_pages_script_is_refused_over_http(server: str) -> None:
    assert status(server, "/", origin=server) == 200
    for origin in (
        "http://rebound.example.org",
        "null",
        "http://127.0.0.1:1",
        "http://[bad",
        server.replace("127.0.0.1", "localhost"),
    ):
        assert status(server, "/", origin=origin) == 403, origin


def test_our_page_opens_a_session(server: str) -> None:
    assert "<h1" in drawn(server, "overview")
    port = server.rpartition(":")[2]
    assert "<h1" in drawn(server, "overview", host=f"localhost:{port}", origin=f"http://localhost:{port}")


@pytest.mark.parametrize("port", [True, False])
def test_a_page_whose_name_was_pointed_here_opens_none(server: str, port: bool) -> None:
    name = f"rebound.example.org:{server.rpartition(':')[2]}" if port else "rebound.example.org"
    with pytest.raises(InvalidStatus, match="403"):
        drawn(server, "overview", host=name, origin=f"http://{name}")


@pytest.mark.parametrize("origin", ["http://rebound.example.org", "http://127.0.0.1:1", "null"])
def test_a_page_of_another_origin_opens_none(server: str, origin: str) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        drawn(server, "overview", origin=origin)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "example.org"])
def test_serve_refuses_every_other_address(address: str, sqlite_url: str) -> None:
    done = call("serve", "--address", address, database=sqlite_url)
    assert done.returncode == 1
    assert done.stderr.startswith("engagement: The dashboard has no sign-in yet")
    assert address in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "settings"),
    [(["--server.address", "0.0.0.0"], {}), ([], {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"})],
)
def test_streamlit_by_itself_refuses_it_too(words: list[str], settings: dict[str, str], sqlite_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", "0", *words],
        cwd=PROJECT,
        env=environment(sqlite_url) | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "engagement: The dashboard has no sign-in yet" in done.stderr

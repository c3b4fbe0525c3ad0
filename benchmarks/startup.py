"""U2: from the command to the page that answers, on an environment that is made."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

RUNS = 5
_PATIENCE = 60.0  # seconds


def seconds_to_answer(url: str) -> list[float]:
    """How long `engagement serve` on the database at `url` takes until its page answers over HTTP; each of the runs."""
    return [_once(url) for _ in range(RUNS)]


def _once(url: str) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-c", "from engagement.cli import main; main()", "serve", "--port", str(port)]
    settings = os.environ | {"ENGAGEMENT_DATABASE_URL": url, "ENGAGEMENT_TIMEZONE": "UTC"}
    start = time.perf_counter()
    server = subprocess.Popen(words, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while time.perf_counter() - start < _PATIENCE:
            if server.poll() is not None:
                raise RuntimeError(f"the dashboard ended with {server.returncode} before it answered")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                    if page.status == 200:
                        return time.perf_counter() - start
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.02)
        raise TimeoutError("the dashboard did not answer within a minute")
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE)

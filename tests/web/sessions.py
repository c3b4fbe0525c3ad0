"""Sessions of the dashboard without a browser: the websocket as Streamlit's page opens it, and what comes over it."""

from socket import create_connection

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 60.0  # seconds


def drawn(address: str, screen: str, query: str = "", *, origin: str | None = None, host: str | None = None) -> str:
    """What a new session is shown of a screen: its HTML, and the word EXCEPTION with each exception in it.

    `origin` and `host` are what the request says of itself; those of `address` when left out.
    """
    there = address.removeprefix("http://")
    name, _, port = there.rpartition(":")
    asking = BackMsg()
    asking.rerun_script.page_name = screen
    asking.rerun_script.query_string = query
    with connect(
        f"ws://{host or there}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin or address),
        max_size=None,
        open_timeout=PATIENCE,
        proxy=None,
        sock=create_connection((name, int(port)), timeout=PATIENCE),
    ) as socket:
        socket.send(asking.SerializeToString())
        parts = []
        while True:
            told = socket.recv(timeout=PATIENCE)
            assert isinstance(told, bytes)
            message = ForwardMsg.FromString(told)
            element = message.delta.new_element
            if element.HasField("exception"):
                parts.append(f"EXCEPTION {element.exception.type}: {element.exception.message}")
            elif element.HasField("html"):
                parts.append(element.html.body)
            if message.HasField("script_finished") and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return "\n".join(parts)

"""The dashboard: `streamlit run dashboard.py` serves it.

Streamlit runs this file twice over: once as the application, to serve it, and as the script of every session, to draw.
Which screens there are is in engagement/ui/frame/screens.py; who is answered at all, in engagement/web.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.scriptrunner import get_script_run_ctx

from engagement.errors import ServeError
from engagement.ui.frame.screens import other_names, run_screen
from engagement.ui.palette.palette import palette
from engagement.ui.parts.charts import warm_up
from engagement.web.loopback import LoopbackOnly, require_loopback
from engagement.web.names import OtherNames
from engagement.web.preload import load_screens


@asynccontextmanager
async def ready(_app: st.App) -> AsyncIterator[None]:
    """Everything a screen needs is loaded before the first request is answered."""
    load_screens(Path(__file__).parent / "pages")
    warm_up()
    yield


if get_script_run_ctx(suppress_warning=True) is None:
    try:
        require_loopback(st.get_option("server.address"))
    except ServeError as error:
        raise SystemExit(f"engagement: {error}") from None
    door = [Middleware(LoopbackOnly), Middleware(OtherNames, other_names())]
    app = st.App(__file__, middleware=door, lifespan=ready)
else:
    run_screen(palette)

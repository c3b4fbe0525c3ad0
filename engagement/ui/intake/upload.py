"""Files dropped on the page, taken in just as the command line does: by import_files, from a folder of their own."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from engagement.errors import ColumnError
from engagement.formats.headings import with_headings
from engagement.ingest import FileResult, Progress, import_files
from engagement.query.intake.imports import imports_of, rejects, shows_rejects
from engagement.ui.frame.account import Account, connected
from engagement.ui.intake.file_columns import Columns, choose_columns
from engagement.ui.intake.file_heads import forget_all_but
from engagement.ui.intake.import_table import import_table, rejects_csv
from engagement.ui.parts.markup import counted, joined, label
from engagement.ui.parts.notice import done, problem

_ROUND = "upload-round"  # a new one gives an empty drop
_RUNNING = "upload-running"  # the names of the files being imported
_RESULT = "upload-result"  # the ids of the imports made
_LONGEST_NAME = 120  # characters of a file's name; longer ones are cut at the front
_BATCH_SIZE = 10_000  # records a transaction: somebody watches how far it is
_HOW = (
    "Provider exports, webhooks and suppression lists, contact lists (CSV, Excel or vCard) and send lists, in any "
    "order and as often as you like: what is there already is recognised and changes nothing. Reports without a time "
    "of their own get that of the upload. "
    "At most {limit} MB a file; take `engagement import` for larger ones. An import is taken back from the list below."
)
_BLANKS = (
    "A blank cell says nothing: owner, stage, source and labels stay as they are. "
    "Tick this if a blank in your list means that there is none any more."
)


def upload(account: Account) -> None:
    """Draw the drop, what of it can be said before, the button, and what the last import came to."""
    _interrupted()
    number = st.session_state.setdefault(_ROUND, 0)
    files = st.file_uploader("Drop files here, or choose them", accept_multiple_files=True, key=f"upload {number}")
    st.caption(_HOW.format(limit=st.get_option("server.maxUploadSize")))
    if files:
        _ask(account, files)
    elif _RESULT in st.session_state:
        _result(account, st.session_state[_RESULT])


def _ask(account: Account, files: Sequence[UploadedFile]) -> None:
    """What the columns of lists are, then the button that imports."""
    st.session_state.pop(_RESULT, None)
    forget_all_but(files)
    columns: list[Columns | None] = []
    for number, file in enumerate(files, 1):
        try:
            columns.append(choose_columns(account, file.name if number == 1 else f"{file.name} ({number})", file))
        except ColumnError:
            continue  # it is told where the choice is
    blanks_empty = st.checkbox("Blank cells of contact lists empty what is on file", key="blanks-empty", help=_BLANKS)
    word = f"Import {counted(len(files), 'file')}"
    is_clear = len(columns) == len(files)
    if st.button(word, type="primary", icon=":material/upload:", disabled=not is_clear):
        account.view.connection.rollback()  # what was read is over: a long import keeps no old state alive
        for choice in filter(None, columns):
            choice.remember(account)
        results = _import(account, files, columns, blanks_empty)
        st.session_state[_RESULT] = [result.import_id for result in results]
        st.session_state[_ROUND] += 1
        st.rerun()


def _import(
    account: Account, files: Sequence[UploadedFile], columns: Sequence[Columns | None], blanks_empty: bool
) -> list[FileResult]:
    """Import the files from a folder that is gone afterwards, each under its own name."""
    st.session_state[_RUNNING] = [file.name for file in files]
    st.caption("Keep this page open until it is done: what is on another one stops it after the batch it is in.")
    place = st.empty()
    with TemporaryDirectory(prefix="engagement-") as folder:
        paths = [_saved(Path(folder) / str(n), file, columns[n]) for n, file in enumerate(files)]
        number = {path: n for n, path in enumerate(paths, 1)}

        def show(state: Progress) -> None:
            words = f"{state.file.name}, file {number[state.file]} of {len(paths)}: {state.words}"
            place.progress(min(state.done / state.total, 1.0) if state.total else 1.0, label(words))

        results = import_files(
            account.engine,
            paths,
            blanks_empty=blanks_empty,
            sheet={path: choice.sheet for path, choice in zip(paths, columns, strict=True) if choice is not None},
            batch_size=_BATCH_SIZE,
            progress=show,
            **account.settings.for_readers,
        )
    place.empty()
    del st.session_state[_RUNNING]
    return results


def _saved(folder: Path, file: UploadedFile, columns: Columns | None) -> Path:
    """The file on the disk, under its own name and, where they were chosen, with other headings."""
    folder.mkdir()
    name = Path(file.name.replace("\0", "")).name[-_LONGEST_NAME:]
    path = folder / (name if name not in ("", ".", "..") else "file")
    with path.open("wb") as target:
        if columns is None or columns.headings is None:
            shutil.copyfileobj(file, target)
        else:
            target.writelines(with_headings(file, columns.headings, sheet=columns.sheet))
    file.seek(0)
    return path


def _interrupted() -> None:
    """Say that an import did not come to its end, so that nobody takes it for done."""
    names = st.session_state.pop(_RUNNING, None)
    if names:
        problem(
            f"The import of {', '.join(names)} was interrupted. What had been read is in; "
            "import the same files again to go on: what is there is recognised."
        )


def _result(account: Account, ids: Sequence[int]) -> None:
    """What came of the files, and their rejects to download."""
    rows = imports_of(account.view, ids)
    total = {name: sum(getattr(row, name) for row in rows) for name in ("read", "new", "duplicate", "rejected")}
    done(
        joined(
            f"{counted(len(rows), 'file')} imported: {counted(total['read'], 'record')} read, {total['new']:,} new, "
            f"{total['duplicate']:,} known already, {total['rejected']:,} rejected."
        )
    )
    st.html(import_table(rows, None, account.now, account.zone))
    if total["rejected"] and shows_rejects(account.view):

        def csv() -> bytes:
            with connected() as again:
                return rejects_csv(one for i in ids for one in rejects(again.view, i, limit=None))

        st.download_button(
            f"Download {counted(total['rejected'], 'reject')} as CSV",
            csv,
            "rejects.csv",
            "text/csv",
            key="upload-rejects",
            icon=":material/download:",
            on_click="ignore",
        )

"""Imports: drop files, see what was taken in and, of a chosen file, the records that could not be read."""

import streamlit as st

from engagement.query.intake.imports import recent_imports, rejects, shows_rejects
from engagement.query.question.rows import ImportRow
from engagement.ui.address.links import link
from engagement.ui.frame.account import Account, connected, show
from engagement.ui.frame.screens import Screen
from engagement.ui.intake.import_table import import_table, reject_table, rejects_csv
from engagement.ui.intake.taking_back import outcome, take_back
from engagement.ui.intake.upload import upload
from engagement.ui.parts.markup import counted, joined, number, text
from engagement.ui.parts.notice import no_files, nothing_here

UNSEEN = "The records that could not be read may be about anybody, so only who may see every contact is shown them."
SHOWN = 200  # rejects on screen; the CSV has them all


def chosen_import(rows: list[ImportRow]) -> ImportRow | None:
    """The import that `import` in the address names, if there is one."""
    wanted = st.query_params.get("import", "")
    return next((row for row in rows if str(row.id) == wanted), None)


def draw_rejects(account: Account, row: ImportRow) -> None:
    """What of one file could not be read."""
    st.html(joined("<h2>", text(row.file), f": {counted(row.rejected, 'reject')}</h2>"))
    if not row.rejected:
        nothing_here("Every record of this file was read.")
        return
    if not shows_rejects(account.view):
        nothing_here(UNSEEN)
        return

    def csv() -> bytes:
        with connected() as again:
            return rejects_csv(rejects(again.view, row.id, limit=None))

    if row.rejected > SHOWN:
        st.html(f'<p class="eg-quiet">The first {number(SHOWN)} are shown; the CSV has them all.</p>')
    st.html(reject_table(rejects(account.view, row.id, limit=SHOWN)))
    st.download_button(
        "Download the rejects as CSV",
        csv,
        "rejects.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def draw(account: Account) -> None:
    """The screen."""
    st.html("<h1>Imports</h1>")
    upload(account)
    rows = recent_imports(account.view)
    if not rows:
        no_files("Nothing has been imported yet")
        return
    chosen = chosen_import(rows)
    outcome()
    if chosen:
        draw_rejects(account, chosen)
        take_back(account, chosen)
    st.html("<h2>Every import</h2>")
    if not chosen:
        st.html('<p class="eg-quiet">Choose a file to see what of it could not be read, and why, or to undo it.</p>')
    st.html(import_table(rows, chosen.id if chosen else None, account.now, account.zone))
    twice = link("Duplicates", Screen.DUPLICATES, {})
    st.html(joined('<p class="eg-quiet">Lists from two places name people twice: look at ', twice, ".</p>"))


show(draw)

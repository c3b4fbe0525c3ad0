"""Unknown contacts, coverage and dropped files, each screen by itself."""

import html
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from engagement.domain.records import Record
from engagement.domain.vocabulary import ContactKind, EventType
from engagement.ingest import take_in
from engagement.ingest.attach import attach
from engagement.ingest.sets.rebuild import verify
from engagement.query.intake.imports import recent_imports
from engagement.query.matching.view import View
from engagement.query.question.scope import Scope
from engagement.settings import PROJECT
from engagement.store.engine import open_store
from engagement.store.schema import contact_addresses, contacts, ledger, messages
from engagement.ui.address.periods import Preset
from tests.demo_store import demo_viewpoint
from tests.formats.test_workbook import made
from tests.ingest.making import contact, email, reply, rows
from tests.pages.conftest import Show, shown

PEOPLE: list[Record] = [
    contact("Jane <b>Park</b>", "jane.park@office.example", kind=ContactKind.LEAD, owner="Dana"),
    contact("John Doe", "john@office.example", kind=ContactKind.AGENT),
    email(EventType.OPENED, to="jane.park@new.example"),
    *reply("Is <i>it</i> sold?", number="+14155550188"),
]
LIST = b"Wer,Wo,Handy\nAnn Lee,ann.lee@example.com,(415) 555-0188\nBob,nowhere,\n"


@pytest.fixture
def store(sqlite_url: str) -> Iterator[sa.Engine]:
    """An account with two known and two unknown contacts."""
    engine = open_store(sqlite_url)
    take_in(engine, PEOPLE)
    yield engine
    engine.dispose()


def url(store: sa.Engine) -> str:
    return store.url.render_as_string()


def owner_of(store: sa.Engine, address: str) -> int:
    (found,) = rows(store, messages, "contact_id", address=address)
    return int(found)


def agrees(store: sa.Engine) -> None:
    with store.connect() as connection:
        assert verify(connection) == []


def test_an_unknown_contact_is_attached_to_whom_is_suggested(show: Show, store: sa.Engine) -> None:
    who = owner_of(store, "jane.park@new.example")
    app = show("unknown", url(store), chosen=str(who))
    page = shown(app)
    assert "2 unknown contacts" in page
    assert "the same words before the @, at another domain" in page
    assert "<b>Park" not in page
    assert "<i>it" not in page
    app.main.button(key=f"attach {who} {rows(store, contacts, 'contact_id', owner='Dana')[0]}").click().run()
    page = shown(app)
    assert "jane.park@new.example and its history now belong to" in page.replace("<bdi>", "").replace("</bdi>", "")
    assert "1 unknown contact<" in page
    assert rows(store, contacts, "opens", owner="Dana") == [1]
    agrees(store)
    assert "now belong to" not in shown(app.run()), "it is told once"


def test_an_agent_is_made_of_one(show: Show, store: sa.Engine) -> None:
    who = owner_of(store, "+14155550188")
    app = show("unknown", url(store), chosen=str(who))
    app.main.text_input[1].set_value("Ann Lee")
    app.main.radio[0].set_value(ContactKind.AGENT)
    app.main.button[0].click().run()
    assert "now belong to" in shown(app)
    assert rows(store, contacts, "kind", "replies", name="Ann Lee") == [("agent", 1)]
    agrees(store)


def test_one_that_is_found_by_searching(show: Show, store: sa.Engine) -> None:
    who = owner_of(store, "+14155550188")
    app = show("unknown", url(store), chosen=str(who))
    app.main.text_input(key=f"find {who}").set_value("nobody at all").run()
    assert "Nobody on a contact list is called so" in shown(app)
    app.main.text_input(key=f"find {who}").set_value("john").run()
    app.main.button[0].click().run()
    assert rows(store, contacts, "replies", name="John Doe") == [1]


def test_what_changed_meanwhile_is_one_sentence(show: Show, store: sa.Engine) -> None:
    who = owner_of(store, "+14155550188")
    app = show("unknown", url(store), chosen=str(who))
    app.main.text_input(key=f"find {who}").set_value("john").run()
    (jane,) = rows(store, contacts, "contact_id", owner="Dana")
    attach(store, [("text", "+14155550188")], jane)
    app.main.button[0].click().run()
    assert "not unknown any more" in shown(app)
    assert owner_of(store, "+14155550188") == jane


@pytest.mark.parametrize("who", ["0", "-1", "9" * 30, "<b>x</b>", "'; --", "²", "١٢"])
def test_a_contact_that_is_not_there_is_one_sentence(show: Show, store: sa.Engine, who: str) -> None:
    page = shown(show("unknown", url(store), chosen=who))
    assert "not unknown any more, or not there" in page
    assert "<b>x" not in page


def test_coverage_says_what_is_on_file(show: Show) -> None:
    page = shown(show("coverage"))
    for words in ("On file from", "Days with events", "Files by source", "Mailgun", "It brings no events", "eg-lane"):
        assert words in page


def test_contacts_says_what_is_not_on_file(show: Show) -> None:
    app = show("contacts")
    app.sidebar.checkbox(key="email-opens").check().run()
    assert "on file" not in shown(app)
    app.sidebar.selectbox(key="period").set_value(Preset.LAST_365).run()
    assert "Not all of this period is on file: emails begin on" in shown(app)


@pytest.mark.parametrize(
    ("screen", "name"), [("overview", "days"), ("campaigns", "campaigns-sent"), ("messages", "sent")]
)
def test_other_screens_say_what_is_not_on_file(show: Show, screen: str, name: str) -> None:
    says = f"Not all of {'what is compared' if screen == 'overview' else 'this period'} is on file"
    assert says not in shown(show(screen, **{name: Preset.LAST_7}))
    assert says in shown(show(screen, **{name: Preset.LAST_365}))


def test_dropped_files_come_in_and_their_columns_are_remembered(show: Show, store: sa.Engine) -> None:
    app = show("imports", url(store))
    sample = (PROJECT / "tests" / "samples" / "mailgun" / "logs_page.json").read_bytes()
    app.main.get("file_uploader")[0].set_value([("leute.csv", LIST, "text/csv"), ("logs.json", sample, "text/json")])
    app.run()
    assert "Say what its columns are" in shown(app)
    for number, word in enumerate(("name", "email", "name")):
        app.main.selectbox(key=f"column {number} of leute.csv").set_value(word)
    app.run()
    assert "Two columns are read as name" in shown(app)
    assert next(button for button in app.main.button if button.label == "Import 2 files").disabled
    app.main.selectbox(key="column 2 of leute.csv").set_value("cell phone").run()
    assert "is not an email address" in shown(app)
    next(button for button in app.main.button if button.label == "Import 2 files").click().run()
    page = shown(app)
    assert "2 files imported: 15 records read, 14 new" in page
    assert rows(store, contacts, "replies", name="Ann Lee") == [1], "a list claims the history of an unknown contact"
    with store.connect() as connection:
        named = [
            (row.file, row.provider, row.read, row.rejected)
            for row in recent_imports(View(connection, demo_viewpoint()))
        ]
    # Both came in at the one moment that tests take place at, so they stand in no order.
    assert sorted(named) == [("leute.csv", "Contact list", 2, 1), ("logs.json", "Mailgun", 13, 0)]
    agrees(store)
    app.main.get("file_uploader")[0].set_value([("neu.csv", LIST, "text/csv")])
    app.run()
    assert "Columns of neu.csv, as you said last time" in [html.unescape(box.label) for box in app.main.expander]
    next(button for button in app.main.button if button.label == "Import 1 file").click().run()
    assert "1 file imported: 2 records read, 0 new, 2 known already, 1 rejected." in shown(app)


def test_a_column_that_speaks_of_consent_is_asked_about(show: Show, store: sa.Engine) -> None:
    app = show("imports", url(store))
    people = b"Name,Email,Phone,GDPR,Send SMS\nAnn Lee,ann.lee@example.com,(415) 555-0188,yes,no\n"
    drop = app.main.get("file_uploader")[0]
    drop.set_value([("list.csv", people, "text/csv")])
    app.run()
    assert "GDPR speaks of consent, and nothing is read there" in shown(app)
    assert next(box for box in app.main.expander if "list.csv" in html.unescape(box.label)).proto.expanded
    assert "no text" in shown(app)
    app.main.selectbox(key="column 3 of list.csv").set_value("no email").run()
    assert "speaks of consent" not in shown(app)
    assert "no email, no text" in shown(app)
    next(button for button in app.main.button if button.label == "Import 1 file").click().run()
    assert rows(store, ledger, "channel", "place") == [
        ("email", "the column No Email"),
        ("text", "the column Send SMS"),
    ]
    app.main.get("file_uploader")[0].set_value([("other.csv", people.replace(b"Send SMS", b"Notes"), "text/csv")])
    app.run()
    next(button for button in app.main.button if button.label == "Import 1 file").click().run()
    assert "The column GDPR speaks of consent in words not known here" in shown(app), "the import says so too"


def test_a_sheet_of_a_workbook_is_chosen(show: Show, store: sa.Engine) -> None:
    people = [
        ["Everybody"],
        ["Wer", "Wo"],
        ["Ann Lee", "ann.lee@example.com"],
        ["Cy Day", "cy@example.com", "", "note"],
    ]
    book = made([["Name", "Email"], ["Bob Ray", "bob@example.com"]], None, Leute=people, Leer=[])
    app = show("imports", url(store))
    app.main.get("file_uploader")[0].set_value([("book.xlsx", book, "application/octet-stream")])
    app.run()
    choice = app.main.selectbox(key="sheet of book.xlsx")
    assert (choice.options, choice.value) == (["People", "Leute", "Leer"], "People")
    choice.set_value("Leer").run()
    assert "Nothing in the sheet Leer is a table" in shown(app)
    app.main.selectbox(key="sheet of book.xlsx").set_value("Leute").run()
    assert "Say what its columns are" in shown(app)
    for number, word in enumerate(("name", "email")):
        app.main.selectbox(key=f"column {number} of Leute of book.xlsx").set_value(word)
    app.run()
    next(button for button in app.main.button if button.label == "Import 1 file").click().run()
    assert "1 file imported: 2 records read, 2 new" in shown(app)
    assert rows(store, contacts, "kind", name="Ann Lee") == [("lead")]
    assert rows(store, contacts, "kind", name="Bob Ray") == []
    app.main.get("file_uploader")[0].set_value([("book.xlsx", book, "application/octet-stream")])
    app.run()
    next(button for button in app.main.button if button.label == "Import 1 file").click().run()
    assert rows(store, contacts, "kind", name="Bob Ray") == [("lead")]


def test_a_file_that_nobody_knows_is_a_reject_with_its_reason(show: Show, store: sa.Engine, tmp_path: Path) -> None:
    app = show("imports", url(store))
    app.main.get("file_uploader")[0].set_value([("../../x\0<b>.png", b"\x89PNG\r\n", "image/png")])
    app.run()
    app.main.button[0].click().run()
    page = shown(app)
    assert "This is a picture (PNG)" in page
    assert "<b>" not in page


def test_a_limited_viewer_is_told_how_many_were_rejected_and_given_none(
    show: Show, store: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = replace(demo_viewpoint(), scope=Scope(frozenset({"Dana"})))
    for viewpoint, buttons in ((demo_viewpoint(), 1), (limited, 0)):
        monkeypatch.setattr("engagement.ui.frame.account.viewpoint_of", lambda _, seen=viewpoint: seen)
        app = show("imports", url(store))
        app.main.get("file_uploader")[0].set_value([("x.png", b"\x89PNG\r\n", "image/png")])
        app.run()
        app.main.button[0].click().run()
        assert ", 1 rejected." in shown(app)
        assert len(app.main.get("download_button")) == buttons


def test_an_import_that_was_interrupted_says_so(show: Show, store: sa.Engine) -> None:
    app = show("imports", url(store))
    app.session_state["upload-running"] = ["events.json"]
    assert "The import of events.json was interrupted" in shown(app.run()).replace("<bdi>", "")
    assert "interrupted" not in shown(app.run())


def test_a_column_that_its_values_tell_is_said_and_may_be_left_out(show: Show, store: sa.Engine) -> None:
    app = show("imports", url(store))
    people = b"Nombre,Wo\nAnn Lee,ann.lee@example.com\nBob Ray,bob.ray@example.com\n"
    app.main.get("file_uploader")[0].set_value([("liste.csv", people, "text/csv")])
    app.run()
    assert "No heading says which column has the email. By what it holds it is Wo" in shown(app)
    assert app.main.selectbox(key="column 1 of liste.csv").value == "email"
    next(button for button in app.main.button if button.label == "Import 1 file").click().run()
    assert "The column Wo was read as email for what it holds" in shown(app)
    assert "ann.lee@example.com" in rows(store, contact_addresses, "address")
    other = people.replace(b"Ann Lee", b"Cy Fox").replace(b"ann.lee", b"cy.fox")
    app.main.get("file_uploader")[0].set_value([("liste2.csv", other, "text/csv")])
    app.run()
    app.main.selectbox(key="column 1 of liste2.csv").set_value("").run()
    app.main.selectbox(key="column 0 of liste2.csv").set_value("name").run()
    assert "No two columns are about a person" in shown(app)

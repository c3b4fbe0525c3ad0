"""Settings on screen: kept when saved, fixed where the environment states them, and told before they are saved."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from engagement.domain.consent import Closes
from engagement.domain.vocabulary import EventType
from engagement.ingest import take_in
from engagement.ingest.sets.rebuild import verify
from engagement.settings import load_settings
from engagement.store.account import AccountSettings, DayGroup, read_account, write_account
from engagement.store.engine import open_store
from engagement.store.schema import contacts, messages
from engagement.store.sets import read_state
from tests.ingest.making import email, reply, rows, text
from tests.pages.conftest import Show, shown


@pytest.fixture
def store(sqlite_url: str) -> Iterator[sa.Engine]:
    """An account with one email."""
    engine = open_store(sqlite_url)
    take_in(engine, [email(EventType.OPENED)])
    yield engine
    engine.dispose()


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.main.caption)


def test_settings_are_kept_and_the_sets_follow_the_time_zone(
    show: Show, monkeypatch: pytest.MonkeyPatch, store: sa.Engine
) -> None:
    app = show("settings", store.url.render_as_string())
    monkeypatch.delenv("ENGAGEMENT_TIMEZONE")
    app.run()
    app.text_input(key="account-name").set_value("Whitlock <b>Realty")
    app.selectbox(key="account-timezone").set_value("Asia/Tokyo")
    app.selectbox(key="account-region").set_value("GB")
    app.checkbox(key=f"sends {DayGroup.SUNDAY.name}").uncheck()
    app.run()
    assert "Not saved yet." in captions(app)
    assert "JST there" in captions(app)
    assert "is read as +44" in captions(app)
    app.button[0].click().run()
    page = shown(app)
    assert "Saved." in page
    assert "Whitlock &lt;b&gt;Realty" in page
    with store.connect() as connection:
        kept = read_account(connection, load_settings())
        assert (kept.name, kept.timezone, kept.region) == ("Whitlock <b>Realty", "Asia/Tokyo", "GB")
        assert kept.windows[DayGroup.SUNDAY] is None
        assert read_state(connection).timezone == "Asia/Tokyo"
        assert verify(connection) == []


def test_opt_outs_are_kept_as_they_were_chosen(show: Show, store: sa.Engine) -> None:
    app = show("settings", store.url.render_as_string())
    assert "closes them all" in captions(app), "what the law asks is the default"
    app.text_area(key="account-stop-words").set_value("Basta\n\nno more\n")
    app.text_area(key="account-numbers").set_value("(202) 555-0100")
    app.radio(key="account-closes").set_value(Closes.SAME)
    app.run()
    assert "The others may go on writing." in captions(app)
    app.button[0].click().run()
    assert "Saved." in shown(app)
    with store.connect() as connection:
        kept = read_account(connection, load_settings())
    assert (kept.stop_words, kept.own_numbers, kept.closes) == (("Basta", "no more"), ("+12025550100",), Closes.SAME)
    again = show("settings", store.url.render_as_string())
    assert again.text_area(key="account-stop-words").value == "Basta\nno more"
    assert again.text_area(key="account-numbers").value == "+12025550100"
    assert again.radio(key="account-closes").value is Closes.SAME


def test_what_a_stop_closes_is_worked_out_when_it_is_saved(show: Show, store: sa.Engine) -> None:
    """A stop to one number of ours, and another that writes too: by the law both are closed."""
    other = text(EventType.DELIVERED, 1, key="SM2")
    other.message.our_address = "+14155550199"
    take_in(store, [text(EventType.DELIVERED), other, *reply("STOP", 2)])
    (owner,) = set(rows(store, messages, "contact_id", channel="text"))
    for closes, closed in ((Closes.SAME, False), (Closes.ALL, True)):
        app = show("settings", store.url.render_as_string())
        app.radio(key="account-closes").set_value(closes).run()
        app.button[0].click().run()
        assert (rows(store, contacts, "do_not_text_at", contact_id=owner)[0] is not None) is closed


def test_a_number_of_ours_that_is_none_is_one_sentence(show: Show, store: sa.Engine) -> None:
    app = show("settings", store.url.render_as_string())
    app.text_area(key="account-numbers").set_value("(202) 555-0100\n555-0142").run()
    assert "'555-0142' is no phone number: write it with its area code" in shown(app).replace("&#x27;", "'")
    assert not app.button, "there is nothing that could be saved"


def test_what_the_environment_states_is_shown_as_fixed(
    show: Show, monkeypatch: pytest.MonkeyPatch, store: sa.Engine
) -> None:
    write_account(store, AccountSettings(timezone="Asia/Tokyo", region="GB"))
    app = show("settings", store.url.render_as_string())
    assert app.selectbox(key="account-timezone").value == "America/New_York"
    assert app.selectbox(key="account-timezone").disabled
    assert not app.selectbox(key="account-region").disabled
    assert "fixed by the environment: ENGAGEMENT_TIMEZONE is set" in captions(app)
    assert app.button[0].disabled, "nothing was changed"


def test_a_window_that_ends_before_it_begins_is_one_sentence(show: Show, store: sa.Engine) -> None:
    app = show("settings", store.url.render_as_string())
    app.selectbox(key="to WEEKDAYS").set_value(7).run()
    assert "let it end after it begins" in shown(app)


def test_another_process_that_changes_the_time_zone_is_followed(
    show: Show, monkeypatch: pytest.MonkeyPatch, store: sa.Engine
) -> None:
    app = show("contacts", store.url.render_as_string())
    monkeypatch.delenv("ENGAGEMENT_TIMEZONE")
    write_account(store, AccountSettings(timezone="Asia/Tokyo"))
    assert "1 contact" in shown(app.run())
    with store.connect() as connection:
        assert read_state(connection).timezone == "Asia/Tokyo"

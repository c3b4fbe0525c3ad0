"""The page Consent, run by itself: what it shows by its address, and the lines on Overview and the contact."""

import pytest
import sqlalchemy as sa

from engagement.query.consent.after_stop import texts_after_stop
from engagement.query.consent.held import held_count, held_requests
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from tests.demo_store import demo_url, demo_viewpoint, opened
from tests.pages.conftest import Show, shown

VIEW = demo_viewpoint()


@pytest.fixture
def account(tmp_path_factory: pytest.TempPathFactory) -> sa.Connection:
    return opened(demo_url(tmp_path_factory))


def test_every_held_request_is_listed_with_its_words_marked(show: Show, account: sa.Connection) -> None:
    said = shown(show("consent"))
    found = held_requests(View(account, VIEW))
    assert len(found) == held_count(View(account, VIEW)) >= 5
    assert f"{len(found)} requests to decide on" in said
    assert said.count("<mark") == len(found)
    assert said.count("Answers our text") == len(found)


def test_only_the_texts_after_a_stop(show: Show, account: sa.Connection) -> None:
    said = shown(show("consent", part="after-stop"))
    found = texts_after_stop(View(account, VIEW))
    assert f"{len(found)} texts sent after a stop" in said
    assert "requests to decide on" not in said
    assert "All of Consent" in said


def test_all_is_well(show: Show, sqlite_url: str) -> None:
    assert "All is well: no text was sent to anybody after they opted out." in shown(show("consent", sqlite_url))


@pytest.mark.parametrize("spelled", ["{id}", "{address}", "{title}"])
def test_history_of(show: Show, account: sa.Connection, spelled: str) -> None:
    one = texts_after_stop(View(account, VIEW))[0]
    said = shown(show("consent", who=spelled.format(id=one.contact_id, address=one.address, title=one.title)))
    if spelled == "{title}":  # a name may mean several: it is chosen
        assert f'href="consent?who={one.contact_id}"' in said
    else:
        assert "sent a stop word" in said
        assert f"Consent history of <bdi>{one.title}</bdi>" in said


def test_who_said_nothing_and_who_is_nobody(show: Show, account: sa.Connection) -> None:
    quiet = find_contact(View(account, VIEW), str(held_requests(View(account, VIEW))[0].contact_id)).emails[0]
    assert "they neither opted in nor out" in shown(show("consent", who=quiet))
    assert "Nobody has that address" in shown(show("consent", who="nobody at all, surely"))


def test_overview_counts_both(show: Show, account: sa.Connection) -> None:
    said = shown(show("overview"))
    assert f"{held_count(View(account, VIEW))} people asked to stop: decide" in said
    assert f"{len(texts_after_stop(View(account, VIEW)))} texts sent after a stop" in said


def test_the_contact_is_marked_and_asks_for_a_decision(show: Show, account: sa.Connection) -> None:
    one = held_requests(View(account, VIEW))[0]
    app = show("contact", id=str(one.contact_id))
    said = shown(app)
    assert said.index("Asked to stop") < said.index("May I text?") < said.index("Do texts arrive?")
    assert "nobody decided yet" in said
    assert "They asked to stop, and nobody decided yet." in said.partition("Better channel")[2]
    assert [button.label for button in app.button][:2] == ["Stop", "It is a reply"]
    assert "Asks to stop" in said.partition("eg-timeline")[2]


def test_a_reaction_and_a_machine_are_called_so(show: Show, account: sa.Connection) -> None:
    text = sa.text("SELECT contact_id FROM messages WHERE reading = :reading")
    for reading, word in (("reaction", "Reaction from"), ("automatic answer", "Automatic answer from")):
        contact_id = account.execute(text, {"reading": reading}).scalars().first()
        assert word in shown(show("contact", id=str(contact_id)))


def test_messages_mark_who_asked_and_which_text_asks(show: Show, account: sa.Connection) -> None:
    one = held_requests(View(account, VIEW))[0]
    said = shown(show("messages", contact=str(one.contact_id)))
    assert "Asked to stop" in said
    assert f'Asks to stop: <mark class="eg-telling"><bdi>{one.telling}' in said

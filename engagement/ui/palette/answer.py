"""What the palette shows for what is typed: the options of its list, as HTML, and what is said of them."""

from collections.abc import Sequence
from typing import NamedTuple

from engagement.domain.addresses import shown_phone
from engagement.lib.text import has_words
from engagement.query.contacts.contact_list import Sort, count_contacts, first_by_name
from engagement.query.contacts.saved_filters import list_saved
from engagement.query.matching.campaign_search import campaigns_called
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.rows import ContactRow
from engagement.ui.address.contact_params import unpacked
from engagement.ui.address.links import address
from engagement.ui.frame.account import Account
from engagement.ui.frame.screens import NAVIGATION, Screen, other_names
from engagement.ui.parts.figures import opt_out_badges
from engagement.ui.parts.markup import Html, attribute, counted, icon, joined, number, text

MOST_PEOPLE = 8
MOST_CAMPAIGNS = 5
MOST_FILTERS = 5
NOTHING = "Nobody, and no campaign, saved filter or screen, has this in it: check the spelling."


class Answer(NamedTuple):
    """What is found, as options in groups, and the sentence that says how much of it there is."""

    options: Html
    said: str


class _Group(NamedTuple):
    """Options of a kind; what is said of them."""

    heading: str
    options: Sequence[Html]
    said: str


def answer(account: Account, search: str, visitor: str) -> Answer:
    """What `search` finds for `visitor`; with nothing typed, where one may go."""
    found = (_people(account, search), _campaigns(account, search), _saved(account, search, visitor), _screens(search))
    groups = [group for group in found if group.options]
    said = ", ".join(group.said for group in groups)
    return Answer(joined(*map(_group, groups)), said or NOTHING)


def _group(group: _Group) -> Html:
    heading = attribute(group.heading)
    return joined(
        f'<div role="group" aria-label="{heading}"><div class="eg-found-kind" aria-hidden="true">{heading}</div>',
        *group.options,
        "</div>",
    )


def _option(screen: Screen, place: str, sign: str, title: str, *beside: str) -> Html:
    """A line that opens `place`, an address of `screen`; links.js follows it like any link."""
    return joined(
        f'<a role="option" aria-selected="false" tabindex="-1" data-screen="{screen}" href="{attribute(place)}">',
        icon(sign),
        f'<span class="eg-found"><b>{text(title)}</b> {"".join(beside)}</span></a>',
    )


def _people(account: Account, search: str) -> _Group:
    asked = EngagementFilter(search=search)
    if asked.is_open:
        return _Group("People", (), "")
    rows = first_by_name(account.view, asked, MOST_PEOPLE)
    options = [_person(account, row, search) for row in rows]
    count = count_contacts(account.view, asked)
    said = counted(count, "person", "people")
    if count > len(rows):
        place = address(Screen.CONTACTS, {"search": search, "sort": Sort.NAME})
        options.append(_option(Screen.CONTACTS, place, "group", f"All {said}"))
        said = f"{number(len(rows))} of {said}"
    return _Group("People", options, said)


def _person(account: Account, row: ContactRow, search: str) -> Html:
    badges = opt_out_badges(
        row.do_not_email, row.do_not_text, account.zone, call=row.do_not_call, asked_at=row.asked_to_stop_at
    )
    told = (f'<span class="eg-quiet">{text(one)}</span> ' for one in _addresses(row, search))
    return _option(Screen.CONTACT, address(Screen.CONTACT, {"id": str(row.id)}), "person", row.title, *told, badges)


def _addresses(row: ContactRow, search: str) -> list[str]:
    """An email address and a number of theirs, which tell them from others of their name: those that were found."""
    part = search.strip().casefold()
    digits = "".join(letter for letter in part if letter.isdecimal()) or part
    emails = sorted(row.emails, key=lambda one: part not in one)
    phones = sorted(row.phones, key=lambda one: digits not in one)
    shown = (*emails[:1], *map(shown_phone, phones[:1]))
    return [one for one in shown if one != row.title]


def _campaigns(account: Account, search: str) -> _Group:
    found = campaigns_called(account.view, search, MOST_CAMPAIGNS)
    options = [
        _option(Screen.CAMPAIGN, address(Screen.CAMPAIGN, {"id": str(one.id)}), "campaign", one.name) for one in found
    ]
    return _Group("Campaigns", options, counted(len(found), "campaign"))


def _saved(account: Account, search: str, visitor: str) -> _Group:
    found = [one for one in list_saved(account.view, visitor) if has_words(one.name, search)][:MOST_FILTERS]
    options = [
        _option(Screen.CONTACTS, address(Screen.CONTACTS, unpacked(one.params)), "bookmark", one.name) for one in found
    ]
    return _Group("Saved filters", options, counted(len(found), "saved filter"))


def _screens(search: str) -> _Group:
    """The screens whose title has the words, or a word that people type for them."""
    called: dict[str, str] = {}
    for name, meant in other_names().items():
        called[meant] = f"{called.get(meant, '')} {name}"
    entries = [
        entry
        for entries in NAVIGATION.values()
        for entry in entries
        if has_words(f"{entry.title} {called.get(entry.screen, '')}", search)
    ]
    options = [_option(entry.screen, address(entry.screen, {}), entry.icon, entry.title) for entry in entries]
    return _Group("Screens", options, counted(len(options), "screen"))

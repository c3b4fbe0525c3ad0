"""A request to stop as it is shown: whose it is, its words with the telling ones marked, and the text it answers."""

from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.domain.addresses import shown_phone
from engagement.domain.consent import Code
from engagement.lib.text import excerpt
from engagement.query.consent.held import DecidedRequest, HeldRequest
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, icon, joined, text
from engagement.ui.parts.times import relative_time

_LONGEST = 400  # characters of the text of ours that it answers
_SIGNS = {Code.STOP: ("block", "Stop"), Code.REPLY: ("reply", "It is a reply")}


def marked(words: str, telling: str) -> Html:
    """`words` with the first of the `telling` ones in them marked; unmarked where they are not in it as they stand."""
    place = words.casefold().find(telling.casefold()) if telling else -1
    if place < 0 or len(words.casefold()) != len(words):
        return text(words)
    end = place + len(telling)
    told = joined('<mark class="eg-telling">', text(words[place:end]), "</mark>")
    return joined(text(words[:place]), told, text(words[end:]))


def whose(request: HeldRequest, now: datetime, zone: ZoneInfo) -> Html:
    """Whose request it is, from which number to which of ours, and when it came."""
    ours = f" to {text(shown_phone(request.ours))}" if request.ours else ""
    return joined(
        '<p class="eg-head"><b>',
        link(request.title, Screen.CONTACT, {"id": str(request.contact_id)}),
        f'</b> <span>{text(shown_phone(request.address))}{ours}</span> <span class="eg-when">',
        relative_time(request.at, now, zone),
        "</span></p>",
    )


def asked(request: HeldRequest) -> Html:
    """What was asked, over what it answers."""
    if request.answers is None:
        answers = "We never texted this number before."
    elif request.answers.text:
        answers = f"Answers our text: “{text(excerpt(request.answers.text, _LONGEST))}”"
    else:
        answers = "Answers a text of ours without words."
    return joined(
        f'<p class="eg-quiet eg-answers">{answers}</p>',
        f'<blockquote class="eg-asked" dir="auto">{marked(request.words, request.telling)}</blockquote>',
    )


def decided_line(one: DecidedRequest, now: datetime, zone: ZoneInfo) -> Html:
    """What was decided on a request, by whom and when, with its words."""
    sign, word = _SIGNS[one.decision]
    by = f" by {text(one.by)}" if one.by else ""
    return joined(
        f'<p class="eg-decided"><b>{icon(sign)} {word}</b> ',
        link(one.request.title, Screen.CONTACT, {"id": str(one.request.contact_id)}),
        f": “{marked(one.request.words, one.request.telling)}”",
        f' <span class="eg-quiet">decided{by} ',
        relative_time(one.decided_at, now, zone),
        "</span></p>",
    )

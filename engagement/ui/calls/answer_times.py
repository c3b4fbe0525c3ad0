"""How long answers take, over all and by owner."""

from collections.abc import Mapping

from engagement.query.calls.waiting import AnswerTime
from engagement.ui.address.links import link
from engagement.ui.calls.reasons import span_words
from engagement.ui.frame.explained import Explainer
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, counted, joined, number, text
from engagement.ui.parts.table import NUMBER, Head

OWNER = "whose"
"""The parameter of Who to call by which it shows one owner's contacts."""

_MEANING = "Half of the answers came sooner: from the first text of theirs that waited to our answer"


def overall_line(time: AnswerTime) -> Html:
    """The median over all, in a sentence; nothing where nothing was answered."""
    if time.median is None:
        return Html("")
    took = span_words(time.median)
    return joined(f"<p>Half of {counted(time.answered, 'answer')} came within <b>{text(took)}</b>.</p>")


def answer_table(times: Mapping[str, AnswerTime], explain: Explainer) -> Html:
    """By owner: who waits, and how long answers took; where most wait first."""
    heads = (
        Head("Owner", names_row=True),
        Head("Waiting", NUMBER, "People whose texts nobody answered"),
        Head("Answered", NUMBER, "How often somebody who texted was answered"),
        Head("Median time to answer", NUMBER, _MEANING),
    )
    order = sorted(times.items(), key=lambda one: (-one[1].waiting, one[0]))
    rows = [
        (
            link(owner, Screen.CALLS, {OWNER: owner}) if owner else Html('<span class="eg-quiet">no owner</span>'),
            number(time.waiting),
            number(time.answered),
            text(span_words(time.median)) if time.median is not None else Html('<span class="eg-quiet">none</span>'),
        )
        for owner, time in order
    ]
    return explain.table(heads, rows, kind="eg-overview", label="Answers by owner")

"""How the numbers of Who to call are counted."""

from engagement.query.calls.waiting import WAITING as WAITING_DAYS
from engagement.query.calls.who_to_call import LATELY

_ANSWERS = "stop, start and help words, reactions and automatic answers"

CALLS = {
    "times": f"How often it came in the last {LATELY} days, since somebody last wrote to them by hand or said “done”. "
    f"Left out: what machines opened and clicked; {_ANSWERS}."
}
WAITING = {
    "people waiting": f"Contacts with a text of the last {WAITING_DAYS} days that nobody answered by hand, by text or "
    f"email. Left out: {_ANSWERS}; requests to stop; who opted out; of whom somebody said done or later.",
    "texts": "Their texts since we last wrote by hand.",
    "answers": "How often somebody who texted was answered in those days, and within which time half of the answers "
    "came, from the first text that waited.",
}

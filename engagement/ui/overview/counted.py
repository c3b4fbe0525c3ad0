"""How the numbers of Overview are counted that stand in no column of a table and on no line of one."""

from engagement.query.question.engaged_hour import MOST_DAYS

_ANSWERS = "stop, start and help words, reactions and automatic answers"

SEE_TO = {
    "people asked to stop": "Contacts with a text that asks in plain words to stop, until somebody decides on it. "
    "Left out: stop words, which close the number at once.",
    "texts sent after a stop": "Texts of ours to a number that was closed. Left out: the one that confirms the stop.",
}
DAYS = {
    "people": "Contacts who did it on that day, each once a day, however often. "
    f"Left out: what machines opened and clicked; {_ANSWERS}."
}
HOURS = {
    "times": f"Every open, click and reply, also the second of one person, of at most the last {MOST_DAYS} days. "
    f"Left out: what machines opened and clicked; {_ANSWERS}."
}

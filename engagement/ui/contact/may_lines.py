"""May I write to them now: a line for email, for texts and for calls, above all else that is known of a contact."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from engagement.domain.consent import ConsentChannel
from engagement.domain.vocabulary import Tone
from engagement.query.consent.may_write import May, MayWrite
from engagement.ui.parts.badge import toned
from engagement.ui.parts.markup import Html, joined, text

_ANSWERS: Mapping[May, tuple[str, Tone, str, str]] = MappingProxyType(
    {
        May.YES: ("Yes", Tone.ENGAGED, "check_circle", "Nothing on file forbids it, and the hour allows it."),
        May.NO: ("No", Tone.STOP, "block", "They said no, or nothing would reach them."),
        May.WAIT: ("Wait", Tone.NOT_YET, "schedule", "Somebody must decide first, or an hour must come."),
    }
)
_QUESTIONS: Mapping[ConsentChannel, str] = MappingProxyType(
    {
        ConsentChannel.EMAIL: "May I email?",
        ConsentChannel.TEXT: "May I text?",
        ConsentChannel.CALL: "May I call?",
    }
)


def may_lines(answers: Sequence[MayWrite]) -> Html:
    """`answers`, a line each: yes, no or wait, why, and what would change it."""
    return joined('<dl class="eg-reach eg-may" aria-label="May I write to them now">', *map(_line, answers), "</dl>")


def _line(one: MayWrite) -> str:
    change = f' <span class="eg-quiet">{text(one.change)}</span>' if one.change else ""
    return (
        f"<div><dt>{_QUESTIONS[one.channel]}</dt>"
        f"<dd><b>{toned(*_ANSWERS[one.answer])}</b> {text(one.why)}{change}</dd></div>"
    )

"""Rates and changes in words: a share never without how sure it is, a limit never judged on chance. Every screen says
it so."""

from engagement.domain.limits import LIMITS, Harm, Judgement, is_doubtful, judge
from engagement.domain.vocabulary import Tone
from engagement.lib.intervals import CERTAINTY, Rate, is_within_chance
from engagement.lib.percent import percent, percent_range, whole_percent
from engagement.ui.parts.badge import toned
from engagement.ui.parts.markup import Html, attribute, joined, number

INTERVALS = (
    f"With a rate stands from where to where it may truly lie, at {percent(CERTAINTY)} certainty (Clopper-Pearson): "
    "the fewer there are, the wider. Over a limit is only what lies above it with all of that."
)
"""What an interval is, in two sentences, for whoever asks how a rate is counted."""
_FEW = 10  # of which a share would sound like more than it is


def rate_in_words(rate: Rate) -> str:
    """A rate with its interval: "2.2 % (0.055 to 12 %)"; "" of nothing."""
    return "" if rate.share is None else f"{percent(rate.share)} ({percent_range(*rate.interval)})"


def rate_shown(rate: Rate, kind: str = "eg-quiet") -> Html:
    """A rate with its interval below it; nothing of nothing."""
    if rate.share is None:
        return Html("")
    wide = f'<span class="eg-interval">{percent_range(*rate.interval)}</span>'
    return Html(f'<span class="eg-rate {kind}">{percent(rate.share)}{wide}</span>')


def judged_in_words(harm: Harm, rate: Rate, of: str) -> str:
    """How a rate stands to its limit, in a sentence; `of` says what it is a share of: "delivered"."""
    limit = percent(LIMITS[harm])
    if rate.share is None:
        return f"Nothing was {of}: nothing can be told."
    told = f"{number(rate.count)} of {number(rate.whole)} {of}: {rate_in_words(rate)}"
    how = judge(harm, rate)
    if how in (Judgement.OVER, Judgement.UNDER):
        return f"{told}. Surely {how} the limit of {limit}."
    return f"{told}. {how.value.capitalize()} whether that is over the limit of {limit}."


def judged_badge(harm: Harm, rate: Rate, of: str, *, names: bool = False) -> Html:
    """A badge on a rate that is surely over its limit; a quiet one on a rate above it that chance may have made.

    Nothing on any other. It `names` the harm where it stands apart from its number.
    """
    what = f"{harm} " if names else ""
    words = judged_in_words(harm, rate, of)
    if judge(harm, rate) is Judgement.OVER:
        shown = f"{what}{percent(rate.share or 0)}" if names else f"over {percent(LIMITS[harm])}"
        return toned(shown, Tone.FAILED, "warning", words)
    if not is_doubtful(harm, rate):
        return Html("")
    few = f"{number(rate.count)} of {number(rate.whole)}"
    return toned(f"{what}{few}: {judge(harm, rate)}", Tone.WAITING, "help", words)


def change_in_words(now: int, before: int) -> str:
    """How a number moved: "up 12 %", "same", "new" where there was none before; of a few, "up from 3" says more."""
    if now == before:
        return "same" if now else ""
    if not before:
        return "new"
    if before < _FEW:
        return f"{'up' if now > before else 'down'} from {before}"
    return f"{'up' if now > before else 'down'} {whole_percent(abs(now - before) / before)}"


def change_shown(now: int, before: int, *, is_ours: bool = False) -> Html:
    """How a number moved, and whether that is within chance; what we do ourselves, `is_ours`, is no matter of it."""
    words = attribute(change_in_words(now, before))
    if now == before or is_ours or not is_within_chance(now, before):
        return Html(words)
    return joined(words, ' <span class="eg-chance">within chance</span>')

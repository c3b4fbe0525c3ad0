"""The tables of Overview: what changed, how our mail and texts are taken. Each number opens its list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from engagement.domain.addresses import shown_phone
from engagement.domain.limits import Harm
from engagement.domain.measures import Measure
from engagement.domain.vocabulary import Channel, EventType
from engagement.lib.moments import day_words
from engagement.providers.told import Said, in_words
from engagement.query.numbers.basis import counted_how
from engagement.query.numbers.overview import MessageLine, PeopleLine, Span
from engagement.query.numbers.sender_health import TURN_FEWEST, DomainHealth, NumberHealth, Trouble
from engagement.query.question.message_filter import MessageFilter
from engagement.query.question.period import Period
from engagement.ui.address.links import contacts_address, messages_address, opening
from engagement.ui.frame.explained import RATES, Explainer
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, joined, number, text
from engagement.ui.parts.rates import change_shown, judged_badge, rate_in_words, rate_shown
from engagement.ui.parts.table import NUMBER, Cell, Head, Row, table

SHOWN = 15  # domains and codes
_KIND = "eg-overview"


def change_table(
    people: Sequence[PeopleLine],
    messages: Sequence[MessageLine],
    times: Mapping[Span, Period],
    chosen: str,
    today: date,
    explain: Explainer,
) -> Html:
    """What changed: a line for each thing, a column for each span. `chosen` names the period."""
    week_before = times[Span.WEEK_BEFORE].first
    assert week_before
    heads = (
        Head("What", names_row=True),
        _head("Today", "So far", NUMBER),
        _head("Yesterday", _dates(times[Span.YESTERDAY]), NUMBER),
        _head(day_words(week_before, weekday=True, year=False), "The same weekday, a week earlier", NUMBER),
        _head(chosen, _dates(times[Span.CHOSEN]), NUMBER),
        _head("As many days before", _dates(times[Span.BEFORE]), NUMBER),
        _head("Change", _CHANGE, NUMBER, cells=f"{NUMBER} eg-quiet"),
    )
    rows = [_group("People who", len(heads))]
    for line in people:
        numbers = {
            span: (one.count, Screen.CONTACTS, contacts_address(one.asked, today)) for span, one in line.numbers.items()
        }
        rows.append(_line(line.phrase, numbers))
    rows.append(_group("Messages that were", len(heads)))
    for entry in messages:
        numbers = {
            span: (one.count, Screen.MESSAGES, messages_address(one.asked)) for span, one in entry.numbers.items()
        }
        rows.append(_line(entry.measure.value, numbers, is_ours=entry.measure in _OURS))
    lines = {line.phrase: line.meaning for line in people} | {one.measure.value: one.meaning for one in messages}
    return explain.table(heads, rows, label="What changed", kind=_KIND, lines=lines, also=_PEOPLE)


_PEOPLE = {"People": "Contacts, each once, however often. Left out: what machines opened and clicked."}
_CHANGE = (
    "Of the period against as many days before it. Within chance is a change that comes of itself, where nothing has "
    "changed, more than one time in twenty (exact test of two counts). What is sent and delivered is up to you."
)
_OURS = frozenset({Measure.SENT, Measure.DELIVERED})  # moves with how much we send
_Numbers = Mapping[Span, tuple[int, Screen, str]]


def _group(words: str, columns: int) -> Row:
    return Row([Cell(words, span=columns)], "eg-group-row", is_group=True)


def _line(words: str, numbers: _Numbers, *, is_ours: bool = False) -> Row:
    change = change_shown(numbers[Span.CHOSEN][0], numbers[Span.BEFORE][0], is_ours=is_ours)
    return Row([text(words), *(linked(words, *numbers[span]) for span in Span), change])


def linked(words: str, count: int, screen: Screen, address: str) -> Html:
    """A number that opens its list; nothing has none to open. `words` say what it counts, for those who cannot see."""
    if not count:
        return Html('<span class="eg-quiet">0</span>')
    return opening(number(count), screen, address, f"{number(count)}: {words}")


def domain_table(rows: Sequence[DomainHealth], explain: Explainer) -> Html:
    """The receiving domains with how many emails bounced and were reported as spam."""
    heads = (
        _head("Receiving domain", names_row=True),
        _head("Sent", f"Emails sent in the period to addresses at the domain. {_WITHOUT_TIME}", NUMBER),
        _head("Bounced", f"Of those sent. {counted_how(Measure.BOUNCED)}", NUMBER),
        _head(EventType.COMPLAINED.value, f"Of those sent. {counted_how(Measure.COMPLAINED)}", NUMBER),
        _head("Worse since", _TURNED),
    )
    shown = (_domain(row) for row in rows[:SHOWN])
    by = explain.basis.of(Channel.EMAIL)
    return explain.table(heads, shown, label="Receiving domains", kind=_KIND, also=RATES, by=by)


def _domain(row: DomainHealth) -> Sequence[str]:
    turns = [_turn(Harm.BOUNCES, row.bounced), _turn(Harm.COMPLAINTS, row.complained)]
    return (
        text(row.domain),
        _messages("emails sent", row.sent, row.asked),
        _share("bounced", row.bounced, Harm.BOUNCES),
        _share("complained", row.complained, Harm.COMPLAINTS),
        "<br>".join(filter(None, turns)) or _STEADY,
    )


def number_table(rows: Sequence[NumberHealth], explain: Explainer) -> Html:
    """The numbers we text from, with what failed for which reason."""
    heads = (
        _head("Our number", cells="eg-address", names_row=True),
        _head("Code", "As the carrier gives it"),
        _head("Reason"),
        _head(EventType.FAILED.value, f"{_FAILED} {_WITHOUT_TIME}", NUMBER),
        _head("Worse since", _TURNED),
    )
    shown = (_number(row) for row in rows[:SHOWN])
    by = explain.basis.of(Channel.TEXT)
    return explain.table(heads, shown, label="Failed texts", kind=_KIND, also=RATES, by=by)


def _number(row: NumberHealth) -> Sequence[str]:
    words = in_words(Said(Channel.TEXT, row.provider, None, row.code, None)) or ""
    return (
        text(shown_phone(row.sender)),
        text(row.code),
        text(words),
        _share("failed", row.failed, Harm.FAILURES),
        _turn(Harm.FAILURES, row.failed) or _STEADY,
    )


_WITHOUT_TIME = "Left out: messages of which no file says when they were sent."
_FAILED = (
    "Texts that failed, did not arrive or were refused with this code, of those sent from the number in the period."
)
_STEADY = '<span class="eg-quiet">steady</span>'
_TURNED = (
    "The day from which on most more came than the period's own rate says. "
    "It is named when the rate since is over twice the rate before and surely over the limit, "
    f"with {TURN_FEWEST} or more since, and more than chance would put there."
)


def _messages(words: str, count: int, asked: MessageFilter) -> Html:
    return linked(words, count, Screen.MESSAGES, messages_address(asked))


def _share(words: str, trouble: Trouble, harm: Harm) -> Html:
    """How many, and which share of those sent, with a mark where that is, or may be, over the limit."""
    count = _messages(words, trouble.count, trouble.asked)
    if not trouble.count:
        return count
    return joined(count, " ", rate_shown(trouble.rate), " ", judged_badge(harm, trouble.rate, "sent"))


def _turn(harm: Harm, trouble: Trouble) -> str:
    turn = trouble.turn
    if turn is None:
        return ""
    return f"{day_words(turn.day)}: {harm} {rate_in_words(turn.since)} since, {rate_in_words(turn.before)} before"


def _dates(period: Period) -> str:
    assert period.first
    assert period.last
    first, last = day_words(period.first), day_words(period.last)
    return first if first == last else f"{first} to {last}"


def _head(words: str, meaning: str = "", kind: str = "", *, cells: str | None = None, names_row: bool = False) -> Head:
    return Head(words, kind, meaning, cells, text(words), names_row=names_row)


def _table(label: str, heads: Sequence[Head], rows: Iterable[Row | Sequence[str]]) -> Html:
    return table(heads, rows, kind=_KIND, label=label)

"""What happens in one slice of the three years, as columns of numbers: a few megabytes, whatever the size.

Counts of events come out exactly: what the other events leave of a slice's share is opens.
"""

from dataclasses import dataclass

import numpy as np

from benchmarks.people import has_other_email
from benchmarks.sizes import (
    BOUNCES,
    COMPLAINTS,
    END_AT,
    MACHINES,
    MICROS_A_DAY,
    SEED,
    START_AT,
    TWICE,
    UNSUBSCRIBES,
    Flags,
    Ints,
    Size,
)

ACCEPTED, DELIVERED, FAILED, OPENED, CLICKED, UNSUBSCRIBED, COMPLAINED = range(7)
PERSON, APPLE, GMAIL, SCANNER = range(4)  # who opened or clicked
SECOND, HOUR = 1_000_000, 3_600_000_000
START_MICROS, END_MICROS = (round(moment.timestamp()) * SECOND for moment in (START_AT, END_AT))


@dataclass(slots=True)
class Mail:
    """The emails of a slice, and the records about them in shuffled order, some of them twice."""

    contact: Ints
    to_other: Flags  # to the second address
    sent: Ints  # microseconds since 1970
    number: Ints  # of the message, over all slices
    kind: Ints  # of each record from here on
    email: Ints  # place in the arrays above
    at: Ints
    by: Ints
    event: Ints  # the event's number within the slice: the same for both of what comes twice


@dataclass(slots=True)
class Texts:
    """The texts of a slice, each one record, in shuffled order, some of them twice."""

    contact: Ints
    sent: Ints
    number: Ints
    inbound: Flags
    status: Ints  # index into texts.OUTBOUND for outbound ones; for inbound ones, 1 is an opt-out


@dataclass(slots=True)
class Slice:
    """All that one slice writes."""

    mail: Mail
    texts: Texts


def plan(size: Size, number: int, contact_of: Ints, *, mixed: bool = False) -> Slice:
    """Slice `number`: of its own part of the three years, or when `mixed`, of all of them.

    Three messages in four are email. `contact_of` is people.messages_of(size).
    """
    rng = np.random.default_rng((SEED, 3, number))
    first, end = (size.messages * place // size.slices for place in (number, number + 1))
    numbers = np.arange(first, end)
    span = END_MICROS - START_MICROS
    low, high = (0.0, 1.0) if mixed else (first / size.messages, end / size.messages)
    # The last day is kept free of new messages, so that what follows them fits.
    sent = START_MICROS + ((span - MICROS_A_DAY) * rng.uniform(low, high, len(numbers))).astype(np.int64)
    is_text = numbers % 4 == 3
    contacts = contact_of[first:end].astype(np.int64)
    texts, stops = _texts(rng, contacts[is_text], sent[is_text], numbers[is_text])
    events = size.events * (number + 1) // size.slices - size.events * number // size.slices
    left = events - int(is_text.sum()) - stops
    mail = _mail(rng, contacts[~is_text], sent[~is_text], numbers[~is_text], left)
    return Slice(mail, texts)


def _texts(rng: np.random.Generator, contact: Ints, sent: Ints, number: Ints) -> tuple[Texts, int]:
    """The texts, and how many of them are opt-out words: such a text counts as two events."""
    count = len(contact)
    stops, refused = round(count * UNSUBSCRIBES * 0.7), round(count * UNSUBSCRIBES * 0.3)
    inbound = rng.random(count) < 0.3
    status = np.where(inbound, 0, rng.choice(6, count, p=(0.90, 0.04, 0.03, 0.01, 0.01, 0.01)))
    status[rng.choice(np.flatnonzero(inbound), stops, replace=False)] = 1
    status[rng.choice(np.flatnonzero(~inbound), refused, replace=False)] = 6
    order = _twice_and_shuffled(rng, count)
    return Texts(contact[order], sent[order], number[order], inbound[order], status[order]), stops


def _mail(rng: np.random.Generator, contact: Ints, sent: Ints, number: Ints, events: int) -> Mail:
    count = len(contact)
    everything = np.arange(count)
    failed = rng.choice(count, round(count * BOUNCES), replace=False)
    delivered = np.setdiff1d(everything, failed)
    arrived = sent + rng.integers(2 * SECOND, 40 * SECOND, count)
    # The more interested a contact, the more of the opens are theirs.
    interest = contact * 2_654_435_761 % 2**32
    delivered = delivered[np.argsort(interest[delivered], kind="stable")]
    unsubscribed = rng.choice(delivered, round(count * UNSUBSCRIBES))
    complained = rng.choice(delivered, _rounded(rng, count * COMPLAINTS))
    clicks = round(count * 0.1)
    opens = events - 2 * count - len(unsubscribed) - len(complained) - clicks
    opened = delivered[(len(delivered) * rng.random(opens) ** 2).astype(np.int64)]
    machine = np.arange(opens) < round(opens * MACHINES)
    bot = np.where(machine, rng.choice((APPLE, GMAIL, SCANNER), opens, p=(0.6, 0.3, 0.1)), PERSON)
    delay = np.where(machine, rng.integers(5, 900, opens), rng.exponential(9 * 3600, opens).astype(np.int64) + 20)
    open_at = arrived[opened] + delay * SECOND + rng.integers(0, SECOND, opens)
    # Most clicks follow an open of a person, some come from scanners.
    after = rng.integers(round(opens * MACHINES), opens, clicks)
    click_by = np.where(rng.random(clicks) < 0.05, SCANNER, PERSON)
    parts: list[tuple[int, Ints, Ints, Ints | int]] = [
        (ACCEPTED, everything, sent, PERSON),
        (DELIVERED, delivered, arrived[delivered], PERSON),
        (FAILED, failed, arrived[failed], PERSON),
        (OPENED, opened, open_at, bot),
        (CLICKED, opened[after], open_at[after] + rng.integers(8, 180, clicks) * SECOND, click_by),
        (UNSUBSCRIBED, unsubscribed, arrived[unsubscribed] + rng.integers(1, 20, len(unsubscribed)) * HOUR, PERSON),
        (COMPLAINED, complained, arrived[complained] + rng.integers(1, 20, len(complained)) * HOUR, PERSON),
    ]
    kind = np.concatenate([np.full(len(emails), kind) for kind, emails, _, _ in parts])
    email = np.concatenate([emails for _, emails, _, _ in parts])
    at = np.concatenate([moments for _, _, moments, _ in parts])
    by = np.concatenate([np.broadcast_to(np.asarray(who), emails.shape) for _, emails, _, who in parts])
    # What would come after the end came in its last minutes.
    late = at >= END_MICROS
    at[late] = END_MICROS - rng.integers(1, 1800 * SECOND, int(late.sum()))
    order = _twice_and_shuffled(rng, len(kind))
    to_other = has_other_email(contact) & (number % 7 == 0)
    return Mail(contact, to_other, sent, number, kind[order], email[order], at[order], by[order], order)


def _rounded(rng: np.random.Generator, expected: float) -> int:
    """A whole number that is `expected` on average, since a slice may be too small for one of something rare."""
    return int(expected + rng.random())


def _twice_and_shuffled(rng: np.random.Generator, count: int) -> Ints:
    """The places 0 to `count` - 1, one in fifty of them twice, in no order."""
    again = rng.choice(count, round(count * TWICE), replace=False)
    return rng.permutation(np.concatenate([np.arange(count), again]))

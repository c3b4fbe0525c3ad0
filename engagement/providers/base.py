"""What a provider is: how to recognise its records, how to read one, and what its own words mean to us.

A new provider is one module in this folder that defines PROVIDER, and one test file.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple, TypeGuard

from engagement.domain.causes import Cause, Finer, Words
from engagement.domain.records import RawRecord, Record, Reject, Skipped
from engagement.domain.texts.stop_words import is_toll_free, keyword_set
from engagement.domain.vocabulary import Channel, Keyword

Fields = Mapping[str, object]
Item = Record | Skipped | Reject

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No email, text or consent is earlier: what says so has an empty time, such as that of the year 1, or is damaged."""


class RejectedRecord(Exception):
    """A record cannot be read. The message is the reason, in words a person understands."""


@dataclass(slots=True)
class DateOrder:
    """Which way one file writes dates in numbers, as far as it has been read (list_times.py learns it)."""

    month_first: bool | None = None  # None: nothing in the file tells yet
    both: bool = False  # some can only be the one, some only the other
    guessed: str | None = None  # the first date that was read by what the account's region writes, as "11/2"

    def learn(self, *, month_first: bool) -> None:
        """Take note of a date that can be read one way only."""
        self.both = self.both or self.month_first not in (None, month_first)
        self.month_first = month_first

    @property
    def doubt(self) -> str | None:
        """What is to be said of the file where dates were guessed."""
        if self.guessed is None:
            return None
        if self.month_first is False or self.both:
            return (
                f"Dates such as {self.guessed} were read with the month first, before a later one was found that has "
                "the day first: write the dates like 2026-11-02, and import the file again."
            )
        return (
            f"Dates such as {self.guessed} may begin with the month or with the day, and nothing in the file says "
            "which: they were read with the month first, as the account's region writes them."
        )


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a reader may need to know beside the record."""

    arrived_at: datetime  # UTC: when the file or webhook came; the time of reports that carry none
    region: str = "US"  # where a phone number without a country code is from
    not_after: datetime | None = None  # UTC: an event later than this is rejected; None takes any time
    zone: tzinfo = UTC  # the account's: of times in lists that say none
    own_words: Mapping[str, Keyword] = field(default_factory=dict)  # the account's, beside those of its providers
    own_numbers: frozenset[str] = frozenset()  # the account's, as messages keep them: E.164, or a short code
    blanks_empty: bool = False  # whether a blank cell of a contact list empties what is on file, or says nothing
    dates: DateOrder = field(default_factory=DateOrder)  # of the file that is read
    sheet: str | None = None  # which of a workbook's sheets; None: the first that shows a table


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One record of a file, read: where and what it was, and what it holds."""

    place: str
    raw: str
    items: tuple[Item, ...]


def is_record(item: Item) -> TypeGuard[Record]:
    """Whether `item` is something to take in, and not a reason to leave something out."""
    return not isinstance(item, Skipped | Reject)


@dataclass(frozen=True, slots=True)
class Own:
    """A cause told in a provider's own words, where its code says more than ours do."""

    cause: Cause
    words: Words


Codes = Mapping[str, Cause | Own]
"""What each of a provider's codes, or of its reasons, means to us."""


def codes_of(codes: Codes, causes: Collection[Cause]) -> frozenset[str]:
    """The codes that mean one of `causes`, so that a reader names none a second time."""
    return frozenset(code for code, said in codes.items() if (said.cause if isinstance(said, Own) else said) in causes)


class Keywords:
    """The words that a whole inbound text must be to be more than a reply, by one provider's list and by the law's.

    What is around and between the letters of a stop word does not count (domain/texts/stop_words.py says what does).
    """

    def __init__(
        self,
        *,
        opt_out: Iterable[str],
        opt_in: Iterable[str],
        yes: Iterable[str] = (),
        help: Iterable[str] = (),
    ) -> None:
        kinds = {Keyword.OPT_OUT: opt_out, Keyword.OPT_IN: opt_in, Keyword.YES: yes, Keyword.HELP: help}
        self.words: Mapping[str, Keyword] = {word: kind for kind, words in kinds.items() for word in words}

    def meaning(self, body: str | None, ours: str | None = None, taken: Keyword | None = None) -> Keyword | None:
        """The keyword a text to `ours`, our number, is, if its whole body is one; else what the provider took it for.

        A stop word is one whatever the provider took it for. Fewer words open a toll-free number again.
        """
        toll_free = ours is not None and is_toll_free(ours)
        found = keyword_set(self.words, toll_free=toll_free).keyword_of(body) if body else None
        return found if found is Keyword.OPT_OUT else taken or found

    def of(self, kind: Keyword) -> tuple[str, ...]:
        """The words that mean `kind`, in the order of the list."""
        return tuple(word for word, meaning in self.words.items() if meaning is kind)


@dataclass(frozen=True, slots=True)
class Webhook:
    """One post of a provider, as it came in."""

    url: str  # the whole address that was posted to
    headers: Mapping[str, str]  # by name in lower case
    body: bytes


class Shape(NamedTuple):
    """One shape in which a source's records come, for the table of sources (docs/sources.md is made of them)."""

    what: str  # "A page of the Events API"
    where: str  # where a person gets it
    marks: tuple[str, ...]  # fields by which it is known, those inside others with a dot
    read: str  # what is read of it


Unwrap = Callable[[Webhook, str], bytes]
"""The records that a post carries, as the bytes of a file of them, after its signature was checked with the account's
key, the second argument. RejectedRecord when the signature does not hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Provider:
    """One source of records.

    `recognises` tells from one record's fields whether it is of this provider; no two providers recognise the same
    record. `read` yields what one record holds, and raises RejectedRecord when it cannot be read.
    """

    name: str  # as stored: "mailgun"
    label: str  # as shown: "Mailgun"
    recognises: Callable[[Fields], bool]
    read: Callable[[RawRecord, ReadContext], Iterable[Item]]
    # Below: of those that report what became of messages, but for the last.
    channel: Channel | None = None  # None: a list of people or of sends, which reports nothing
    codes: Codes = field(default_factory=dict)  # by EventRecord.code
    reasons: Codes = field(default_factory=dict)  # by EventRecord.reason; NOT_GIVEN for a word that says nothing
    finer: Mapping[str, Finer] = field(default_factory=dict)  # by the first word of EventRecord.detail, up to a colon
    keywords: Keywords | None = None  # of those that carry texts
    message_id: re.Pattern[str] | None = None  # the form of its ids of messages, where no other provider's look so
    keeps_days: int | None = None  # how long it keeps what it reports, for asking again; None: not known, or no limit
    tries_hours: int | None = None  # how long it tries an email again that is put off; None: not known
    addressed_to: Callable[[Fields], str | None] | None = None  # the To of an email, from a record as it was kept
    unwrap: Unwrap | None = None  # checks and unwraps a webhook; None until webhooks are taken
    remark: Callable[[Fields], str | None] | None = None  # a sentence about a file whose records have these fields
    shapes: tuple[Shape, ...] = ()  # in which its records come; none of contact lists, which come in every format

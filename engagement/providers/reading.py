"""A file's bytes to canonical records: which provider it is from, and what each of its records says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from engagement.domain.records import ConsentRecord, EventRecord, MessageRecord, RawRecord, Reject, Skipped
from engagement.formats import raw_records
from engagement.lib.text import cut_short
from engagement.providers import contact_list, providers, recognises
from engagement.providers.base import (
    EARLIEST,
    DateOrder,
    Fields,
    Item,
    Provider,
    ReadContext,
    ReadRecord,
    RejectedRecord,
)
from engagement.providers.list_times import settled
from engagement.providers.list_values import with_told
from engagement.providers.texts import with_own_words, without_own_numbers
from engagement.providers.unread import is_of_another, known_kind, unread_source
from engagement.providers.wrapped import inside

HELD_RECORDS = 100  # records held back until one says which provider the file is from
_SKIPS_TOLD = 5  # reasons why records were left out
HELD_CHARACTERS = 4 * 1024 * 1024  # and the text they may have in all
_NAME_COLUMNS = (
    "If it is a list of people, say what its columns are on Imports, or with engagement import --columns FILE."
)
_KEEP = "keep the file, and import it once it is."

# A webhook's signature: in JSON an object or a text, possibly cut at the end of what is kept; in a form, one field.
_MEMBER = r'"(?:parent-)?signature"\s*:\s*(?:\{[^{}]*\}?|"[^"]*"?)'
_SIGNATURE = re.compile(rf',\s*{_MEMBER}|{_MEMBER}\s*,?|&signature=[^&\s"]*|^signature=[^&\s"]*&?')


def read_file(stream: BinaryIO, context: ReadContext, *, among: Sequence[Provider] | None = None) -> "Reading":
    """The reading of the file that `stream` reads from, by whichever provider its records are from.

    `among` stands in for the providers there are. Nothing is read before the items are asked for.
    """
    return Reading(stream, context, providers() if among is None else tuple(among))


class Reading:
    """One file being read, once. `provider` is known from the first item on, `note` after the last.

    `provider` is that of the first record that one recognises; a record of another one in the same file is read by that
    one. `note` is a sentence or more about the whole file, or None: that it is an empty page, or nobody's, what its
    provider remarks, and why records were skipped.
    """

    def __init__(self, stream: BinaryIO, context: ReadContext, among: tuple[Provider, ...]) -> None:
        self._stream = stream
        self._context = context
        self._among = among
        self._sample: RawRecord | None = None  # the first record that was recognised
        self._is_table = False
        self._unread: str | None = None  # the source of the first record that is of one not read yet
        self._kind: tuple[str, str] | None = None  # what the first record that is of no source to be read is
        self.provider: Provider | None = None
        self.note: str | None = None
        self._remarks: dict[str, None] = {}  # what providers say of its records' fields, each once
        self._skipped: Counter[str] = Counter()  # records that were left out, by why

    def items(self) -> Iterator[Item]:
        """What the records hold, one after another."""
        for record in self.records():
            yield from record.items

    def records(self) -> Iterator[ReadRecord]:
        """The file's records, in its order, streamed, each with what it holds.

        A record nobody recognises, one its provider refuses and one that breaks its reader are Rejects, with their text
        but without a webhook's signature. Raises UnreadableFile, before the first, when no format is recognised in the
        file. Where no provider recognises any record all of them are Rejects, so nothing is lost, and `note` says so.
        """
        raws = raw_records(self._stream, self._context.sheet)
        self._context = replace(self._context, dates=DateOrder())
        held: list[RawRecord | Reject] = []
        size = 0
        any_record = False
        self._is_table = raws.is_table
        told = with_told(raws, self._context.region, self._may_be_list) if raws.is_table else raws
        for raw in settled(told, self._context.dates):
            any_record = True
            if self.provider is None:
                held.append(raw)
                size += len(raw.raw)
                self._recognise(raw)
                if self.provider is None and len(held) < HELD_RECORDS and size < HELD_CHARACTERS:
                    continue
                for earlier in held:
                    yield self._read(earlier)
                held, size = [], 0
            else:
                yield self._read(raw)
        for raw in held:
            yield self._read(raw)
        nobodys = any_record and self.provider is None
        notes = [self._nothing() if nobodys else None, raws.note, *self._remarks]
        notes += [f"Skipped {count:,}: {why.rstrip('.')}." for why, count in self._skipped.most_common(_SKIPS_TOLD)]
        notes.append(self._context.dates.doubt)
        self.note = " ".join(filter(None, notes)) or None

    def _recognise(self, raw: RawRecord | Reject) -> None:
        """Let the file be from the provider that recognises `raw`, if one does."""
        if isinstance(raw, RawRecord) and (found := self._found(raw)):
            self.provider, self._sample = found[0]

    def _found(self, raw: RawRecord) -> list[tuple[Provider, RawRecord]]:
        """The record and whose it is, or else those reports inside it that a provider recognises; none of nobody's."""
        if (provider := self._provider_of(raw.fields)) is not None:
            return [(provider, raw)]
        reports = inside(raw.fields, self._is_report)
        found = [(self._provider_of(fields), RawRecord(raw.place, fields, raw.raw)) for fields in reports]
        return [(provider, inner) for provider, inner in found if provider is not None]

    def _provider_of(self, fields: Fields) -> Provider | None:
        provider = self.provider
        if provider is not None and recognises(provider, fields):
            return provider
        return next((other for other in self._among if other is not provider and recognises(other, fields)), None)

    def _may_be_list(self, fields: Fields) -> bool:
        """Whether a table with a row like this may be a contact list: it is one by its headings, or of nobody known."""
        provider = self._provider_of(fields)
        if provider is None:
            return unread_source(fields, self._among) is None and known_kind(fields) is None
        return provider is contact_list.PROVIDER

    def _is_report(self, fields: Fields) -> bool:
        """Whether a record inside another is a provider's report on a message, and no row of a list."""
        provider = self._provider_of(fields)
        return provider is not None and provider.channel is not None

    def _read(self, raw: RawRecord | Reject) -> ReadRecord:
        """What one record says, or why it cannot be read."""
        if isinstance(raw, Reject):
            return _refused(raw)
        try:
            found = self._found(raw)
            if not found:
                return _refused(Reject(raw.place, self._unrecognised(raw), raw.raw))
            items = tuple(item for provider, record in found for item in self._items(provider, record))
        except RejectedRecord as error:
            return _refused(Reject(raw.place, str(error), raw.raw))
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
            # A reader that raises these has a fault of its own; the record is kept and the rest of the file still read.
            reason = f"The record has a form that is not expected ({type(error).__name__}: {error}): please report it."
            return _refused(Reject(raw.place, reason, raw.raw))
        if (why := self._impossible(items)) is not None:
            return _refused(Reject(raw.place, why, raw.raw))
        for item in items:
            if isinstance(item, Skipped):
                self._skipped[item.reason] += 1
        return ReadRecord(raw.place, _without_signature(raw.raw), items)

    def _items(self, provider: Provider, raw: RawRecord) -> tuple[Item, ...]:
        """What its provider reads in a record, with what the account knows beside it."""
        if provider.remark is not None and (remark := provider.remark(raw.fields)):
            self._remarks[remark] = None
        items = tuple(provider.read(raw, self._context))
        if self._context.own_numbers:
            items = tuple(without_own_numbers(items, self._context.own_numbers))
        if self._context.own_words:
            items = tuple(with_own_words(items, self._context.own_words))
        for item in items:
            if isinstance(item, EventRecord):
                item.provider = provider.name
        return items

    def _impossible(self, items: Sequence[Item]) -> str | None:
        """Why none of `items` is taken, when one of them is said to happen before or after anything can.

        This is the one place where a time at the ends of the calendar is met: what is on file has a day in every zone,
        and a span of days that a screen can draw.
        """
        limit = self._context.not_after
        for at in _times(items):
            if limit is not None and at > limit:
                return (
                    f"Its time, {at:%Y-%m-%d %H:%M} UTC, lies in the future: "
                    "correct the clock it comes from, or import it again after that day."
                )
            if at < EARLIEST:
                return (
                    f"Its time, {at.year:04}-{at:%m-%d %H:%M} UTC, is earlier than any email or text can be "
                    f"({EARLIEST.year}): correct it, or leave its cell empty, and import it again."
                )
        return None

    def _unrecognised(self, raw: RawRecord) -> str:
        """Why nobody recognises a record, from what the file's recognised record has and this one lacks."""
        if not raw.fields:
            return "The record has no fields at all: leave it out, or export it again."
        for fields in (raw.fields, *inside(raw.fields, is_of_another)):
            if (source := unread_source(fields, self._among)) is not None:
                self._unread = self._unread or source
                return f"This is a record of {source}, which is not read yet: {_KEEP}"
            if (kind := known_kind(fields)) is not None:
                self._kind = self._kind or kind
                return f"This is {kind[0]}: {kind[1]}"
        if self.provider is None or self._sample is None:
            return f"No provider's record has just the fields {_listed(raw.fields)}: {_what_is_read(self._among)}"
        lacking = [name for name in self._telling_fields(self.provider, self._sample) if name not in raw.fields]
        what = f"it lacks {_listed(lacking)}" if lacking else f"its fields are {_listed(raw.fields)}"
        return f"This is not a {self.provider.label} record, for {what}: correct it, or export it again."

    def _telling_fields(self, provider: Provider, sample: RawRecord) -> list[str]:
        """The fields of `sample` without which its provider would not recognise it."""
        fields = sample.fields
        return [
            name for name in fields if not recognises(provider, {key: fields[key] for key in fields if key != name})
        ]

    def _nothing(self) -> str:
        if self._unread is not None:
            return f"This file is from {self._unread}, which is not read yet: {_KEEP}"
        if self._kind is not None:
            return f"This file has {self._kind[0]}: {self._kind[1]}"
        told = f"Nothing in this file is a record that can be read: {_what_is_read(self._among)}"
        return f"{told} {_NAME_COLUMNS}" if self._is_table else told


def _what_is_read(among: Sequence[Provider]) -> str:
    labels = [provider.label for provider in among]
    return f"import a file of one of these kinds: {', '.join(labels)}."


def _listed(names: Iterable[str]) -> str:
    """The first few of `names`, for a sentence."""
    names = [str(name) for name in names]
    shown = ", ".join(cut_short(name, 40) for name in names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown


def _without_signature(raw: str) -> str:
    return _SIGNATURE.sub("", raw) if "signature" in raw else raw


def _refused(reject: Reject) -> ReadRecord:
    """A record that is nothing but a Reject, kept without a webhook's signature."""
    raw = _without_signature(reject.raw)
    return ReadRecord(reject.place, raw, (Reject(reject.place, reject.reason, raw),))


def _times(items: Sequence[Item]) -> Iterator[datetime]:
    for item in items:
        if isinstance(item, EventRecord | ConsentRecord):
            yield item.at
        if isinstance(item, EventRecord | MessageRecord) and item.message.sent_at is not None:
            yield item.message.sent_at

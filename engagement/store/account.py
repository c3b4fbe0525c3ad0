"""The account's settings: what is kept in the database, and what the environment says instead.

Everything that needs the time zone or the default region takes them from here and not from the environment's Settings,
so that a change on the Settings screen holds for every screen and command.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, Engine, select

from engagement.domain.addresses import normal_phone
from engagement.domain.consent import Closes
from engagement.domain.texts.stop_words import is_short_code, keyword_set
from engagement.domain.vocabulary import Keyword
from engagement.errors import SettingsError
from engagement.lib.moments import by_clock
from engagement.lib.text import cut_short, storable
from engagement.settings import Settings, known_region, known_time_zone
from engagement.store import schema
from engagement.store.engine import writing
from engagement.store.sql import upsert

_CLOSES = "closes"
LONGEST_NAME = 80  # characters of an account's name
LONGEST_STOP_WORD = 80  # characters; a stop word is a word or a few, not a sentence


class DayGroup(StrEnum):
    """Days of the week that have one send window; the value is what screens call them."""

    WEEKDAYS = "Monday to Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"

    @classmethod
    def of(cls, weekday: int) -> "DayGroup":
        """The group of a weekday, counted from Monday, which is 0."""
        return {5: cls.SATURDAY, 6: cls.SUNDAY}.get(weekday, cls.WEEKDAYS)


@dataclass(frozen=True, slots=True)
class SendWindow:
    """Hours of a day in which messages may go out: from `first` o'clock until `after` o'clock, 0 to 24.

    SettingsError unless it ends after it begins.
    """

    first: int
    after: int

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.after <= 24:
            raise SettingsError(
                f"A send window from {self.first}:00 to {self.after}:00 holds no hour: let it end after it begins."
            )


# 8 to 21 o'clock where the recipient is: when US rules let a business call or text people (47 CFR 64.1200(c)(1)).
USUAL_WINDOWS: Mapping[DayGroup, SendWindow | None] = MappingProxyType(dict.fromkeys(DayGroup, SendWindow(8, 21)))


class ForReaders(TypedDict):
    """What the readers of files need to know of an account."""

    region: str
    zone: ZoneInfo
    own_words: Mapping[str, Keyword]
    own_numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What holds for the account. `fixed` are the names of those the environment states: they cannot be changed here.

    A group of days without a send window is one on which nothing goes out. SettingsError for a value that is unknown.
    """

    name: str = ""
    timezone: str = "UTC"
    region: str = "US"  # of phone numbers written without a country code
    windows: Mapping[DayGroup, SendWindow | None] = field(default_factory=lambda: USUAL_WINDOWS)
    fixed: frozenset[str] = frozenset()
    stop_words: tuple[str, ...] = ()  # the account's own, beside those of the law and of its providers
    own_numbers: tuple[str, ...] = ()  # that we text from: E.164 or a short code, whatever way they were written
    closes: Closes = Closes.ALL

    def __post_init__(self) -> None:
        for name, known in (("time zone", known_time_zone), ("default region", known_region)):
            try:
                known(self.timezone if name == "time zone" else self.region)
            except ValueError as error:
                raise SettingsError(f"The account's {name} {error}.") from error
        if len(self.name) > LONGEST_NAME:
            raise SettingsError(f"The account's name is longer than {LONGEST_NAME} characters: shorten it.")
        object.__setattr__(self, "stop_words", _stop_words(self.stop_words))
        object.__setattr__(self, "own_numbers", _numbers(self.own_numbers, self.region))

    @property
    def zone(self) -> ZoneInfo:
        """The account's time zone: its days are the days of every period and every screen."""
        return ZoneInfo(self.timezone)

    @property
    def for_readers(self) -> "ForReaders":
        """What the readers of files need to know of the account, as import_files takes it."""
        return {
            "region": self.region,
            "zone": self.zone,
            "own_words": dict.fromkeys(self.stop_words, Keyword.OPT_OUT),
            "own_numbers": self.own_numbers,
        }

    def may_send_at(self, moment: datetime, zone: ZoneInfo | None = None) -> bool:
        """Whether `moment` (aware) lies in a send window, by the clocks of `zone`; the account's when none is told."""
        window = self.window_of(moment, zone or self.zone)
        return window is not None and window.first <= by_clock(moment, zone or self.zone).hour < window.after

    def window_of(self, moment: datetime, zone: ZoneInfo) -> SendWindow | None:
        """The send window of the day that `moment` (aware) lies in where the clocks are those of `zone`."""
        return self.windows[DayGroup.of(by_clock(moment, zone).weekday())]


def _stop_words(written: Sequence[str]) -> tuple[str, ...]:
    """Stop words without the spaces around them, each once in whatever case. SettingsError for what can be none."""
    words: dict[str, str] = {}
    for word in filter(None, map(str.strip, written)):
        words.setdefault(word.casefold(), word)
    for word in words.values():
        if len(word) > LONGEST_STOP_WORD:
            raise SettingsError(
                f"The stop word {cut_short(word, 40)!r} is longer than {LONGEST_STOP_WORD} characters: shorten it."
            )
        try:
            keyword_set({}, {word: Keyword.OPT_OUT})
        except ValueError as error:
            raise SettingsError(f"The stop word {word!r} has no letter or digit: leave it out.") from error
    return tuple(words.values())


def _numbers(written: Sequence[str], region: str) -> tuple[str, ...]:
    """Numbers as messages keep them, each once. SettingsError for what is none."""
    numbers: dict[str, None] = {}
    for text in filter(None, map(str.strip, written)):
        number = text if is_short_code(text) else normal_phone(text, region)
        if number is None:
            raise SettingsError(
                f"Our own number {cut_short(text, 40)!r} is no phone number: write it with its area code, one a line."
            )
        numbers[number] = None
    return tuple(numbers)


def read_account(connection: Connection, settings: Settings) -> AccountSettings:
    """The settings that hold: the environment's where it states one, else those kept, else the usual ones.

    SettingsError for a value that cannot be used, which can only be one that this machine does not know.
    """
    kept = _kept(connection, ("name", "timezone", "region", "windows", "stop_words", "own_numbers", _CLOSES))
    windows = kept.pop("windows", None)
    if windows is not None:
        kept["windows"] = MappingProxyType(
            {group: None if (hours := windows.get(group)) is None else SendWindow(*hours) for group in DayGroup}
        )
    if _CLOSES in kept:
        kept[_CLOSES] = Closes(kept[_CLOSES])
    stated = {name: getattr(settings, name) for name in ("timezone", "region") if name in settings.stated}
    return AccountSettings(**kept | stated, fixed=frozenset(stated))


def read_closes(connection: Connection) -> Closes:
    """What an opt-out closes for this account: all of ours unless its people set it otherwise."""
    return Closes(_kept(connection, (_CLOSES,)).get(_CLOSES, Closes.ALL.value))


def write_account(engine: Engine, account: AccountSettings) -> None:
    """Keep the account's settings; those the environment states are left as they were kept."""
    values: dict[str, Any] = {
        "name": storable(account.name.strip()),
        "timezone": account.timezone,
        "region": known_region(account.region),
        "windows": {
            group.value: None if window is None else [window.first, window.after]
            for group, window in account.windows.items()
        },
        "stop_words": [storable(word) for word in account.stop_words],
        "own_numbers": account.own_numbers,
        _CLOSES: account.closes.value,
    }
    _keep(engine, {name: value for name, value in values.items() if name not in account.fixed})


def remembered_columns(connection: Connection, headings: Sequence[str]) -> list[str] | None:
    """What a person said the columns of a table with these `headings` are; None when nobody did."""
    key = _columns_key(headings)
    found: list[str] | None = _kept(connection, (key,)).get(key)
    return found if found is not None and len(found) == len(headings) else None


def remembers_columns(connection: Connection) -> bool:
    """Whether a person ever said what the columns of a table are."""
    key = schema.settings.c.key
    return connection.execute(select(key).where(key.startswith("columns ")).limit(1)).first() is not None


def remember_columns(engine: Engine, headings: Sequence[str], columns: Sequence[str]) -> None:
    """Keep what the columns of a table with these `headings` are, for the next file that has them."""
    _keep(engine, {_columns_key(headings): list(columns)})


def _columns_key(headings: Sequence[str]) -> str:
    text = "\x1f".join(heading.strip().casefold() for heading in headings)
    return f"columns {blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _kept(connection: Connection, keys: Sequence[str]) -> dict[str, Any]:
    table = schema.settings.c
    rows = connection.execute(select(table.key, table.value).where(table.key.in_(keys)))
    return {key: orjson.loads(value) for key, value in rows}


def _keep(engine: Engine, values: Mapping[str, Any]) -> None:
    with writing(engine) as connection:
        rows = [{"key": key, "value": orjson.dumps(value).decode()} for key, value in values.items()]
        upsert(connection, schema.settings, rows)

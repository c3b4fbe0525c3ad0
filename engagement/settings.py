"""What the environment says about this installation: its database, time zone and default region.

What it does not say about the last two is kept in the database: see store/account.py, which everything else reads.
"""

import zoneinfo
from pathlib import Path
from typing import Annotated

import phonenumbers
from pydantic import AfterValidator, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from engagement.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"


def _database_url(value: str) -> str:
    try:
        url = make_url(value)
    except ArgumentError as error:
        raise ValueError(
            "is not a database address: write it like sqlite:///data/engagement.db or postgresql://user@host/name"
        ) from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError(f"names the database {url.drivername!r}: use a sqlite or a postgresql address")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def known_time_zone(value: str) -> str:
    """`value`, if it names a time zone; ValueError with what follows the setting's name in a sentence."""
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"names the time zone {value!r}, which is unknown: use a name like America/New_York or UTC"
        ) from error
    return value


def known_region(value: str) -> str:
    """`value` as the two capitals of a region; ValueError as known_time_zone."""
    region = value.strip().upper()
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"names the region {value!r}, which is unknown: use two letters like US or GB")
    return region


class Settings(BaseSettings):
    """The installation's settings, each from the variable ENGAGEMENT_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="ENGAGEMENT_", frozen=True)

    database_url: Annotated[str, AfterValidator(_database_url)] = f"sqlite:///{DATA / 'engagement.db'}"
    timezone: Annotated[str, AfterValidator(known_time_zone)] = "UTC"
    region: Annotated[str, AfterValidator(known_region)] = "US"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone of the environment."""
        return zoneinfo.ZoneInfo(self.timezone)

    @property
    def stated(self) -> frozenset[str]:
        """The names of the settings that the environment states, and that nothing else may change."""
        return frozenset(self.model_fields_set)


def load_settings() -> Settings:
    """The settings of the environment; SettingsError with one sentence for the first that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"ENGAGEMENT_{name} {first['msg'].removeprefix('Value error, ')}.") from error

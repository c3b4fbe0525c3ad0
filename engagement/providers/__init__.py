"""The sources records come from: one module for each, found by itself.

A provider is added by one module in this folder that defines PROVIDER (see base.py); nothing else names it.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache

from engagement.providers.base import Fields, Provider
from engagement.providers.unread import is_of_another


@lru_cache(maxsize=1)
def providers() -> tuple[Provider, ...]:
    """Every provider there is, by name. TypeError for a module whose PROVIDER is no Provider."""
    found: list[Provider] = []
    for module in pkgutil.iter_modules(__path__):
        name = f"{__name__}.{module.name}"
        provider = getattr(importlib.import_module(name), "PROVIDER", None)
        if provider is None:
            continue
        if not isinstance(provider, Provider):
            raise TypeError(f"{name}.PROVIDER is not a Provider")
        found.append(provider)
    return tuple(sorted(found, key=lambda provider: provider.name))


@lru_cache(maxsize=1)
def reporters() -> tuple[Provider, ...]:
    """The providers that report what became of messages: all but lists."""
    return tuple(provider for provider in providers() if provider.channel is not None)


def provider_named(name: str | None) -> Provider | None:
    """The provider stored as `name`; None when there is none, or none any more."""
    return _by_name().get(name or "")


def is_report(fields: Fields) -> bool:
    """Whether a record is a provider's report on a message, and so not a row of a list."""
    return any(recognises(provider, fields) for provider in reporters())


def recognises(provider: Provider, fields: Fields) -> bool:
    """Whether `fields` are of `provider`; a fault in its recognising costs the record at most, not the file.

    What is known to be a report, of a source that is read or not, is no row of a list.
    """
    try:
        return provider.recognises(fields) and (provider.channel is not None or not is_of_another(fields))
    except (ValueError, TypeError, LookupError, AttributeError):
        return False


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Provider]:
    return {provider.name: provider for provider in providers()}

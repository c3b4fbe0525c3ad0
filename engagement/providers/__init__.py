"""The sources records come from: one module for each, found by itself.

A provider is added by one module in this folder that defines PROVIDER (see base.py); nothing else names it.
"""

import importlib
import pkgutil
from functools import lru_cache

from engagement.providers.base import Provider


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

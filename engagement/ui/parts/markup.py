"""Text into HTML: the one place where what people wrote becomes markup, always shown as text and never obeyed."""

import html
from typing import NewType

Html = NewType("Html", str)
"""HTML whose texts have been escaped."""


def text(value: str) -> Html:
    """`value` as HTML text, its direction kept to itself so that right-to-left names do not turn their neighbours."""
    return Html(f"<bdi>{html.escape(value)}</bdi>") if value else Html("")


def attribute(value: str) -> str:
    """`value` for use between the quotes of an HTML attribute."""
    return html.escape(value, quote=True)


def joined(*parts: str) -> Html:
    """Pieces of HTML as one."""
    return Html("".join(parts))


def icon(name: str) -> Html:
    """A Material symbol, for the eye only."""
    return Html(f'<span class="eg-icon" aria-hidden="true" translate="no">{attribute(name)}</span>')


def number(value: int) -> str:
    """A whole number with separators: 1,234."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """A number and what it counts: "1 contact", "1,234 contacts"."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"

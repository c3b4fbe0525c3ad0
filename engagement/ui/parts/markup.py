"""Text into HTML: the one place where what people wrote becomes markup, always shown as text and never obeyed."""

import html
import re
from typing import NewType

Html = NewType("Html", str)
"""HTML whose texts have been escaped."""


def text(value: str) -> Html:
    """`value` as HTML text, its direction kept to itself so that right-to-left names do not turn their neighbours."""
    return Html(f"<bdi>{html.escape(value)}</bdi>") if value else Html("")


_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")  # all that Markdown can mean something by
_REWRITTEN = re.compile(  # what Streamlit makes signs and links of in text that is no Markdown any more
    r"(?<=[<>~-])(?=[->=])|(?<=:)(?=streamlit:)|(?<=http:)(?=//)|(?<=https:)(?=//)|(?<=\bwww)(?=\.)|(?<=@)(?=\w)",
    re.IGNORECASE,
)
_JOINER = "\N{WORD JOINER}"  # of no width, and no place to break a line


def label(value: str) -> str:
    """`value` as it is, for a label, caption or tooltip: Streamlit reads Markdown there, arrows, signs and links."""
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", _REWRITTEN.sub(_JOINER, " ".join(value.split())))


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

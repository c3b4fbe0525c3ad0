"""What people wrote, in the places where Streamlit reads Markdown; that a browser shows it is in tests/browser."""

import html
import re

import pytest

from engagement.ui.parts.markup import label

SIGNS = r"[!-/:-@\[-`{-~]"


@pytest.mark.parametrize(
    "written", ["*a* __b__", "[x](y) ![z](u)", ":red[hot]", "$5 $6", "# a", "- a", "<b>&amp;</b>", "a\\*", "Zoë 1.", ""]
)
def test_no_sign_of_markdown_is_left_and_none_is_lost(written: str) -> None:
    escaped = label(written)
    assert html.unescape(escaped) == written
    assert not re.search(SIGNS, re.sub(r"&#\d+;", "", escaped))


@pytest.mark.parametrize("written", ["a -> b", "<-", "--", ">=", "~=", ":streamlit:", "http://a", "www.a", "a@b.c"])
def test_what_streamlit_rewrites_in_plain_text_is_parted(written: str) -> None:
    escaped = html.unescape(label(written))
    assert escaped != written
    assert escaped.replace("\N{WORD JOINER}", "") == written


def test_spaces_at_the_front_make_no_code() -> None:
    assert label("    a \n b") == "a b"

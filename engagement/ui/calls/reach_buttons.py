"""Buttons that call, text or email somebody, only where that is allowed now; where an hour must come, it is told."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote

from engagement.domain.addresses import shown_phone
from engagement.domain.consent import ConsentChannel
from engagement.domain.vocabulary import CHANNEL_WORDS, Channel
from engagement.query.consent.may_write import May, MayWrite
from engagement.ui.parts.markup import Html, attribute, icon, joined, text

_WAYS: Mapping[ConsentChannel, tuple[str, str]] = MappingProxyType(
    {
        ConsentChannel.CALL: ("tel:", "call"),
        ConsentChannel.TEXT: ("sms:", CHANNEL_WORDS[Channel.TEXT].icon),
        ConsentChannel.EMAIL: ("mailto:", CHANNEL_WORDS[Channel.EMAIL].icon),
    }
)


_NONE = "They may not be called, texted or emailed now: see their page."


def reach_buttons(answers: Sequence[MayWrite], who: str) -> Html:
    """The buttons for somebody called `who`, by what may_write answers; nothing for a channel that is forbidden."""
    by_channel = {one.channel: one for one in answers}
    shown = [_button(by_channel[channel], who) for channel in _WAYS if channel in by_channel]
    if not any(shown):
        return Html(f'<p class="eg-reach-by eg-quiet">{_NONE}</p>')
    return joined('<p class="eg-reach-by">', *shown, "</p>")


def _button(one: MayWrite, who: str) -> str:
    (scheme, sign), word = _WAYS[one.channel], one.channel.value.capitalize()
    if one.answer is May.YES:
        shown = one.address if one.channel is ConsentChannel.EMAIL else shown_phone(one.address)
        address = attribute(scheme + quote(one.address, safe="@+"))
        spoken = attribute(f"{word} {who}, {shown}")
        return joined(
            f'<a class="eg-reach-button" href="{address}" aria-label="{spoken}" title="{attribute(shown)}">',
            *(icon(sign), " ", word, "</a>"),
        )
    if one.answer is May.WAIT and one.window is not None:
        when = one.window.opening()
        if when:
            told = joined(icon("schedule"), f" {word} ", text(when))
            return joined(f'<span class="eg-reach-wait" title="{attribute(one.why)}">', told, "</span>")
    return ""

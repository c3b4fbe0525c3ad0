"""Shares as percentages, as every screen and sentence has them."""

_PERCENT = "\N{NO-BREAK SPACE}%"
_FINEST = 0.001  # below it a percentage is told as under it


def percent(share: float) -> str:
    """`share` of a whole, 1 being all of it: "12 %"; below 10 % with the two digits that tell, "2.5 %", "0.08 %".

    What is something is never "0 %", and what is not all never "100 %": "under 0.001 %", "99.6 %", "over 99.9 %".
    """
    value = 100 * share
    if 0 < value < _FINEST:
        return f"under {_FINEST:g}{_PERCENT}"
    if value < 10:
        return f"{_plain(value)}{_PERCENT}"
    if value < 100 and f"{value:.0f}" == "100":
        return f"{value:.1f}{_PERCENT}" if f"{value:.1f}" != "100.0" else f"over 99.9{_PERCENT}"
    return f"{value:,.0f}{_PERCENT}"


def percent_range(low: float, high: float) -> str:
    """From which share to which, 1 being all: "0.06 to 12 %", "0 to 17 %", "92 to 100 %"."""
    first = percent(low).removesuffix(_PERCENT)
    return percent(high) if first == percent(high).removesuffix(_PERCENT) else f"{first} to {percent(high)}"


def whole_percent(share: float) -> str:
    """`share` in whole percent, for a change, of which no more is worth telling: "12 %", "under 1 %", "over 99 %"."""
    value = 100 * share
    if 0 < value < 1 and round(value) == 0:
        return f"under 1{_PERCENT}"
    if value < 100 and round(value) == 100:
        return f"over 99{_PERCENT}"
    return f"{round(value):,}{_PERCENT}"


def _plain(value: float) -> str:
    """A number below 10 by its two first digits, never with an exponent: "9.9", "0.08", "0"; "10" for 9.96."""
    return f"{float(f'{value:.2g}'):.6f}".rstrip("0").rstrip(".")

"""The live counts beside the filter's choices.

They are laid over the widgets and are no part of their labels: a count is drawn after the click it answers, and neither
a widget nor the address ever depends on one. The names that screen readers say have them too (live_counts.js).
"""

from pathlib import Path

import streamlit as st

from engagement.domain.vocabulary import FilterOption
from engagement.query.matching.membership import Facets
from engagement.ui.address.contact_params import OPTION_KEYS
from engagement.ui.frame.component import component
from engagement.ui.parts.markup import number


def show_counts(facets: Facets) -> None:
    """Show the counts of `facets` beside the filter's options, and in the lists of kinds, owners and the like."""
    st.html(f"<style>{''.join(_beside(option, count) for option, count in facets.options.items())}</style>")
    data = {
        "options": {OPTION_KEYS[option]: (option.value, number(count)) for option, count in facets.options.items()},
        "fields": {
            field.value: {value: number(count) for value, count in values.items()}
            for field, values in facets.fields.items()
        }
        | {"cause": {cause.value: number(count) for cause, count in facets.causes.items()}},
    }
    component("live_counts", Path(__file__).with_suffix(".js"))(key="live_counts", data=data)


def _beside(option: FilterOption, count: int) -> str:
    """The style that puts a count at the end of an option's line, a quiet one when it is nothing."""
    dim = "" if count else "; color: light-dark(#57606a, #9da7b3)"
    line = f'.st-key-{OPTION_KEYS[option]} [data-testid="stCheckbox"] > label'
    return f'{line}::after {{ content: "{number(count)}"{dim} }}\n'

"""The live counts beside the filter's choices.

They are laid over the widgets and are no part of their labels: a count is drawn after the click it answers, and neither
a widget nor the address ever depends on one. The names that screen readers say have them too (live_counts.js).
"""

import streamlit as st

from engagement.query.membership import Facets
from engagement.ui.component import component
from engagement.ui.filter_address import OPTION_KEYS
from engagement.ui.markup import number
from engagement.vocabulary import FilterOption


def show_counts(facets: Facets) -> None:
    """Show the counts of `facets` beside the filter's options, and in the lists of kinds, owners and the like."""
    st.html(f"<style>{''.join(_beside(option, count) for option, count in facets.options.items())}</style>")
    data = {
        "options": {OPTION_KEYS[option]: (option.value, number(count)) for option, count in facets.options.items()},
        "fields": {
            field.value: {value: number(count) for value, count in values.items()}
            for field, values in facets.fields.items()
        },
    }
    component("live_counts", "live_counts.js")(key="live_counts", data=data)


def _beside(option: FilterOption, count: int) -> str:
    """The style that puts a count at the end of an option's line, a quiet one when it is nothing."""
    dim = "" if count else "; opacity: 0.55"
    line = f'.st-key-{OPTION_KEYS[option]} [data-testid="stCheckbox"] > label'
    return f'{line}::after {{ content: "{number(count)}"{dim} }}\n'

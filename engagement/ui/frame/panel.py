"""The side panel on a phone, where it covers the page (panel.js closes it)."""

from streamlit.delta_generator import DeltaGenerator

from engagement.ui.parts.markup import Html, attribute, icon


def panel_answer(place: DeltaGenerator, count: str) -> None:
    """Say in `place`, of the side panel, what the choices come to so far ("123 contacts"), with the way to see it.

    It stays in view at the panel's lower edge, and is there only where the panel covers the page.
    """
    words = f"{attribute(count)}: show{icon('arrow_forward')}"
    place.html(Html(f'<button type="button" class="eg-button eg-panel-answer" data-shows-page>{words}</button>'))

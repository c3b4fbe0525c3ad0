"""Going to another screen from the script, as a click on a link does: for marks of pictures, which are no links."""

from pathlib import Path

from engagement.ui.frame.component import component

_COMPONENT = "going"


def go_to(place: str) -> None:
    """Open `place`, an address relative to any screen's, in the running session; the way back stays as it was.

    st.switch_page writes the new screen's parameters into the address of the one that is left, so Back would find a
    screen that nobody asked for; and it refuses those whose names are widgets' of this screen.
    """
    component(_COMPONENT, Path(__file__).with_suffix(".js"))(key=_COMPONENT, data={"place": place})

"""The picture of the data's way is the one its script draws, and shows folders that are there."""

from docs.dev.picture import BESIDE, FILE, ROWS, picture
from engagement.settings import PROJECT


def test_the_picture_is_as_its_script_draws_it() -> None:
    assert FILE.read_text("utf-8") == picture(), "draw it anew: python -m docs.dev.picture"


def test_the_picture_shows_what_is_there() -> None:
    shown = [box.where.removesuffix("/*") for boxes in ROWS for box in boxes] + [where for _, where, _ in BESIDE]
    assert len(shown) > 12
    assert [path for path in shown if not (PROJECT / "engagement" / path).exists()] == []

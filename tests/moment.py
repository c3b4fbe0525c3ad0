"""The moment at which all tests take place, whenever they run: no test asks the clock (tests/test_clock.py checks).

tests/conftest.py holds it for the whole process, fixtures of every scope included, so what the product takes for now is
NOW too. A process that a test starts holds it by beginning with HOLD.
"""

import sys
from datetime import UTC, datetime

from engagement.lib import moments

NOW = datetime(2026, 11, 24, 19, 40, tzinfo=UTC)  # an afternoon in New York

HOLD = "from tests.moment import hold; hold()"
"""What a `python -c` in the project's folder begins with."""

STREAMLIT = (sys.executable, "-c", f"{HOLD}; from streamlit.web.cli import main; main(prog_name='streamlit')")
"""`streamlit`, at NOW."""


def hold(moment: datetime = NOW) -> None:
    """Have the product take `moment` (aware) for the current one from here on."""
    moments.clock = lambda: moment

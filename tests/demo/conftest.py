"""One demo account for all tests of this folder, read once."""

from datetime import UTC, datetime

import pytest

from engagement.demo import write_demo
from tests.demo.story import Story, read

NOW = datetime(2026, 11, 24, 19, 40, tzinfo=UTC)


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story([read(path) for path in write_demo(tmp_path_factory.mktemp("demo"), now=NOW)])

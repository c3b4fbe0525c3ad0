"""One demo account for all tests of this folder, read once."""

import pytest

from engagement.demo import write_demo
from tests.demo.story import Story, read
from tests.moment import NOW


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story([read(path) for path in write_demo(tmp_path_factory.mktemp("demo"), now=NOW)])

"""Whatever a test leaves running in this folder is ended after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.agent.recorder import home


@pytest.fixture(autouse=True)
def _no_home_left_open() -> Iterator[None]:
    yield
    while home.OPEN:
        home.OPEN.pop().crash()

"""What stories share: a home for an evening, and the two ways of telling each.

Rules kept here:
- Each story is told twice: on a phone by thumb, and at a computer with the keys alone. In the quick
  gear of CI the telling with keys is drawn by the seed for half of them; the soak tells all.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import CI, SEED, SOAK
from tests.console.stories.evening import BEGAN, HOUSEHOLD, LEONID, MAYA, Evening, let_in
from tests.console.stories.one_home import OneHome, one_home
from tests.console.stories.person import KEYS, THUMB, Way

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the quick gear of CI, tell every other story, drawn by the seed, by thumb alone."""
    if not CI or SOAK:
        return
    ours = [item for item in items if item.path.parent == HERE]
    told = [item for item in ours if item.name.endswith(f"[{KEYS.called}]")]
    chance = random.Random(f"{SEED} stories")  # noqa: S311 - it has to repeat
    left = set(chance.sample(told, len(told) // 2))
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]


@pytest.fixture(params=[THUMB, KEYS], ids=lambda way: way.called)
def way(request: pytest.FixtureRequest) -> Way:
    """Return a way of using a page."""
    way: Way = request.param
    return way


@pytest.fixture(scope="module")  # as the browser: other modules run in this thread, too
def _evening_home(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[OneHome, str]]:
    passwords = list[str]()
    with one_home(
        browser,
        tmp_path_factory.mktemp("evening"),
        BEGAN,
        HOUSEHOLD,
        "Samira",
        "Maya",
        "Leonid",
        prepare=lambda home: passwords.append(let_in(home)),
    ) as home:
        yield home, passwords[0]


@pytest.fixture
def evening(_evening_home: tuple[OneHome, str], way: Way) -> Iterator[Evening]:
    """Return the evening's home, and whose story it is."""
    home, password = _evening_home
    yield Evening(home, way, MAYA if way is THUMB else LEONID, password)
    home.forgets_browsers()

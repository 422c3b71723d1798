from __future__ import annotations

import pytest

from console.store.routes_to_people import Route
from console.words.contacts import ROUTES


@pytest.mark.parametrize("one", Route)
def test_each_has_its_words(one: Route) -> None:
    """Every way to reach somebody has a name that a carer knows."""
    assert ROUTES[one]

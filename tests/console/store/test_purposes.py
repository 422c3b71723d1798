from __future__ import annotations

import pytest

from console.store.purposes import Purpose
from console.words.own_words import PURPOSES


@pytest.mark.parametrize("one", Purpose)
def test_each_has_its_words(one: Purpose) -> None:
    """Every purpose of own words has a name that a young person knows."""
    assert PURPOSES[one]

from __future__ import annotations

import pytest

from console.services.own_words_wrong import Wrong
from console.words.own_words import WRONG


@pytest.mark.parametrize("one", Wrong)
def test_each_has_its_words(one: Wrong) -> None:
    """Whatever keeps words from being kept is said in words."""
    assert WRONG[one]

from __future__ import annotations

import pytest

from console.services.contacts_wrong import Wrong
from console.words.contacts import WRONG


@pytest.mark.parametrize("one", Wrong)
def test_each_has_its_words(one: Wrong) -> None:
    """Whatever can be wrong with a number is said in words."""
    assert WRONG[one]

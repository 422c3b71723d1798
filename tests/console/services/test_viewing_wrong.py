from __future__ import annotations

import pytest

from console.services.viewing_wrong import Wrong
from console.words.viewing import WRONG


@pytest.mark.parametrize("one", Wrong)
def test_each_has_its_words(one: Wrong) -> None:
    """Whatever keeps a look from being had is said in words."""
    assert WRONG[one]

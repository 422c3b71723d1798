from __future__ import annotations

import pytest

from console.services.first_run_wrong import Wrong
from console.words import first_run as words


@pytest.mark.parametrize("wrong", Wrong)
def test_whatever_is_wrong_is_said_in_words(wrong: Wrong) -> None:
    """Each thing that can be wrong on a screen has a sentence."""
    assert words.WRONG_TEXTS[wrong]

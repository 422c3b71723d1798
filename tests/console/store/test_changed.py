from __future__ import annotations

import pytest

from console.store.changed import Changed
from console.words.changes import DID


@pytest.mark.parametrize("change", Changed)
def test_every_change_can_be_told(change: Changed) -> None:
    """Whatever can be changed here has a sentence, and a name that is kept for good."""
    assert DID[change]
    assert change == change.value.lower()

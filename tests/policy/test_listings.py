from __future__ import annotations

from policy.listings import no_lists
from policy.names import from_text


def test_a_box_without_lists_knows_of_no_name() -> None:
    """Before the first index was built, nothing is listed."""
    assert no_lists(from_text("adult.example")) == ()

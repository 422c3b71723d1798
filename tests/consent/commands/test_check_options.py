from __future__ import annotations

from consent.commands.check_options import CheckOptions


def test_nothing_has_to_be_brought_along() -> None:
    """Whoever gives no option checks as of now, in words, against what this folder remembers."""
    options = CheckOptions()

    assert (options.at, options.json, options.seen) == (None, False, "seen.json")
    assert (options.card_changed, options.demonstration) == (False, False)

from __future__ import annotations

from policy.why import Why


def test_reasons_stand_in_the_order_of_the_decision() -> None:
    """The reasons are listed as a carer would say the order."""
    assert list(Why) == [
        *("never-blocked", "family-time", "school"),
        *("pause", "homework", "clock", "used-up", "grant"),
        *("rule", "safe-search", "bypass-signal", "category", "nothing"),
    ]

from __future__ import annotations

import pytest

from console.security.pins import MAX_WRONG, is_spent, will_do

PINS = {
    "four digits": ("4711", True),
    "eight": ("20261121", True),
    "three": ("471", False),
    "nine": ("471147114", False),
    "one digit": ("0000", False),
    "counting up": ("1234", False),
    "counting up to nought": ("567890", False),
    "counting down": ("9876", False),
    "letters": ("47a1", False),
    "digits of another script": ("٤٧١١", False),
    "a line end": ("4711\n", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("pin", "expected"), PINS.values(), ids=PINS)
def test_a_pin_is_some_digits_that_do_not_just_count(pin: str, *, expected: bool) -> None:
    """What everybody tries first is refused."""
    assert will_do(pin) is expected


def test_five_wrong_ones_are_too_many() -> None:
    """Up to the fourth a slip is forgiven."""
    assert [is_spent(wrong) for wrong in range(7)] == [False] * MAX_WRONG + [True, True]

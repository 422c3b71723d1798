from __future__ import annotations

import pytest

from console.services.worried import checked, dialled
from console.store.database.own_numbers import OwnNumber


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("999", "999"), ("+44 20 7946-0000", "+442079460000"), ("(020) 7946", "0207946")],
)
def test_a_telephone_dials_digits_alone(typed: str, expected: str) -> None:
    """Whatever stands between the digits is for the eye."""
    assert dialled(typed) == expected


def test_empty_rows_are_left_out_and_spaces_are_tidied() -> None:
    """Only what somebody filled in is kept, without what slipped in around it."""
    rows = [OwnNumber(name="", number=" "), OwnNumber(name=" Nan  B ", number=" 020  79 ")]

    assert checked(rows) == (OwnNumber(name="Nan B", number="020 79"),)

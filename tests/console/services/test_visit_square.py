from __future__ import annotations

import re
from itertools import chain

import pytest
import segno

from console.services.visit_square import QUIET, Square, square_of

LARGEST = 2_953
"""Octets that fit into the largest code at level L (ISO/IEC 18004, table 7)."""


def dark(square: Square) -> set[tuple[int, int]]:
    """Return the fields that are dark, by going along the line with its dashes, to its very end."""
    lengths = [int(length) for length in square.dashes.split()]
    colours = chain.from_iterable([not place % 2] * length for place, length in enumerate(lengths))
    begun = re.fullmatch(r"M(\d+) (\d+)\.5((?:[hv]-?\d+)+)", square.path)
    assert begun
    column, row, fields = int(begun[1]), int(begun[2]), set()
    for way, length in re.findall(r"([hv])(-?\d+)", begun[3]):
        step = 1 if int(length) > 0 else -1
        for _ in range(abs(int(length))):
            is_dark = next(colours)
            if way == "v":
                assert not is_dark
                row += step
                continue
            fields |= {(row, min(column, column + step))} if is_dark else set()
            column += step
    assert not any(colours)
    return fields


@pytest.mark.parametrize("text", ["a", "lamplight asked 482913\nè", "x" * 700])
def test_its_dark_fields_are_those_of_the_code(text: str) -> None:
    """What the path draws is the code of the text, field for field, within its quiet zone."""
    square = square_of(text)
    code = segno.make_qr(text.encode(), error="l", mode="byte")
    expected = {
        (row + QUIET, column + QUIET)
        for row, fields in enumerate(code.matrix)
        for column, is_dark in enumerate(fields)
        if is_dark
    }

    assert square is not None
    assert expected == dark(square)
    assert square.size == len(code.matrix) + 8


def test_the_largest_text_that_fits_is_drawn_and_one_more_letter_is_not() -> None:
    """Where no code can hold a text there is none, and nothing is cut off to make it fit."""
    assert square_of("x" * LARGEST) is not None
    assert square_of("x" * (LARGEST + 1)) is None


def test_another_text_is_another_square() -> None:
    """The square holds the very text that stands beside it."""
    assert square_of("asked 482913") != square_of("asked 482914")

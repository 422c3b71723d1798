from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from agent.recorder.commands.square_code import square_code
from consent.desk import DeskRefused
from consent.status import MOST_OCTETS

SVG = "{http://www.w3.org/2000/svg}"


def fields_of(picture: bytes) -> int:
    """Return how many fields wide a picture is, its quiet border not counted."""
    root = ET.fromstring(picture)  # noqa: S314 - our own picture
    assert root.tag == f"{SVG}svg"
    return int(root.attrib["width"]) // 4 - 2 * 4


def test_a_code_is_a_picture_of_a_text() -> None:
    """A text becomes a square picture, dark on light: the same each time, and its own."""
    one, other = square_code(b"lamplight-status/v1\n"), square_code(b"lamplight-status/v2\n")

    assert fields_of(one) == fields_of(other)
    assert one == square_code(b"lamplight-status/v1\n")
    assert one != other
    assert b"#000" in one
    assert b"#fff" in one


def test_a_status_fits_the_code_that_it_was_made_for() -> None:
    """A statement of the greatest length fits a code that a telephone reads easily: version 15."""
    assert fields_of(square_code(b"x" * MOST_OCTETS)) <= 4 * 15 + 17


def test_the_largest_code_is_used_up_to_its_end() -> None:
    """Whatever the largest code holds is drawn."""
    assert fields_of(square_code(b"x" * 2953)) == 4 * 40 + 17


def test_what_no_code_holds_is_said_to_be_sent_as_text() -> None:
    """A text that is too long is refused with what to do instead."""
    with pytest.raises(DeskRefused, match="Send the text as it is instead"):
        square_code(b"x" * 2954)

from __future__ import annotations

import pytest

from agent.discovery.heard import clean_name, link_text

LINKS = {
    "one machine's": ("02005e005303", "02:00:5e:00:53:03"),
    "a group's": ("01005e0000fb", None),
    "everybody's": ("ffffffffffff", None),
    "nobody's": ("000000000000", None),
    "too short": ("02005e0053", None),
    "too long": ("02005e00530304", None),
}

NAMES = {
    "plain": (b"tablet", "tablet"),
    "with an end of C": (b"tablet\0\0", "tablet"),
    "with spaces round it": (b" tablet ", "tablet"),
    "the longest": (b"x" * 63, "x" * 63),
    "too long": (b"x" * 64, None),
    "empty": (b"", None),
    "a control": (b"a\x1b[2Jb", None),
    "turned round": ("a\u202eb".encode(), None),
    "not UTF-8": (b"\xff", None),
}


@pytest.mark.parametrize(("digits", "text"), LINKS.values(), ids=LINKS)
def test_a_link_address_is_one_machine_s(digits: str, text: str | None) -> None:
    """Only what can be the address of one machine has a text."""
    assert link_text(bytes.fromhex(digits)) == text


@pytest.mark.parametrize(("octets", "name"), NAMES.values(), ids=NAMES)
def test_a_name_is_short_and_can_be_shown(octets: bytes, name: str | None) -> None:
    """What could break a page or a line is no name."""
    assert clean_name(octets) == name

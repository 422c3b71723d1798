from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.links import LinkMalformed, is_made_up, link_from

SPELLINGS = {
    "as it is kept": "3c:22:fb:10:20:3f",
    "in capitals": "3C:22:FB:10:20:3F",
    "with dashes": "3C-22-FB-10-20-3F",
}

MALFORMED = {
    "nothing": "",
    "too short": "3c:22:fb:10:20",
    "too long": "3c:22:fb:10:20:3f:40",
    "one digit": "3c:22:fb:10:20:f",
    "no hexadecimal": "3c:22:fb:10:20:3g",
    "mixed separators": "3c:22-fb:10:20:3f",
    "no separators": "3c22fb10203f",
    "a space after": "3c:22:fb:10:20:3f ",
    "a line after": "3c:22:fb:10:20:3f\n",
    "digits of another script": "3c:22:fb:10:20:٣f",
    "for everybody": "ff:ff:ff:ff:ff:ff",
    "a group": "01:00:5e:00:00:fb",
    "nobody's": "00:00:00:00:00:00",
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_a_link_address_has_one_spelling(text: str) -> None:
    """However it is printed on a box, it is kept in small letters with colons."""
    assert link_from(text) == "3c:22:fb:10:20:3f"


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_link_address_is_refused(text: str) -> None:
    """Only the link address of one interface is taken, and the refusal says what was meant."""
    with pytest.raises(LinkMalformed, match="link address"):
        link_from(text)


@given(st.binary(min_size=6, max_size=6))
def test_a_made_up_one_is_told_by_one_bit(octets: bytes) -> None:
    """An interface's own address is made up where the second bit says so, and only there."""
    link = octets.hex(":")

    assert is_made_up(link) == bool(octets[0] & 2)
    if octets[0] & 1 or not any(octets):
        with pytest.raises(LinkMalformed):
            link_from(link)
    else:
        assert link_from(link.upper()) == link

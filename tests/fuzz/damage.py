"""Damage done to octets, the way a bad card, a cut-off write or an ill-meaning hand does it."""

from __future__ import annotations

import random

# What a reader of JSON or TOML may stumble over, thrown in between.
SCRAPS = (
    *(b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"=", b"#", b"\n", b"\r", b"\0", b" "),
    *(b"\\u0000", b"\\ud800", b"\xff", b"\xef\xbb\xbf", b"\xc0\x80", b"\xe2\x80\xae"),
    *(b"0", b"-1", b"1e999", b"NaN", b"null", b"true", b"9" * 5_000, b"0x", b"1979-05-27", b"inf"),
    *(b"[" * 3_000, b'{"a":' * 3_000, b'"version": 8,', b'"name": []', b"everyone", b"'''", b'"""'),
)


def damaged(octets: bytes, dice: random.Random) -> bytes:
    """Return octets changed in one to four places: flipped, cut out, doubled, or a scrap put in."""
    left = bytearray(octets)
    for _ in range(dice.randint(1, 4)):
        here = dice.randrange(len(left) + 1)
        there = min(len(left), here + dice.randint(1, 40))
        match dice.randrange(4):
            case 0 if here < len(left):
                left[here] ^= dice.randint(1, 255)
            case 1:
                del left[here:there]
            case 2:
                left[here:here] = left[here:there]
            case _:
                left[here:here] = dice.choice(SCRAPS)
    return bytes(left)

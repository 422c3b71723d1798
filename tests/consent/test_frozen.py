from __future__ import annotations

import re

import pytest

from consent.frozen import (
    ARGON2_LANES,
    ARGON2_MEMORY_KIB,
    ARGON2_PASSES,
    BUNDLE_CONTEXT,
    CARD_OPENING_INFO,
    CARD_SALT_CONTEXT,
    CARD_SIGNING_INFO,
    CARD_WORDS,
    DAY_KEY_CONTEXT,
    DELETION_CONTEXT,
    DIGEST_OCTETS,
    EXPORT_CONTEXT,
    FIELD_PRIME,
    FINGERPRINT_WORDS,
    FRAME_CONTEXT,
    KEY_OCTETS,
    MAX_DEPTH,
    MAX_OCTETS,
    MAX_SIGNATURES,
    MAX_WHOLE_NUMBER,
    PAYLOAD_TYPES,
    PRE_AUTHENTICATION_VERSION,
    SHARED_WORDS_CONTEXT,
    SHARED_WORDS_NOTE,
    SIGNATURE_OCTETS,
    SMALL_ORDER_POINTS,
    SPOKEN_ABOUT_CONTEXT,
    STATUS_CONTEXT,
    STOP_CODE_DIGITS,
    STOP_CODE_SALT_CONTEXT,
    UNSEEN_CHARACTERS,
    WORD_OCTETS,
    Kind,
)

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
NEUTRAL = (0, 1)


def test_names_inside_signed_octets_are_spelt_out() -> None:
    """A name that stands in signed octets is the same for ever."""
    assert dict(PAYLOAD_TYPES) == {
        Kind.TRUST_ROOT: "application/vnd.lamplight.root.v1+json",
        Kind.KEYSET: "application/vnd.lamplight.keyset.v1+json",
        Kind.HOME_CARD: "application/vnd.lamplight.home-card.v1+json",
        Kind.AGREEMENT: "application/vnd.lamplight.agreement.v1+json",
        Kind.REVIEW: "application/vnd.lamplight.review.v1+json",
        Kind.WITHDRAWAL: "application/vnd.lamplight.withdrawal.v1+json",
        Kind.OBJECTION: "application/vnd.lamplight.objection.v1+json",
        Kind.STOP: "application/vnd.lamplight.stop.v1+json",
        Kind.ACKNOWLEDGEMENT: "application/vnd.lamplight.ack.v1+json",
        Kind.PAPER_NOTICE: "application/vnd.lamplight.paper-notice.v1+json",
    }
    assert (FRAME_CONTEXT, STATUS_CONTEXT) == ("lamplight/frame/v1", "lamplight-status/v1")
    assert (DAY_KEY_CONTEXT, SHARED_WORDS_CONTEXT) == (
        "lamplight/day-key/v1",
        "lamplight/shared-words/v1",
    )
    assert EXPORT_CONTEXT == "lamplight-days/v1"
    assert PRE_AUTHENTICATION_VERSION == b"DSSEv1"


def test_first_lines_of_what_a_box_hands_over_are_spelt_out() -> None:
    """A statement, shared words, spoken words and a bundle are known by these words for ever."""
    assert (DELETION_CONTEXT, SHARED_WORDS_NOTE) == (
        "lamplight-deletion/v1",
        "lamplight-shared-words/v1",
    )
    assert (SPOKEN_ABOUT_CONTEXT, BUNDLE_CONTEXT) == ("lamplight-spoken/v1", "lamplight-bundle/v1")
    assert len({STATUS_CONTEXT, DELETION_CONTEXT, SHARED_WORDS_NOTE, BUNDLE_CONTEXT}) == 4


def test_numbers_are_spelt_out() -> None:
    """A limit that decides what is readable is the same for ever."""
    assert (MAX_OCTETS, MAX_SIGNATURES, MAX_DEPTH) == (65_536, 16, 12)
    assert MAX_WHOLE_NUMBER == 9_007_199_254_740_991
    assert (FINGERPRINT_WORDS, CARD_WORDS) == (8, 5)
    assert (KEY_OCTETS, DIGEST_OCTETS, SIGNATURE_OCTETS, FIELD_PRIME) == (32, 32, 64, P)


def test_what_cards_and_stop_codes_are_made_with_is_spelt_out() -> None:
    """With any other cost, salt or info, the same words would be another key."""
    assert (ARGON2_MEMORY_KIB, ARGON2_PASSES, ARGON2_LANES) == (65_536, 3, 4)
    assert (CARD_SALT_CONTEXT, STOP_CODE_SALT_CONTEXT) == (
        b"lamplight/card/v1",
        b"lamplight/stop-code/v1",
    )
    assert (CARD_SIGNING_INFO, CARD_OPENING_INFO) == (
        b"lamplight/card/ed25519/v1",
        b"lamplight/card/x25519/v1",
    )
    assert (WORD_OCTETS, STOP_CODE_DIGITS) == (16, 8)


def added(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    """Return the sum of two points of edwards25519 (RFC 8032 section 5.1.4, affine)."""
    (x1, y1), (x2, y2) = one, two
    product = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P,
    )


def square_root(square: int) -> int | None:
    """Return a square root modulo p, None where there is none (RFC 8032 section 5.1.3)."""
    root = pow(square, (P + 3) // 8, P)
    for candidate in (root, root * pow(2, (P - 1) // 4, P) % P):
        if candidate * candidate % P == square:
            return candidate
    return None


def points_of_small_order() -> set[tuple[int, int]]:
    """Return all points whose eightfold is the neutral one, found by killing the prime part."""
    order = 2**252 + 27742317777372353535851937790883648493
    found: set[tuple[int, int]] = set()
    y = 2
    while len(found) < 8:
        x = square_root((y * y - 1) * pow(D * y * y + 1, -1, P) % P)
        if x is not None:
            total, power, left = NEUTRAL, (x, y), order
            while left:
                if left & 1:
                    total = added(total, power)
                power, left = added(power, power), left >> 1
            step = total
            for _ in range(8):
                found.add(step)
                step = added(step, total)
        y += 1
    return found


def encodings(x: int, y: int) -> set[bytes]:
    """Return every text of 32 octets that a lax reader would take for a point."""
    return {
        (high | sign << 255).to_bytes(32, "little")
        for high in (y, y + P)
        if high < 2**255
        for sign in ({x & 1} if x else {0, 1})
    }


def test_the_list_of_bad_points_is_the_curve_s() -> None:
    """The fourteen refused points are all encodings of points of small order, computed anew."""
    points = points_of_small_order()

    assert len(points) == 8
    assert {text for x, y in points for text in encodings(x, y)} == SMALL_ORDER_POINTS
    assert len(SMALL_ORDER_POINTS) == 14


SEEN = {
    "a word": "Zoë",
    "Persian with a non-joiner": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "an emoji of several": "\U0001f469\u200d\U0001f467",
    "an emoji with a selector": "\u2764\ufe0f",
    "a hard space": "7\u00a0days",
}
UNSEEN = {
    "the null": "\x00",
    "a line end": "\n",
    "delete": "\x7f",
    "a control of Latin-1": "\x85",
    "a soft hyphen": "\u00ad",
    "the Arabic letter mark": "\u061c",
    "a space without width": "\u200b",
    "the left-to-right mark": "\u200e",
    "a line separator": "\u2028",
    "a right-to-left override": "\u202e",
    "an isolate": "\u2066",
    "a pop of isolates": "\u2069",
    "a word joiner": "\u2060",
    "a Hangul filler": "\u3164",
    "a byte order mark": "\ufeff",
    "the mark of a lost letter": "\ufffd",
    "a non-character": "\uffff",
    "a non-character of another plane": "\U0010fffe",
    "half of a pair": "\ud800",
    "a tag": "\U000e0041",
}


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_what_people_write_can_be_written(text: str) -> None:
    """Letters of every script stay, with the joiners that some of them need."""
    assert re.search(f"[{UNSEEN_CHARACTERS}]", text) is None


@pytest.mark.parametrize("character", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_listed(character: str) -> None:
    """Characters that hide, or that turn the order of reading, are known as such."""
    assert re.fullmatch(f"[{UNSEEN_CHARACTERS}]", character)

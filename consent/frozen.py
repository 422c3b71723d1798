"""What can never change again once somebody has signed: names in signed bytes, limits, bad keys.

Rules kept here:
- Each value carries its source. A change makes every record that exists unreadable, so it is a new
  version beside the old one, never an edit; `tests/consent/test_frozen.py` spells each value out.
- Rules of a procedure, such as how long an agreement may last, are a profile's and not here.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Kind(StrEnum):
    """What a record is. The kind stands inside what is signed, as part of the payload type."""

    TRUST_ROOT = "root"
    KEYSET = "keyset"
    HOME_CARD = "home-card"
    AGREEMENT = "agreement"
    REVIEW = "review"
    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"
    STOP = "stop"
    ACKNOWLEDGEMENT = "ack"
    PAPER_NOTICE = "paper-notice"


# The project's decision 23 on names in signed bytes.
PAYLOAD_TYPES: Final = MappingProxyType(
    {kind: f"application/vnd.lamplight.{kind}.v1+json" for kind in Kind}
)
FRAME_CONTEXT: Final = "lamplight/frame/v1"
DAY_KEY_CONTEXT: Final = "lamplight/day-key/v1"
SHARED_WORDS_CONTEXT: Final = "lamplight/shared-words/v1"
STATUS_CONTEXT: Final = "lamplight-status/v1"
DELETION_CONTEXT: Final = "lamplight-deletion/v1"
SHARED_WORDS_NOTE: Final = "lamplight-shared-words/v1"
SPOKEN_ABOUT_CONTEXT: Final = "lamplight-spoken/v1"
BUNDLE_CONTEXT: Final = "lamplight-bundle/v1"
EXPORT_CONTEXT: Final = "lamplight-days/v1"

# The same decision: words of the EFF's large list, read out or typed by people.
FINGERPRINT_WORDS: Final = 8
CARD_WORDS: Final = 5
# Ours, words.py: how many leading octets are spoken as words.
WORD_OCTETS: Final = 16
# Ours: the digits of a stop code, which is read out over the telephone.
STOP_CODE_DIGITS: Final = 8

# Argon2id from words to a key, and from a stop code to its digest: RFC 9106 section 4, the second
# recommended option (2^16 KiB = 64 MiB, 3 passes, 4 lanes). The first, of 2 GiB, fits no Raspberry
# Pi; this one leaves a Pi Zero 2 with its 512 MiB room for everything else.
ARGON2_MEMORY_KIB: Final = 64 * 1024
ARGON2_PASSES: Final = 3
ARGON2_LANES: Final = 4
# What precedes the 16 octets of an id in a salt: the same id is never the same salt for two ends.
CARD_SALT_CONTEXT: Final = b"lamplight/card/v1"
STOP_CODE_SALT_CONTEXT: Final = b"lamplight/stop-code/v1"
# HKDF-SHA256 (RFC 5869): `info`, one for each key that a card's secret turns into.
CARD_SIGNING_INFO: Final = b"lamplight/card/ed25519/v1"
CARD_OPENING_INFO: Final = b"lamplight/card/x25519/v1"

# DSSE v1.0.2, protocol.md, "Signature Definition".
PRE_AUTHENTICATION_VERSION: Final = b"DSSEv1"

# Ours, decisions/0001-envelope.md. 64 KiB is some fifteen times an agreement with three signatures.
MAX_OCTETS: Final = 64 * 1024
MAX_SIGNATURES: Final = 16

# Ours, decisions/0002-strict-json.md; the greatest whole number is that of RFC 8785 section 3.2.2.3
# and RFC 7493 section 2.2: what every reader's numbers hold exactly.
MAX_DEPTH: Final = 12
MAX_WHOLE_NUMBER: Final = 2**53 - 1

# Characters nobody sees, or that change the order in which others are seen, as parts of a regular
# expression's class. Spelt out, because Unicode's own tables differ between versions of Python.
# ZWNJ and ZWJ (U+200C, U+200D) are not here: Persian and several Indian scripts need them.
UNSEEN_CHARACTERS: Final = (
    r"\x00-\x1f\x7f-\x9f"  # controls
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    r"\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line ends, bidi
    r"\u3164\uffa0\ufeff\ufff0-\uffff"  # fillers, byte order mark, annotations, non-characters
    r"\ufdd0-\ufdef\ud800-\udfff"  # non-characters, halves of pairs
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # musical controls, tags
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))  # non-characters
)

KEY_OCTETS: Final = 32
DIGEST_OCTETS: Final = 32
SIGNATURE_OCTETS: Final = 64

FIELD_PRIME: Final = 2**255 - 19  # RFC 8032 section 5.1

# Every encoding of a point of order 1, 2, 4 or 8 on edwards25519 that a lax reader would load:
# eight points, six of them also in a form RFC 8032 section 5.1.3 refuses. As public keys they let
# anyone sign. Listed in "Taming the Many EdDSAs" (Chalkias, Garillot, Nikolaenko, 2020), table 1;
# the test computes them from the curve.
SMALL_ORDER_POINTS: Final = frozenset(
    bytes.fromhex(text)
    for text in (
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    )
)

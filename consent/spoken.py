"""The spoken check and the receipt of a stop: a few words over the telephone, from a shared secret.

The secret is made by the box, one for each home, and sealed to the social worker. Four words are
51.7 bits: nobody guesses them in a telephone call.

Rules kept here:
- Words answer four digits within a step of five minutes. A step before and a step after are still
  taken, for two clocks are never alike; whatever is older fails.
- Words vouch for what is said beside them, such as what the box's page shows: `about` is part of
  what they are made of, so the words for one state are not those for another.
- A receipt is of one agreement, and the box gives it only once that agreement has been stopped. It
  needs no clock, because an agreement is stopped once.
- The secret never shows: neither `repr` nor an error holds any of it, and words are compared as
  words, whatever else is typed around them.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from consent.codes import Code
from consent.errors import TextMalformed
from consent.frozen import DIGEST_OCTETS
from consent.words import check_words, words_for

SPOKEN_DIGITS: Final = 4
SPOKEN_WORDS: Final = 4
STEP_SECONDS: Final = 5 * 60
SECRET_OCTETS: Final = 32
SPOKEN_CONTEXT: Final = b"lamplight/spoken/v1"
RECEIPT_CONTEXT: Final = b"lamplight/stop-receipt/v1"

_MOST_TYPED: Final = 80


@dataclass(frozen=True, slots=True, eq=False)
class HomeSecret:
    """The 32 octets of chance that a box and its social worker share. Raises ValueError."""

    octets: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.octets) != SECRET_OCTETS:
            raise ValueError(f"a home's secret is {SECRET_OCTETS} octets")


def digits_from_text(typed: str, count: int) -> str:
    """Return the digits that somebody typed, in whichever script, as 0 to 9.

    Spaces and hyphens between them do not count. Raises TextMalformed for anything else.
    """
    kept = [one for one in typed if not (one.isspace() or unicodedata.category(one) == "Pd")]
    values = [unicodedata.decimal(one, None) for one in kept[: count + 1]]
    if len(typed) > _MOST_TYPED or len(values) != count or None in values:
        raise TextMalformed(Code.SPOKEN_DIGITS, f"{count} digits")
    return "".join(map(str, values))


def spoken_words(
    secret: HomeSecret, digits: str, at: datetime, *, about: bytes = b""
) -> tuple[str, ...]:
    """Return the words that answer four digits at an instant (aware). Raises TextMalformed."""
    return _spoken(secret, digits_from_text(digits, SPOKEN_DIGITS), _step(at), about)


def are_spoken_words(
    heard: str, secret: HomeSecret, digits: str, now: datetime, *, about: bytes = b""
) -> bool:
    """Say whether the words heard answer the digits given, now or a few minutes ago.

    Raises TextMalformed for digits that are not four.
    """
    asked = digits_from_text(digits, SPOKEN_DIGITS)
    steps = range(_step(now) - 1, _step(now) + 2)
    return any(check_words(heard, _spoken(secret, asked, step, about)) for step in steps)


def receipt_words(secret: HomeSecret, agreement: str) -> tuple[str, ...]:
    """Return the words that say that an agreement has been stopped. `agreement` is its digest."""
    octets = bytes.fromhex(agreement)
    if len(octets) != DIGEST_OCTETS:
        raise ValueError(f"a digest is {DIGEST_OCTETS} octets")
    return _words(secret, RECEIPT_CONTEXT + octets)


def are_receipt_words(heard: str, secret: HomeSecret, agreement: str) -> bool:
    """Say whether the words heard are the receipt for stopping this agreement."""
    return check_words(heard, receipt_words(secret, agreement))


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def _spoken(secret: HomeSecret, digits: str, step: int, about: bytes) -> tuple[str, ...]:
    # Every part but the last has one length, so no two different answers are made of one text.
    said = hashlib.sha256(about).digest()
    return _words(
        secret, SPOKEN_CONTEXT + digits.encode() + step.to_bytes(8, "big", signed=True) + said
    )


def _words(secret: HomeSecret, message: bytes) -> tuple[str, ...]:
    return words_for(hmac.digest(secret.octets, message, "sha256"), SPOKEN_WORDS)

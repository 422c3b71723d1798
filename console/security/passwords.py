"""Passwords and PINs as they are kept: Argon2id, by named profiles.

Rules kept here:
- What is kept says by which profile it was made (PHC string format), so a profile can change and
  what was kept before is still known.
- One is reckoned at a time: each takes the profile's memory, and a small machine has little.
- A name that nobody has takes as long to refuse as one that somebody has.

Sources: RFC 9106; OWASP Password Storage Cheat Sheet (19 MiB, 2 rounds, 1 lane); the PHC string
format; NIST SP 800-63B on length rather than kinds of letters.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from consent.word_list import WORDS

MIN_LETTERS: Final = 10
MAX_LETTERS: Final = 200

_FIRST_WORDS: Final = 5
"""How many words of the list make the password that somebody is given: 64 bits."""

_SALT_OCTETS: Final = 16
_LENGTH: Final = 32

_ONE_AT_A_TIME: Final = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How much work one try is."""

    memory_kib: int
    rounds: int
    lanes: int = 1


BOX: Final = Profile(memory_kib=19_456, rounds=2)
"""For every home."""

TESTS: Final = Profile(memory_kib=8, rounds=1)
"""For tests alone: it protects nothing."""


def kept_of(secret: str, profile: Profile) -> str:
    """Return what is kept of a password or PIN."""
    argon2id = Argon2id(
        salt=secrets.token_bytes(_SALT_OCTETS),
        length=_LENGTH,
        iterations=profile.rounds,
        lanes=profile.lanes,
        memory_cost=profile.memory_kib,
    )
    with _ONE_AT_A_TIME:
        return argon2id.derive_phc_encoded(secret.encode())


def is_it(secret: str, kept: str) -> bool:
    """Say whether a password or PIN is the one of which this was kept."""
    with _ONE_AT_A_TIME:
        try:
            Argon2id.verify_phc_encoded(secret.encode(errors="replace"), kept)
        except InvalidKey:
            return False
    return True


def refuse_nobody(secret: str, profile: Profile) -> None:
    """Take the time that `is_it` takes, for a name that nobody has."""
    is_it(secret, _nobody(profile))


def first_password() -> str:
    """Return a password that somebody is given to begin with."""
    return " ".join(secrets.choice(WORDS) for _ in range(_FIRST_WORDS))


def is_long_enough(password: str) -> bool:
    """Say whether somebody may choose this password."""
    return MIN_LETTERS <= len(password) <= MAX_LETTERS and len(set(password)) > 1


@cache
def _nobody(profile: Profile) -> str:
    return kept_of(secrets.token_hex(_LENGTH), profile)

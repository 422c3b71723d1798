"""Codes that count once: the authenticator app's, and the ten to keep on paper.

Rules kept here:
- A code of the app counts once. Which one counted last is kept, so nobody can use it again who
  read it over a shoulder.
- The app's clock and the box's may be one step apart, either way.
- Of a code on paper only the digest is kept. It holds 80 bits, so trying them all is hopeless and a
  plain digest will do.

Sources: RFC 6238 (5.2: a code is accepted once; 6: one step of delay), RFC 4226; the Key URI format
of Google Authenticator.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
import segno

ISSUER: Final = "Lamplight"
STEP_SECONDS: Final = 30
HOW_MANY: Final = 10

_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter that looks like another."""

_GROUPS: Final = 4
_IN_GROUP: Final = 4
_CODE: Final = re.compile(r"[0-9]{6}", re.ASCII)
_SECRET: Final = re.compile(r"[A-Z2-7]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of dark and light, as the outline of its dark parts; `side` counts with margin."""

    side: int
    path: str


def app_secret() -> str:
    """Return a secret to share with an authenticator app."""
    return pyotp.random_base32(32)


def is_app_secret(text: str) -> bool:
    """Say whether a text is a secret such as `app_secret` gives."""
    return bool(_SECRET.fullmatch(text))


def step_of(secret: str, typed: str, at: datetime, after: int) -> int | None:
    """Return the step whose code was typed, None for a wrong one or one not after `after`."""
    code = re.sub(r"\s", "", typed)
    if not _CODE.fullmatch(code):
        return None
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    here = int(at.timestamp()) // STEP_SECONDS
    for step in (here, here - 1, here + 1):
        if step > after and hmac.compare_digest(totp.generate_otp(step), code):
            return step
    return None


def qr_of(secret: str) -> QrCode:
    """Return what an authenticator app reads with its camera. It names nobody."""
    uri = pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(
        name=ISSUER, issuer_name=ISSUER
    )
    qr = segno.make(uri, error="m", micro=False)
    margin = 4
    path = "".join(
        f"M{x + margin} {y + margin}h1v1h-1z"
        for y, row in enumerate(qr.matrix)
        for x, dark in enumerate(row)
        if dark
    )
    return QrCode(len(qr.matrix) + 2 * margin, path)


def in_groups(secret: str) -> str:
    """Return a secret as people type it: in groups of four."""
    return " ".join(re.findall(r".{1,4}", secret))


def paper_codes() -> tuple[str, ...]:
    """Return the codes to keep on paper."""
    return tuple(
        "-".join(
            "".join(secrets.choice(_LETTERS) for _ in range(_IN_GROUP)) for _ in range(_GROUPS)
        )
        for _ in range(HOW_MANY)
    )


def paper_digest(typed: str) -> str:
    """Return the digest of a code on paper, however its groups were typed."""
    bare = re.sub(r"[^0-9a-z]", "", typed.lower())
    return hashlib.sha256(bare.encode()).hexdigest()

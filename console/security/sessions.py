"""Visits of those who signed in: opaque, kept on the box, and ended there.

Rules kept here:
- A browser holds a random token and the box its digest. Whoever reads the database cannot visit
  with it, and a visit is over when the box forgets it.
- A token is made when somebody signs in, and never taken from a browser: nobody can fix another's
  beforehand. Whoever signs in anew has a new one, and the old one is over.
- A visit that is left alone locks. A clock that goes back locks it too, since nobody can say then
  how long it was left alone.
- Over TLS the cookie's name begins with `__Host-`, so no other name of this network can set it.
  Only on this machine itself is there one without.

Sources: OWASP Session Management Cheat Sheet; RFC 6265bis, 4.1.3.2 (`__Host-`).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from console.security.permissions import Level

IDLE: Final = timedelta(minutes=15)
"""After which a visit locks."""

QUICK_IDLE: Final = timedelta(minutes=2)
"""After which what was unlocked by PIN locks."""

LONGEST: Final = timedelta(hours=12)
"""After which a visit without a paired phone is over."""

SEEN_EVERY: Final = timedelta(minutes=1)
"""How often it is noted that a visit goes on; each note is a write to the card."""

PHONE_SECONDS: Final = 365 * 24 * 60 * 60
"""How long a browser keeps that it is a paired phone; each PIN begins the year anew."""

_OCTETS: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit as the box keeps it. `level` is what was shown at its beginning."""

    digest: str
    sign_in: int
    phone: int | None
    level: Level
    began_at: datetime
    seen_at: datetime


class Kept:
    """What a browser keeps of us."""

    VISIT: Final = "lamplight-visit"
    PHONE: Final = "lamplight-phone"
    CARD: Final = "lamplight-card"
    SET_UP: Final = "lamplight-set-up"


def token() -> str:
    """Return what a browser keeps."""
    return secrets.token_urlsafe(_OCTETS)


def digest_of(kept: str) -> str:
    """Return what the box keeps of it."""
    return hashlib.sha256(kept.encode()).hexdigest()


def level_at(visit: Visit, at: datetime) -> Level | None:
    """Return how far a visit reaches now; None for one that is over."""
    if visit.phone is None and not timedelta() <= at - visit.began_at <= LONGEST:
        return None
    idle = QUICK_IDLE if visit.level is Level.QUICK else IDLE
    # What was noted can be a little ahead, where the clock was set right by less than a minute.
    if not -SEEN_EVERY <= at - visit.seen_at <= idle:
        return Level.LOCKED
    return visit.level


def is_due(visit: Visit, at: datetime) -> bool:
    """Say whether it is time to note that the visit goes on."""
    return not timedelta() <= at - visit.seen_at < SEEN_EVERY


def kept_by(request: HTTPConnection, kept: str) -> str | None:
    """Return what a browser keeps under a name, None where it sent nothing."""
    return request.cookies.get(_name(request, kept))


def give(answer: Response, request: HTTPConnection, kept: str, value: str) -> None:
    """Have a browser keep something: a phone for a year, anything else until it is closed."""
    answer.set_cookie(
        _name(request, kept),
        value,
        max_age=PHONE_SECONDS if kept == Kept.PHONE else None,
        path="/",
        secure=_is_tls(request),
        httponly=True,
        samesite="lax",
    )


def take(answer: Response, request: HTTPConnection, kept: str) -> None:
    """Have a browser forget something."""
    answer.delete_cookie(
        _name(request, kept), path="/", secure=_is_tls(request), httponly=True, samesite="lax"
    )


def _name(request: HTTPConnection, kept: str) -> str:
    return f"__Host-{kept}" if _is_tls(request) else kept


def _is_tls(request: HTTPConnection) -> bool:
    return request.url.scheme == "https"

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import Response

from console.security.permissions import Level
from console.security.sessions import (
    IDLE,
    LONGEST,
    QUICK_IDLE,
    SEEN_EVERY,
    Kept,
    Visit,
    digest_of,
    give,
    is_due,
    kept_by,
    level_at,
    take,
    token,
)
from tests.console.homes import WHEN

SECOND = timedelta(seconds=1)
VISIT = Visit(digest="d", sign_in=1, phone=None, level=Level.FULL, began_at=WHEN, seen_at=WHEN)
LATER = replace(VISIT, seen_at=WHEN + LONGEST)
QUICK = replace(VISIT, phone=1, level=Level.QUICK)

LEVELS = {
    "at once": (VISIT, timedelta(), Level.FULL),
    "just not left alone": (VISIT, IDLE, Level.FULL),
    "left alone": (VISIT, IDLE + SECOND, Level.LOCKED),
    "a clock set right by a little": (replace(VISIT, phone=1), -SEEN_EVERY, Level.FULL),
    "a clock that went back": (replace(VISIT, phone=1), -SEEN_EVERY - SECOND, Level.LOCKED),
    "a clock that went back before a visit without a phone": (VISIT, -SECOND, None),
    "half a day": (LATER, LONGEST, Level.FULL),
    "longer": (LATER, LONGEST + SECOND, None),
    "longer on a paired phone": (replace(LATER, phone=1), LONGEST + SECOND, Level.FULL),
    "a password alone": (replace(VISIT, level=Level.HALF), timedelta(), Level.HALF),
    "by PIN": (QUICK, QUICK_IDLE, Level.QUICK),
    "by PIN, left alone": (QUICK, QUICK_IDLE + SECOND, Level.LOCKED),
}


@pytest.mark.parametrize("case", LEVELS)
def test_how_far_a_visit_reaches_is_a_matter_of_time(case: str) -> None:
    """It locks where it is left alone or nobody can say for how long, and ends after half a day."""
    visit, passed, expected = LEVELS[case]

    assert level_at(visit, WHEN + passed) is expected


@pytest.mark.parametrize(
    ("passed", "expected"),
    [(timedelta(), False), (SEEN_EVERY - SECOND, False), (SEEN_EVERY, True), (-SECOND, True)],
)
def test_a_visit_is_noted_once_a_minute(passed: timedelta, *, expected: bool) -> None:
    """A card wears out by writing, so a click is not a write."""
    assert is_due(VISIT, WHEN + passed) is expected


def test_a_token_cannot_be_guessed() -> None:
    """It holds 256 bits of chance, and its digest is all that the box keeps."""
    tokens = {token() for _ in range(50)}
    (one, *_) = tokens

    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 43
    assert digest_of(one) == hashlib.sha256(one.encode()).hexdigest()


def _request(scheme: str, cookies: str = "") -> HTTPConnection:
    return HTTPConnection(
        {
            "type": "http",
            "scheme": scheme,
            "path": "/",
            "server": ("127.0.0.1", 1),
            "headers": [(b"cookie", cookies.encode())],
        }
    )


def test_each_line_has_a_name_of_its_own() -> None:
    """What was kept on the plain line is not read over TLS, nor the other way round."""
    both = "lamplight-visit=plain; __Host-lamplight-visit=tls"

    assert kept_by(_request("http", both), Kept.VISIT) == "plain"
    assert kept_by(_request("https", both), Kept.VISIT) == "tls"
    assert kept_by(_request("https", "lamplight-visit=plain"), Kept.VISIT) is None


def test_a_phone_is_known_for_a_year_and_a_visit_until_the_browser_closes() -> None:
    """What unlocks needs a PIN besides, so it may stay; a visit is over with its window."""
    answer = Response()
    give(answer, _request("https"), Kept.VISIT, "a")
    give(answer, _request("https"), Kept.PHONE, "b")
    visit, phone = answer.headers.getlist("set-cookie")

    assert "Max-Age" not in visit
    assert "Max-Age=31536000" in phone


def test_a_browser_forgets_under_the_same_name() -> None:
    """What is taken back is what was given, with the same attributes."""
    answer = Response()
    take(answer, _request("https"), Kept.VISIT)
    (line,) = answer.headers.getlist("set-cookie")

    assert line.startswith('__Host-lamplight-visit=""; ')
    assert "Max-Age=0" in line
    assert "Secure" in line

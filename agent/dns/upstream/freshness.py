"""How old an answer is that came over HTTP, and for how long it holds: RFC 8484 section 5.1, pure.

Rules kept here:
- An answer that some cache on its way has held is as old as `Age` says: all that its records say
  of time is that much less by now.
- It is kept no longer than `max-age` allows, which may be less than its records say.
- What cannot be read makes an answer no younger and lets it be kept no longer (RFC 9111 sections
  4.2.1 and 5.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from agent.dns.wire import Answer

MAX_SECONDS = 2**31 - 1
"""RFC 9111 section 1.2.2: what is more counts as this."""
_TTL_OCTETS = 4


class Freshness(NamedTuple):
    """How many seconds ago an answer was made, and how long it held then, None without a word."""

    age: int = 0
    holds: int | None = None


def freshness(headers: Iterable[tuple[bytes, bytes]]) -> Freshness:
    """Return what the headers of an HTTP response say, their names in lower case."""
    age, holds = None, None
    for name, value in headers:
        if name == b"age" and age is None:
            age = _seconds(value)
        elif name == b"cache-control":
            for directive in value.split(b","):
                word, equals, seconds = directive.strip().partition(b"=")
                if word.lower() == b"max-age" and holds is None:
                    holds = (_seconds(seconds.strip(b'"')) if equals else None) or 0
    return Freshness(age or 0, holds)


def aged(answer: Answer, fresh: Freshness) -> Answer:
    """Return an answer as it is now, by what HTTP said of it."""
    if fresh == Freshness():
        return answer
    body = bytearray(answer.body)
    for at in answer.ttl_places:
        ttl = int.from_bytes(body[at : at + _TTL_OCTETS], "big")
        body[at : at + _TTL_OCTETS] = max(ttl - fresh.age, 0).to_bytes(_TTL_OCTETS, "big")
    holds = answer.lifetime if fresh.holds is None else min(answer.lifetime, fresh.holds)
    return answer._replace(body=bytes(body), lifetime=max(holds - fresh.age, 0))


def _seconds(text: bytes) -> int | None:
    """Return a number of seconds, None where it is none (RFC 9111 section 1.2.2)."""
    text = text.strip()
    if not text.isdigit():
        return None
    return min(int(text[:11]), MAX_SECONDS)

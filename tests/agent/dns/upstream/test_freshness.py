from __future__ import annotations

import pytest

from agent.dns.upstream.freshness import MAX_SECONDS, Freshness, aged, freshness
from agent.dns.wire import Answer, read_answer
from tests.agent.dns import packets
from tests.agent.dns.upstream_says import CHAIN, NXDOMAIN, Says

SAID = {
    "nothing": ([], Freshness()),
    "an age": ([(b"age", b"250")], Freshness(250)),
    "two ages": ([(b"age", b"1"), (b"age", b"2")], Freshness(1)),
    "no age": ([(b"age", b"old")], Freshness()),
    "less than no age": ([(b"age", b"-1")], Freshness()),
    "an endless age": ([(b"age", b"9" * 400)], Freshness(MAX_SECONDS)),
    "a limit": ([(b"cache-control", b"max-age=60")], Freshness(0, 60)),
    "a limit among others": (
        [(b"cache-control", b"private, Max-Age=60 ,s-maxage=9")],
        Freshness(0, 60),
    ),
    "a limit in a second header": (
        [(b"cache-control", b"private"), (b"cache-control", b"max-age=60")],
        Freshness(0, 60),
    ),
    "a limit in quotes": ([(b"cache-control", b'max-age="60"')], Freshness(0, 60)),
    "two limits": ([(b"cache-control", b"max-age=60, max-age=90")], Freshness(0, 60)),
    "a limit that cannot be read": ([(b"cache-control", b"max-age=soon")], Freshness(0, 0)),
    "a limit of nothing": ([(b"cache-control", b"max-age")], Freshness(0, 0)),
    "both": ([(b"age", b"5"), (b"cache-control", b"max-age=60")], Freshness(5, 60)),
    "something else": ([(b"date", b"5"), (b"x-age", b"7")], Freshness()),
}


@pytest.mark.parametrize(("headers", "expected"), SAID.values(), ids=SAID)
def test_what_http_says_of_time_is_read(
    headers: list[tuple[bytes, bytes]], expected: Freshness
) -> None:
    """Age and max-age are read as HTTP writes them; what cannot be read is no younger."""
    assert freshness(headers) == expected


def answer_of(says: Says) -> Answer:
    """Return an answer as it came from an upstream."""
    asked = packets.query("www.example.org")
    answer = read_answer(says.to(asked), packets.end_of_question(asked))
    assert answer is not None
    return answer


def ttls(answer: Answer) -> list[int]:
    """Return the TTL of each record."""
    return [int.from_bytes(answer.body[at : at + 4], "big") for at in answer.ttl_places]


AGED = {
    "young": (Freshness(), [300, 200, 100, 100], 100),
    "older": (Freshness(30), [270, 170, 70, 70], 70),
    "older than some of it": (Freshness(150), [150, 50, 0, 0], 0),
    "limited": (Freshness(0, 40), [300, 200, 100, 100], 40),
    "older and limited": (Freshness(30, 40), [270, 170, 70, 70], 10),
    "limited to more than it says": (Freshness(30, 4_000), [270, 170, 70, 70], 70),
    "older than its limit": (Freshness(50, 40), [250, 150, 50, 50], 0),
    "as old as can be": (Freshness(MAX_SECONDS), [0, 0, 0, 0], 0),
}


@pytest.mark.parametrize(("fresh", "seconds", "lifetime"), AGED.values(), ids=AGED)
def test_an_answer_is_as_old_as_was_said(
    fresh: Freshness, seconds: list[int], lifetime: int
) -> None:
    """Every record loses the age, none falls below nought, and it is kept no longer than said."""
    chain = answer_of(CHAIN)
    now = aged(chain, fresh)
    assert (ttls(now), now.lifetime) == (seconds, lifetime)
    assert len(now.body) == len(chain.body)


def test_a_denial_ages_too() -> None:
    """How long a name may be denied also shrinks with the age of the answer."""
    denial = answer_of(NXDOMAIN)
    assert (denial.lifetime, aged(denial, Freshness(100)).lifetime) == (300, 200)

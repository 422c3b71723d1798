"""The invariant: whatever a publisher sends, a fetch returns one of its three answers.

And there is a file if and only if the answer says so, with as many octets as it says.
"""

from __future__ import annotations

import gzip
import random
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.lists.fetch import Failed, Fetched, FetchFault, Limits, Session, Unchanged
from tests.agent.lists.fetching import BOTH, Home
from tests.agent.lists.publisher import Publisher, raw
from tests.conftest import Scale

LIMITS = Limits(octets=5000, seconds=60, idle_seconds=20, moves=2)

PACKED = gzip.compress(b"a.example\n", mtime=0)
SEEDS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\na.example\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\na.example\n\r\n0\r\n\r\n",
    b"HTTP/1.0 200 OK\r\nLast-Modified: Sat, 21 Nov 2026 04:43:15 GMT\r\n\r\na.example\n",
    b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nETag: "x"\r\n\r\n' + PACKED,
    b"HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\n\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: https://[::1]:1/\r\nContent-Length: 0\r\n\r\n",
    b'HTTP/1.1 304 Not Modified\r\nETag: W/"y"\r\n\r\n',
    b"HTTP/1.1 103 Early\r\nLink: <a>\r\n\r\nHTTP/1.1 404 Gone\r\n\r\n",
)
STRIKES = (
    *(b"\r\n", b"\r", b"\n", b"\0", b" ", b":", b";", b",", b'"', b"%", b"//", b"@", b"[", b"#"),
    *(b"\xff", b"\xc3\xbc", b"-1", b"99999999999999999999", b"ffffffffffffffff", b"0" * 30),
    *(b"Content-Length: 3\r\n", b"Transfer-Encoding: gzip\r\n", b"Content-Encoding: gzip\r\n"),
    *(b"Location: https://a..b/\r\n", b"Location: //\xff\r\n", b"Location: ?\r\n"),
    *(b"Location: https://" + b"a" * 64 + b".invalid:/\r\n", b"HTTP/1.1 100 C\r\n\r\n"),
    *(b"a" * 6000, b"A: b\r\n" * 300, b"text/html", b"gzip", b"chunked"),
)


def mutated(dice: random.Random) -> bytes:
    """Return one of the seeds, or two, after a few strikes."""
    octets = bytearray(dice.choice(SEEDS) + dice.choice((b"", b"", *SEEDS)))
    for _ in range(dice.randint(0, 6)):
        place = dice.randint(0, len(octets))
        match dice.randint(0, 2):
            case 0:
                octets[place:place] = dice.choice(STRIKES)
            case 1:
                octets[place : place + 1] = bytes((dice.randrange(256),))
            case _:
                del octets[place : place + dice.randint(1, 30)]
    return bytes(octets)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Give a home and a publisher whose every path is still to be told its answer."""
    with (
        Publisher(tmp_path) as publisher,
        Session(authority=publisher.authority) as session,
    ):
        yield Home(publisher, session, tmp_path / "incoming")


@pytest.fixture(autouse=True)
def _nobody_else_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep mutated moves on this machine: no resolver hears of them, and no other address."""
    real = socket.getaddrinfo

    def known(host: str, port: int, family: int, kind: int) -> object:
        here = host == "localhost"
        found = real(host, port, family, kind, flags=0 if here else socket.AI_NUMERICHOST)
        if not here:
            raise socket.gaierror(socket.EAI_NONAME, "not asked in a test")
        return found

    monkeypatch.setattr(socket, "getaddrinfo", known)


def test_no_answer_breaks_a_fetch(home: Home, dice: random.Random, scale: Scale) -> None:
    """Mutated and random answers over sound TLS end as a list, as unchanged, or as a reason."""
    met: Counter[object] = Counter()
    for _ in range(scale(300, 6_000)):
        octets = mutated(dice) if dice.random() < 0.9 else dice.randbytes(dice.randint(0, 300))
        for path in ("/list", "/elsewhere"):
            home.publisher.serve(path, raw(octets if dice.random() < 0.7 else dice.choice(SEEDS)))
        outcome = home.fetch(home.publisher.url("/list"), dice.choice((None, BOTH)), limits=LIMITS)
        match outcome:
            case Fetched():
                assert outcome.octets == home.file.stat().st_size <= LIMITS.octets, octets
            case Failed():
                assert outcome.detail.isascii(), octets
                assert outcome.detail.isprintable(), octets
                met[outcome.fault] += 1
        if not isinstance(outcome, Failed):
            met[type(outcome)] += 1
            for text in (
                outcome.validators.etag,
                outcome.validators.last_modified,
                outcome.moved_to,
            ):
                assert text is None or (text.isascii() and text.isprintable()), octets

    expected = {FetchFault.UNREACHABLE, FetchFault.CUT_OFF, FetchFault.SENT_ASTRAY, FetchFault.GONE}
    assert met.keys() > expected | {Fetched, Unchanged}


def test_no_greeting_breaks_a_fetch(home: Home, dice: random.Random, scale: Scale) -> None:
    """Random octets where TLS should begin end as a publisher not trusted or not reached."""
    starts = (b"", b"\x16\x03\x03", b"\x15\x03\x03\x00\x02", b"HTTP/1.1 400 Bad\r\n\r\n")
    met = set()
    for _ in range(scale(60, 2_000)):
        home.publisher.greeting = dice.choice(starts) + dice.randbytes(dice.choice((0, 2, 90)))
        met.add(home.fault(home.publisher.url("/list"), LIMITS))

    assert met == {FetchFault.UNTRUSTED, FetchFault.UNREACHABLE}

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.lists.fetch import Failed, Fetched, FetchFault, Session, Unchanged
from tests.agent.lists.fetching import BOTH, LIST, Home
from tests.agent.lists.publisher import Publisher, content, moved, raw


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Give a home that trusts a publisher, which serves LIST at /list."""
    with (
        Publisher(tmp_path) as publisher,
        Session(authority=publisher.authority) as session,
    ):
        publisher.serve("/list", content(LIST))
        yield Home(publisher, session, tmp_path / "incoming")


NO_HOST = {
    "no host": "https:///list",
    "no slashes": "https:list",
}
UNSAFE = {
    "not safe": "http://localhost:{port}/list",
    "another protocol": "ftp://localhost/list",
    "a file": "file:///etc/hostname",
    "a program": "javascript:alert(1)",
    "a password": "https://reader:secret@localhost:{port}/list",
    "a name": "https://reader@localhost:{port}/list",
    "a port that is no number": "https://localhost:x/list",
    "a port beyond all": "https://localhost:70000/list",
    "a broken address of IPv6": "https://[::1/list",
    "a host with a space": "https://local host/list",
    "too long": "https://localhost:{port}/" + "a" * 2000,
}


@pytest.mark.parametrize("address", (UNSAFE | NO_HOST).values(), ids=UNSAFE | NO_HOST)
def test_an_unsafe_address_is_not_asked(address: str, home: Home) -> None:
    """What is not plainly an HTTPS address is refused before anybody is asked."""
    assert home.fault(address.format(port=home.publisher.port)) is FetchFault.NOT_HTTPS
    assert home.publisher.asked == []


@pytest.mark.parametrize("address", UNSAFE.values(), ids=UNSAFE)
def test_a_publisher_cannot_send_us_to_an_unsafe_address(address: str, home: Home) -> None:
    """A move to what would not be asked in the first place ends the fetch."""
    there = address.format(port=home.publisher.port)

    assert home.fault(home.publisher.serve("/here", moved(there))) is FetchFault.SENT_ASTRAY
    assert [asked.path for asked in home.publisher.asked] == ["/here"]


NOWHERE = {
    "no address": b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n",
    "two addresses": b"HTTP/1.1 301 Moved\r\nLocation: /a\r\nLocation: /list\r\n\r\n",
    "an address that is none": b"HTTP/1.1 301 Moved\r\nLocation: //[\r\n\r\n",
}


@pytest.mark.parametrize("octets", NOWHERE.values(), ids=NOWHERE)
def test_a_move_names_one_address(octets: bytes, home: Home) -> None:
    """A move to nowhere, or to two places, is not guessed at."""
    assert home.fault(home.publisher.serve("/here", raw(octets))) is FetchFault.SENT_ASTRAY


MOVES: dict[str, tuple[tuple[int, ...], bool]] = {
    "for good": ((301,), True),
    "for good, twice": ((301, 308), True),
    "for now": ((302,), False),
    "see another": ((303,), False),
    "for now, the other way": ((307,), False),
    "for good, then for now": ((301, 302), False),
    "for now, then for good": ((307, 301), False),
}


@pytest.mark.parametrize(("codes", "for_good"), MOVES.values(), ids=MOVES)
def test_moves_are_followed_and_told_if_for_good(
    codes: tuple[int, ...], home: Home, *, for_good: bool
) -> None:
    """A list that moved is found, and its place is told only if every move was for good."""
    for step, code in enumerate(codes, start=1):
        there = f"/{step}" if step < len(codes) else "/list#part"
        home.publisher.serve(f"/{step - 1}", moved(there, code))
    moved_to = home.publisher.url("/list") if for_good else None

    assert home.fetch(home.publisher.url("/0")) == Fetched(len(LIST), BOTH, moved_to)
    assert home.fetch(home.publisher.url("/0"), BOTH) == Unchanged(BOTH, moved_to)


def test_a_list_that_goes_round_in_circles_is_left(home: Home) -> None:
    """Moves are followed as often as the limit says and not once more."""
    address = home.publisher.serve("/list", moved("/list", 302))

    assert home.fetch(address) == Failed(FetchFault.SENT_ASTRAY, "more than 5 moves")
    assert len(home.publisher.asked) == 6


def test_as_many_moves_as_the_limit_are_followed(home: Home) -> None:
    """The last move that the limit allows still brings the list."""
    for step in range(5):
        home.publisher.serve(f"/{step}", moved(f"/{step + 1}" if step < 4 else "/list"))

    assert home.fault(home.publisher.url("/0")) is None

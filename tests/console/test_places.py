from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Final

import pytest

from console.pages.trouble import TOO_MANY_OPEN
from console.places import OF_ONE, Door, Places
from console.security.headers import PAGE

LIMIT_SECONDS: Final = 30
PHONE, CARER = "127.0.0.66", "127.0.0.24"


def test_who_holds_their_share_gets_no_more_and_others_do() -> None:
    """A place that is left is there again, and nothing is remembered of who left the last."""
    places = Places(of_one=2)
    taken = [places.take(PHONE) for _ in range(3)]
    others = places.take(CARER)
    places.leave(PHONE)
    again = places.take(PHONE)
    for source in (PHONE, PHONE, CARER):
        places.leave(source)

    assert (taken, others, again, len(places)) == ([True, True, False], True, True, 0)


SAME: Final = {
    "as version 4 in version 6": ("192.168.1.20", "::ffff:192.168.1.20"),
    "with the name of a link": ("fe80::20", "fe80::20%eth0"),
    "written in another way": ("fd00::20", "FD00:0:0:0:0:0:0:20"),
}


@pytest.mark.parametrize("case", SAME)
def test_an_address_is_one_however_it_is_written(case: str) -> None:
    """Nobody gets a second share by the way in which their address is written."""
    first, second = SAME[case]
    places = Places(of_one=1)

    assert (places.take(first), places.take(second)) == (True, False)


def test_many_addresses_of_version_6_share_what_their_network_has() -> None:
    """A phone can give itself any number; whoever comes by version 4 gets in all the same."""
    places = Places(of_one=2, of_one_network=3)
    taken = [places.take(f"fd00::{number:x}") for number in range(20, 25)]

    assert taken == [True, True, True, False, False]
    assert places.take("fd00:0:0:1::20")
    assert all(places.take(f"192.168.1.{number}") for number in range(20, 30))


@contextmanager
def _door(places: Places, *, speaks_tls: bool = False) -> Iterator[Door]:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        door = Door.of(holder, places, speaks_tls=speaks_tls)
    door.settimeout(LIMIT_SECONDS)
    with door:
        yield door


def _come(door: Door, source: str) -> socket.socket:
    return socket.create_connection(
        door.getsockname(), timeout=LIMIT_SECONDS, source_address=(source, 0)
    )


def test_who_is_turned_away_is_told_why_with_our_headers() -> None:
    """The answer is a whole one, also to a browser that had asked by then."""
    with _door(Places(of_one=1)) as door, _come(door, PHONE) as _, _come(door, PHONE) as second:
        held, _ = door.accept()
        second.sendall(b"GET / HTTP/1.1\r\nhost: box\r\n\r\n")
        with held, pytest.raises(ConnectionAbortedError):
            door.accept()
        answer = second.makefile("rb").read().decode()

    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 503 ")
    assert [name for name, text in PAGE.items() if f"\r\n{name}: {text}" not in head] == []
    assert body == TOO_MANY_OPEN


def test_before_tls_a_connection_counts_and_too_many_are_closed() -> None:
    """What was never said in TLS holds a place as well, and gets nothing that is no TLS."""
    with (
        _door(Places(of_one=1), speaks_tls=True) as door,
        _come(door, PHONE) as _,
        _come(door, PHONE) as second,
    ):
        held, _ = door.accept()
        with held, pytest.raises(ConnectionAbortedError):
            door.accept()
        assert second.recv(1) == b""


def test_a_place_is_held_until_the_connection_is_closed() -> None:
    """Closing twice leaves one place, not two."""
    places = Places()
    with _door(places) as door, ExitStack() as open_ends:
        open_ends.enter_context(closing(_come(door, PHONE)))
        open_ends.enter_context(closing(_come(door, PHONE)))
        first, address = door.accept()
        second, _ = door.accept()
        with second:
            first.close()
            first.close()
            while_one_is_open = len(places)

    assert address[0] == PHONE
    assert (while_one_is_open, len(places)) == (1, 0)


def test_three_browsers_have_room() -> None:
    """A browser makes six connections to plain http and six to TLS."""
    assert OF_ONE == 3 * 2 * 6

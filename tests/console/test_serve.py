from __future__ import annotations

import asyncio
import socket
import ssl

import pytest

from console import serve
from console.config import listen_address
from console.errors import ListenRefused
from console.security.authority import AuthorityDamaged
from console.serve import Secured, take_port
from console.store.database.engine import DatabaseUnusable


@pytest.mark.parametrize("text", ["127.0.0.1:0", "[::1]:0"])
def test_a_port_is_held_and_listening_at_once(text: str) -> None:
    """Whoever connects before the first page is ready waits, and is not turned away."""
    with take_port(listen_address(text)) as holder:
        host, port = holder.getsockname()[:2]
        with socket.create_connection((host, port), timeout=5) as connection:
            reached = connection.getpeername()[1]

    assert reached == port


def test_a_port_in_use_names_the_option_that_changes_it() -> None:
    """Two consoles cannot hold one port, and the second one says what to do."""
    with take_port(listen_address("127.0.0.1:0")) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(ListenRefused, match=rf":{port}: .*in use.*--listen"):
            take_port(listen_address(f"127.0.0.1:{port}"))


def test_a_port_for_tls_in_use_names_its_own_option() -> None:
    """Whoever chose the wrong one of the two ports is told which."""
    with take_port(listen_address("127.0.0.1:0")) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(ListenRefused, match=r"another port with --tls-listen"):
            take_port(listen_address(f"127.0.0.1:{port}"), "--tls-listen")


def test_a_certificate_that_cannot_be_renewed_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full card ends nothing: the old certificate stays in use, and the next look tries anew."""
    looks = 0

    def renew() -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise AuthorityDamaged("the card is full")
        if looks == 3:
            raise KeyboardInterrupt  # ends the test; nothing else ends looking

    monkeypatch.setattr(serve, "LOOK_SECONDS", 0)
    with socket.socket() as holder:
        secured = Secured(holder, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), renew)
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(serve._looking(secured))

    assert (looks, capsys.readouterr().err) == (3, "the card is full\n")


class Ended(Exception):
    """Ends a test of what has no end."""


def test_tidying_that_failed_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The home is kept tidy at once and then by the hour, whatever was in the way before."""
    times = 0

    def keep_tidy() -> None:
        nonlocal times
        times += 1
        if times == 1:
            raise DatabaseUnusable("the card is full")
        if times == 3:
            raise Ended

    monkeypatch.setattr(serve, "LOOK_SECONDS", 0)
    with pytest.raises(Ended):
        asyncio.run(serve._tidying(keep_tidy))

    assert (times, capsys.readouterr().err) == (3, "the card is full\n")

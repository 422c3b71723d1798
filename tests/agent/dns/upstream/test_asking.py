from __future__ import annotations

import socket

from agent.dns.upstream import Address, UpstreamSilent


def test_an_address_is_what_a_socket_takes() -> None:
    """An address can be handed to a socket as it is."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(Address("127.0.0.1", 53))

        assert sock.getpeername() == Address("127.0.0.1", 53)


def test_silence_says_nothing_of_the_question() -> None:
    """The error that says that nobody answered has no place for what was asked."""
    assert UpstreamSilent().args == ()

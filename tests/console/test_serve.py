from __future__ import annotations

import socket

import pytest

from console.config import listen_address
from console.errors import ListenRefused
from console.serve import take_port


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

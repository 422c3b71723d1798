from __future__ import annotations

from console.config import listen_address
from console.security.hosts import OUR_NAMES, our_names


def test_the_four_names_are_ours_wherever_we_listen() -> None:
    """The usual names of this machine are answered for, and stand once."""
    assert our_names(listen_address("127.0.0.1:0")) == OUR_NAMES


def test_the_address_we_listen_on_is_ours() -> None:
    """An unusual loopback address may be asked for by itself."""
    assert our_names(listen_address("127.0.0.9:0")) == (*OUR_NAMES, "127.0.0.9")

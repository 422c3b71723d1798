"""What goes wrong around the agent, each thing a program of its own: floods, storms, dead ends.

Rules kept here:
- `python -m tests.agent.dns.besieging KIND PORT` does one thing as hard as one process can, from
  loopback addresses that no test measures from, until it is ended.
- It prints one line when it has begun.
"""

from __future__ import annotations

import contextlib
import itertools
import selectors
import socket
import sys
from collections.abc import Callable
from typing import Final

from tests.agent.dns.packets import opt, query, two

HOST: Final = "127.0.0.1"
BEGUN: Final = "begun"


def _begin() -> None:
    sys.stdout.write(f"{BEGUN}\n")
    sys.stdout.flush()


def _udp(port: int, source: str) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((source, 0))
    sock.connect((HOST, port))
    sock.setblocking(False)
    return sock


def _send_on(socks: list[socket.socket], packet: Callable[[int], bytes]) -> None:
    """Send for ever, one packet from each in turn, and throw away what comes back."""
    for number in itertools.count():
        sock = socks[number % len(socks)]
        with contextlib.suppress(OSError):
            sock.send(packet(number))
        with contextlib.suppress(OSError):
            sock.recv(4_096)
        if number == len(socks):
            _begin()


def flood(port: int) -> None:
    """Ask the same from one address, as fast as it goes."""
    packet = query("bad.example", additional=[opt()])
    _send_on([_udp(port, "127.0.0.66")], lambda _: packet)


def flood_of_rubbish(port: int) -> None:
    """Send what is no question from one address, as fast as it goes."""
    _send_on([_udp(port, "127.0.0.66")], lambda number: number.to_bytes(4, "big") * 20)


def forged(port: int) -> None:
    """Ask from many addresses, as if somebody forged them."""
    packet = query("bad.example", additional=[opt()])
    _send_on([_udp(port, f"127.0.7.{one}") for one in range(1, 21)], lambda _: packet)


def storm(port: int) -> None:
    """Ask for names that nobody has, below one name, as fast as it goes."""
    _send_on([_udp(port, "127.0.0.66")], lambda number: query(f"x{number}.victim.example.org"))


def storm_of_many(port: int) -> None:
    """Ask for such names from many addresses."""
    socks = [_udp(port, f"127.0.8.{one}") for one in range(1, 11)]
    _send_on(socks, lambda number: query(f"x{number}.victim.example.org"))


def half_open(port: int) -> None:
    """Open connections and say next to nothing; where one is closed, open another."""
    chosen = selectors.DefaultSelector()

    def open_one(number: int) -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.bind((f"127.0.9.{1 + number % 30}", 0))
        with contextlib.suppress(OSError):
            sock.connect((HOST, port))
            sock.send(b"\0")
        chosen.register(sock, selectors.EVENT_READ)

    for number in range(400):
        open_one(number)
    _begin()
    for number in itertools.count():
        for key, _ in chosen.select():
            chosen.unregister(key.fileobj)
            sock = key.fileobj
            assert isinstance(sock, socket.socket)
            sock.close()
            open_one(number)


def deaf(port: int) -> None:
    """Ask and ask over one connection, and never take an answer."""
    packet = query("bad.example", additional=[opt()])
    many = (two(len(packet)) + packet) * 500
    begun = False
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            sock.bind(("127.0.0.66", 0))
            sock.settimeout(5)
            with contextlib.suppress(OSError):
                sock.connect((HOST, port))
                while True:
                    sock.sendall(many)
                    if not begun:
                        begun = True
                        _begin()


KINDS: Final = {
    one.__name__: one
    for one in (flood, flood_of_rubbish, forged, storm, storm_of_many, half_open, deaf)
}

if __name__ == "__main__":
    KINDS[sys.argv[1]](int(sys.argv[2]))

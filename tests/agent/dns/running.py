"""Things that run on a device: a video, a call, games; each with real sockets to a real server.

Rules kept here:
- Only names are asked of the agent. Everything else goes straight to an address, as at home, where
  the box is not in the path.
- A device keeps an address as long as the answer said, by a clock that a test moves; so an hour of
  play takes no hour. Connections and datagrams are real at every step.
- What has stopped does not begin again: the second at which it stopped is kept.
"""

from __future__ import annotations

import http.client
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Protocol

import dns.message
import dns.query
import dns.rcode

HOST: Final = "127.0.0.1"
PATIENCE_SECONDS: Final = 20.0
CHUNK: Final = b"a second of a video" * 50


class Closed(Exception):
    """A name was looked up and denied."""


class Phone:
    """A device with one cache of addresses, as systems keep it, and a clock that a test moves."""

    def __init__(self, agent_port: int) -> None:
        """Ask the agent at this port."""
        self._port = agent_port
        self._kept: dict[str, tuple[str, int]] = {}
        self.seconds = 0
        self.looked_up = 0

    def address_of(self, name: str) -> str:
        """Return an address from the cache, or look it up. Raises Closed where it is denied."""
        if name in self._kept and self.seconds < self._kept[name][1]:
            return self._kept[name][0]
        self._kept.pop(name, None)
        address, ttl = self.look_up(name)
        self._kept[name] = address, self.seconds + ttl
        return address

    def look_up(self, name: str) -> tuple[str, int]:
        """Ask the agent, and return an address with its lifetime. Raises Closed."""
        self.looked_up += 1
        query = dns.message.make_query(name, "A")
        reply = dns.query.udp(query, HOST, PATIENCE_SECONDS, self._port)
        if reply.rcode() == dns.rcode.NXDOMAIN or not reply.answer:
            raise Closed(name)
        return str(reply.answer[-1][0]), min(rrset.ttl for rrset in reply.answer)

    def denied_for(self, name: str) -> int:
        """Return for how long a denial may be kept (RFC 2308 section 5)."""
        query = dns.message.make_query(name, "A")
        [soa] = dns.query.udp(query, HOST, PATIENCE_SECONDS, self._port).authority
        return min(int(soa.ttl), int(soa[0].minimum))


class Runs(Protocol):
    """Something that runs: it does what it does in one second."""

    def second(self) -> None:
        """Let a second of it happen. Raises Closed once it needs a name that is denied."""
        ...

    def end(self) -> None:
        """Close what is open."""
        ...


class Video:
    """A video over one connection that is kept open: looked up once, when it begins."""

    def __init__(self, phone: Phone, name: str, port: int) -> None:
        """Begin to play."""
        self._connection = http.client.HTTPConnection(
            phone.address_of(name), port, timeout=PATIENCE_SECONDS
        )
        self._connection.connect()
        self._first = self._connection.sock

    def second(self) -> None:
        """Take the next piece over the same connection."""
        self._connection.request("GET", "/piece")
        assert self._connection.getresponse().read() == CHUNK
        assert self._connection.sock is self._first, "it was to stay one connection"

    def end(self) -> None:
        """Stop playing."""
        self._connection.close()


class PiecesOfVideo:
    """A video in pieces of some seconds, each fetched over a connection of its own."""

    def __init__(self, phone: Phone, name: str, port: int, *, every: int) -> None:
        """Begin to play."""
        self._phone, self._name, self._port, self._every = phone, name, port, every

    def second(self) -> None:
        """Fetch a piece where the last one is over."""
        if self._phone.seconds % self._every:
            return
        address = self._phone.address_of(self._name)
        connection = http.client.HTTPConnection(address, self._port, timeout=PATIENCE_SECONDS)
        connection.request("GET", "/piece")
        assert connection.getresponse().read() == CHUNK
        connection.close()

    def end(self) -> None:
        """Nothing is open between two pieces."""


class Call:
    """A call: datagrams to an address that was looked up once, each of them echoed."""

    def __init__(self, phone: Phone, name: str, port: int) -> None:
        """Ring."""
        self._to = phone.address_of(name), port
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(PATIENCE_SECONDS)

    def second(self) -> None:
        """Say something, and hear it."""
        self._socket.sendto(b"hello", self._to)
        assert self._socket.recv(64) == b"hello"

    def end(self) -> None:
        """Hang up."""
        self._socket.close()


class Remembering:
    """An app that keeps an address for as long as it runs, whatever the answer said."""

    def __init__(self, phone: Phone, name: str, port: int) -> None:
        """Look up once."""
        self._to = phone.address_of(name), port

    def second(self) -> None:
        """Connect anew, without asking for the name."""
        connection = http.client.HTTPConnection(*self._to, timeout=PATIENCE_SECONDS)
        connection.request("GET", "/piece")
        assert connection.getresponse().read() == CHUNK
        connection.close()

    def end(self) -> None:
        """Nothing is open between two seconds."""


def last_second(phone: Phone, runs: Runs, until: int) -> int | None:
    """Let something run; return the second in which it stopped, None where it still runs."""
    try:
        while phone.seconds < until:
            runs.second()
            phone.seconds += 1
    except Closed:
        return phone.seconds
    finally:
        runs.end()
    return None


class _Pieces(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two packets; without this, each piece would wait for an acknowledgement.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Send a piece and leave the connection open."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(CHUNK)))
        self.end_headers()
        self.wfile.write(CHUNK)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is declared
        """Say nothing."""


class _Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        """Send a datagram back."""
        octets, sock = self.request
        sock.sendto(octets, self.client_address)


@contextmanager
def servers() -> Iterator[tuple[int, int]]:
    """Serve pieces over TCP and echoes over UDP; yield the two ports."""
    tcp = ThreadingHTTPServer((HOST, 0), _Pieces)
    tcp.daemon_threads = True
    udp = socketserver.ThreadingUDPServer((HOST, 0), _Echo)
    run: list[Callable[[], None]] = [
        lambda: tcp.serve_forever(poll_interval=0.01),
        lambda: udp.serve_forever(poll_interval=0.01),
    ]
    threads = [threading.Thread(target=one) for one in run]
    for thread in threads:
        thread.start()
    try:
        yield tcp.server_address[1], udp.server_address[1]
    finally:
        for server in (tcp, udp):
            server.shutdown()
            server.server_close()
        for thread in threads:
            thread.join(PATIENCE_SECONDS)

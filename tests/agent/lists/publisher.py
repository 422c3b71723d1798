r"""A publisher of lists on this machine: real sockets, real TLS, and an authority of its own.

    with Publisher(tmp_path) as publisher:
        publisher.serve("/bets.txt", content(b"a.example\n"))
        ... publisher.url("/bets.txt"), publisher.authority, publisher.asked

Rules kept here:
- What a path answers can be replaced at any moment; a path that nothing was said of is gone (404).
- Each connection serves one request in a thread of its own. Nothing sleeps: an answer that stands
  still waits for `release`, which leaving the publisher sets too.
- What stays in the given folder is the authority's certificate, which is public.
"""

from __future__ import annotations

import gzip
import hashlib
import socket
import socketserver
import ssl
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Self

from tests.agent.lists.authority import certified

PATIENCE_SECONDS = 20.0
"""After this a connection is given up, so that a test that failed does not hang."""

DATE = "Sat, 21 Nov 2026 04:43:15 GMT"
LATER_DATE = "Sun, 22 Nov 2026 04:43:15 GMT"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came; the names of its headers are in lower case."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that is to be answered."""

    asked: Asked
    publisher: Publisher
    _connection: ssl.SSLSocket

    def send(self, octets: bytes) -> None:
        """Send octets as they are."""
        self._connection.sendall(octets)

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        """Send a status, headers and the beginning of a body."""
        lines = [f"HTTP/1.1 {status} as asked", *(f"{key}: {headers[key]}" for key in headers)]
        self.send("\r\n".join((*lines, "", "")).encode("latin-1") + body)

    def hang_up(self) -> None:
        """End the connection without telling TLS, as somebody on the way could."""
        raise ConnectionAbortedError


Answer = Callable[[Visit], None]


def content(
    octets: bytes,
    *,
    kind: str | None = "text/plain; charset=utf-8",
    packed: bool = False,
    tagged: bool = True,
    date: str | None = DATE,
    more: dict[str, str] | None = None,
) -> Answer:
    """Serve octets with validators, and 304 to whoever has these already (RFC 9110 section 13)."""
    headers = {} if kind is None else {"Content-Type": kind}
    if tagged:
        headers["ETag"] = etag(octets)
    if date:
        headers["Last-Modified"] = date
    headers |= more or {}
    body = gzip.compress(octets, mtime=0) if packed else octets
    if packed:
        headers["Content-Encoding"] = "gzip"

    def answer(visit: Visit) -> None:
        given = visit.asked.headers
        if "if-none-match" in given:
            known = tagged and given["if-none-match"] == headers["ETag"]
        else:
            known = date is not None and given.get("if-modified-since") == date
        if known:
            visit.answer(304, headers)
        else:
            visit.answer(200, {**headers, "Content-Length": str(len(body))}, body)

    return answer


def etag(octets: bytes) -> str:
    """Return the ETag that `content` gives to these octets."""
    return f'"{hashlib.sha256(octets).hexdigest()}"'


def status(code: int) -> Answer:
    """Answer with a status and a page that says so."""
    page = b"<html>not here</html>"
    headers = {"Content-Type": "text/html", "Content-Length": str(len(page))}
    return lambda visit: visit.answer(code, headers, page)


def moved(to: str, code: int = 301) -> Answer:
    """Send the visitor elsewhere: 301 and 308 for good, 302, 303 and 307 for now."""
    return lambda visit: visit.answer(code, {"Location": to, "Content-Length": "0"})


def cut_short(octets: bytes, missing: int = 10) -> Answer:
    """State a length that is not reached."""
    headers = {"Content-Type": "text/plain", "Content-Length": str(len(octets) + missing)}
    return lambda visit: visit.answer(200, headers, octets)


def cut_chunks(octets: bytes) -> Answer:
    """Send a chunk and then none, not even the last one."""
    headers = {"Content-Type": "text/plain", "Transfer-Encoding": "chunked"}
    return lambda visit: visit.answer(200, headers, b"%x\r\n%b\r\n" % (len(octets), octets))


def open_ended(octets: bytes, *, announced: bool) -> Answer:
    """State no length; the end of the connection is the end, announced by TLS or not."""

    def answer(visit: Visit) -> None:
        visit.answer(200, {"Content-Type": "text/plain"}, octets)
        if not announced:
            visit.hang_up()

    return answer


def endless(line: bytes = b"a.example\n") -> Answer:
    """Send without end, until the visitor hangs up."""

    def answer(visit: Visit) -> None:
        visit.answer(200, {"Content-Type": "text/plain"})
        while True:
            visit.send(line * 5000)

    return answer


def bomb(megabytes: int) -> Answer:
    """Send a body that unpacks to a thousand times its size."""
    pack = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    body = b"".join(pack.compress(b"\n" * 2**20) for _ in range(megabytes)) + pack.flush()
    headers = {"Content-Encoding": "gzip", "Content-Length": str(len(body))}
    return lambda visit: visit.answer(200, headers, body)


def held(octets: bytes) -> Answer:
    """Send the first half, and the second one when the publisher's `release` is set."""

    def answer(visit: Visit) -> None:
        visit.answer(200, {"Content-Length": str(len(octets))}, octets[: len(octets) // 2])
        visit.publisher.reached.set()
        visit.publisher.release.wait(PATIENCE_SECONDS)
        visit.send(octets[len(octets) // 2 :])

    return answer


def raw(octets: bytes) -> Answer:
    """Send octets in place of an answer."""
    return lambda visit: visit.send(octets)


def dripped(octets: bytes, drop: bytes) -> Answer:
    """Send octets, and then the same drop again and again, each by itself, without end."""

    def answer(visit: Visit) -> None:
        visit.send(octets)
        while True:
            visit.send(drop)

    return answer


class Publisher:
    """A publisher that serves while it is entered, at `localhost` and 127.0.0.1 or where said.

    `names` are what its certificate speaks for, until `until`; `at` is where it listens. While
    `greeting` is not None it speaks no TLS, and answers each first octets with that.
    """

    def __init__(
        self,
        folder: Path,
        *,
        names: tuple[str, ...] = ("localhost", "127.0.0.1"),
        at: str = "127.0.0.1",
        until: datetime = datetime(2099, 1, 1, tzinfo=UTC),
    ) -> None:
        self.asked: list[Asked] = []
        self.greeting: bytes | None = None
        self.reached = Event()
        self.release = Event()
        self._answers: dict[str, Answer] = {}
        self._server = _Server(self._meet, at)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), name="publisher")
        pem, self._context = certified(names, until)
        self.authority = folder / f"authority-{self.port}.pem"
        self.authority.write_bytes(pem)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.release.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        """Return the port that the system chose."""
        return int(self._server.server_address[1])

    def url(self, path: str, host: str = "localhost") -> str:
        """Return the address of a path."""
        return f"https://{host}:{self.port}{path}"

    def serve(self, path: str, answer: Answer) -> str:
        """Let a path answer so from now on; return its address."""
        self._answers[path] = answer
        return self.url(path)

    def _meet(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.greeting is not None:
            # Reading on until the other side hangs up: closing on unread octets would reset the
            # connection and could take the greeting with it.
            connection.recv(2**16)
            connection.sendall(self.greeting)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(2**16):
                pass
            return
        with self._context.wrap_socket(connection, server_side=True) as safe:
            asked = _read_request(safe)
            self.asked.append(asked)
            answer = self._answers.get(asked.path, status(404))
            answer(Visit(asked, self, safe))
            safe.unwrap()


class _Server(socketserver.ThreadingTCPServer):
    """Sockets and threads; what is said on a connection is told by `meet`."""

    daemon_threads = False
    request_queue_size = 16

    def __init__(self, meet: Callable[[socket.socket], None], at: str) -> None:
        super().__init__((at, 0), socketserver.BaseRequestHandler)
        self._meet = meet

    def finish_request(self, request: object, client_address: object) -> None:
        """Serve one connection. Visitors hang up as they like; anything else is our mistake."""
        del client_address
        assert isinstance(request, socket.socket)
        with suppress(OSError):
            self._meet(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a mistake end the thread aloud: pytest turns that into a failure."""
        del request, client_address
        raise  # noqa: PLE0704 - it is called while the exception is being dealt with


def _read_request(connection: ssl.SSLSocket) -> Asked:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(2**16)
        if not piece:
            raise ConnectionAbortedError
        head += piece
    first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return Asked(method, path, {key.lower(): value.strip() for key, _, value in pairs})

"""The agent as a process below an upstream that a test scripts; packets go in as they are.

Rules kept here:
- What comes back is sorted into few words, by octets alone, so that nothing of `agent` judges
  itself.
- Silence is seen by a second question behind the first: its answer has come, and no other.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Final, NamedTuple

import dns.exception
import dns.rcode

from tests.agent.dns import packets
from tests.agent.dns.upstreams import Script, Scripted, scripted
from tests.promises.programs import Program, our_python, port_in

HOST: Final = "127.0.0.1"
PATIENCE_SECONDS: Final = 20.0

IGNORED: Final = "ignored"
ANSWERED: Final = "answered"
"""NOERROR or NXDOMAIN; every other word is the name of an rcode."""

BEHIND: Final = packets.query("behind.localhost", query_id=0xBEAD)
"""A question that the box answers at once out of its own knowledge."""


class Running(NamedTuple):
    """The agent as a process, where it listens, and the upstream that it asks."""

    program: Program
    port: int
    above: Scripted


@contextlib.contextmanager
def scripted_in_a_thread(script: Script) -> Iterator[Scripted]:
    """Serve a script on a loop of its own, which goes on while the test waits."""
    ready: concurrent.futures.Future[Scripted] = concurrent.futures.Future()
    stop = asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        async with scripted(script) as above:
            ready.set_result(above)
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        yield ready.result(PATIENCE_SECONDS)
    finally:
        for loop in loops:
            loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE_SECONDS)


@contextlib.contextmanager
def agent_below(script: Script) -> Iterator[Running]:
    """Run the real agent below a scripted upstream; it must have complained of nothing."""
    with scripted_in_a_thread(script) as above:
        upstream = f"{above.address.host}:{above.address.port}"
        command = our_python("agent", "--listen", f"{HOST}:0", "--upstream", upstream)
        with Program(command) as program:
            port = port_in(program.line_with("listening on"))
            program.line_with("ready")
            yield Running(program, port, above)
            assert program.family(), "the agent has ended"
            assert program.complained == ""


def over_udp(port: int, packet: bytes, *, is_awaited: bool) -> bytes | None:
    """Return the reply to a packet over UDP, None where there is none before the one behind it.

    An answer that is asked for above comes later; it is waited for where one `is_awaited`.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(PATIENCE_SECONDS)
        sock.connect((HOST, port))
        sock.send(packet)
        sock.send(BEHIND)
        reply = sock.recv(0xFFFF)
        if not _is_behind(reply):
            return reply
        return sock.recv(0xFFFF) if is_awaited else None


def over_tcp(port: int, packet: bytes) -> bytes | None:
    """Return the first reply to a framed packet over TCP, None where the connection is closed."""
    with socket.create_connection((HOST, port), PATIENCE_SECONDS) as sock:
        with contextlib.suppress(ConnectionError):
            sock.sendall(framed(packet))
        return read_frame(sock)


def framed(packet: bytes) -> bytes:
    """Return a packet behind its length; what is longer than TCP can say overflows its frame."""
    return packets.two(min(len(packet), 0xFFFF)) + packet


def read_frame(sock: socket.socket) -> bytes | None:
    """Return the next frame, None where the connection ends."""
    frame = b""
    with contextlib.suppress(ConnectionError):
        while len(frame) < 2 or len(frame) < 2 + int.from_bytes(frame[:2], "big"):
            if not (more := sock.recv(0xFFFF)):
                return None
            frame += more
        return frame[2 : 2 + int.from_bytes(frame[:2], "big")]
    return None


def word_for(reply: bytes | None) -> str:
    """Return in one word what a reply says."""
    if reply is None:
        return IGNORED
    try:
        said = packets.said(reply).rcode
    except dns.exception.DNSException:  # a record from above that is passed on as it stands
        said = reply[3] & 0x0F
    return ANSWERED if said in (0, 3) else dns.rcode.to_text(dns.rcode.Rcode(said))


def _is_behind(reply: bytes) -> bool:
    return reply[:2] == BEHIND[:2] and reply[12:29] == BEHIND[12:29]

"""Upstream resolvers on real sockets: ones that follow a script, and dnsmasq.

Rules kept here:
- Each listens on a free port of a loopback address and is gone when its block ends.
- What a script is asked stays in the order it came, with where it came from.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import NamedTuple

import dns.exception
import dns.message
import dns.query

from agent.dns.upstream import Address

DNSMASQ = shutil.which("dnsmasq", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


class Asked(NamedTuple):
    """One query as it reached an upstream."""

    packet: bytes
    port: int
    over_tcp: bool


Script = Callable[[Asked], Sequence[bytes]]
"""What to send for a query, packet by packet; nothing stands for silence."""


class Scripted(asyncio.DatagramProtocol):
    """An upstream that follows a script, over UDP and TCP."""

    def __init__(self, script: Script) -> None:
        self.asked: list[Asked] = []
        self.script = script
        self.address = Address("", 0)
        self.send: Callable[[bytes, tuple[str, int]], None]

    def datagram_received(self, packet: bytes, address: tuple[str, int]) -> None:
        """Answer one query over UDP."""
        asked = Asked(packet, address[1], over_tcp=False)
        self.asked.append(asked)
        for reply in self.script(asked):
            self.send(reply, address)

    async def serve_tcp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the queries of one connection; an empty reply closes it."""
        with (
            contextlib.closing(writer),
            contextlib.suppress(asyncio.IncompleteReadError, OSError),
        ):
            while size := int.from_bytes(await reader.readexactly(2), "big"):
                packet = await reader.readexactly(size)
                asked = Asked(packet, writer.get_extra_info("peername")[1], over_tcp=True)
                self.asked.append(asked)
                replies = self.script(asked)
                if b"" in replies:
                    break
                for reply in replies:
                    writer.write(len(reply).to_bytes(2, "big") + reply)


@contextlib.asynccontextmanager
async def scripted(script: Script, host: str = "127.0.0.1") -> AsyncIterator[Scripted]:
    """Serve a script until the block ends."""
    loop = asyncio.get_running_loop()
    upstream = Scripted(script)
    tcp = await asyncio.start_server(upstream.serve_tcp, host, 0)
    port = tcp.sockets[0].getsockname()[1]
    transport, _ = await loop.create_datagram_endpoint(lambda: upstream, local_addr=(host, port))
    upstream.address, upstream.send = Address(host, port), transport.sendto
    try:
        yield upstream
    finally:
        transport.close()
        tcp.close()


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port that nobody listens on now, over UDP or TCP."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
    ):
        tcp.bind((host, 0))
        port: int = tcp.getsockname()[1]
        udp.bind((host, port))
        return port


@contextlib.contextmanager
def dnsmasq(*options: str) -> Iterator[Address]:
    """Run the real dnsmasq with these options until the block ends."""
    assert DNSMASQ, "these tests need dnsmasq: install the Debian package dnsmasq-base"
    port = free_port()
    command = [
        *(DNSMASQ, "--keep-in-foreground", "--no-resolv", "--no-hosts", "--conf-file=/dev/null"),
        *("--bind-interfaces", "--listen-address=127.0.0.1", f"--port={port}", "--pid-file="),
        *("--log-facility=-", "--user=", "--group="),
        *options,
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            _wait_for_answers(Address("127.0.0.1", port), process)
            yield Address("127.0.0.1", port)
        finally:
            process.terminate()
            process.communicate(timeout=10)


def _wait_for_answers(address: Address, process: subprocess.Popen[str]) -> None:
    query = dns.message.make_query("is-it-there.invalid.", "A")
    for _ in range(100):
        assert process.poll() is None, process.stderr and process.stderr.read()
        try:
            dns.query.udp(query, address.host, timeout=0.1, port=address.port)
        except (dns.exception.Timeout, OSError):
            continue
        return
    raise AssertionError("dnsmasq does not answer")

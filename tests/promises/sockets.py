"""The outer ends of a real agent: an upstream that listens on sockets, and devices that ask.

Rules kept here:
- The upstream speaks from a script, over UDP and TCP alike, so that a test knows what it heard.
- A device asks from its own address; the answer is read by dnspython, not by us.
"""

from __future__ import annotations

import socket
import struct
import threading
from typing import Final, Self

import dns.flags
import dns.message

from tests.house import Script

REPLY_SECONDS: Final = 20.0
MAX_UDP_OCTETS: Final = 1_232
SILENT_LABEL: Final = b"silent"


class SocketUpstream:
    """A resolver on a free port of `host`, in a thread. `heard` are the packets it was sent.

    A query whose first label is `silent` gets no reply.
    """

    def __init__(self, script: Script, host: str = "127.0.0.1") -> None:
        """Listen at once; the thread begins with the `with` block."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._tcp = socket.create_server((host, 0), family=family)
        self.port: int = self._tcp.getsockname()[1]
        self._udp = socket.socket(family, socket.SOCK_DGRAM)
        self._udp.bind((host, self.port))
        self._host = host
        self._script = script
        self.heard: list[bytes] = []
        self._threads = [threading.Thread(target=work) for work in (self._udp_loop, self._tcp_loop)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # An empty packet, and a connection that says nothing, are the word to stop.
        with socket.socket(self._udp.family, socket.SOCK_DGRAM) as sock:
            sock.sendto(b"", (self._host, self.port))
        socket.create_connection((self._host, self.port)).close()
        for thread in self._threads:
            thread.join()
        self._udp.close()
        self._tcp.close()

    def _udp_loop(self) -> None:
        while True:
            packet, source = self._udp.recvfrom(65_535)
            if not packet:
                return
            if reply := self._reply(packet):
                if len(reply) > MAX_UDP_OCTETS:
                    short = dns.message.make_response(dns.message.from_wire(packet))
                    short.flags |= dns.flags.TC
                    reply = short.to_wire()
                self._udp.sendto(reply, source)

    def _tcp_loop(self) -> None:
        while True:
            connection, _ = self._tcp.accept()
            with connection:
                packet = _read_framed(connection)
                if not packet:
                    return
                if reply := self._reply(packet):
                    connection.sendall(struct.pack("!H", len(reply)) + reply)

    def _reply(self, packet: bytes) -> bytes:
        self.heard.append(packet)
        return b"" if packet[13:19] == SILENT_LABEL else self._script.reply(packet)


def ask_udp(packet: bytes, source: str, box: tuple[str, int]) -> bytes:
    """Return the reply to a packet sent from `source`. Raises TimeoutError where there is none."""
    with _socket_from(source, socket.SOCK_DGRAM) as sock:
        sock.connect(box)
        sock.send(packet)
        return sock.recv(65_535)


def ask_tcp(packet: bytes, source: str, box: tuple[str, int]) -> bytes:
    """Return the reply over TCP; empty where the connection was closed instead."""
    with _socket_from(source, socket.SOCK_STREAM) as sock:
        sock.connect(box)
        sock.sendall(struct.pack("!H", len(packet)) + packet)
        return _read_framed(sock)


def _socket_from(source: str, kind: socket.SocketKind) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if ":" in source else socket.AF_INET, kind)
    sock.settimeout(REPLY_SECONDS)
    sock.bind((source, 0))
    return sock


def _read_framed(sock: socket.socket) -> bytes:
    head = sock.recv(2, socket.MSG_WAITALL)
    if len(head) < 2:
        return b""
    return sock.recv(int.from_bytes(head, "big"), socket.MSG_WAITALL)

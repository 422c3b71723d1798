"""Asking the agent's socket as the console does: one connection, one request, one answer."""

from __future__ import annotations

import socket
from pathlib import Path

from policy.agent_answers import Answer, answer_from_octets
from policy.agent_packets import START_OCTETS, length_in, packet_of
from policy.agent_requests import Request, request_to_octets

PATIENCE_SECONDS = 30.0


def ask(path: Path, request: Request) -> Answer:
    """Return the agent's answer to a request."""
    return answer_from_octets(ask_octets(path, packet_of(request_to_octets(request))))


def ask_octets(path: Path, octets: bytes) -> bytes:
    """Return what the agent answers to any octets, without its length."""
    with socket.socket(socket.AF_UNIX) as asking:
        asking.settimeout(PATIENCE_SECONDS)
        asking.connect(str(path))
        asking.sendall(octets)
        asking.shutdown(socket.SHUT_WR)
        length = length_in(exactly(asking, START_OCTETS))
        message = exactly(asking, length)
        assert asking.recv(1) == b""
    return message


def exactly(asking: socket.socket, length: int) -> bytes:
    """Return so many octets. Raises ConnectionResetError where there are fewer."""
    found = b""
    while len(found) < length:
        part = asking.recv(length - len(found))
        if not part:
            raise ConnectionResetError("the answer ended early")
        found += part
    return found

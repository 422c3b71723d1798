"""Asking the recorder from another process of this room: one connection, one request, one answer.

Rules kept here:
- A recorder that is not there, or that does not answer in time, is said so in one sentence.
- A refusal is raised with its code: whoever asked shows its sentence.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from agent.recorder.errors import RecorderBroken, RecorderRefused
from consent.recorder_answers import Answer, NotDone, answer_from_octets
from consent.recorder_packets import (
    START_OCTETS,
    packet_lengths,
    packet_start,
    packet_to_octets,
)
from consent.recorder_requests import Request, request_to_octets

PATIENCE_SECONDS: Final = 20.0


class Recorder:
    """The recorder that listens at a path."""

    def __init__(self, path: Path, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Remember the path; nothing is opened yet."""
        self._path = path
        self._patience_seconds = patience_seconds

    def ask(
        self, request: Request, attached: Sequence[bytes] = ()
    ) -> tuple[Answer, tuple[bytes, ...]]:
        """Return the answer and what is attached to it.

        Raises RecorderRefused with its code, RecorderBroken where nobody answers, and ConsentError
        for an answer that cannot be read.
        """
        packet = packet_to_octets(request_to_octets(request), attached)
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
                asking.settimeout(self._patience_seconds)
                asking.connect(str(self._path))
                asking.sendall(packet)
                answer, parts = _read(asking)
        except OSError as error:
            raise RecorderBroken(
                f"the recorder does not answer at {self._path} ({error.strerror or error});"
                " see that it is running"
            ) from None
        if isinstance(answer, NotDone):
            raise RecorderRefused(answer.code, "the recorder")
        return answer, parts


def _read(asking: socket.socket) -> tuple[Answer, tuple[bytes, ...]]:
    start = packet_start(_exactly(asking, START_OCTETS))
    lengths = packet_lengths(_exactly(asking, start.lengths))
    answer = answer_from_octets(_exactly(asking, start.message))
    return answer, tuple(_exactly(asking, length) for length in lengths)


def _exactly(asking: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = asking.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise ConnectionResetError("the answer ended early")
        parts += part
    return bytes(parts)

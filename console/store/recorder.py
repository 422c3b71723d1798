"""Asking the recorder over its socket: one connection, one request, one answer.

Rules kept here:
- The console meets the recorder at this socket and nowhere else. What both may say, and the form of
  it, is `consent`'s.
- A recorder that is not there, that does not answer in time, or whose answer cannot be read, is
  silent. Whoever asked says so; nothing is guessed from an older answer.
- A refusal is raised with its code, which has its words elsewhere.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from consent.codes import Code
from consent.errors import ConsentError
from consent.recorder_answers import Answer, Done, HowItStands, NotDone, answer_from_octets
from consent.recorder_packets import START_OCTETS, packet_lengths, packet_start, packet_to_octets
from consent.recorder_requests import AskHow, Request, request_to_octets
from console.errors import ConsoleError

PATIENCE_SECONDS: Final = 5.0
"""How long somebody who opened a page waits for the recorder, at each step of its answer."""

_PART_OCTETS: Final = 1 << 20

Attached: TypeAlias = tuple[bytes, ...]


class RecorderSilent(ConsoleError):
    """The recorder is not there, does not answer in time, or says what nobody can read."""


class RecorderRefused(ConsoleError):
    """The recorder did not do it, for the reason that `code` names."""

    def __init__(self, code: Code) -> None:
        super().__init__(f"the recorder refused: {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Recorder:
    """The recorder that listens at a path."""

    path: Path
    patience_seconds: float = PATIENCE_SECONDS

    def how(self) -> HowItStands:
        """Return how everything stands. Raises RecorderSilent, RecorderRefused."""
        answer, _ = self._ask(AskHow())
        if not isinstance(answer, HowItStands):
            raise RecorderSilent(f"{self.path}: it does not say how things stand")
        return answer

    def done(self, request: Request, *attached: bytes) -> tuple[Done, Attached]:
        """Have something done; return what came back. Raises RecorderSilent, RecorderRefused."""
        answer, came = self._ask(request, attached)
        if not isinstance(answer, Done):
            raise RecorderSilent(f"{self.path}: it does not say that it is done")
        return answer, came

    def _ask(self, request: Request, parts: Attached = ()) -> tuple[Answer, Attached]:
        try:
            packet = packet_to_octets(request_to_octets(request), parts)
        except ConsentError as error:
            # What somebody typed can be longer than any request; the recorder would say the same.
            raise RecorderRefused(error.code) from error
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
                asking.settimeout(self.patience_seconds)
                asking.connect(str(self.path))
                asking.sendall(packet)
                answer, attached = _read(asking)
        except (OSError, ConsentError) as error:
            raise RecorderSilent(f"{self.path}: the recorder does not answer: {error}") from error
        if isinstance(answer, NotDone):
            raise RecorderRefused(answer.code)
        return answer, attached


def _read(asking: socket.socket) -> tuple[Answer, Attached]:
    start = packet_start(_exactly(asking, START_OCTETS))
    lengths = packet_lengths(_exactly(asking, start.lengths))
    answer = answer_from_octets(_exactly(asking, start.message))
    return answer, tuple(_exactly(asking, length) for length in lengths)


def _exactly(asking: socket.socket, length: int) -> bytes:
    octets = bytearray()
    while len(octets) < length:
        part = asking.recv(min(length - len(octets), _PART_OCTETS))
        if not part:
            raise ConnectionResetError("the answer ended early")
        octets += part
    return bytes(octets)

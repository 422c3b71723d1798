"""A recorder that answers as a test says, for what a whole recorder hardly ever answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from consent.recorder_answers import Answer, answer_to_octets
from consent.recorder_packets import (
    START_OCTETS,
    packet_lengths,
    packet_start,
    packet_to_octets,
)
from consent.recorder_requests import Request, request_from_octets
from console.store.recorder import Recorder

Answers: TypeAlias = Mapping[type[Request], tuple[Answer, tuple[bytes, ...]]]


@contextmanager
def saying(folder: Path, answers: Answers) -> Iterator[Recorder]:
    """Answer each kind of request as `answers` says, with what is attached."""
    path = folder / "saying.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def serve() -> None:
            while True:
                connection, _ = listening.accept()
                with connection:
                    octets = connection.recv(START_OCTETS, socket.MSG_WAITALL)
                    if not octets:
                        return  # the test is over
                    start = packet_start(octets)
                    lengths = connection.recv(start.lengths, socket.MSG_WAITALL)
                    message = connection.recv(start.message, socket.MSG_WAITALL)
                    for length in packet_lengths(lengths):
                        connection.recv(length, socket.MSG_WAITALL)
                    answer, attached = answers[type(request_from_octets(message))]
                    connection.sendall(packet_to_octets(answer_to_octets(answer), attached))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield Recorder(path)
        finally:
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(str(path))
            thread.join()
            path.unlink()

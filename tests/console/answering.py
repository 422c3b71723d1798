"""An agent's socket that answers as a test says, for pages that ask one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from policy.agent_answers import Answer, answer_to_octets
from policy.agent_packets import START_OCTETS, length_in, packet_of
from policy.agent_requests import Request, request_from_octets


@contextmanager
def answering(path: Path, answers: Mapping[type[Request], Answer]) -> Iterator[None]:
    """Answer whoever asks at a path, each kind of request as `answers` says at that moment."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def serve() -> None:
            while True:
                connection, _ = listening.accept()
                with connection:
                    start = connection.recv(START_OCTETS, socket.MSG_WAITALL)
                    if not start:
                        return  # the test is over
                    octets = connection.recv(length_in(start), socket.MSG_WAITALL)
                    answer = answers[type(request_from_octets(octets))]
                    connection.sendall(packet_of(answer_to_octets(answer)))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(str(path))
            thread.join()

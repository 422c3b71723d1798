from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from agent.install.checking import answers


@contextmanager
def answering(reply: bytes | None) -> Iterator[int]:
    """Yield the port of somebody who answers so; None is each question turned round."""
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                try:
                    query, who = server.recvfrom(512)
                except OSError:
                    return
                turned = query[:2] + b"\x81\x80" + query[4:]
                server.sendto(turned if reply is None else reply, who)
                if query == b"end":
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            with socket.socket(type=socket.SOCK_DGRAM) as ender:
                ender.sendto(b"end", server.getsockname())
            thread.join()


def test_an_answer_is_heard() -> None:
    """A box that answers the question is said to answer."""
    with answering(None) as port:
        assert answers(port=port)


def test_another_answer_is_none() -> None:
    """What does not belong to the question proves nothing."""
    with answering(b"\0\0\x81\x80 something else") as port:
        assert not answers(port=port)


def test_nobody_does_not_answer() -> None:
    """Where nothing listens, that is what is said, and soon."""
    with socket.socket(type=socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert not answers(port=port)

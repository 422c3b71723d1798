"""A council's own site on this machine: real sockets, real TLS, under the council's own name.

Only where a name leads is played, as a line in a hosts file would. What the site proves, it proves
by a certificate for that name.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.agent.lists.publisher import Answer, Asked, Publisher, Visit, status

COUNCIL = "kent.gov.uk"
NAMES = (COUNCIL, f"www.{COUNCIL}")
FOLDER = "/.well-known/lamplight/"


class Council:
    """The site: what it answers, by name of site and file, and what it was asked."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._answers: dict[tuple[str, str], Answer] = {}

    @property
    def authority(self) -> Path:
        """The authority that vouches for the site."""
        return self._publisher.authority

    @property
    def asked(self) -> list[Asked]:
        """Every request that came."""
        return self._publisher.asked

    def serve(self, name: str, answer: Answer, *, host: str = COUNCIL) -> None:
        """Let a file of a host be answered so from now on."""
        self._answers[host, FOLDER + name] = answer
        self._publisher.serve(FOLDER + name, self._answer)

    def _answer(self, visit: Visit) -> None:
        asked = visit.asked
        self._answers.get((asked.headers["host"], asked.path), status(404))(visit)


@contextmanager
def council_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...] = NAMES
) -> Iterator[Council]:
    """Yield a site with a certificate for these names, to which a council's names lead."""
    with Publisher(folder, names=names) as publisher:
        found = socket.getaddrinfo

        def led(host: str, port: int, *how: int) -> Sequence[object]:
            if host in NAMES and port == 443:
                host, port = "127.0.0.1", publisher.port
            return found(host, port, *how)

        monkeypatch.setattr(socket, "getaddrinfo", led)
        yield Council(publisher)

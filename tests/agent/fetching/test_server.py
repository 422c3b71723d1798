from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

from agent.fetching.messages import (
    MAX_OCTETS,
    Answer,
    Told,
    answer_from_octets,
    wanted_to_octets,
)
from agent.fetching.server import serve
from agent.lists.bringing import Failed, Fetched, Into, Outcome, Tell, Wanted
from agent.lists.fetch import FetchFault, Session
from tests.agent.fetching.fetchers import listening
from tests.agent.lists.fetching import BOTH, LIMITS, LIST
from tests.agent.lists.publisher import PATIENCE_SECONDS, Publisher, content, endless


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    """Give a publisher that serves LIST at /list."""
    with Publisher(tmp_path_factory.mktemp("publisher")) as publisher:
        publisher.serve("/list", content(LIST))
        yield publisher


END = "https://end.example/"


class Ends(Session):
    """Fetches as always, and ends the thread in which it is asked for one address."""

    def bring(self, wanted: Wanted, *, into: Into, tell: Tell, now: Callable[[], float]) -> Outcome:
        """Fetch, or end."""
        if wanted.address == END:
            raise SystemExit
        return super().bring(wanted, into=into, tell=tell, now=now)


@pytest.fixture(scope="module")
def path(publisher: Publisher) -> Iterator[Path]:
    """Serve for this module; give where."""
    with Ends(publisher.authority) as session, listening() as (path, one):

        def run() -> None:
            with suppress(SystemExit):
                serve(one, session, time.monotonic, ends_after_seconds=600)

        serving = Thread(target=run, name="who fetches")
        serving.start()
        try:
            yield path
        finally:
            told(path, END)
            serving.join()


def wanted(address: str) -> Wanted:
    """Return what is asked for."""
    return Wanted(address=address, validators=None, limits=LIMITS)


@contextmanager
def asked(path: Path, octets: bytes, *descriptors: int) -> Iterator[socket.socket]:
    """Ask, with descriptors."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
        asking.settimeout(PATIENCE_SECONDS)
        asking.connect(str(path))
        socket.send_fds(asking, [octets], descriptors)
        yield asking


def answers(asking: socket.socket) -> Iterator[Answer]:
    """Yield what is told, to the end."""
    while octets := asking.recv(MAX_OCTETS):
        yield answer_from_octets(octets)


def told(path: Path, address: str) -> tuple[list[Answer], bytes]:
    """Ask for an address; return what was told and what came through the pipe."""
    way, theirs = os.pipe()
    with os.fdopen(way, "rb") as file, asked(path, wanted_to_octets(wanted(address)), theirs) as it:
        os.close(theirs)
        came = file.read()
        return list(answers(it)), came


def test_a_list_comes_through_the_pipe_and_its_end_is_told(
    path: Path, publisher: Publisher
) -> None:
    """What comes is the list; how far it is is told meanwhile, and at last what fetching says."""
    said, came = told(path, publisher.url("/list"))

    assert came == LIST
    assert said[-1] == Fetched(len(LIST), BOTH, None)
    assert said[-2] == Told(len(LIST), len(LIST))
    assert all(isinstance(one, Told) for one in said[:-1])


UNSAFE = {
    "not over TLS": "http://{host}/list",
    "a file": "file:///etc/passwd",
    "another protocol": "ftp://{host}/list",
    "no address": "/etc/passwd",
    "a password in it": "https://sam:four@{host}/list",
}


@pytest.mark.parametrize("address", UNSAFE.values(), ids=UNSAFE)
def test_only_safe_addresses_are_asked(address: str, path: Path, publisher: Publisher) -> None:
    """Whoever asks for something else than HTTPS is told so, and nothing is opened for it."""
    before = len(publisher.asked)
    said, came = told(path, address.format(host=f"localhost:{publisher.port}"))

    assert came == b""
    assert [type(one) for one in said] == [Failed]
    assert isinstance(said[0], Failed)
    assert said[0].fault is FetchFault.NOT_HTTPS
    assert len(publisher.asked) == before


REFUSED = {
    "no descriptor": ((), b""),
    "two descriptors": (("pipe", "pipe"), b""),
    "three descriptors": (("pipe", "pipe", "pipe"), b""),
    "a file": (("file",), b""),
    "the end to read": (("reads",), b""),
    "a socket": (("socket",), b""),
    "no request": (("pipe",), b"{}"),
    "a request too long": (("pipe",), b" " * (MAX_OCTETS + 1)),
}


@pytest.mark.parametrize(("brings", "octets"), REFUSED.values(), ids=REFUSED)
def test_who_does_not_know_how_to_ask_is_not_answered(
    brings: tuple[str, ...], octets: bytes, path: Path, publisher: Publisher, tmp_path: Path
) -> None:
    """The connection ends without a word, nothing is fetched or written, and the next is served."""
    before = len(publisher.asked)
    file = tmp_path / "file"
    with ExitStack() as stack:
        reads, writes = os.pipe()
        way = stack.enter_context(os.fdopen(reads, "rb"))
        theirs = stack.enter_context(os.fdopen(writes, "wb"))
        ours = {
            "pipe": theirs.fileno(),
            "reads": way.fileno(),
            "file": stack.enter_context(file.open("wb")).fileno(),
            "socket": stack.enter_context(socket.socket(socket.AF_UNIX)).fileno(),
        }
        request = octets or wanted_to_octets(wanted(publisher.url("/list")))
        with asked(path, request, *(ours[name] for name in brings)) as asking:
            assert list(answers(asking)) == []
        theirs.close()
        assert way.read() == b""

    assert file.read_bytes() == b""
    assert len(publisher.asked) == before
    assert told(path, publisher.url("/list"))[1] == LIST


def test_whoever_is_gone_is_fetched_for_no_longer(path: Path, publisher: Publisher) -> None:
    """A list without end stops when nobody reads it, and the next one is served."""
    way, theirs = os.pipe()
    address = publisher.serve("/endless", endless())
    with asked(path, wanted_to_octets(wanted(address)), theirs):
        os.close(theirs)
        assert os.read(way, 1)
        os.close(way)

    assert told(path, publisher.url("/list"))[1] == LIST


def test_it_ends_when_nobody_asks_any_more(publisher: Publisher) -> None:
    """After so long without a question it is done."""
    with Session(publisher.authority) as session, listening() as (_, one):
        serve(one, session, time.monotonic, ends_after_seconds=0.01)


def test_who_connects_and_says_nothing_holds_nobody_up(publisher: Publisher) -> None:
    """A silent one is let go, and then it ends as if nobody had come."""
    with (
        Session(publisher.authority) as session,
        listening() as (path, one),
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as silent,
    ):
        silent.settimeout(PATIENCE_SECONDS)
        silent.connect(str(path))
        serve(one, session, time.monotonic, ends_after_seconds=0.01, patience_seconds=0.01)

        assert silent.recv(1) == b""

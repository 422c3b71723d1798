from __future__ import annotations

import asyncio
import socket
import stat
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from agent.asked import server
from agent.asked.server import MOST_CONNECTIONS, AskedServer
from agent.errors import ListenRefused
from policy.agent_answers import Answer, NotDone, Refused, TimeLeft, answer_from_octets
from policy.agent_packets import MAX_OCTETS, packet_of
from policy.agent_requests import AskTimeLeft, BeginFix, Request, request_to_octets
from tests.agent.asked.asking import ask, ask_octets

T = TypeVar("T")

NOTHING_LEFT = TimeLeft(left=(), knows_the_time=True)


@pytest.fixture
def path() -> Iterator[Path]:
    """Return where to listen: in a folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="ask") as folder:
        yield Path(folder, "agent.sock")


class Answers:
    """Answers everything with nothing, and remembers what was asked."""

    def __init__(self, answer: Answer = NOTHING_LEFT) -> None:
        self.asked: list[Request] = []
        self.given = answer

    def __call__(self, request: Request) -> Answer:
        """Return the answer."""
        self.asked.append(request)
        return self.given


@asynccontextmanager
async def serving(path: Path, answers: Answers) -> AsyncIterator[None]:
    """Serve at a path until the block ends."""
    asked = AskedServer(answers, path)
    await asked.listen()
    try:
        yield
    finally:
        await asked.close()


def asked_of(path: Path, answers: Answers, asking: Callable[[], T]) -> T:
    """Return what somebody in another thread is answered."""

    async def serve() -> T:
        async with serving(path, answers):
            return await asyncio.to_thread(asking)

    return asyncio.run(serve())


def test_one_request_has_one_answer(path: Path) -> None:
    """What is asked arrives as it was written, and so does its answer; then the end."""
    answers = Answers()
    request = BeginFix(address="192.0.2.7")

    assert asked_of(path, answers, lambda: ask(path, request)) == NOTHING_LEFT
    assert answers.asked == [request]


def test_only_its_owner_and_its_group_may_connect(path: Path) -> None:
    """The socket's mode lets nobody else in."""
    mode = asked_of(path, Answers(), lambda: stat.S_IMODE(path.stat().st_mode))

    assert mode == 0o660


MALFORMED = {
    "nothing": b"",
    "half a length": b"\0\0",
    "a length of nothing": bytes(4),
    "a length of too much": (MAX_OCTETS + 1).to_bytes(4, "big"),
    "less than was said": b"\0\0\0\x40{}",
    "no JSON": packet_of(b"{"),
    "no request": packet_of(b'{"format": "lamplight-agent-request/v1", "what": "names"}'),
}


@pytest.mark.parametrize("octets", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_request_is_told_so(octets: bytes, path: Path) -> None:
    """Rubbish is answered as rubbish, and nobody is asked anything."""
    answers = Answers()
    answer = asked_of(path, answers, lambda: ask_octets(path, octets))

    assert answer_from_octets(answer) == NotDone(why=Refused.MALFORMED)
    assert answers.asked == []


def test_who_says_nothing_holds_nobody_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection without a request is closed after a while, and others are answered meanwhile."""
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 0.5)

    def wait() -> tuple[Answer, bytes]:
        with socket.socket(socket.AF_UNIX) as silent:
            silent.settimeout(30)
            silent.connect(str(path))
            return ask(path, AskTimeLeft()), silent.recv(1)

    assert asked_of(path, Answers(), wait) == (NOTHING_LEFT, b"")


def test_too_many_connections_are_closed_and_the_next_one_is_served(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more than there is room for is closed at once; when they go, there is room again."""
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 600.0)

    def crowd() -> tuple[bytes, Answer]:
        crowding = [socket.socket(socket.AF_UNIX) for _ in range(MOST_CONNECTIONS)]
        for one in crowding:
            one.connect(str(path))
        with socket.socket(socket.AF_UNIX) as late:
            late.settimeout(30)
            late.connect(str(path))
            seen = late.recv(1)
        for one in crowding:
            one.close()
        while True:
            try:
                return seen, ask(path, AskTimeLeft())
            except OSError:
                continue

    assert asked_of(path, Answers(), crowd) == (b"", NOTHING_LEFT)


def test_who_leaves_before_the_answer_stops_nothing(path: Path) -> None:
    """An asker that hangs up at once is no fault, and the next one is answered."""

    def leave() -> Answer:
        for _ in range(5):
            with socket.socket(socket.AF_UNIX) as asking:
                asking.connect(str(path))
                asking.sendall(packet_of(request_to_octets(AskTimeLeft())))
        return ask(path, AskTimeLeft())

    assert asked_of(path, Answers(), leave) == NOTHING_LEFT


def test_a_second_agent_at_the_same_path_is_refused(path: Path) -> None:
    """Where a living one answers nobody else listens; what a dead one left is replaced."""

    async def twice() -> None:
        async with serving(path, Answers()):
            with pytest.raises(ListenRefused, match="another agent answers"):
                await AskedServer(Answers(), path).listen()

    asyncio.run(twice())
    assert not path.exists()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    assert asked_of(path, Answers(), lambda: ask(path, AskTimeLeft())) == NOTHING_LEFT


def test_a_path_that_cannot_be_listened_on_is_said(path: Path) -> None:
    """A folder that is not there is one sentence that names the path."""

    async def listen() -> None:
        await AskedServer(Answers(), path / "below").listen()

    with pytest.raises(ListenRefused, match="cannot be listened on"):
        asyncio.run(listen())


def test_one_that_never_listened_can_be_closed(path: Path) -> None:
    """Ending an agent whose start failed is no fault."""
    asyncio.run(AskedServer(Answers(), path).close())

    assert not path.exists()

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from console.store.agent import Agent, AgentSilence
from policy.agent_answers import (
    Answer,
    BlockedName,
    JustBlocked,
    NotDone,
    Refused,
    SelftestCame,
    TargetLeft,
    TimeLeft,
    Totals,
    WarningsDue,
    answer_to_octets,
)
from policy.agent_packets import START_OCTETS, length_in, packet_of
from policy.agent_requests import (
    AskJustBlocked,
    AskSelftest,
    AskTimeLeft,
    AskTotals,
    AskWarnings,
    BeginFix,
    Borrow,
    GiveBack,
    Request,
    request_from_octets,
)
from policy.categories import Category
from policy.coverage import Asked
from policy.special import NONCE_OCTETS
from policy.timed import Period, Target
from policy.why import Why

SHORT_SECONDS = 0.2
GAMES = Target(category=Category.GAMES)
LEFT = TimeLeft(
    left=(
        TargetLeft(young_person=1, target=GAMES, period=Period.DAY, minutes=35, may_borrow=True),
    ),
    knows_the_time=True,
)
BLOCKED = JustBlocked(
    names=(BlockedName("bets.example", Why.CATEGORY, Category.GAMBLING),), seconds=90
)
NOTHING_DONE = NotDone(why=Refused.BORROWED)
SELFTEST = "a" * NONCE_OCTETS


@dataclass
class Spoken:
    """What was asked at a socket, and the octets that are answered there."""

    answer: bytes
    asked: list[bytes] = field(default_factory=list)
    hangs: bool = False
    drips: bool = False

    def request(self) -> Request:
        """Return what was asked last."""
        return request_from_octets(self.asked[-1])


@contextmanager
def speaking(path: Path, spoken: Spoken) -> Iterator[None]:
    """Answer one connection after the other at a path, as an agent does."""
    done = threading.Event()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def serve() -> None:
            while True:
                connection, _ = listening.accept()
                with connection:
                    length = connection.recv(START_OCTETS, socket.MSG_WAITALL)
                    if not length:
                        return  # the test is over
                    spoken.asked.append(connection.recv(length_in(length), socket.MSG_WAITALL))
                    if spoken.drips:
                        _drip(connection, spoken.answer, done)
                    else:
                        connection.sendall(spoken.answer)
                    if spoken.hangs:
                        done.wait(SHORT_SECONDS * 50)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            done.set()
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(str(path))
            thread.join()


def _drip(connection: socket.socket, octets: bytes, done: threading.Event) -> None:
    with suppress(OSError):
        for octet in octets:
            connection.sendall(bytes([octet]))
            if done.wait(SHORT_SECONDS / 4):
                return


CALLS: dict[str, tuple[Callable[[Agent], object], Request, Answer]] = {
    "time left": (lambda agent: agent.time_left(), AskTimeLeft(), LEFT),
    "warnings": (lambda agent: agent.warnings(), AskWarnings(), WarningsDue(warnings=())),
    "borrow": (lambda agent: agent.borrow(1, GAMES), Borrow(young_person=1, target=GAMES), LEFT),
    "borrow, not done": (
        lambda agent: agent.borrow(1, GAMES),
        Borrow(young_person=1, target=GAMES),
        NOTHING_DONE,
    ),
    "give back": (
        lambda agent: agent.give_back(1, GAMES, 15),
        GiveBack(young_person=1, target=GAMES, minutes=15),
        LEFT,
    ),
    "begin to fix": (
        lambda agent: agent.begin_fix("192.0.2.7"),
        BeginFix(address="192.0.2.7"),
        BLOCKED,
    ),
    "just blocked": (
        lambda agent: agent.just_blocked("192.0.2.7"),
        AskJustBlocked(address="192.0.2.7"),
        BLOCKED,
    ),
    "just blocked, not asked": (
        lambda agent: agent.just_blocked("192.0.2.7"),
        AskJustBlocked(address="192.0.2.7"),
        NotDone(why=Refused.NOT_ASKED),
    ),
    "totals": (lambda agent: agent.totals(), AskTotals(), Totals(asked=Asked(over_ipv4=5))),
    "self-test": (
        lambda agent: agent.selftest(SELFTEST),
        AskSelftest(nonce=SELFTEST),
        SelftestCame(over_ipv4=True, over_ipv6=False),
    ),
}

GARBAGE = {
    "nothing": b"",
    "half a length": b"\0\0",
    "a length of nothing": bytes(4),
    "a length beyond all": b"\xff\xff\xff\xff",
    "less than was said": b"\0\0\0\x20{}",
    "no JSON": packet_of(b"<html>"),
    "another format": packet_of(b'{"format": "lamplight-agent-answer/v2", "what": "totals"}'),
    "another kind": packet_of(answer_to_octets(WarningsDue(warnings=()))),
    "not done, where all is told": packet_of(answer_to_octets(NOTHING_DONE)),
}


@pytest.mark.parametrize(("call", "asked", "answer"), CALLS.values(), ids=CALLS)
def test_what_is_asked_and_answered_is_handed_on(
    call: Callable[[Agent], object], asked: Request, answer: Answer, tmp_path: Path
) -> None:
    """Each call sends its own request, and returns just what came back."""
    path = tmp_path / "agent.sock"
    spoken = Spoken(packet_of(answer_to_octets(answer)))
    with speaking(path, spoken):
        told = call(Agent(path))

    assert spoken.request() == asked
    assert told == answer


@pytest.mark.parametrize("octets", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_a_value(octets: bytes, tmp_path: Path) -> None:
    """Whatever comes back that is no answer to the question, nothing is raised and nothing told."""
    path = tmp_path / "agent.sock"
    with speaking(path, Spoken(octets)):
        told = Agent(path).time_left()

    assert told is AgentSilence.UNREADABLE


def test_an_agent_that_hangs_is_too_late(tmp_path: Path) -> None:
    """Half an answer and then nothing is waited for no longer than was said."""
    path = tmp_path / "agent.sock"
    with speaking(path, Spoken(b"\0\0", hangs=True)):
        told = Agent(path, SHORT_SECONDS).time_left()

    assert told is AgentSilence.TOO_LATE


def test_patience_is_for_the_whole_answer(tmp_path: Path) -> None:
    """An answer that comes octet by octet is waited for no longer than any other."""
    path = tmp_path / "agent.sock"
    with speaking(path, Spoken(packet_of(answer_to_octets(LEFT)), drips=True)):
        told = Agent(path, SHORT_SECONDS).time_left()

    assert told is AgentSilence.TOO_LATE


NOWHERE = {
    "no such file": "nothing.sock",
    "a path no socket can have": "x" * 200,
}


@pytest.mark.parametrize("name", NOWHERE.values(), ids=NOWHERE)
def test_an_agent_that_is_not_there_is_a_value(name: str, tmp_path: Path) -> None:
    """Where nobody listens, each call says so."""
    agent = Agent(tmp_path / name)

    assert [call(agent) for call, _, _ in CALLS.values()] == [AgentSilence.NOT_THERE] * len(CALLS)

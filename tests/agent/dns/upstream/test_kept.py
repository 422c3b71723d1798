from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from agent.dns.upstream.asking import Address, Known
from agent.dns.upstream.kept import Connection, Ended, Kept
from agent.dns.upstream.secured import Identity, Opened, Secured
from agent.dns.wire import Answer, Question
from tests.agent.dns import house
from tests.agent.dns.packets import query
from tests.agent.dns.upstream.tls_upstreams import NAME, Certified, certified, scripted_tls

QUESTION = house.question_of(query("www.example.org"))
ANSWER = house.address_of(QUESTION)
BREAKS, NOTHING, WAITS = Ended(), None, "waits"
Course = Sequence[object]
"""What comes of each question on one connection."""


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Return the resolver's certificate, made once for all tests."""
    return certified(tmp_path_factory.mktemp("tls"))


class Played(Connection):
    """A real connection on which a course is followed instead of a protocol."""

    def __init__(self, opened: Opened, course: Course) -> None:
        self.left = list(course)
        super().__init__(opened, 30)

    async def ask(self, question: Question) -> Answer | None:
        """Do what is next."""
        del question
        if not self.left:
            self._end()
            raise Ended
        match self.left.pop(0):
            case Ended() as broken:
                raise broken
            case "waits":
                await asyncio.Event().wait()
            case Answer() as answer:
                return answer
        return None

    async def _read_on(self) -> None:
        await self._reader.readexactly(1)

    def _is_awaiting(self) -> bool:
        return False

    def _let_go(self) -> None:
        pass


COURSES: dict[str, tuple[list[Course], Answer | None, int]] = {
    "an answer": ([[ANSWER]], ANSWER, 1),
    "what cannot be used is not asked again": ([[NOTHING, ANSWER]], None, 1),
    "broken off, and asked on the same": ([[BREAKS, ANSWER]], ANSWER, 1),
    "ended, and asked on a new one": ([[], [ANSWER]], ANSWER, 2),
    "ended twice": ([[], [], [ANSWER]], None, 2),
    "broken off twice": ([[BREAKS, BREAKS, ANSWER]], None, 1),
    "too late": ([[WAITS]], None, 1),
}


@pytest.mark.parametrize(("courses", "expected", "made"), COURSES.values(), ids=COURSES)
def test_a_question_is_asked_twice_at_most(
    courses: list[Course], expected: Answer | None, made: int, tls: Certified
) -> None:
    """What was not answered is asked once more, on the same connection while it is open."""
    left: Iterator[Course] = iter(courses)
    connections: list[Played] = []

    def speak(opened: Opened) -> Connection:
        connections.append(Played(opened, next(left)))
        return connections[-1]

    async def within() -> Answer | None:
        async with scripted_tls(lambda _: [], tls.context()) as upstream:
            kept = Kept(_secured(upstream.address, tls), speak)
            seconds = 0.3 if courses == [[WAITS]] else 30
            return await kept.ask(QUESTION, seconds)

    assert asyncio.run(within()) == expected
    assert len(connections) == made


def test_all_wait_for_one_connection(tls: Certified) -> None:
    """However many ask at first, and whoever goes away, one connection is made."""
    made: list[Played] = []

    def speak(opened: Opened) -> Connection:
        made.append(Played(opened, [ANSWER] * 50))
        return made[-1]

    async def within() -> None:
        async with scripted_tls(lambda _: [], tls.context()) as upstream:
            kept = Kept(_secured(upstream.address, tls), speak)
            gone = asyncio.create_task(kept.ask(QUESTION, 30))
            await asyncio.sleep(0)
            gone.cancel()
            found = await asyncio.gather(*(kept.ask(QUESTION, 30) for _ in range(50)))
            assert found == [ANSWER] * 50

    asyncio.run(within())
    assert len(made) == 1


def _secured(address: Address, tls: Certified) -> Secured:
    return Secured(Known((address,)), Identity(NAME), authorities=str(tls.authority))

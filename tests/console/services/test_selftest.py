from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from console.last_test import LastTest
from console.services.selftest import (
    ASKED_TIMES,
    KNOWN_FOR,
    MOST_KNOWN,
    NoResult,
    Selftests,
    name_of,
)
from console.store.agent import Agent as Asked
from policy.agent_answers import SelftestCame
from policy.names import from_text
from policy.special import selftest_nonce
from tests.agent.test_main import Agent, running
from tests.console.homes import WHEN

OVER_FOUR = SelftestCame(over_ipv4=True, over_ipv6=False)
NOTHING_CAME = SelftestCame(over_ipv4=False, over_ipv6=False)


class Pauses:
    """What is done while a result is waited for."""

    def __init__(self) -> None:
        self.count = 0
        self.agent: Agent | None = None
        self.name = ""

    def __call__(self, _: float) -> None:
        """Let a while pass, in which a look-up may arrive."""
        self.count += 1
        if self.agent and self.name:
            self.agent.ask(self.name)


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Agent]:
    """Return a running agent that can be asked."""
    with running("--asked", tmp_path / "asked.sock") as agent:
        yield agent


@pytest.fixture
def tests(agent: Agent, tmp_path: Path) -> Selftests:
    """Return the tests of a console that can ask it; no time passes while it waits."""
    assert agent.process.poll() is None
    return Selftests(Asked(tmp_path / "asked.sock"), LastTest(), Pauses())


def test_each_number_is_one_that_the_agent_knows() -> None:
    """A number of chance stands below the test's name, and no two are alike."""
    tests = Selftests(None, LastTest())
    numbers = [tests.begin(WHEN) for _ in range(5)]

    assert len(set(numbers)) == 5
    for nonce in numbers:
        assert re.fullmatch("[0-9a-f]{32}", nonce)
        assert selftest_nonce(from_text(name_of(nonce))) == nonce.encode()


def test_a_name_that_came_passes_the_test(tests: Selftests, agent: Agent) -> None:
    """A device's look-up that arrives here is a result, and is noted for the whole home."""
    nonce = tests.begin(WHEN)
    agent.ask(name_of(nonce))
    assert not tests.last.holds(WHEN)

    assert tests.result(nonce, WHEN) == OVER_FOUR
    assert tests.last.holds(WHEN)


def test_a_name_that_did_not_come_passes_nothing(tests: Selftests) -> None:
    """Where nothing arrives it is waited for a little, and then that is the result."""
    nonce = tests.begin(WHEN)

    assert tests.result(nonce, WHEN) == NOTHING_CAME
    assert not tests.last.holds(WHEN)
    assert isinstance(tests.pause, Pauses)
    assert tests.pause.count == ASKED_TIMES


def test_a_name_that_is_under_way_is_waited_for(tests: Selftests, agent: Agent) -> None:
    """A look-up that arrives a moment after somebody asked for the result still counts."""
    nonce = tests.begin(WHEN)
    assert isinstance(tests.pause, Pauses)
    tests.pause.agent, tests.pause.name = agent, name_of(nonce)

    assert tests.result(nonce, WHEN) == OVER_FOUR
    assert tests.pause.count == 1


LATER = {
    "in its minute": (KNOWN_FOR, OVER_FOUR),
    "after it": (KNOWN_FOR + timedelta(seconds=1), NoResult.TOO_OLD),
    "before it began": (timedelta(seconds=-1), NoResult.TOO_OLD),
}


@pytest.mark.parametrize(("later", "expected"), LATER.values(), ids=LATER)
def test_a_test_has_a_result_for_less_than_a_minute(
    tests: Selftests, agent: Agent, later: timedelta, expected: SelftestCame | NoResult
) -> None:
    """After that nobody knows whether the name came, and that is said."""
    nonce = tests.begin(WHEN)
    agent.ask(name_of(nonce))

    assert tests.result(nonce, WHEN + later) == expected


def test_a_number_of_somebody_else_has_no_result(tests: Selftests, agent: Agent) -> None:
    """A number that this console did not give passes nothing, also where its name came."""
    agent.ask(name_of("0" * 32))

    assert tests.result("0" * 32, WHEN) is NoResult.TOO_OLD
    assert not tests.last.holds(WHEN)


def test_tests_that_nobody_looks_at_make_room() -> None:
    """However many pages are opened, few numbers are remembered, and the newest are."""
    tests = Selftests(None, LastTest())
    numbers = [tests.begin(WHEN) for _ in range(MOST_KNOWN + 1)]

    assert list(tests._began) == numbers[1:]


@pytest.mark.parametrize("is_told", [True, False], ids=["nobody listens", "nobody to ask"])
def test_without_an_agent_there_is_no_result(tmp_path: Path, *, is_told: bool) -> None:
    """Where the filter does not answer, nobody can say whether a name came there."""
    agent = Asked(tmp_path / "nobody.sock") if is_told else None
    tests = Selftests(agent, LastTest())

    assert tests.result(tests.begin(WHEN), WHEN) is NoResult.NOBODY_TO_ASK

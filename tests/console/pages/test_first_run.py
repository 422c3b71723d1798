from __future__ import annotations

import pytest

from console import words
from console.pages.first_run import AGES, OnDevice, first_run_page
from console.services.selftest import NoResult, Result
from console.store.database.first_runs import Step
from console.store.database.homes import HomeKind
from policy.agent_answers import SelftestCame

CAME = SelftestCame(over_ipv4=True, over_ipv6=False)
NOT_CAME = SelftestCame(over_ipv4=False, over_ipv6=False)

SAID: dict[str, tuple[Result | None, bool, str, bool]] = {
    "nothing was tested": (None, False, "nothing", False),
    "it came": (CAME, False, "passed", True),
    "it did not come": (NOT_CAME, False, "failed", False),
    "it did not come, and another did": (NOT_CAME, True, "failed", True),
    "nobody can say": (NoResult.TOO_OLD, False, "unknown", False),
    "nobody can say, and another came": (NoResult.NOBODY_TO_ASK, True, "earlier", True),
    "another came": (None, True, "earlier", True),
}


@pytest.mark.parametrize("case", SAID)
def test_what_the_test_says_is_what_the_agent_said(case: str) -> None:
    """That it works is said only where the question came."""
    result, lately, said, has_passed = SAID[case]
    device = OnDevice(result=result, passed_lately=lately)

    assert (device.said, device.has_passed) == (said, has_passed)


def test_there_are_five_screens() -> None:
    """Each says which of five it is."""
    told = [first_run_page(step, None).progress for step in list(Step)[:-1]]

    assert told == [words.first_run.PROGRESS.format(number=n, count=5) for n in range(1, 6)]


def test_no_grown_up_s_age_is_offered() -> None:
    """The list of ages is that of young people, the youngest first."""
    assert [value for value, _ in AGES] == ["6-9", "10-12", "13-15", "16-17"]


@pytest.mark.parametrize("kind", list(HomeKind))
def test_what_is_said_of_times_is_of_this_kind_of_home(kind: HomeKind) -> None:
    """In a foster home limits wait for seven days, in a family home until somebody wants them."""
    starts = first_run_page(Step.PERSON, kind).starts

    assert any("seven days" in text for text in starts) is (kind is HomeKind.FOSTER)

"""A home asks for twenty-four hours, on a clock that runs fast: nothing grows, nothing is missed.

The whole home runs: filter, pages and recorder, as processes, nobody having agreed to anything. The
soak asks a million and a half questions and looks at the clock each second; a quick run asks fewer,
of shorter pages, so that the same evening has as many of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from agent.dns.again import MAX_KEPT
from agent.dns.cache import MAX_ENTRIES
from agent.dns.renewing import MOST_ON_THEIR_WAY
from policy.names import to_text
from policy.screen_time.document import minutes_from_bytes
from tests.conftest import Scale
from tests.day.household import BLOCKED_FOR, Household, household
from tests.day.running import Passed, home

BUDGET_OCTETS: Final = 5_000_000
"""What the card takes in a day (`performance.md` of the design)."""

FILE_COSTS_OCTETS: Final = 38_000
"""What a small file that is replaced writes in all to a card: beside what the kernel counts for
the process, the file system's journal and tables (ext4, measured on a loop device)."""

AT_REST: Final = 16
"""What may wait in a filter that nobody asks: its own loops, and who is connected to it."""


@pytest.fixture(scope="module")
def who(seed: int, scale: Scale, shared_data: Path | None) -> Household:
    """Return who lives here."""
    return household(
        *(seed, scale(60_000, 1_500_000), shared_data),
        most_sites=scale(60, 1_000),
        most_names=scale(3, 1_000),
    )


@pytest.fixture(scope="module")
def passed(who: Household, scale: Scale, tmp_path_factory: pytest.TempPathFactory) -> Passed:
    """Let the day pass, once for all tests."""
    with home(tmp_path_factory.mktemp("day"), who) as running:
        return running.passes_a_day(scale(30, 1))


def test_every_question_is_answered(who: Household, passed: Passed) -> None:
    """Whoever asks in a day is answered, and never told that the box could not."""
    assert passed.asked >= who.questions
    assert passed.unanswered == 0
    assert sum(passed.rcodes.values()) == passed.asked
    assert passed.rcodes.keys() == {0, 3}
    assert passed.pages.keys() <= {200, 303}


def test_memory_does_not_grow(passed: Passed) -> None:
    """What the filter holds of memory after a day is what it held after six hours, but a tenth."""
    early, late = passed.hours[6], passed.hours[24]

    assert late["anonymous_kib"] <= 1.1 * early["anonymous_kib"]
    assert late["resident_kib"] <= 1.1 * early["resident_kib"]


def test_nothing_piles_up(passed: Passed) -> None:
    """At every hour what is kept is within its bounds, and nothing waits that is over."""
    for hour in passed.hours:
        assert hour["cached"] <= MAX_ENTRIES
        assert hour["again"] <= MAX_KEPT
        assert hour["waiting"] == 0
        assert max(hour["tasks"], hour["timers"]) <= AT_REST + MOST_ON_THEIR_WAY


def test_no_file_grows_by_what_is_asked(who: Household, passed: Passed) -> None:
    """The filter's folder holds its two small files, and no file at all a name that was asked."""
    ours = {name: octets for name, octets in passed.files.items() if name.startswith("agent/")}
    ruled = " ".join(site.name for site in who.sites[:BLOCKED_FOR])
    names = {name for name in map(to_text, who.known) if name not in ruled}

    assert set(ours) == {"agent/status.json", "agent/minutes.json"}
    assert max(map(len, ours.values())) <= 4_096
    assert {
        (name, file)
        for file, octets in passed.files.items()
        for name in names
        if name.encode() in octets
    } == set()


def test_a_day_is_within_the_cards_budget(passed: Passed) -> None:
    """A day without an agreement writes at most five megabytes, with all that is due in it."""
    assert minutes_from_bytes(passed.files["agent/minutes.json"]).used
    assert min(passed.written["agent"], passed.written["recorder"]) > 0
    assert sum(passed.written.values()) <= BUDGET_OCTETS
    assert sum(passed.replaced.values()) * FILE_COSTS_OCTETS <= BUDGET_OCTETS

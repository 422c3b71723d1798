from __future__ import annotations

from pathlib import Path

import pytest

from agent.bench.compiling import BuildFailed, Built, built
from agent.bench.figures import Goal
from agent.index_file import open_index
from policy.index import CategoryIndex


def test_an_index_is_made_and_measured(tmp_path: Path) -> None:
    """The real builder makes an index of the names, and each making has its time and memory."""
    made = built(tmp_path, ["bad.example", "worse.example"], times=2)

    assert isinstance(open_index(made.path), CategoryIndex)
    assert made.names == 2
    assert len(made.seconds) == len(made.mib) == 2
    assert all(seconds > 0 for seconds in made.seconds)
    assert all(1 < mib < 500 for mib in made.mib)


def test_a_build_that_fails_is_told(tmp_path: Path) -> None:
    """What the builder says is handed on."""
    with pytest.raises(BuildFailed, match="could not be built"):
        built(tmp_path, ["co.uk", "not a name"], times=1)


@pytest.mark.parametrize(
    ("names", "goal"), [(1_000_000, Goal(6.0, 6.0)), (10_000, None)], ids=["a million", "few"]
)
def test_goals_are_for_a_million_names(names: int, goal: Goal | None) -> None:
    """Few names meet no goal, since it is about many."""
    rows = Built(Path("x"), names, (1.0,), (2.0,)).rows()

    assert rows[0].goal == goal
    assert (rows[1].goal is None) == (goal is None)


def test_what_is_measured_is_the_builders_memory_alone(tmp_path: Path) -> None:
    """A measuring process that has much itself does not count for what it starts."""
    much = bytearray(600 << 20)
    much[::4_096] = b"." * len(range(0, len(much), 4_096))

    assert built(tmp_path, ["bad.example"], times=1).mib[0] < 500

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.lists.allowance import FetchFault, Limits
from agent.lists.bringing import (
    Failed,
    Fetched,
    Into,
    Outcome,
    Tell,
    Unchanged,
    Wanted,
    fetch,
)
from agent.lists.headers import Validators

NONE = Validators(None, None)
LIMITS = Limits(octets=100, seconds=1)


class Brings:
    """Whoever goes for a list, writes half of something, and ends as it was told to."""

    def __init__(self, ends: Callable[[], Outcome]) -> None:
        self.ends = ends
        self.asked: list[Wanted] = []

    def bring(self, wanted: Wanted, *, into: Into, tell: Tell, now: Callable[[], float]) -> Outcome:
        """Write, tell, and end."""
        self.asked.append(wanted)
        into.write(b"half of ")
        tell(int(now()), None)
        return self.ends()


def fetched_by(session: Brings, to: Path, told: list[int]) -> Outcome:
    """Fetch a list into a file."""
    return fetch(
        "https://publisher.example/list",
        validators=NONE,
        limits=LIMITS,
        to=to,
        tell=lambda octets, _: told.append(octets),
        now=lambda: 8.0,
        session=session,
    )


def test_whoever_goes_is_told_what_is_wanted_and_who_listens(tmp_path: Path) -> None:
    """Address, validators, limits and clock reach whoever goes, and what they tell comes back."""
    session, told = Brings(lambda: Fetched(8, NONE, None)), list[int]()

    assert fetched_by(session, tmp_path / "list", told) == Fetched(8, NONE, None)
    assert (tmp_path / "list").read_bytes() == b"half of "
    assert told == [8]
    assert session.asked == [
        Wanted(address="https://publisher.example/list", validators=NONE, limits=LIMITS)
    ]


NO_LIST: dict[str, Outcome] = {
    "unchanged": Unchanged(NONE, None),
    "failed": Failed(FetchFault.CUT_OFF, "half"),
}


@pytest.mark.parametrize("outcome", NO_LIST.values(), ids=NO_LIST)
def test_without_a_whole_list_there_is_no_file(outcome: Outcome, tmp_path: Path) -> None:
    """What was written before it ended otherwise is gone."""
    assert fetched_by(Brings(lambda: outcome), tmp_path / "list", []) == outcome
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_whatever_is_raised_leaves_no_file(error: BaseException, tmp_path: Path) -> None:
    """A full card, and a person who has had enough, leave nothing half written."""

    def ends() -> Outcome:
        raise error

    with pytest.raises(type(error)):
        fetched_by(Brings(ends), tmp_path / "list", [])
    assert list(tmp_path.iterdir()) == []


def test_room_that_is_missing_only_at_the_end_leaves_no_file(tmp_path: Path) -> None:
    """Octets that were still in memory when all had come count: where they do not fit, no list."""
    full = tmp_path / "list"
    full.symlink_to("/dev/full")

    with pytest.raises(OSError, match="No space left"):
        fetched_by(Brings(lambda: Fetched(8, NONE, None)), full, [])
    assert list(tmp_path.iterdir()) == []

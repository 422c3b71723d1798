from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from console.errors import ConsoleError
from console.services.grants import Pause, give
from console.services.outcomes import Length
from console.services.own_words import write_words
from console.services.turns import take
from console.services.upkeep import keep_tidy
from console.store.database.given import add_request, grants_in, turns_in
from console.store.database.own_words import words_in
from console.store.database.tables.given import RequestRow
from console.store.purposes import Purpose
from console.store.recorder import Recorder
from policy.given.requests import Request
from policy.names import from_text
from policy.status import ClockState
from tests.console import homes
from tests.console.given_home import GivenHome, given_home
from tests.console.recorder_home import recorder_home

ASKED = "please open blocked.example"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[GivenHome]:
    """Return a home in which something was asked and given, and somebody has the turn."""
    home = given_home(tmp_path)
    asked = Request(
        number=0,
        young_person="Sam",
        asked=home.clock(),
        words=ASKED,
        name=from_text("blocked.example"),
    )
    with home.house.database.changing() as session:
        add_request(session, asked)
    assert give(home.house, "Jo", Pause(young_person="Sam", length=Length.HOUR, reason="x")) is None
    assert take(home.house, "Tablet", "Sam") is None
    yield home
    home.house.database.close()


def kept(home: GivenHome) -> tuple[int, int, int]:
    """Return how many requests, grants and turns stand in the tables."""
    with home.house.database.reading() as session:
        requests = session.exec(select(RequestRow)).all()
        return len(requests), len(grants_in(session)), len(turns_in(session))


def test_what_is_over_is_erased_though_nobody_opens_a_page(home: GivenHome) -> None:
    """A turn goes with its time, a grant after a week, a request thirty days after it ended."""
    # The last word of a request that nobody answers comes after three days.
    found = []
    for days in (0, 1, 8, 23, 1):
        home.clock.goes(days=days)
        keep_tidy(home.house)
        found.append(kept(home))

    assert found == [(1, 1, 1), (1, 1, 0), (1, 0, 0), (1, 0, 0), (0, 0, 0)]
    assert home.house.published.snapshot().grants == ()
    assert home.house.published.snapshot().turns == ()


def test_what_was_erased_is_on_the_disk_no_more(home: GivenHome) -> None:
    """After it, no file of the database holds a word of what was asked."""
    home.clock.goes(days=33)
    keep_tidy(home.house)
    home.house.database.close()
    path = home.house.database.path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = [
        one.name for one in path.parent.glob("household.db*") if ASKED.encode() in one.read_bytes()
    ]

    assert found == []


def test_nothing_that_still_holds_goes_and_nothing_is_published_anew(home: GivenHome) -> None:
    """Where nothing is over, everything stays, down to the number of what is published."""
    before = home.house.published.snapshot()
    keep_tidy(home.house)

    assert kept(home) == (1, 1, 1)
    assert before == home.house.published.snapshot()


def test_a_clock_that_cannot_be_right_erases_nothing(home: GivenHome) -> None:
    """While the agent says that the clock is wrong, everything stays until it is right again."""
    wrong = replace(homes.IN_FORCE, clock=ClockState.IMPLAUSIBLE)
    home.clock.goes(days=3_650)
    with home.with_agent():
        home.taken_up(wrong)
        keep_tidy(home.house)
        during = kept(home)
        home.taken_up()
        keep_tidy(home.house)

    assert (during, kept(home)) == ((1, 1, 1), (0, 0, 0))


def test_a_home_that_is_not_set_up_has_nothing_to_keep_tidy(state: Path) -> None:
    """Before the first run there is nothing to erase."""
    house = homes.house_at(state)
    before = house.published.snapshot()
    keep_tidy(house)

    assert before == house.published.snapshot()


DAMAGE = {
    "a table is gone": "DROP TABLE request",
    "a request that cannot be read": "UPDATE request SET asked = 'yesterday'",
}


@pytest.mark.parametrize("case", DAMAGE)
def test_what_is_in_the_way_is_told_without_naming_anybody(case: str, home: GivenHome) -> None:
    """Tables that cannot be read are one error, which tells nothing of what stands in them."""
    with closing(sqlite3.connect(home.house.database.path)) as connection:
        connection.execute(DAMAGE[case])
        connection.commit()
    home.clock.goes(days=31)
    with pytest.raises(ConsoleError, match="is tried again") as told:
        keep_tidy(home.house)

    assert not any(word in str(told.value) for word in ("Sam", "blocked", "request"))


def test_own_words_go_sixty_days_after_a_device_was_heard_last(tmp_path: Path) -> None:
    """By the recorder's time, though nobody opens a page of them."""
    with recorder_home(tmp_path / "box") as recording:
        house = homes.house_at(tmp_path / "state", homes.FULL, recorder=Recorder(recording.socket))
        write_words(house, 1, Purpose.REVIEW, "I like it here", None, is_private=False)
        found = []
        for days in (0, 59, 1):
            recording.later(days=days)
            keep_tidy(house)
            with house.database.reading() as session:
                found.append(len(words_in(session)))

    assert found == [1, 1, 0]

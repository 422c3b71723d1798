from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from console.services import moments
from console.services.times import confirm_time
from console.store.database.changes import Changed, changes_in
from tests.console.given_home import GivenHome, given_home
from tests.policy.evening import clock

DAY = date(2026, 11, 21)
HALF_PAST_EIGHT = 20 * 60 + 30


@pytest.fixture
def home(tmp_path: Path) -> GivenHome:
    """Return a home whose box believes that it is 1970."""
    home = given_home(tmp_path)
    home.clock.now = clock("1970-01-01 00:07")
    return home


def test_what_a_carer_says_is_the_time_everywhere(home: GivenHome) -> None:
    """It is kept, listed, published for the agent, and the pages go by it."""
    told = confirm_time(home.house, "Jo", DAY, HALF_PAST_EIGHT)
    published = home.house.published.snapshot().confirmed
    with home.house.database.reading() as session:
        latest = changes_in(session)[0].note

    assert told
    assert published is not None
    assert published.at == clock("2026-11-21 20:30")
    assert home.now().moment.at == published.at
    assert (latest.who, latest.what) == ("Jo", Changed.TIME_CONFIRMED)


def test_where_it_cannot_be_kept_nothing_changes(
    home: GivenHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that names no boot goes on not knowing the time."""
    monkeypatch.setattr(moments, "boot_id_in", lambda: None)

    assert not confirm_time(home.house, "Jo", DAY, HALF_PAST_EIGHT)
    assert home.house.published.snapshot().confirmed is None

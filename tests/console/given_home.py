"""A home for the tests of what carers give and young people ask, with its clock in hand."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from agent.presence import present_at
from console.house import House
from console.pages.evening import PersonEvening, evenings_of
from console.services.home import read_in
from console.services.tonight import TonightNow, tonight_now
from console.store.database.engine import Database
from console.store.household_file import read_household_file
from console.store.published import Published
from policy.categories import Category
from policy.household import Household
from policy.status import AgentStatus, status_to_bytes
from policy.timed import Target
from tests.console import homes

TEXT: Final = """\
format = "lamplight-household/v1"

[[carers]]
name = "Jo"

[[carers]]
name = "Kim"

[[young_people]]
name = "Sam"
block = ["blocked.example"]

[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{from = "21:00", until = "07:00"}]

[[young_people.budgets]]
minutes = 60
category = "games"

[[young_people.budgets]]
minutes = 300
category = "streaming"
per = "week"

[[young_people.family_time]]
title = "Calls"
services = ["whatsapp"]

[[young_people]]
name = "Alex"

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["127.0.0.11"]

[[devices]]
name = "Alex's phone"
belongs_to = "Alex"
addresses = ["127.0.0.12"]

[[devices]]
name = "Tablet"
belongs_to = "everyone"
shared_by = ["Sam", "Alex"]
hand_back_minutes = 30
addresses = ["127.0.0.13"]

[[devices]]
name = "Jo's laptop"
belongs_to = "Jo"
addresses = ["127.0.0.14"]
"""

GAMES: Final = Target(category=Category.GAMES)
STREAMING: Final = Target(category=Category.STREAMING)
SIX_IN_THE_EVENING: Final = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
"""On a Saturday in winter, when the home's clocks show what UTC does."""


@dataclass
class Clock:
    """A clock that stands still until it is told."""

    now: datetime = SIX_IN_THE_EVENING

    def __call__(self) -> datetime:
        """Return what it shows."""
        return self.now

    def goes(self, **by: float) -> None:
        """Move it on."""
        self.now += timedelta(**by)


@dataclass(frozen=True, kw_only=True)
class GivenHome:
    """A home that is set up and published, in a folder."""

    house: House
    clock: Clock = field(default_factory=Clock)

    @property
    def household(self) -> Household:
        """Who lives here, as it is published."""
        return self.house.published.snapshot().household

    def now(self) -> TonightNow:
        """Return how the evening stands."""
        return tonight_now(self.house)

    def evening(self, name: str = "Sam") -> PersonEvening:
        """Return how the evening of a young person stands."""
        return next(one for one in evenings_of(self.now()) if one.name == name)

    def taken_up(self, status: AgentStatus = homes.IN_FORCE) -> None:
        """Leave what an agent says that has taken up what is published."""
        version = self.house.published.snapshot().version
        path = self.house.published.status_path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(status_to_bytes(replace(status, snapshot_version=version)))

    @contextmanager
    def with_agent(self) -> Iterator[None]:
        """Be there as a running agent is."""
        folder = self.house.published.status_path.parent
        folder.mkdir(parents=True, exist_ok=True)
        with present_at(folder):
            yield


def given_home(
    folder: Path, text: str = TEXT, *, clock: Clock | None = None, agent: Path | None = None
) -> GivenHome:
    """Set a home up in a folder, as `python -m console` does with a household file."""
    clock = clock or Clock()
    state = folder / "state"
    # Tables are made once for all tests; to make them anew would take most of their time.
    shutil.copytree(_set_up(text), state)
    house = House(
        database=Database.open(state), published=Published(state), agent=agent, clock=clock
    )
    return GivenHome(house=house, clock=clock)


@lru_cache(maxsize=16)
def _set_up(text: str) -> Path:
    """Return the state of a home that was just set up from a household file."""
    folder = Path(tempfile.mkdtemp(prefix="lamplight-tests-"))
    atexit.register(shutil.rmtree, folder)
    file = folder / "household.toml"
    file.write_text(text, encoding="utf-8")
    state = folder / "state"
    house = House(database=Database.open(state), published=Published(state), clock=Clock())
    read_in(house, read_household_file(file))
    house.database.close()
    return state

"""One running console for the pages about agreements, and homes with recorders to point it at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.types import ASGIApp

from console.app import create_app
from console.security.hosts import OUR_NAMES
from console.store.recorder import Recorder
from tests.console import homes
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome
from tests.console.running import Console, running

HERE: Final = "127.0.0.1"
"""Where the box itself asks from; while nobody signs in, whoever is there may what a carer may."""

HOUSEHOLD: Final = f"""\
format = "lamplight-household/v1"

[[young_people]]
name = "Maya"

[[young_people]]
name = "Leo"

[[carers]]
name = "Sam"

[[devices]]
name = "Tablet"
belongs_to = "Maya"
addresses = ["{TABLET}"]

[[devices]]
name = "Laptop"
belongs_to = "Leo"
addresses = ["{LAPTOP}"]
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A console whose recorder is found at a place that a test points elsewhere."""

    console: Console
    state: Path
    recorder: Path

    def point_at(self, home: RecorderHome) -> None:
        """Let the console ask this home's recorder."""
        self.recorder.unlink(missing_ok=True)
        self.recorder.symlink_to(home.socket)


@contextmanager
def box_in(folder: Path, household: str = HOUSEHOLD) -> Iterator[Box]:
    """Yield a running console with no recorder behind it yet."""
    file = folder / "household.toml"
    file.write_text(household, encoding="utf-8")
    lists = homes.lists_in(folder / "lists").folder
    state, recorder = folder / "state", folder / "recorder.sock"
    with running(file, state, lists=lists, recorder=recorder) as console:
        yield Box(console, state, recorder)


def own_console(home: RecorderHome, state: Path) -> ASGIApp:
    """Return a console that nobody used yet, with tries of its own, for a test that counts them."""
    recorder = Recorder(home.socket)
    return create_app(homes.house_at(state, HOUSEHOLD, recorder=recorder), OUR_NAMES)

"""The way back: the release before, with settings that it can read. The standard library alone.

Rules kept here:
- It can be cut off at any point and begun again: each part finds what it did before, and the note
  that an upgrade is open goes last.
- The link is turned before the services are, so that whatever is started meanwhile is the release
  before. At boot nothing is started here: what waits for this is.
- What people decided in between is kept, or it is told where it lies and how much it is.
- One service that does not start keeps no other from starting: what ran before the upgrade has to
  run after it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agent.install import healthy, kept_home, unconfirmed, units
from agent.install.machine import run
from agent.install.slots import Slots
from agent.install.steps import StepFailed
from agent.install.unconfirmed import Unconfirmed

LOCK: Final = "lamplight-upgrade.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where everything stands on a box, and where it is asked whether it is well.

    `account` is as whom a new release is tried, None: as whoever runs this.
    """

    root: Path
    opt: Path
    state: Path
    run: Path = Path("/run")
    account: str | None = "lamplight-console"
    asks: healthy.Asked = field(default_factory=healthy.Asked)

    @property
    def lock(self) -> Path:
        """What keeps a second upgrade out."""
        return self.run / LOCK

    def answers(self, process: int | None = None) -> bool:
        """Say whether names are answered; by a process, no as soon as it ends."""
        return healthy.names_are_answered(self.asks, process)

    @property
    def slots(self) -> Slots:
        """The two slots."""
        return Slots(self.opt)

    @property
    def console(self) -> Path:
        """What the pages keep."""
        return self.state / "console"

    @property
    def upgrade(self) -> Path:
        """What an upgrade keeps."""
        return self.state / unconfirmed.FOLDER

    def room(self, slot: str) -> Path:
        """Return where the units of a slot lie."""
        return self.slots.house(slot) / "systemd"


@contextmanager
def alone(places: Places) -> Iterator[None]:
    """Keep a second upgrade out. Raises StepFailed while one runs."""
    with places.lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StepFailed("An upgrade runs already. Wait until it is done.") from error
        yield


def go_back(
    places: Places,
    note: Unconfirmed,
    why: str,
    *,
    at_boot: bool = False,
) -> str:
    """Go back to the release before, and return what a person should know. Raises StepFailed."""
    slots = places.slots
    if slots.image(note.from_slot) is None:
        raise StepFailed(
            f"There is no whole release in slot {note.from_slot} to go back to. Nothing is changed."
        )
    slots.use(note.from_slot)
    room = places.room(note.from_slot)
    # Names first: the filter needs nothing of what the pages keep, and where both releases start it
    # alike, nothing of what systemd knows. Each second of this the home waits.
    is_first = not at_boot and units.starts_alike(places.root, room)
    if is_first:
        units.start_filter(places.answers)
    fresh = []
    try:
        fresh = units.take(places.root, room)
    except StepFailed as error:
        # What was installed before answers names with the other release's settings of systemd too.
        why = f"{why} Not everything of it could be put back ({error})."
    if at_boot and fresh:
        # What is known only now is not in what the system starts by itself.
        run("systemctl", "start", "--no-block", *fresh)
    if not at_boot:
        if not is_first:
            units.start_filter(places.answers)
        units.stop_pages()
    try:
        brought = kept_home.bring_back(places.console, places.upgrade, note.to_release)
    except (StepFailed, OSError) as error:
        if not at_boot:
            units.start_what_starts(room)
        raise StepFailed(
            f"{why} The release before runs, but the home's settings could not be brought back"
            f" ({error}). The box tries that again at its next start."
        ) from error
    if not at_boot and (wrong := units.start_what_starts(room)):
        why = f"{why} Not everything of the release before could be started ({' '.join(wrong)})."
    told = _told(note, why, brought)
    with suppress(OSError):  # a full disk must not keep the box from having gone back
        unconfirmed.say_last(places.upgrade, told)
    unconfirmed.confirm(places.upgrade)
    return told


def _told(note: Unconfirmed, why: str, brought: kept_home.Brought) -> str:
    told = f"{why} This box went back from {note.to_release} to {note.from_release}."
    if brought.set_aside is None:
        return f"{told} Nothing that was decided at home is lost."
    what = {0: "Nothing was changed at home in between.", 1: "One change made in between is gone."}
    more = what.get(
        brought.changes_more, f"{brought.changes_more} changes made in between are gone."
    )
    return f"{told} {more} The settings as they were before going back lie in {brought.set_aside}."


def way_back(places: Places) -> str | None:
    """Go back where an upgrade was not confirmed; None where there is nothing to do.

    While the system starts, nothing is started here.
    """
    with alone(places):
        note = unconfirmed.read_note(places.upgrade, places.slots.before)
        if note is None:
            return None
        why = "The upgrade was cut off before it was checked."
        return go_back(places, note, why, at_boot=units.is_starting())

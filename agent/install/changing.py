"""Another release in place of the one that runs, with a way back at each point. Standard library.

Rules kept here:
- Nothing of the home is touched before the release was tried on a copy and its changes were shown.
- From the first change on a note says that a change is open. It goes away after the last check.
  Whatever happens in between, here or by a power cut, the box goes back.
- Names are answered all the while: the sockets stay open, and a filter that does not answer within
  seconds is reason enough to go back.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final, Protocol

from agent.install import healthy, kept_home, unconfirmed, units
from agent.install.going_back import Places, alone, go_back
from agent.install.machine import run, succeeds
from agent.install.rehearsing import Programs, try_filter, try_programs, what_would_change
from agent.install.steps import StepFailed, undisturbed
from agent.install.unconfirmed import Unconfirmed

IF_NOBODY_IS_LEFT: Final = "lamplight-unless-confirmed"
IF_NOBODY_IS_LEFT_SECONDS: Final = 300
WAY_BACK_ENVIRONMENT: Final = {
    "PYTHONPATH": "/opt/lamplight/before/house",
    "PYTHONSAFEPATH": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""As `lamplight-way-back.service` has it, which orders itself before what is started here."""


TERMINAL: Final = (signal.SIGHUP, signal.SIGINT)
"""What a terminal sends that goes away or is impatient: half an upgrade is worse than one that
nobody watches."""


class Terminal(Protocol):
    """Where it is said and asked."""

    def say(self, text: str) -> None:
        """Say a sentence."""
        ...

    def agrees(self, question: str) -> bool:
        """Ask for a yes, which --yes has given already."""
        ...

    def decides(self, question: str) -> bool:
        """Ask for a yes that only a person can give."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked for in words."""

    yes_to_changes: bool = False
    older: bool = False


@contextmanager
def standing(places: Places, screen: Terminal) -> Iterator[str]:
    """Keep others out while the block runs; yield the slot in use, of which nothing is open.

    Raises StepFailed where nothing is installed, and where the box had to go back first.
    """
    here = places.slots.in_use
    if here is None:
        raise StepFailed("Lamplight is not installed here. Put it there: sudo ./lamplight install")
    places.upgrade.mkdir(mode=0o700, exist_ok=True)
    with alone(places):
        go_back_first(places, screen)
        yield here


def go_back_first(places: Places, screen: Terminal) -> None:
    """Go back where a change is open, and raise StepFailed then: what is in use is another now."""
    note = unconfirmed.read_note(places.upgrade, places.slots.before)
    if note is not None:
        screen.say("An upgrade before this one was cut off. First the box goes back from it.")
        told = go_back(places, note, "The upgrade was cut off before it was checked.")
        raise StepFailed(f"{told} Run this again now.")


def try_it(places: Places, note: Unconfirmed, screen: Terminal, wishes: Wishes) -> None:
    """Try a release on a copy, and ask whether it may be. Raises StepFailed, OSError."""
    screen.say("Its programs and its gate are tried, and the home's settings on a copy.")
    slots = places.slots
    before, after = (
        Programs(python=slots.python(slot), house=slots.house(slot), account=places.account)
        for slot in (note.from_slot, note.to_slot)
    )
    try_programs(after)
    try_filter(after, places.console / kept_home.SNAPSHOT, places.run)
    changes = what_would_change(before, after, places.console, int(time.time()), places.run)
    if not changes:
        screen.say("No rule of this home changes for anybody.")
        asks = f"May this box go from {note.from_release} to {note.to_release}?"
        if not screen.agrees(asks):
            raise StepFailed("You said no, so nothing is changed.")
        return
    screen.say("This would change at home:")
    for sentence in changes:
        screen.say(f"  {sentence}")
    if wishes.yes_to_changes:
        return
    if not screen.decides("Shall it change like that?"):
        raise StepFailed(
            "Nothing is changed. Who wants these changes says yes when asked, or --yes-to-changes."
        )


def take_into_use(places: Places, note: Unconfirmed, screen: Terminal) -> int:
    """Take a release into use that was tried. Raises StepFailed, and then the box went back."""
    slots, room = places.slots, places.room(note.to_slot)
    places.upgrade.mkdir(mode=0o700, exist_ok=True)
    asks = places.asks
    asked = replace(
        asks,
        services=units.services_of(room),
        upstream=healthy.asks_upstream(asks.host, asks.names_port),
    )
    with undisturbed(*TERMINAL):
        try:
            screen.say("It is taken into use. The pages are away for a moment; names are not.")
            units.stop_pages()
            kept_home.keep(places.console, places.upgrade)
            units.take_way_back(places.root, places.room(note.from_slot))
            slots.keep_way_back(note.from_slot)
            unconfirmed.write_note(places.upgrade, note)
            _if_nobody_is_left()
            slots.use(note.to_slot)
            units.take(places.root, room)
            units.start_filter(places.answers)
            units.start_others(room)
            screen.say("It is looked after for a while: names, pages, each service.")
            wrong = healthy.await_well(asked)
        except (StepFailed, OSError) as error:
            wrong = str(error)
        if wrong is not None:
            screen.say(f"It does not work: {wrong} The box goes back.")
            told = go_back(places, note, f"Release {note.to_release} did not work: {wrong}")
            _nobody_is_needed()
            with suppress(OSError):
                slots.remove(note.to_slot)
            raise StepFailed(told)
        unconfirmed.confirm(places.upgrade)
        _nobody_is_needed()
        units.take_way_back(places.root, room)
        told = f"Release {note.to_release} runs, and {note.from_release} is kept beside it."
        unconfirmed.say_last(places.upgrade, told)
    screen.say(told)
    if slots.number(note.from_slot) < slots.number(note.to_slot):
        screen.say("To go back: sudo ./lamplight upgrade --back")
    return 0


def _if_nobody_is_left() -> None:
    """Let systemd go back where this very program is killed before it has confirmed."""
    _nobody_is_needed()
    run(
        *("systemd-run", "--quiet", "--collect", f"--unit={IF_NOBODY_IS_LEFT}"),
        f"--on-active={IF_NOBODY_IS_LEFT_SECONDS}s",
        *(f"--setenv={name}={value}" for name, value in WAY_BACK_ENVIRONMENT.items()),
        *("/usr/bin/python3", "-m", "agent.install", "way-back"),
    )


def _nobody_is_needed() -> None:
    for kind in ("timer", "service"):
        if succeeds("systemctl", "is-active", "--quiet", f"{IF_NOBODY_IS_LEFT}.{kind}"):
            run("systemctl", "stop", f"{IF_NOBODY_IS_LEFT}.{kind}")

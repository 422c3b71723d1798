"""A new release in place of the one that runs, with a way back at each point.

Rules kept here:
- Nothing of the new release runs before its signature and each of its files is checked, and nothing
  of the home is touched before it was tried on a copy and its changes were shown.
- From the first change on a note says that an upgrade is open. It goes away after the last check.
  Whatever happens in between, here or by a power cut, the box goes back.
- Names are answered all the while: the sockets stay open, and a filter that does not answer within
  seconds is reason enough to go back.
"""

from __future__ import annotations

import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from agent.install import healthy, kept_home, unconfirmed, units
from agent.install.going_back import Places, alone, go_back
from agent.install.machine import run, succeeds
from agent.install.manifest import FILES, MANIFEST, Manifest, check_fits, list_from_bytes
from agent.install.packing import WHEELS
from agent.install.rehearsing import Programs, try_filter, try_programs, what_would_change
from agent.install.release_keys import believed
from agent.install.slots import Slots, fingerprint
from agent.install.steps import StepFailed, undisturbed
from agent.install.unconfirmed import Unconfirmed
from agent.install.unpacking import unpacked
from agent.release import NUMBER, RELEASE

UNPACKED: Final = "unpacked"
ROOM_FOR_PACKAGES: Final = 400 * 1024 * 1024
"""What a slot takes besides the release itself: the packages, unpacked and compiled."""

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


def upgrade(places: Places, settings: Path, release: Path, screen: Terminal, wishes: Wishes) -> int:
    """Take a release into use, or leave all as it was. Raises StepFailed, OSError."""
    slots = places.slots
    with _standing(places, screen) as here:
        fresh = places.opt / UNPACKED
        try:
            screen.say("The release is checked: who signed it, and each of its files.")
            _check_room(release, places)
            manifest = unpacked(release, fresh, believed(slots.house(here), settings))
            if manifest.number == NUMBER:
                screen.say(f"Release {manifest.release} runs here already. Nothing is changed.")
                return 0
            check_fits(manifest, NUMBER, _python(), older=wishes.older)
            spare = slots.spare
            _make(slots, spare, fresh, manifest, screen)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        note = Unconfirmed(
            from_slot=here, to_slot=spare, from_release=RELEASE, to_release=manifest.release
        )
        try:
            _try(places, note, screen, wishes)
        except BaseException:
            slots.remove(spare)
            raise
        return _change(places, note, screen)


def back(places: Places, screen: Terminal) -> int:
    """Go back to the release in the other slot, because somebody wants to. Raises StepFailed."""
    slots = places.slots
    with _standing(places, screen) as here:
        other = slots.spare
        if slots.image(other) is None or slots.number(other) >= NUMBER:
            raise StepFailed(
                "There is no release before this one on the box. Another one can be had from its"
                " file: sudo ./lamplight upgrade FILE"
            )
        if not kept_home.can_go_back(places.console, places.upgrade):
            raise StepFailed(
                "The settings from before the upgrade are not kept any more, after 30 days. What"
                " runs now stays. An older release can still be had from its file: sudo"
                " ./lamplight upgrade FILE --to-an-older-release"
            )
        note = Unconfirmed(
            from_slot=other,
            to_slot=here,
            from_release=slots.release(other),
            to_release=RELEASE,
        )
        if not screen.agrees(f"May this box go back to {note.from_release}?"):
            raise StepFailed("You said no, so nothing is changed.")
        with undisturbed(*TERMINAL):
            slots.keep_way_back(other)
            unconfirmed.write_note(places.upgrade, note)
            screen.say("The release before is taken into use again.")
            try:
                screen.say(go_back(places, note, "Somebody asked for that."))
            except StepFailed as error:
                _stay(places, here)
                raise StepFailed(
                    f"Release {note.from_release} did not work: {error} This box stays with"
                    f" {RELEASE}."
                ) from error
        return 0


def _stay(places: Places, here: str) -> None:
    """Have what ran until now run again. Raises StepFailed, and then the box goes back at boot."""
    room = places.room(here)
    places.slots.use(here)
    units.take(places.root, room)
    units.start_filter(places.answers)
    units.start_others(room)
    unconfirmed.confirm(places.upgrade)


@contextmanager
def _standing(places: Places, screen: Terminal) -> Iterator[str]:
    """Keep others out while the block runs; yield the slot in use, of which nothing is open.

    Raises StepFailed where nothing is installed, and where the box had to go back first.
    """
    here = places.slots.in_use
    if here is None:
        raise StepFailed("Lamplight is not installed here. Put it there: sudo ./lamplight install")
    places.upgrade.mkdir(mode=0o700, exist_ok=True)
    with alone(places):
        note = unconfirmed.read_note(places.upgrade, places.slots.before)
        if note is not None:
            screen.say("An upgrade before this one was cut off. First the box goes back from it.")
            told = go_back(places, note, "The upgrade was cut off before it was checked.")
            raise StepFailed(f"{told} Run this again now.")
        yield here


def _make(slots: Slots, spare: str, fresh: Path, manifest: Manifest, screen: Terminal) -> None:
    screen.say(
        f"Release {manifest.release} is put beside the one that runs. This takes some minutes on a"
        " Pi. Nothing at home changes yet."
    )
    listed = list_from_bytes((fresh / FILES).read_bytes(), manifest)
    parts = {path.partition("/")[0] for path in listed} - {WHEELS}
    wheels = fresh / WHEELS
    slots.make(
        spare,
        fresh,
        fingerprint(fresh),
        wheels if wheels.is_dir() else None,
        parts=(*sorted(parts), MANIFEST, FILES),
    )


def _try(places: Places, note: Unconfirmed, screen: Terminal, wishes: Wishes) -> None:
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


def _change(places: Places, note: Unconfirmed, screen: Terminal) -> int:
    slots, room = places.slots, places.room(note.to_slot)
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


def _check_room(release: Path, places: Places) -> None:
    with suppress(OSError):
        size = release.stat().st_size if release.is_file() else 0
        free = shutil.disk_usage(places.opt).free
        if free < 3 * size + ROOM_FOR_PACKAGES:
            raise StepFailed(
                f"There are {free // 2**20} MB free below {places.opt}, and an upgrade needs"
                f" {(3 * size + ROOM_FOR_PACKAGES) // 2**20}. Nothing is changed."
            )


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"

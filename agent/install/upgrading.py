"""An upgrade: a signed release is checked, put beside the one that runs, and then taken into use.

Rules kept here:
- Nothing of the new release runs before its signature and each of its files is checked.
- How it is tried and taken into use, with a way back at each point, is that of `changing`; so it is
  the same where a release is installed over another.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from agent.install import kept_home, unconfirmed, units
from agent.install.changing import TERMINAL, Terminal, Wishes, standing, take_into_use, try_it
from agent.install.going_back import Places, go_back
from agent.install.manifest import FILES, MANIFEST, Manifest, check_fits, list_from_bytes
from agent.install.packing import WHEELS
from agent.install.release_keys import believed
from agent.install.slots import Slots, fingerprint
from agent.install.steps import StepFailed, undisturbed
from agent.install.unconfirmed import Unconfirmed
from agent.install.unpacking import unpacked
from agent.release import NUMBER, RELEASE

UNPACKED: Final = "unpacked"
TIMES_UNPACKED: Final = 3
"""How often a release lies there while it is put beside the other: as a file, unpacked, and used.
The file may lie on the same card."""


def upgrade(places: Places, settings: Path, release: Path, screen: Terminal, wishes: Wishes) -> int:
    """Take a release into use, or leave all as it was. Raises StepFailed, OSError."""
    slots = places.slots
    with standing(places, screen) as here:
        fresh = places.opt / UNPACKED
        try:
            screen.say("The release is checked: who signed it, and each of its files.")
            slots.check_room(TIMES_UNPACKED * _size(release))
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
            try_it(places, note, screen, wishes)
        except BaseException:
            slots.remove(spare)
            raise
        return take_into_use(places, note, screen)


def back(places: Places, screen: Terminal) -> int:
    """Go back to the release in the other slot, because somebody wants to. Raises StepFailed."""
    slots = places.slots
    with standing(places, screen) as here:
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


def _size(release: Path) -> int:
    return release.stat().st_size if release.is_file() else 0


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"

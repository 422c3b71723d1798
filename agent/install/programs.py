"""The programs put on a machine: at once where nothing runs yet, else beside what runs.

Rules kept here:
- The first programs are taken into use as soon as they are whole: nobody needs them yet.
- Over others that answer the home they are taken into use as in an upgrade: tried on a copy, with a
  note that a change is open, and with a way back also after a power cut. So never does one release
  stand in its place with the services of another.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from agent.install import services
from agent.install.changing import Terminal, Wishes, take_into_use, try_it
from agent.install.going_back import Places, go_back
from agent.install.slots import fingerprint
from agent.install.steps import Step
from agent.install.unconfirmed import Unconfirmed

SAYS = "The programs are put below /opt/lamplight. This takes some minutes on a Pi."


def first(places: Places, house: Path, wheels: Path | None) -> list[Step]:
    """Return what puts the programs of a house where nobody answers by ours yet."""
    slots, image, before = places.slots, fingerprint(house), places.slots.in_use

    def put_there() -> None:
        slot = slots.spare
        slots.check_room()
        slots.make(slot, house, image, wheels)
        slots.use(slot)
        services.restart()

    def take_back() -> None:
        if before is None:
            shutil.rmtree(places.opt, ignore_errors=True)
            return
        slots.use(before)
        services.restart()

    return [
        Step(
            says=SAYS,
            is_done=lambda: slots.in_use is not None and slots.image(slots.in_use) == image,
            do=put_there,
            undo=take_back,
        )
    ]


def over_others(
    places: Places, house: Path, wheels: Path | None, screen: Terminal, wishes: Wishes
) -> tuple[list[Step], list[Step]]:
    """Return what puts the programs beside those that run, and what takes them into use."""
    slots, image, here = places.slots, fingerprint(house), places.slots.in_use
    if here is None:
        raise ValueError("no programs are in use")
    fresh = slots.spare

    def put_beside() -> None:
        slots.check_room()
        slots.make(fresh, house, image, wheels)

    def take() -> None:
        note = _note(places, here, fresh)
        try_it(places, note, screen, wishes)
        take_into_use(places, note, screen)

    def take_back() -> None:
        if slots.in_use == fresh:
            screen.say(go_back(places, _note(places, here, fresh), "It does not go on."))

    def is_there(*places_of: str) -> Callable[[], bool]:
        return lambda: image in {slots.image(slot) for slot in places_of}

    beside = Step(
        says=SAYS,
        is_done=is_there(here, fresh),
        do=put_beside,
        undo=lambda: slots.remove(fresh),
    )
    into_use = Step(
        says="They take the place of those that run, with a way back.",
        is_done=lambda: slots.in_use is not None and slots.image(slots.in_use) == image,
        do=take,
        undo=take_back,
    )
    return [beside], [into_use]


def _note(places: Places, here: str, fresh: str) -> Unconfirmed:
    return Unconfirmed(
        from_slot=here,
        to_slot=fresh,
        from_release=places.slots.release(here),
        to_release=places.slots.release(fresh),
    )

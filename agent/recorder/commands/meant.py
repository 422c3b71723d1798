"""Which device, which agreement and which words are meant, by what somebody typed.

Rules kept here:
- A device and a viewer are found by their label, whatever its capitals; an agreement by how its
  digest begins, or by there being only one.
- Nobody guesses: where several could be meant, they are named, and nothing is done.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.recorder import words
from consent.commands.bundle_words import called
from consent.desk import Desk, DeskRefused
from consent.recorder_answers import DeviceStanding, HomeViewer, HowItStands

START_DIGITS = 8


def device_meant(how: HowItStands, label: str) -> DeviceStanding:
    """Return the device of a label. Raises DeskRefused, which names those that there are."""
    for one in how.devices:
        if one.label.casefold() == label.strip().casefold():
            return one
    labels = ", ".join(one.label for one in how.devices)
    known = words.KNOWN_DEVICES.format(labels=labels) if labels else words.NO_DEVICES
    raise DeskRefused(words.NO_DEVICE.format(label=label, known=known))


def viewer_meant(how: HowItStands, label: str) -> HomeViewer:
    """Return whoever made words to look with under a label. Raises DeskRefused."""
    for one in how.viewers:
        if one.label.casefold() == label.strip().casefold():
            return one
    raise DeskRefused(words.NO_VIEWER.format(label=label))


def agreement_meant(
    start: str | None, known: Sequence[str], among: Sequence[str], nothing: str
) -> str:
    """Return the agreement of all that are known whose digest begins so; or the one of `among`.

    Raises DeskRefused; `nothing` says that there is none among them.
    """
    if start is not None:
        found = [one for one in known if one.startswith(start.strip().lower())]
        if not found:
            raise DeskRefused(words.NO_AGREEMENT_SO.format(start=start, known=_listed(known)))
    else:
        found = list(among)
        if not found:
            raise DeskRefused(nothing)
    if len(found) > 1:
        raise DeskRefused(words.SEVERAL_AGREEMENTS.format(known=_listed(found)))
    return found[0]


def named(agreement: str) -> str:
    """Return an agreement by the first of its check words, and how its digest begins."""
    return words.CALLED.format(words=called(agreement), start=agreement[:START_DIGITS])


def agrees(desk: Desk, question: str) -> bool:
    """Ask whether to go on, and say so where that was not a yes."""
    if desk.ask(words.YES_OR_NO.format(question=question)).strip().casefold() in {"yes", "y"}:
        return True
    desk.say(words.NOT_DONE)
    return False


def _listed(agreements: Sequence[str]) -> str:
    return ", ".join(map(named, agreements)) or words.NOTHING_YET

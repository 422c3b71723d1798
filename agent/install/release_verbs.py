"""The verbs about releases as the front door has them: `upgrade`, `bundle`, and the way back.

Rules kept here:
- Signatures need a library that a fresh machine has not. So what checks them is loaded only by the
  verb that does, in the Python of the release that is installed; the way back needs none of it.
- The release that is installed judges the one that comes, never the other way round.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.install import unconfirmed
from agent.install.changing import Terminal, Wishes
from agent.install.going_back import Places, way_back
from agent.install.slots import SLOTS
from agent.install.steps import StepFailed


def add_release_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs and their options."""
    upgrade = verbs.add_parser("upgrade", help="take up a new release, with a way back")
    upgrade.add_argument(
        "release", type=Path, nargs="?", metavar="FILE|FOLDER", help="as `lamplight bundle` made it"
    )
    upgrade.add_argument("--yes", action="store_true", help="yes, where nobody's rules change")
    upgrade.add_argument(
        "--yes-to-changes", action="store_true", help="yes, also where somebody's rules change"
    )
    upgrade.add_argument(
        "--to-an-older-release", action="store_true", help="also where it is older than what runs"
    )
    upgrade.add_argument("--back", action="store_true", help="go back to the release before")
    bundle = verbs.add_parser("bundle", help="make one file of this release, for boxes offline too")
    bundle.add_argument("out", type=Path, nargs="?", metavar="FILE", help="such as lamplight.tar")
    bundle.add_argument(
        "--sign", type=Path, action="append", default=[], metavar="KEY", help="more than once: all"
    )
    bundle.add_argument("--new-key", type=Path, metavar="KEY", help="make a key that signs")
    bundle.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="instead of typing the passphrase"
    )
    bundle.add_argument(
        "--wheels", type=Path, metavar="DIR", help="a folder of packages; nothing is fetched then"
    )
    verbs.add_parser("way-back", help="what systemd starts after an upgrade that was cut off")


def upgrade(options: argparse.Namespace, places: Places, settings: Path, screen: Terminal) -> int:
    """Take up a release, or go back to the one before. Raises StepFailed, OSError."""
    if places.slots.in_use is None:
        raise StepFailed("Lamplight is not installed here. Put it there: sudo ./lamplight install")
    from agent.install import upgrading  # noqa: PLC0415 - the rule about the library

    if options.back:
        return upgrading.back(places, screen)
    if options.release is None:
        raise StepFailed("Which release? sudo ./lamplight upgrade FILE")
    if not options.release.exists():
        raise StepFailed(f"There is no {options.release}.")
    wishes = Wishes(yes_to_changes=options.yes_to_changes, older=options.to_an_older_release)
    return upgrading.upgrade(places, settings, options.release, screen, wishes)


def bundle(options: argparse.Namespace, house: Path) -> str:
    """Make a release or a key, and return what to tell. Raises StepFailed, OSError."""
    from agent.install.releasing import (  # noqa: PLC0415 - the rule about the library
        Passphrase,
        make_key,
        make_release,
    )

    passphrase = Passphrase(file=options.passphrase_file)
    if options.new_key is not None:
        line = make_key(options.new_key, passphrase)
        return f"Written: {options.new_key}. Boxes believe it by this line:\n{line}"
    if options.out is None:
        raise StepFailed("Which file? ./lamplight bundle FILE --sign KEY")
    return make_release(house, options.out, options.sign, passphrase, options.wheels)


def go_back_if_open(places: Places) -> str:
    """Go back where an upgrade was not confirmed; return what to tell. Raises StepFailed."""
    return way_back(places) or "No upgrade is open; there is nothing to go back from."


def slots_in_words(places: Places) -> list[str]:
    """Return which release is in each slot, and how the last upgrade ended."""
    slots, lines = places.slots, []
    for slot in SLOTS:
        if slots.image(slot) is not None:
            use = ", in use" if slot == slots.in_use else ""
            lines.append(f"slot {slot}: release {slots.release(slot)}{use}")
    if unconfirmed.is_open(places.upgrade):
        lines.append("AN UPGRADE IS NOT CONFIRMED: at its next start the box goes back")
    elif (last := unconfirmed.last(places.upgrade)) is not None:
        lines.append(f"last upgrade: {last}")
    return lines

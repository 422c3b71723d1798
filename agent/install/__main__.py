"""Install, upgrade, status, uninstall: composition root of `sudo ./lamplight install`.

Rules kept here:
- It runs on what a fresh Debian has: the standard library alone.
- What exists is touched only after a yes, and put back by `uninstall`.
- Nothing is said to work that was not asked and heard: the last step is a real question to the box.
- Exit status: 0 done or nothing to do, 1 something is wrong with what is there, 2 not done.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.install import existing, journal, programs, services, settings
from agent.install.changing import Wishes, go_back_first
from agent.install.checking import answers, is_listening, standing
from agent.install.doctor import doctor
from agent.install.going_back import Places, alone
from agent.install.machine import has_package, release_in, run, what_is_wrong
from agent.install.release_verbs import (
    add_release_verbs,
    bundle,
    go_back_if_open,
    slots_in_words,
    upgrade,
)
from agent.install.settings import network_now
from agent.install.steps import Step, StepFailed, carry_out
from agent.install.support_bundle import write_bundle
from agent.install.taking_off import take_off
from agent.release import RELEASE

ROOT: Final = Path("/")
HOUSE: Final = Path(__file__).resolve().parents[2]
OPT: Final = Path("/opt/lamplight")
SETTINGS: Final = Path("/etc/lamplight")
STATE: Final = Path("/var/lib/lamplight")

_PLACES: Final = Places(root=ROOT, opt=OPT, state=STATE)

NOT_DONE: Final = 2


class Screen:
    """The terminal. With `yes` every question is answered already."""

    def __init__(self, *, yes: bool) -> None:
        self._yes = yes

    def say(self, text: str) -> None:
        """Say a sentence, if anybody still listens: a terminal that went away stops nothing."""
        with suppress(OSError):
            print(text, flush=True)

    def agrees(self, question: str) -> bool:
        """Ask for a yes; anything else is a no, and so is nobody there."""
        if self._yes:
            self.say(f"{question} (yes, by --yes)")
            return True
        try:
            return input(f"{question} [yes/no] ").strip().lower() in {"yes", "y"}
        except (EOFError, OSError):
            return False

    def decides(self, question: str) -> bool:
        """Ask for a yes that --yes does not give."""
        return Screen(yes=False).agrees(question)


def arguments() -> argparse.ArgumentParser:
    """Return the verbs and options."""
    parser = argparse.ArgumentParser(prog="lamplight")
    verbs = parser.add_subparsers(dest="verb", required=True)
    install = verbs.add_parser("install", help="put Lamplight on this machine for good")
    install.add_argument("--yes", action="store_true", help="answer every question with yes")
    install.add_argument(
        "--yes-to-changes", action="store_true", help="yes, also where somebody's rules change"
    )
    install.add_argument(
        "--wheels",
        type=Path,
        metavar="DIR",
        help="a folder of packages; nothing is fetched then. In an unpacked release: its own",
    )
    install.add_argument(
        "--release-keys",
        type=Path,
        metavar="FILE",
        help="who may sign the releases that this box takes up, in place of whom this one names",
    )
    uninstall = verbs.add_parser("uninstall", help="take Lamplight off this machine")
    uninstall.add_argument("--yes", action="store_true", help="answer every question with yes")
    uninstall.add_argument(
        "--and-records",
        action="store_true",
        help="also the home's settings, rules and records; nothing brings them back",
    )
    verbs.add_parser("status", help="which services run, and whether names are answered")
    add_release_verbs(verbs)
    looking = verbs.add_parser("doctor", help="look at everything, and say what to do")
    looking.add_argument(
        "--bundle", type=Path, metavar="FILE", help="write all of it, without any name, to a file"
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was asked; return the exit status."""
    options = arguments().parse_args(argv)
    # Services read what root makes here, and systemd-resolved does: whatever whoever called sudo
    # keeps from others. What nobody else may read is made with a mode of its own.
    os.umask(0o022)
    if options.verb == "status":
        return _status()
    if options.verb == "doctor":
        return doctor() if options.bundle is None else write_bundle(options.bundle)
    try:
        return _carried_out(options)
    except (StepFailed, OSError) as error:
        print(f"lamplight {options.verb}: {error}", file=sys.stderr)
        return NOT_DONE


def _carried_out(options: argparse.Namespace) -> int:
    if options.verb == "bundle":
        print(bundle(options, HOUSE))
        return 0
    if options.verb == "way-back":
        print(go_back_if_open(_PLACES))
        return 0
    if (wrong := what_is_wrong(release=release_in())) is not None:
        raise StepFailed(wrong)
    screen = Screen(yes=options.yes)
    if options.verb == "install":
        wishes = Wishes(yes_to_changes=options.yes_to_changes)
        return _install(screen, options.wheels, options.release_keys, wishes)
    if options.verb == "upgrade":
        return upgrade(options, _PLACES, SETTINGS, screen)
    return _uninstall(screen, and_records=options.and_records)


def _install(screen: Screen, wheels: Path | None, keys: Path | None, wishes: Wishes) -> int:
    if wheels is None and (HOUSE / "wheels").is_dir():
        wheels = HOUSE / "wheels"  # a release that was unpacked brings its packages
    screen.say(f"Lamplight {RELEASE} is put on this machine. Each step is said before it is done.")
    with alone(_PLACES):
        done = carry_out(_steps(screen, wheels, keys, wishes), screen)
    if done:
        screen.say("It is installed.")
        run("systemctl", "start", "--no-block", "lamplight-lists.service")
    else:
        screen.say("It was installed already, and nothing had to be done.")
    pages = network_now().address
    screen.say(f"Open https://{pages}/ on a phone at home. The page explains the warning it shows.")
    if (code := _set_up_code()) is not None:
        screen.say(f"It asks for the set-up code: {code}")
    return 0


def _steps(screen: Screen, wheels: Path | None, keys: Path | None, wishes: Wishes) -> list[Step]:
    """Return all of it, in order. Raises StepFailed."""
    is_ours = is_listening()
    noted, aside = (one(ROOT, is_ours=is_ours) for one in (existing.noted, existing.steps_aside))
    if is_ours and _PLACES.slots.in_use is not None:
        go_back_first(_PLACES, screen)
        beside, into_use = programs.over_others(_PLACES, HOUSE, wheels, screen, wishes)
    else:
        beside, into_use = programs.first(_PLACES, HOUSE, wheels), []
    return [_packages(), *beside, *noted, *_after(keys, into_use, aside)]


def _set_up_code() -> str | None:
    """Return the code of a box that nobody has set up, None where somebody has."""
    python = OPT / "current" / "venv" / "bin" / "python"
    house = OPT / "current" / "house"
    try:
        return run("env", f"PYTHONPATH={house}", python, "-m", "console.set_up").strip()
    except StepFailed:
        return None


def _packages() -> Step:
    """Return what comes first."""
    packages = [name for name in ("chrony", "python3-venv") if not has_package(name)]
    return Step(
        says=f"These Debian packages are installed: {', '.join(packages)}.",
        asks="May chrony keep the time of this machine, in place of what does it now?",
        is_done=lambda: not packages,
        do=lambda: (
            run("apt-get", "update"),
            run("apt-get", "install", "-y", "--no-install-recommends", *packages),
        ),
    )


def _after(keys: Path | None, into_use: Sequence[Step], aside: Sequence[Step]) -> list[Step]:
    """Return what makes it run, and the question whether it does.

    What is taken `into_use` over others brings its own services; of those nothing is left to do
    here then. Whoever answers names now steps `aside` last of all: until then everything was made
    with the names of before, and a power cut finds them or ours.
    """
    return [
        *settings.steps(SETTINGS, ROOT, keys),
        journal.step(ROOT),
        *into_use,
        *services.steps(ROOT, HOUSE / "systemd"),
        *aside,
        services.start(),
        Step(
            says="The box is asked for a name.",
            is_done=answers,
            do=_hear,
        ),
    ]


def _hear() -> None:
    if not answers():
        raise StepFailed(
            "The box does not answer. `journalctl -u 'lamplight-*'` says why; no name that anybody"
            " looked up stands there."
        )


def _uninstall(screen: Screen, *, and_records: bool) -> int:
    if and_records and not screen.agrees(
        "All settings, rules and records of this home are destroyed, for good. Is that right?"
    ):
        raise StepFailed("You said no, so nothing is done.")
    return take_off(_PLACES, SETTINGS, screen, and_records=and_records)


def _status() -> int:
    lines = standing(services.STARTED)
    for unit, state in lines.items():
        print(f"{unit:32} {state}")
    is_well = answers()
    print("names are answered" if is_well else "NO NAME IS ANSWERED")
    for line in slots_in_words(_PLACES):
        print(line)
    return 0 if is_well and set(lines.values()) <= {"active"} else 1


if __name__ == "__main__":
    sys.exit(main())

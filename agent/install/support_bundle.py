"""The support bundle: one file of text that tells how a box is, and nothing about anybody.

Rules kept here:
- It is built of closed words, numbers and versions that stand in this program, and of nothing that
  anybody typed or looked up. What could hold a name is counted or measured, never copied: of a
  check stands which one it is and whether it is well, without its sentence; of a file its kind, its
  size in steps and its age in days; of the settings which options there are, without their values.
- Two homes that differ only in what was looked up have the same bundle. So a check that hangs on
  what was asked is not in it, and of what was written down under an agreement not even a size.
- It is plain text and is shown before it is sent, so whoever sends it can read all of it.
- What is not known on this machine is not in it.

The test that plants names in every store and looks for them is `tests/promises/
test_the_support_bundle_tells_no_name.py`.
"""

from __future__ import annotations

import os
import platform
import pwd
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Final

from agent.files import replace_file
from agent.install import doctor_words as words
from agent.install.doctor import (
    INSTALLED,
    NOT_LOOKED,
    WELL,
    NotLooked,
    Places,
    of_health,
    of_the_machine,
    states,
)
from agent.install.looking import Check
from agent.install.machine import release_in
from agent.install.services import ACCOUNTS
from agent.release import RELEASE, image

FORMAT: Final = "lamplight-support/v1"

KINDS: Final = (
    *("household.db", "snapshot.json", "allowed.json", "known-roads.json", "authority.pem"),
    *(
        "box.pem",
        "set-up-code",
        "backup-key.json",
        "lamplight-backup.txt",
        "status.json",
        "minutes.json",
        "categories.idx",
        "lists.json",
    ),
    *("home.json", "ledger.jsonl", "journal.jsonl", "checkpoint", "clock.json", "box.key"),
)
"""Files that are named in the bundle. Of any other stands only that there is one."""

FOLDERS: Final = ("agent", "recorder", "console", "lists", "sealed")
ABOUT: Final = frozenset(
    {
        *("Rules", "Lists", "Clock", "Network", "Answers", "Genuine names", "Card", "Power"),
        *("Heat", "A damaged file", "Recording", "Languages", "Settings", "Backup"),
        *(words.SERVICE, words.NAMES, words.PORT, words.ADDRESS, words.FIXED, words.CABLE),
        *(words.TIME, words.CARD, words.JOURNAL, words.POWER, words.ASIDE),
    }
)
"""The checks that stand in it. "Trick answers" and "A busy device" hang on what was asked."""

WRITTEN_DOWN: Final = "recorder"
_OPTION: Final = re.compile(r"^(LAMPLIGHT_[A-Z0-9_]+)=(.*)$", re.MULTILINE)
_FLAG: Final = re.compile(r"(?:^|\s)(--[a-z-]+)")
_DAMAGED: Final = re.compile(r"(.+)\.damaged(?:-\d+)?")
_DAY_SECONDS: Final = 86_400


def write_bundle(
    file: Path, places: Places = INSTALLED, say: Callable[[str], object] = print
) -> int:
    """Write the bundle, say where it is, and return the exit status."""
    if places.user is not None and os.geteuid() != 0:
        say(f"lamplight doctor: {words.NOT_ROOT}")
        return NOT_LOOKED
    if not places.programs.exists():
        say(f"lamplight doctor: {words.NOT_HERE.format(folder=places.programs)}")
        return NOT_LOOKED
    text = "".join(f"{line}\n" for line in bundle(places))
    try:
        replace_file(file, [text.encode("ascii", errors="replace")], mode=0o600)
    except OSError as error:
        say(f"lamplight doctor: {file}: {error.strerror}")
        return NOT_LOOKED
    say(words.BUNDLE.format(file=file))
    return WELL


def bundle(places: Places = INSTALLED) -> Iterator[str]:
    """Yield the bundle's lines."""
    yield FORMAT
    yield f"release {RELEASE}"
    yield f"image {image()}"
    yield f"system {' '.join(release_in())} {platform.machine()} {_kernel()}"
    yield f"python {platform.python_version()}"
    for unit, state in states().items():
        yield f"unit {unit} {state}"
    try:
        health: Iterable[Check] = of_health(places)
    except NotLooked:
        health = ()
        yield "health not-looked"
    for check in (*health, *of_the_machine(places)):
        if check.about in ABOUT:
            about = check.about.lower().replace(" ", "-")
            yield f"check {about} {'well' if check.is_well else 'look'}"
    yield from _options(places.settings)
    for folder in FOLDERS:
        yield from _files(places.state / folder)
    yield "end"


def _kernel() -> str:
    """Return the kernel's number; whoever built it may have added a name to it."""
    found = re.match(r"[0-9]+(?:\.[0-9]+)*", platform.release())
    return found[0] if found else "unknown"


def _options(settings: Path) -> Iterator[str]:
    """Yield which settings there are and which options in them, without what they are set to."""
    try:
        text = settings.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        yield "settings unread"
        return
    for name, value in _OPTION.findall(text):
        if name not in SETTINGS:
            yield "setting another"
            continue
        flags = Counter(flag for flag in _FLAG.findall(value) if flag in FLAGS)
        said = " ".join(f"{flag}x{count}" for flag, count in sorted(flags.items()))
        yield f"setting {name} {said}".rstrip()


SETTINGS: Final = frozenset(
    f"LAMPLIGHT_{name}" for name in ("INTERFACE", "PAGES", "UPSTREAMS", "ZONES", "LAMP", "BACKUP")
)
FLAGS: Final = frozenset(
    f"--{name}"
    for name in (
        *("listen", "tls-listen", "upstream", "bootstrap", "zone", "leads-home", "led"),
        *("questions-a-second", "to"),
    )
)


def _files(folder: Path) -> Iterator[str]:
    """Yield of each file of ours its kind, size and age; of the others how many there are."""
    others: Counter[str] = Counter()
    for path in sorted(folder.rglob("*")):
        try:
            stat = path.lstat()
        except OSError:
            continue
        if not S_ISREG(stat.st_mode):
            continue
        damaged = _DAMAGED.fullmatch(path.name)
        kind = damaged[1] if damaged else path.name
        state = "damaged" if damaged else "whole"
        if kind not in KINDS:
            others[state] += 1
            continue
        days = max(0, int(time.time() - stat.st_mtime)) // _DAY_SECONDS
        size = f"{_step(stat.st_size)} octets {days} days {_owner(stat)}"
        yield f"file {folder.name} {kind} {state} up to {size}"
    if folder.name != WRITTEN_DOWN:
        for state, count in sorted(others.items()):
            yield f"files {folder.name} {state} {count} others"


def _step(octets: int) -> int:
    """Return a size in steps that double: finer ones would move with what was typed."""
    step = 1_024
    while step < octets:
        step *= 2
    return step


def _owner(stat: os.stat_result) -> str:
    try:
        name = pwd.getpwuid(stat.st_uid).pw_name
    except KeyError:
        return "of-nobody"
    ours = {"root", *(f"lamplight-{one}" for one in ACCOUNTS)}
    return f"of-{name}" if name in ours else "of-another"

"""An upgrade that nobody confirmed yet: written down before anything changes, so a cut is noticed.

Rules kept here:
- As long as the note is there, the box goes back at its next start. It is written before the first
  change and taken away after the last check, and both are on the disk before anything goes on.
- A note that cannot be read is one: then the box goes back to the slot that was kept for that.
- How the last upgrade ended is kept for `status`, without anything about a person.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from agent.files import replace_file
from agent.install.slots import SLOTS

FOLDER: Final = "upgrade"
"""Below /var/lib/lamplight; root's alone. systemd empties it of what is older than 30 days."""

NOTE: Final = "unconfirmed.json"
LAST: Final = "last.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """From which slot to which, and what the releases in them are called."""

    from_slot: str
    to_slot: str
    from_release: str
    to_release: str


def is_open(folder: Path) -> bool:
    """Say whether an upgrade is not confirmed."""
    return (folder / NOTE).exists()


def write_note(folder: Path, note: Unconfirmed) -> None:
    """Write down that an upgrade begins, and have it on the disk with all that came before."""
    replace_file(folder / NOTE, [json.dumps(asdict(note)).encode()], mode=0o600)
    os.sync()


def read_note(folder: Path, kept: str | None) -> Unconfirmed | None:
    """Return the upgrade that is not confirmed, None where there is none.

    `kept` is the slot that was kept to go back to, for a note that cannot be read.
    """
    try:
        octets = (folder / NOTE).read_bytes()
    except FileNotFoundError:
        return None
    with suppress(ValueError, TypeError):
        note = Unconfirmed(**json.loads(octets))
        if {note.from_slot, note.to_slot} == set(SLOTS):
            return note
    back = kept or SLOTS[0]
    return Unconfirmed(
        from_slot=back,
        to_slot=SLOTS[back == SLOTS[0]],
        from_release="the one before",
        to_release="a new release",
    )


def confirm(folder: Path) -> None:
    """Take the note away, for good."""
    (folder / NOTE).unlink(missing_ok=True)
    os.sync()


def say_last(folder: Path, text: str) -> None:
    """Keep how an upgrade ended."""
    replace_file(folder / LAST, [f"{text}\n".encode()], mode=0o600)


def last(folder: Path) -> str | None:
    """Return how the last upgrade ended, None where nobody knows."""
    try:
        return (folder / LAST).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None

"""The recorder's folder as it lies on the card, read by somebody beside the recorder.

Rules kept here:
- Nothing is written, mended or removed: what lies there is what is looked at.
- Of the box's key only the public half is kept. Nothing that could open a day is used.
- A last line without its end was never acknowledged, and is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.recorder import words
from agent.recorder.box import LEDGER_FILE
from agent.recorder.days import FOLDER, FRAMES, KEY, SLIP
from agent.recorder.identity import KEY_FILE
from agent.recorder.journal import CHECKPOINT_FILE
from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.recorder.memory import FILE as MEMORY_FILE
from agent.recorder.memory import Memory
from consent.desk import DeskRefused
from consent.encoding import object_from_json
from consent.frozen import KEY_OCTETS
from consent.kept_days import KeptDay
from consent.keys import PublicKey
from consent.schema import read


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCard:
    """What lies on a card: whose box it is, what it signed last, its lines, and its days."""

    box_key: PublicKey
    checkpoint: bytes
    journal: tuple[bytes, ...]
    ledger: tuple[str, ...]
    memory: Memory
    days: tuple[KeptDay, ...]


def on_card(state: Path) -> OnCard:
    """Return what lies in a recorder's folder. Raises DeskRefused, ConsentError, OSError."""
    key = _octets(state / KEY_FILE)
    if len(key) != KEY_OCTETS:
        raise DeskRefused(words.CHECK_NO_BOX.format(state=state, name=KEY_FILE))
    public = Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()
    known = _octets(state / MEMORY_FILE)
    ledger = [line.decode("utf-8", "replace") for line in _lines(state / LEDGER_FILE)]
    return OnCard(
        box_key=PublicKey(public),
        checkpoint=_octets(state / CHECKPOINT_FILE),
        journal=_lines(state / JOURNAL_FILE),
        ledger=tuple(ledger),
        memory=read(Memory, object_from_json(known)) if known else Memory(),
        days=tuple(_day(folder) for folder in _in(state / FOLDER) if folder.is_dir()),
    )


def _day(folder: Path) -> KeptDay:
    slip = _octets(folder / SLIP)
    return KeptDay(
        name=folder.name,
        slip=slip or None,
        sealed_keys={
            one.name.removesuffix(KEY): one.read_bytes()
            for one in _in(folder)
            if one.name.endswith(KEY)
        },
        frames=_lines(folder / FRAMES),
    )


def _octets(path: Path) -> bytes:
    """Return what a file holds, nothing where there is none. Raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _lines(path: Path) -> tuple[bytes, ...]:
    whole, _, _ = _octets(path).rpartition(b"\n")
    return tuple(whole.split(b"\n")) if whole else ()


def _in(folder: Path) -> list[Path]:
    """Return what is in a folder, without what was never finished. Raises OSError."""
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if not one.name.startswith("."))

"""The days that can still be opened: on the card, sealed, one folder for each day key.

    days/FINGERPRINT/VIEWER.key      the day's private half, sealed to one viewer
    days/FINGERPRINT/slip.json       who may open; written last, so a folder with it is whole
    days/FINGERPRINT/frames.jsonl    what was recorded, sealed
    days/FINGERPRINT/count           how many observations the frames hold

Rules kept here:
- A folder without a slip is a day key that was never finished, or is being destroyed.
- A slip that is not the one of its folder was changed by somebody: nothing is handed out by it, and
  it stays where it is until the day is destroyed, so that whoever checks finds it.
- Sealed keys go first, then all else: once the keys are gone nothing can be opened.
- The names of files are digests. They name nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

from agent.recorder.disk import Disk
from consent.errors import ConsentError
from consent.frames import checked_frames
from consent.sealed_day import (
    Slip,
    check_sealed_key,
    fingerprint_of,
    slip_from_octets,
    slip_to_octets,
)

FOLDER = "days"
SLIP, FRAMES, COUNT, KEY = "slip.json", "frames.jsonl", "count", ".key"
VIEWER_DIGITS = 32


class Days:
    """Every day that can still be opened by somebody, by its key's fingerprint."""

    def __init__(self, disk: Disk) -> None:
        """Take up what is on the card. Raises OSError."""
        self._disk = disk
        self.slips: dict[str, Slip] = {}
        self.unfinished: set[str] = set()
        disk.make_folder(FOLDER)
        for fingerprint in disk.names(FOLDER):
            octets = disk.read(f"{FOLDER}/{fingerprint}/{SLIP}")
            if octets is None:
                self.unfinished.add(fingerprint)
            elif slip := _slip(fingerprint, octets):
                self.slips[fingerprint] = slip

    def keep(self, slip: Slip, sealed_keys: Mapping[str, bytes]) -> str:
        """Keep a new day key; return its fingerprint. Raises OSError."""
        fingerprint = fingerprint_of(slip)
        folder = f"{FOLDER}/{fingerprint}"
        self.unfinished.add(fingerprint)
        self._disk.make_folder(folder)
        for viewer, octets in sealed_keys.items():
            self._disk.replace(_key_file(fingerprint, viewer), octets)
        self._disk.replace(f"{folder}/{SLIP}", slip_to_octets(slip))
        self.slips[fingerprint] = slip
        self.unfinished.discard(fingerprint)
        return fingerprint

    def add_frame(self, fingerprint: str, line: bytes, observations: int) -> None:
        """Append a sealed frame, and keep how many observations there are now. Raises OSError."""
        self._disk.append(f"{FOLDER}/{fingerprint}/{FRAMES}", line)
        self._disk.replace(f"{FOLDER}/{fingerprint}/{COUNT}", str(observations).encode())

    def frames(self, fingerprint: str) -> list[bytes]:
        """Return the sealed frames of a day, first to last. Raises OSError."""
        return self._disk.lines(f"{FOLDER}/{fingerprint}/{FRAMES}")

    def observations(self, fingerprint: str) -> int:
        """Return how many observations the frames hold, as far as was noted. Raises OSError."""
        noted = self._disk.read(f"{FOLDER}/{fingerprint}/{COUNT}") or b"0"
        return int(noted) if noted.isdigit() and len(noted) < 10 else 0

    def octets(self, fingerprint: str) -> int:
        """Return how much room the frames of a day take. Raises OSError."""
        return sum(len(line) + 1 for line in self.frames(fingerprint))

    def sealed_key(self, fingerprint: str, viewer: str) -> bytes | None:
        """Return the key of a day as it was sealed to a viewer, None where it is destroyed."""
        return self._disk.read(_key_file(fingerprint, viewer))

    def viewers(self, fingerprint: str) -> frozenset[str]:
        """Return who can still open a day."""
        return frozenset(
            one.viewer
            for one in self.slips[fingerprint].sealed
            if self.sealed_key(fingerprint, one.viewer) is not None
        )

    def check_frames(self, fingerprint: str) -> None:
        """Raise SealedDayRefused unless each frame follows the one before, and OSError."""
        checked_frames(fingerprint, self.frames(fingerprint))

    def check_sealed_key(self, fingerprint: str, viewer: str) -> None:
        """Raise SealedDayRefused unless the key on the card is what was sealed, and OSError."""
        check_sealed_key(
            self.slips[fingerprint], viewer, self.sealed_key(fingerprint, viewer) or b""
        )

    def destroy_sealed_keys(self, fingerprint: str, *, but: str) -> None:
        """Leave a day to one viewer alone, whatever its slip says. Raises OSError."""
        for name in self._disk.names(f"{FOLDER}/{fingerprint}"):
            path = f"{FOLDER}/{fingerprint}/{name}"
            if name.endswith(KEY) and path != _key_file(fingerprint, but):
                self._disk.remove(path)

    def destroy(self, fingerprint: str) -> None:
        """Destroy a day for everybody: its sealed keys, then its frames. Raises OSError."""
        self.slips.pop(fingerprint, None)
        self.unfinished.discard(fingerprint)
        folder = f"{FOLDER}/{fingerprint}"
        for name in self._disk.names(folder):
            if name.endswith(KEY):
                self._disk.remove(f"{folder}/{name}")
        self._disk.remove_folder(folder)

    def is_kept(self, fingerprint: str) -> bool:
        """Say whether anything of a day is on the card."""
        return fingerprint in self._disk.names(FOLDER)


def _slip(fingerprint: str, octets: bytes) -> Slip | None:
    try:
        slip = slip_from_octets(octets)
    except ConsentError:
        return None
    return slip if fingerprint_of(slip) == fingerprint else None


def _key_file(fingerprint: str, viewer: str) -> str:
    return f"{FOLDER}/{fingerprint}/{viewer[:VIEWER_DIGITS]}{KEY}"

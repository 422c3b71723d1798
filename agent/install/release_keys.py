"""Who may release Lamplight: public keys in a file, and how many of them have to sign.

Rules kept here:
- What a box believes stands on the box: in the file that `install --release-keys` wrote into /etc,
  else in the release that is installed. A new release says nothing about who may sign it.
- A line that cannot be read makes the whole file count for nothing: a key that somebody meant to
  take away must not stay because of a slip in another line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.install.steps import StepFailed
from consent.encoding import octets_from_hex
from consent.errors import ConsentError
from consent.keys import PublicKey

IN_THE_HOUSE: Final = "agent/install/release.keys"
ON_THE_BOX: Final = "release.keys"
"""Below /etc/lamplight: where it stands, it counts alone."""

MOST_OCTETS: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseKeys:
    """The keys by their ids, and how many of them have to sign."""

    needs: int
    keys: dict[str, PublicKey]
    source: Path


def believed(house: Path, settings: Path) -> ReleaseKeys:
    """Return the keys that a box believes. Raises StepFailed where there are none."""
    own = settings / ON_THE_BOX
    path = own if own.exists() else house / IN_THE_HOUSE
    found = release_keys_in(path)
    if not found.keys:
        raise StepFailed(
            f"No release can be checked: {path} names no key. Put the key of whoever makes your"
            " releases there, which you were given by hand or by telephone, never with the release."
        )
    return found


def release_keys_in(path: Path) -> ReleaseKeys:
    """Return the keys that a file names, which may be none. Raises StepFailed, OSError."""
    with path.open("rb") as file:
        octets = file.read(MOST_OCTETS + 1)
    try:
        needs, keys = _read(octets)
    except (ConsentError, ValueError) as error:
        raise StepFailed(f"{path} does not say who may release Lamplight: {error}.") from error
    return ReleaseKeys(needs=needs, keys=keys, source=path)


def _read(octets: bytes) -> tuple[int, dict[str, PublicKey]]:
    if len(octets) > MOST_OCTETS:
        raise ValueError("it is too long")
    needs, keys = 0, dict[str, PublicKey]()
    for number, line in enumerate(octets.decode("utf-8").splitlines(), start=1):
        words = line.split()
        match words:
            case ["needs", count] if not needs and count in {"1", "2", "3"}:
                needs = int(count)
            case ["ed25519", key, *_]:
                one = PublicKey(octets_from_hex(key, "a release key"))
                keys[one.keyid] = one
            case [first, *_] if not first.startswith("#"):
                raise ValueError(f"line {number} cannot be read")
            case _:
                pass  # an empty line, or words for people
    if not needs or (keys and needs > len(keys)):
        raise ValueError("it does not say how many of its keys have to sign")
    return needs, keys

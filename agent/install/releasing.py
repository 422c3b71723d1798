"""Making a release: `./lamplight bundle FILE --sign KEY`, and the key that signs.

Rules kept here:
- A private key is only ever in its file, encrypted, and in the memory of this program. Its
  passphrase is typed unseen, or read from a file that is named: never an argument.
- A key is made on the machine of whoever makes releases, and never on a box.
"""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.files import replace_file
from agent.install.packing import About, bundle
from agent.install.steps import StepFailed
from agent.release import BUILT_ON, NUMBER, PYTHONS, RELEASE, UPGRADES_FROM
from consent.commands.key_file import LEAST_CHARACTERS, fresh_keys, from_file, to_file
from consent.desk import DeskRefused
from consent.signer import Signer

MOST_OCTETS: Final = 65_536

THIS: Final = About(
    release=RELEASE,
    number=NUMBER,
    upgrades_from=UPGRADES_FROM,
    pythons=PYTHONS,
    built_on=int(BUILT_ON.timestamp()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passphrase:
    """Where the passphrase of keys comes from: a file, or whoever sits there."""

    file: Path | None

    def of(self, key: Path) -> str:
        """Return it. Raises StepFailed where nobody is there to type it, OSError."""
        if self.file is not None:
            return self.file.read_text(encoding="utf-8").strip()
        try:
            return getpass.getpass(f"Passphrase of {key}: ")
        except EOFError as error:
            raise StepFailed("Nobody is here to type the passphrase: --passphrase-file") from error


def make_key(path: Path, passphrase: Passphrase) -> str:
    """Make a key for releases, and return the line by which boxes believe it."""
    if path.exists():
        raise StepFailed(f"{path} is there already; a key is never written over.")
    words = passphrase.of(path)
    if len(words) < LEAST_CHARACTERS:
        raise StepFailed(
            f"A passphrase has at least {LEAST_CHARACTERS} characters. Nothing is made."
        )
    keys = fresh_keys(secrets.token_bytes)
    replace_file(path, [to_file(keys, words)], mode=0o600)
    return f"ed25519 {keys.signer.public_key.octets.hex()}"


def signer_of(path: Path, passphrase: Passphrase) -> Signer:
    """Return whoever signs with a key file. Raises StepFailed, OSError."""
    with path.open("rb") as file:
        octets = file.read(MOST_OCTETS)
    try:
        keys = from_file(octets, passphrase.of(path))
    except DeskRefused as error:
        raise StepFailed(f"{path}: {error}.") from error
    if keys is None:
        raise StepFailed(f"That is not the passphrase of {path}. Nothing was made.")
    return keys.signer


def make_release(
    house: Path, out: Path, keys: Sequence[Path], passphrase: Passphrase, wheels: Path | None
) -> str:
    """Make a release of this house, and return what to tell. Raises StepFailed, OSError."""
    if not keys:
        raise StepFailed(
            "A release is signed: --sign KEY. A key is made with: ./lamplight bundle --new-key KEY"
        )
    signers = [signer_of(key, passphrase) for key in keys]
    manifest = bundle(house, out, THIS, signers, wheels)
    size = out.stat().st_size // 2**20
    return (
        f"Written: {out}, {size} MB: release {manifest.release}, number {manifest.number}.\n"
        f"On a box: sudo ./lamplight upgrade {out.name}"
    )

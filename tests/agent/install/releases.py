"""Small releases for tests: a house of a few files, keys of fixed chance, and what makes a file."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.install.packing import About, write_release
from agent.install.release_keys import ReleaseKeys
from consent.keys import PublicKey
from consent.signer import Ed25519Signer

MAKER, SECOND, STRANGER = (
    Ed25519Signer(Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)))
    for number in (1, 2, 3)
)

ABOUT: Final = About(
    release="0.2.0",
    number=2,
    upgrades_from=1,
    pythons=("3.11", "3.12", "3.13"),
    built_on=1_795_000_000,
)

HOUSE: Final = {
    "README.md": "A house.\n",
    "agent/__init__.py": "",
    "agent/release.py": 'RELEASE: Final = "0.2.0"\nNUMBER: Final = 2\n',
    "lamplight": "#!/bin/sh\n",
    "requirements.lock": "nothing\n",
    "wheels/one-1-py3-none-any.whl": "a wheel",
}


def keys_of(*signers: Ed25519Signer, needs: int = 1) -> ReleaseKeys:
    """Return what a box believes that believes these."""
    keys: dict[str, PublicKey] = {one.public_key.keyid: one.public_key for one in signers}
    return ReleaseKeys(needs=needs, keys=keys, source=Path("/etc/lamplight/release.keys"))


def line_of(signer: Ed25519Signer) -> str:
    """Return the line of a key in a file of keys."""
    return f"ed25519 {signer.public_key.octets.hex()} somebody\n"


def files_in(folder: Path, house: Mapping[str, str] = HOUSE) -> dict[str, Path]:
    """Write a house into a folder, and return its files by their paths."""
    for path, text in house.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return {path: folder / path for path in house}


def release_in(
    folder: Path,
    about: About = ABOUT,
    signers: Sequence[Ed25519Signer] = (MAKER,),
    house: Mapping[str, str] = HOUSE,
) -> Path:
    """Make a release in a folder, and return its file."""
    out = folder / "release.tar"
    write_release(files_in(folder / "house", house), out, about, signers)
    return out


def members_of(release: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    """Return what is in a file, in order."""
    with tarfile.open(release) as tar:
        return [(one, found.read() if (found := tar.extractfile(one)) else b"") for one in tar]


def rewritten(release: Path, members: Sequence[tuple[tarfile.TarInfo, bytes]]) -> Path:
    """Write other members into the same file."""
    with tarfile.open(release, "w:", format=tarfile.GNU_FORMAT) as tar:
        for member, octets in members:
            member.size = len(octets)
            tar.addfile(member, io.BytesIO(octets))
    return release

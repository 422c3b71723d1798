"""A release as one file: the house, the packages for every machine it runs on, and the manifest.

Rules kept here:
- The same input gives the same octets: sorted, no hour, no owner, nothing compressed. So whoever
  wants to can make it again and compare, and a second maker signs the very same release.
- Every package is one whose digest the lock names; pip checks that, for each processor and Python.
- In a clone only what is kept in git is taken, and only as it was committed.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.install.machine import run
from agent.install.manifest import FILES, MANIFEST, Manifest, list_to_bytes, signed
from agent.install.release_keys import IN_THE_HOUSE, release_keys_in
from agent.install.slots import BESIDE_THE_ROOMS
from agent.install.steps import StepFailed
from agent.install.unpacking import RUNNABLE
from agent.release import ROOMS
from consent.signer import Signer

WHEELS: Final = "wheels"
PYTHONS: Final = ("3.11", "3.13")
"""Those of Debian 12 and 13, for which packages are packed."""

PROCESSORS: Final = ("x86_64", "aarch64")
_RUNNABLE_ON: Final = (
    *("1", "2010", "2014"),
    *(f"_2_{minor}" for minor in (5, 12, 17, 24, 26, 28, 31, 34, 35, 36)),
)
"""Which builds Debian 12 can run (glibc 2.36; PEP 600), oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a release says of itself, as `agent/release.py` has it."""

    release: str
    number: int
    upgrades_from: int
    pythons: tuple[str, ...]
    built_on: int
    """Seconds since 1970: the hour that all files bear."""


def house_files(house: Path) -> dict[str, Path]:
    """Return the files of a house by their paths in it. Raises StepFailed, OSError."""
    if (house / ".git").exists():
        git = ("git", "-C", house)
        if changed := run(*git, "status", "--porcelain", "--", *ROOMS, *BESIDE_THE_ROOMS).split():
            raise StepFailed(
                f"{len(changed) // 2} files differ from the last commit, such as {changed[1]}."
                " A release is made of what was committed, so that others can make it again."
            )
        listed = run(*git, "ls-files", "-z", "--", *ROOMS, *BESIDE_THE_ROOMS)
        return {path: house / path for path in listed.split("\0") if path}
    found = [path for room in ROOMS for path in (house / room).rglob("*") if path.is_file()]
    found += [house / name for name in BESIDE_THE_ROOMS]
    relative = {path.relative_to(house).as_posix(): path for path in found}
    return {path: there for path, there in relative.items() if "__pycache__" not in path}


def fetch_wheels(lock: Path, into: Path, from_folder: Path | None) -> None:
    """Put the packages for every machine into a folder. Raises StepFailed.

    With `from_folder` nothing is fetched: they lie there.
    """
    where = ("--no-index", "-f", from_folder) if from_folder else ()
    for python in PYTHONS:
        for processor in PROCESSORS:
            platforms = [f"--platform=manylinux{name}_{processor}" for name in _RUNNABLE_ON]
            run(
                *(sys.executable, "-m", "pip", "download", "--disable-pip-version-check"),
                *("--no-deps", "--require-hashes", "--only-binary", ":all:", "--quiet"),
                *("--implementation", "cp", "--python-version", python, *platforms),
                *(*where, "--dest", into, "-r", lock),
            )


def bundle(
    house: Path, out: Path, about: About, signers: Sequence[Signer], wheels: Path | None = None
) -> Manifest:
    """Write a release into one file, and return what it is. Raises StepFailed, OSError."""
    check_believed(house, signers)
    with tempfile.TemporaryDirectory(prefix="lamplight-bundle-") as folder:
        fetch_wheels(house / "requirements.lock", Path(folder), wheels)
        files = house_files(house)
        files |= {f"{WHEELS}/{path.name}": path for path in Path(folder).iterdir()}
        return write_release(files, out, about, signers)


def check_believed(house: Path, signers: Sequence[Signer]) -> None:
    """Raise StepFailed where a box with this house would not believe its own release."""
    path = house / IN_THE_HOUSE
    keys = release_keys_in(path)
    known = [one for one in signers if one.public_key.keyid in keys.keys]
    if len(known) < max(1, keys.needs):
        lines = "\n".join(f"  ed25519 {one.public_key.octets.hex()}" for one in signers)
        raise StepFailed(
            f"A box with this release would not take up the next one: {path} asks for"
            f" {keys.needs} of its keys, and {len(known)} of them signed. Commit what belongs in it"
            f" first:\n{lines}"
        )


def write_release(
    files: dict[str, Path], out: Path, about: About, signers: Sequence[Signer]
) -> Manifest:
    """Write these files, by their paths in it, as a signed release. Raises OSError."""
    octets = {path: files[path].stat().st_size for path in files}
    digests = {path: _digest(files[path]) for path in files}
    listed = list_to_bytes(digests)
    manifest = Manifest(
        release=about.release,
        number=about.number,
        upgrades_from=about.upgrades_from,
        python=about.pythons,
        requirements=digests["requirements.lock"],
        files=hashlib.sha256(listed).hexdigest(),
        octets=sum(octets.values()),
    )
    sibling = out.with_name(f".{out.name}.part")
    top = f"lamplight-{about.release}"
    try:
        with tarfile.open(sibling, "w:", format=tarfile.GNU_FORMAT) as tar:
            for name, text in ((MANIFEST, signed(manifest, signers)), (FILES, listed)):
                tar.addfile(_member(f"{top}/{name}", len(text), about), io.BytesIO(text))
            for path in sorted(files):
                with files[path].open("rb") as file:
                    tar.addfile(_member(f"{top}/{path}", octets[path], about), file)
        sibling.replace(out)
    finally:
        sibling.unlink(missing_ok=True)
    return manifest


def _member(name: str, size: int, about: About) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mtime = size, about.built_on
    member.mode = 0o755 if name.partition("/")[2] == RUNNABLE else 0o644
    return member


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

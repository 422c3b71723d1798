"""A release from a file or a folder, put where nobody else can write, each octet checked.

Rules kept here:
- The signature comes first. Before it is checked nothing but its own file is read, and nothing of
  the release runs before all of it is.
- What is copied is what was checked: the digest is taken of the very octets that are written.
- Only plain files that the signed list names are taken, each once, in all no more than it says.
  A link, a device, a path that leads elsewhere, one file more or less: then nothing of it is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from agent.install.manifest import (
    FILES,
    MANIFEST,
    MOST_OCTETS,
    Manifest,
    ReleaseRefused,
    list_from_bytes,
    opened,
)
from agent.install.release_keys import ReleaseKeys
from consent.frozen import MAX_OCTETS

MOST_OF_THE_LIST: Final = 4 * 1024 * 1024
RUNNABLE: Final = "lamplight"
"""The one file that is started by its name."""

_PIECE: Final = 1024 * 1024


def unpacked(release: Path, into: Path, keys: ReleaseKeys) -> Manifest:
    """Put a release into an empty folder, and return what it is. Raises ReleaseRefused, OSError.

    Where it fails, nothing of it is left.
    """
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True, mode=0o700)
    try:
        if release.is_dir():
            return _from_folder(release, into, keys)
        return _from_file(release, into, keys)
    except BaseException:
        shutil.rmtree(into, ignore_errors=True)
        raise


def checked_folder(folder: Path, keys: ReleaseKeys) -> Manifest:
    """Return what an unpacked release is, looking at nothing but its signature and its list."""
    with _plain_file(folder, MANIFEST) as file:
        manifest = opened(_all(file, MAX_OCTETS, MANIFEST), keys)
    with _plain_file(folder, FILES) as file:
        list_from_bytes(_all(file, MOST_OF_THE_LIST, FILES), manifest)
    return manifest


def _from_folder(folder: Path, into: Path, keys: ReleaseKeys) -> Manifest:
    with _plain_file(folder, MANIFEST) as file:
        envelope = _all(file, MAX_OCTETS, MANIFEST)
    manifest = opened(envelope, keys)
    with _plain_file(folder, FILES) as file:
        listed = _all(file, MOST_OF_THE_LIST, FILES)
    digests = list_from_bytes(listed, manifest)
    _keep(into, envelope, listed)
    room = manifest.octets
    for path, digest in digests.items():
        with _plain_file(folder, path) as file:
            room -= _copy(file, into, path, digest, room)
    return manifest


def _from_file(release: Path, into: Path, keys: ReleaseKeys) -> Manifest:
    if release.stat().st_size > MOST_OCTETS:
        raise ReleaseRefused(f"{release} is far too big for a release. Is it the right file?")
    try:
        with tarfile.open(release, "r:") as tar:
            return _from_members(tar, into, keys)
    # The library's own errors, and what it lets through from headers that somebody made up.
    except (tarfile.TarError, EOFError, ValueError, OverflowError, MemoryError) as error:
        raise ReleaseRefused(
            f"{release} is damaged, cut off, or is no release of Lamplight ({error}). Fetch it"
            " again."
        ) from error


def _from_members(tar: tarfile.TarFile, into: Path, keys: ReleaseKeys) -> Manifest:
    members = _members(tar)
    envelope = _first(members, MANIFEST, MAX_OCTETS)
    manifest = opened(envelope, keys)
    listed = _first(members, FILES, MOST_OF_THE_LIST)
    missing = list_from_bytes(listed, manifest)
    _keep(into, envelope, listed)
    room = manifest.octets
    for path, file in members:
        if (digest := missing.pop(path, None)) is None:
            raise ReleaseRefused(
                f"{path!r} is in the file and not in the signed list, or is there twice. Somebody"
                " changed this release; fetch it again from its makers."
            )
        room -= _copy(file, into, path, digest, room)
    if missing:
        raise ReleaseRefused(
            f"{len(missing)} files are missing; the release was cut off. Fetch it again."
        )
    return manifest


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the path below the one folder of a release, and the file, of each member."""
    top = None
    for member in tar:
        folder, _, path = member.name.partition("/")
        top = folder if top is None else top
        file = tar.extractfile(member) if member.isreg() else None
        if file is None or not path or folder != top:
            raise ReleaseRefused(
                f"{member.name!r} is no plain file of a release. Somebody changed this release, or"
                " it is none; fetch it again from its makers."
            )
        yield path, file


def _first(members: Iterator[tuple[str, IO[bytes]]], name: str, most: int) -> bytes:
    path, file = next(members, ("", None))
    if file is None or path != name:
        raise ReleaseRefused(f"This is no release of Lamplight: {name} is not where it belongs.")
    return _all(file, most, name)


def _all(file: IO[bytes], most: int, name: str) -> bytes:
    octets = file.read(most + 1)
    if len(octets) > most:
        raise ReleaseRefused(f"{name} is far too long. This is no release of Lamplight.")
    return octets


@contextmanager
def _plain_file(folder: Path, path: str) -> Iterator[IO[bytes]]:
    here = folder / path
    try:
        found = here.resolve(strict=True)
        # What a link leads to is not what its makers packed.
        if found != folder.resolve() / path or not found.is_file():
            raise ReleaseRefused(f"{here} is no plain file. Fetch the release again.")
        with found.open("rb") as file:
            yield file
    except (FileNotFoundError, NotADirectoryError, RuntimeError) as error:
        raise ReleaseRefused(
            f"{here} is missing, so this is no release that was made by `lamplight bundle`, or"
            " something was taken out of it. Fetch it again."
        ) from error


def _copy(file: IO[bytes], into: Path, path: str, digest: str, room: int) -> int:
    """Copy one file, and return its length; `room` is what is left of what was promised."""
    there = into / path
    there.parent.mkdir(parents=True, exist_ok=True)
    found, length = hashlib.sha256(), 0
    mode = 0o755 if path == RUNNABLE else 0o644
    descriptor = os.open(there, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as copy:
        while piece := file.read(_PIECE):
            length += len(piece)
            if length > room:
                raise ReleaseRefused("The release is bigger than was signed. Fetch it again.")
            found.update(piece)
            copy.write(piece)
    if found.hexdigest() != digest:
        raise ReleaseRefused(
            f"{path} was changed since the release was signed, or is damaged. Fetch the"
            " release again."
        )
    return length


def _keep(into: Path, envelope: bytes, listed: bytes) -> None:
    (into / MANIFEST).write_bytes(envelope)
    (into / FILES).write_bytes(listed)

"""One small file, read whole and replaced whole.

Rules kept here:
- Reading is bounded: one octet more than the limit is read, by which a file that is too long shows.
- Replacing is a temporary sibling, fsync, rename, fsync of the folder, in this order. Without the
  first fsync a power cut can leave the new name on an empty file; without the second it can leave
  the old one.
- Whoever reads, changes and replaces a file holds its folder while doing so; two at once would
  lose what one of them did.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def read_up_to(path: Path, limit: int) -> bytes:
    """Return the file, or one octet more than `limit` of it. Raises OSError."""
    with path.open("rb") as file:
        return file.read(limit + 1)


def replace_whole(path: Path, octets: bytes, mode: int = 0o666) -> None:
    """Make the file hold `octets`, all at once. Raises OSError and leaves the old file.

    `mode` is who may open it, less what the process gives nobody (umask).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # The dot and the ending keep a reader from taking the sibling for a file.
    sibling = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        made = os.open(sibling, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(made, "wb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        sibling.replace(path)
    except BaseException:
        sibling.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk as they are now. Raises OSError."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a folder, making it where it is not there; wait while somebody else does.

    It keeps out other threads and other processes alike. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)

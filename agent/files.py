"""Writing a file that others read: they see the old one or the new one, never half.

Rules kept here:
- Temporary sibling, fsync, rename, fsync of the folder: in this order. Without the first fsync a
  power cut can leave the new name on an empty file; without the second it can leave the old one.
- What is written again and again, and where the one before would do after a power cut, goes without
  the second: on a card it is nearly half of what a small file costs (64 kB with both).
- A temporary sibling ends in `.part` and begins with a dot, so that no reader takes it for a file,
  and it is removed when writing fails.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from itertools import count
from pathlib import Path


def replace_file(
    path: Path, parts: Iterable[bytes], *, mode: int = 0o666, must_last: bool = True
) -> None:
    """Make `path` hold the parts, all at once. Raises OSError and leaves the old file as it was.

    `mode` is who may read it, less what the process does not give to new files anyway. What need
    not last is there at once, too, but a power cut within seconds can bring the old file back.
    """
    sibling = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(sibling, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        sibling.replace(path)
    except BaseException as error:
        sibling.unlink(missing_ok=True)
        # Of a write that found no room the system names no file, and a person needs the name.
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)
        raise
    if not must_last:
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def put_aside(path: Path) -> Path:
    """Give a damaged file another name, `NAME.damaged-1` or the next free one, and return it.

    Nothing is deleted: whoever helps can still look at it. Raises OSError, and then it stays.
    """
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    path.rename(aside)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return aside

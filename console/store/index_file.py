"""Opening the category index, to explain a decision that rests on a list.

Rules kept here:
- The file is mapped, never loaded; `policy.index` checks the whole of it.
- A writer replaces the file and never changes it in place, so the mapping stays sound.
"""

from __future__ import annotations

import mmap
from pathlib import Path

from console.errors import IndexUnreadable
from policy.errors import IndexMalformed
from policy.index import CategoryIndex


def open_index(path: Path) -> CategoryIndex:
    """Return the index in the file. Raises IndexUnreadable."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise IndexUnreadable(
            f"{path}: cannot be read: {error.strerror}; build it, or leave out --index"
        ) from error
    except ValueError as error:  # an empty file cannot be mapped
        raise IndexUnreadable(f"{path}: the file is empty; build the lists again") from error
    try:
        return CategoryIndex(memoryview(mapped))
    except IndexMalformed as error:
        raise IndexUnreadable(f"{path}: {error}; build the lists again") from error

"""Opening an index file: mapped, checked once, and never read into memory whole.

Rules kept here:
- The file is replaced by rename and never written in place, so what is mapped stays as it was
  checked, and no page can vanish under a reader.
- The check touches every page; they are given back at once, so that the agent's memory holds only
  what look-ups touch.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path

from policy.errors import IndexMalformed
from policy.index import CategoryIndex

MAX_OCTETS = 1 << 30


def open_index(path: Path) -> CategoryIndex:
    """Return the index in a file. Raises IndexMalformed, which names the file, and OSError."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if not 0 < size <= MAX_OCTETS:
            raise IndexMalformed(f"{path}: a file of {size} octets cannot be an index")
        mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    try:
        index = CategoryIndex(memoryview(mapped))
    except IndexMalformed as error:
        raise IndexMalformed(f"{path}: {error}") from error
    mapped.madvise(mmap.MADV_DONTNEED)
    mapped.madvise(mmap.MADV_RANDOM)
    return index

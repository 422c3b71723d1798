"""What a process that holds names gives up at its start: leaving its memory behind anywhere.

Rules kept here:
- No core file is written of it, whatever ends it, and it cannot ask for one again.
- No other process of the same identity may read its memory or its open files (ptrace, /proc).
- Both are asked of the kernel at once; where it refuses, the process does not start.
"""

from __future__ import annotations

import ctypes
import os
import resource
from typing import Final

PR_SET_DUMPABLE: Final = 4
"""prctl(2), Linux."""


def confine() -> None:
    """Give up core files and being looked into, for good. Raises OSError."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    no = ctypes.c_ulong(0)  # as wide as the kernel reads it
    if libc.prctl(PR_SET_DUMPABLE, no, no, no, no):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))

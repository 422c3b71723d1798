"""Standing in another machine's network for a moment, so that a socket is opened there.

Rules kept here:
- Only the thread that asks moves, and it is back when the context ends, whatever happened.
- A socket stays where it was opened, so it may be used afterwards from here.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_NETWORK: Final = 0x4000_0000
"""CLONE_NEWNET of setns(2). Python has this call from 3.12 on."""

_LIBC: Final = ctypes.CDLL(None, use_errno=True)


@contextmanager
def standing_in(network: Path) -> Iterator[None]:
    """Open sockets in the network that a file of nsfs names, as long as the context lasts."""
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        there = os.open(network, os.O_RDONLY)
        try:
            _move(there)
        finally:
            os.close(there)
        try:
            yield
        finally:
            _move(own)
    finally:
        os.close(own)


def _move(there: int) -> None:
    if _LIBC.setns(there, _NETWORK):
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))

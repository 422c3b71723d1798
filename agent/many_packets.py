"""recvmmsg(2) and sendmmsg(2), and room that the kernel reads and writes: these two, and no other.

Rules kept here:
- It stands beside the path of a query, which may not be able to call whatever it likes: there, who
  is given this module can take packets, give packets, and do nothing else with what they hold.
- Linux on a 64-bit machine; whoever calls lays out `struct mmsghdr` as socket(2) has it there.
"""

from __future__ import annotations

import ctypes
import socket
from typing import Final

_libc: Final = ctypes.CDLL(None, use_errno=True)
_libc.recvmmsg.argtypes = (
    *(ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int),
    ctypes.c_void_p,
)
_libc.sendmmsg.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_uint, ctypes.c_int)


class Room:
    """Octets that stay where they are for as long as this is kept, and their address."""

    def __init__(self, octets: int) -> None:
        """Take so many octets, all of them 0."""
        self._held = (ctypes.c_char * octets)()
        self.octets = memoryview(self._held).cast("B")
        self.at = ctypes.addressof(self._held)


def receive_many(descriptor: int, headers_at: int, most: int) -> int:
    """Take what has come, and return how many packets; below 1 where nothing can be had now."""
    came: int = _libc.recvmmsg(descriptor, headers_at, most, socket.MSG_DONTWAIT, None)
    return came


def send_many(descriptor: int, headers_at: int, count: int) -> int:
    """Send packets, and return how many went; below 1 where the first of them was not taken."""
    went: int = _libc.sendmmsg(descriptor, headers_at, count, socket.MSG_DONTWAIT)
    return went

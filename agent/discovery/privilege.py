"""What discovery gives up at its start: every capability but the raw socket's.

Rules kept here:
- CAP_NET_RAW stays, for the probe and for an interface that comes back; all others go, from every
  set, and nothing that is started later can win one back (PR_SET_NO_NEW_PRIVS, capabilities(7)).
- The bounding set can be cut only by who holds CAP_SETPCAP. systemd cuts it on the box, and as root
  it is cut here; elsewhere no-new-privileges already keeps it from mattering.
- Where the kernel refuses what it must grant, the process does not start.
"""

from __future__ import annotations

import ctypes
import os
import struct
from typing import Final

from agent.confine import confine

CAP_NET_RAW: Final = 13
_CAPABILITY_VERSION_3: Final = 0x20080522
_PR_CAPBSET_DROP: Final = 24
_PR_SET_NO_NEW_PRIVS: Final = 38
_LAST_CAPABILITY: Final = 63


def keep_only_raw_sockets() -> None:
    """Give up all but CAP_NET_RAW, for good. Raises OSError, also where it is not held."""
    confine()
    libc = ctypes.CDLL(None, use_errno=True)
    one, no = ctypes.c_ulong(1), ctypes.c_ulong(0)
    for number in set(range(_LAST_CAPABILITY + 1)) - {CAP_NET_RAW}:
        # Refused beyond the last capability that this kernel knows, and where nothing may be cut.
        libc.prctl(_PR_CAPBSET_DROP, ctypes.c_ulong(number), no, no, no)
    kept = 1 << CAP_NET_RAW
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    # Effective, permitted, inheritable: the low words, then the high ones. Inheritable it stays,
    # so that a probe which is started may have it too (ambient, given by systemd).
    sets = struct.pack("=6I", kept, kept, kept, 0, 0, 0)
    # systemd gives just these, and takes the call away that could change them; so ask first.
    held = ctypes.create_string_buffer(len(sets))
    if libc.capget(header, held) or (held.raw != sets and libc.capset(header, sets)):
        raise _refused()
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, one, no, no, no):
        raise _refused()


def _refused() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), "capabilities")

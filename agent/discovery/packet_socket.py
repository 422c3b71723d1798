"""The raw socket on the home's network: the standard library's, with the filter in the kernel.

Rules kept here:
- The filter is attached before the socket is bound: no frame is ever queued that it did not pass.
- Frames to IPv6 groups are wanted too (PACKET_ALLMULTI, packet(7)): a device announces its new
  address to a group that only its own address is in.
- A network that is down is not an error: the socket stays, and frames come when it is up again.
"""

from __future__ import annotations

import ctypes
import socket
import struct
from collections.abc import Iterator
from typing import Final

from agent.discovery.bpf import ACCEPTED_OCTETS, PROGRAM, assemble

# asm-generic/socket.h and linux/if_packet.h
_SO_ATTACH_FILTER: Final = 26
_SOL_PACKET: Final = 263
_PACKET_ADD_MEMBERSHIP: Final = 1
_PACKET_MR_ALLMULTI: Final = 2
_ETH_P_ALL: Final = 3

MOST_AT_ONCE: Final = 200
"""Frames read before anything else gets its turn: a flood must not stop the publishing."""
BUFFER_OCTETS: Final = 512 * 1024


def open_packet_socket(interface: str) -> socket.socket:
    """Return a socket that hears one interface through the filter. Raises OSError."""
    opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, 0)
    try:
        lines = assemble(PROGRAM)
        held = ctypes.create_string_buffer(lines)  # read by the kernel during the call only
        program = struct.pack("HL", len(lines) // 8, ctypes.addressof(held))
        opened.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_OCTETS)
        membership = struct.pack(
            "iHH8s", socket.if_nametoindex(interface), _PACKET_MR_ALLMULTI, 0, b""
        )
        opened.setsockopt(_SOL_PACKET, _PACKET_ADD_MEMBERSHIP, membership)
        opened.bind((interface, _ETH_P_ALL))
    except BaseException:
        opened.close()
        raise
    return opened


def frames(opened: socket.socket) -> Iterator[bytes]:
    """Yield the frames that wait, as many as may be read in one go."""
    for _ in range(MOST_AT_ONCE):
        try:
            yield opened.recv(ACCEPTED_OCTETS)
        except BlockingIOError:
            return
        except OSError:
            return  # the interface went down (ENETDOWN), told once

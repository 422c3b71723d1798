from __future__ import annotations

import ctypes
import errno
import os
import socket
import struct

from agent.many_packets import Room, receive_many, send_many

HEADER = struct.Struct("=QIxxxxQQQQixxxxIxxxx")
PART = struct.Struct("=QQ")


def headers(*packets: Room) -> tuple[Room, list[Room]]:
    """Return mmsghdr for packets without addresses, and what has to be kept with them."""
    made, kept = Room(HEADER.size * len(packets)), []
    for number, packet in enumerate(packets):
        part = Room(PART.size)
        PART.pack_into(part.octets, 0, packet.at, len(packet.octets))
        HEADER.pack_into(made.octets, number * HEADER.size, 0, 0, part.at, 1, 0, 0, 0, 0)
        kept.append(part)
    return made, kept


def test_packets_go_and_come_by_one_call_each() -> None:
    """What is sent together is received together, each as it was."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with here, there:
        sent, came = [Room(3), Room(5)], [Room(9), Room(9), Room(9)]
        sent[0].octets[:], sent[1].octets[:] = b"one", b"other"
        out, kept_out = headers(*sent)
        into, kept_in = headers(*came)

        assert send_many(here.fileno(), out.at, len(kept_out)) == 2
        assert receive_many(there.fileno(), into.at, len(kept_in)) == 2
        assert (bytes(came[0].octets[:3]), bytes(came[1].octets[:5])) == (b"one", b"other")
        assert receive_many(there.fileno(), into.at, len(kept_in)) < 1


def test_a_socket_that_is_closed_takes_and_gives_nothing() -> None:
    """An error is a number below 1, and raises nothing on the path of a query."""
    here, _ = headers(Room(1))
    descriptor = os.open("/dev/null", os.O_RDONLY)
    os.close(descriptor)

    assert send_many(descriptor, here.at, 1) < 1
    assert receive_many(descriptor, here.at, 1) < 1
    assert ctypes.get_errno() == errno.EBADF


def test_room_stays_where_it_is() -> None:
    """What the kernel writes at the address is what is read in the octets."""
    room = Room(4)
    room.octets[:] = b"here"

    assert ctypes.string_at(room.at, 4) == b"here"

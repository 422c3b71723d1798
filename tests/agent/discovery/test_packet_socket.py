from __future__ import annotations

import socket
import sys
from pathlib import Path

from agent.discovery.packet_socket import MOST_AT_ONCE, frames
from agent.lab.home import BOX, FOUR, LINKS
from tests.agent.lab_home import lab_at

HEARING = """
import select
from agent.discovery.packet_socket import frames, open_packet_socket
opened = open_packet_socket("eth0")
print("ready", flush=True)
while True:
    select.select([opened], [], [])
    for frame in frames(opened):
        print(frame[6:12].hex(":"), frame[12:14].hex(), flush=True)
"""


def test_the_socket_hears_who_is_where_and_nothing_else(tmp_path: Path) -> None:
    """A laptop that asks by ARP and sends an echo is heard by its ARP, the box itself never."""
    with lab_at(tmp_path) as lab:
        hearing = lab.start(BOX, sys.executable, "-P", "-c", HEARING)
        hearing.line_with("ready")
        lab.home.plug_in("laptop")
        lab.ping("laptop", f"{FOUR}.2")
        hearing.line_with(f"{LINKS['laptop']} 0806")
        lab.ping("laptop", f"{FOUR}.2")
        lab.ping("laptop", f"{FOUR}.77")
        hearing.line_with(f"{LINKS['laptop']} 0806")
        heard = set(hearing.printed.split("ready\n")[1].splitlines())

    assert not any(line.endswith("0800") for line in heard)
    assert not any(line.startswith(LINKS[BOX]) for line in heard)


def test_a_flood_is_read_in_portions() -> None:
    """Only so many frames are read before anything else gets its turn."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hearing,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending,
    ):
        hearing.bind(("127.0.0.1", 0))
        hearing.setblocking(False)
        for _ in range(MOST_AT_ONCE + 10):
            sending.sendto(b"frame", hearing.getsockname())
        portions = [len(list(frames(hearing))) for _ in range(3)]

    assert portions == [MOST_AT_ONCE, 10, 0]


def test_an_interface_that_is_down_gives_nothing() -> None:
    """Where the system says that the network is down there are no frames, and nothing breaks."""
    closed = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    closed.close()

    assert list(frames(closed)) == []


def test_what_is_not_there_cannot_be_opened(tmp_path: Path) -> None:
    """An interface that does not exist is an error of the system, and no socket is left open."""
    opening = (
        "from agent.discovery.packet_socket import open_packet_socket as o\n"
        "try: o('eth9')\n"
        "except OSError as error: print('refused', error.errno)"
    )
    with lab_at(tmp_path) as lab:
        refused = lab.start(BOX, sys.executable, "-P", "-W", "error", "-c", opening)
        status = refused.end()

    assert (status, refused.complained) == (0, "")
    assert refused.printed.startswith("refused")

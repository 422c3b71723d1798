from __future__ import annotations

import struct

import pytest
from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Ether

from agent.discovery.frames.ethernet import read_frame
from agent.discovery.heard import Claim, NameSaid
from tests.agent.discovery.written import FOUR, SIX, TABLET, mdns

_A = struct.pack("!HHIH", 1, 0x8001, 120, 4) + bytes((192, 0, 2, 20))


def message(body: bytes, *, flags: int = 0x8400, questions: int = 0, answers: int = 1) -> bytes:
    """Return a frame with a DNS message written by hand."""
    head = struct.pack("!HHHHHH", 0, flags, questions, answers, 0, 0)
    return bytes(
        Ether(src=TABLET, dst="01:00:5e:00:00:fb")
        / IP(src=FOUR, dst="224.0.0.251")
        / UDP(sport=5353, dport=5353)
        / (head + body)
    )


NAME = b"\6tablet\5local\0"

NOTHING = {
    "another's address": mdns(address="192.0.2.21"),
    "a name that is not of this network": mdns(name="tablet.example"),
    "a name below a name": mdns(name="a.tablet.local"),
    "a question": message(NAME + _A, flags=0),
    "another record than there is": message(NAME, answers=1),
    "more than anybody sends": message(NAME + _A, answers=101),
    "a name in a circle": message(b"\xc0\x0c" + _A),
    "a pointer forwards": message(b"\xc0\x20" + _A),
    "a pointer cut off": message(b"\xc0"),
    "a label cut off": message(b"\x20tablet"),
    "a label of an unknown kind": message(b"\x80tablet" + _A),
    "a name without an end": message(b"\1a" * 60),
    "labels without end": message(b"\1a" * 60 + b"\0" + _A),
    "RDATA cut off": message(NAME + _A[:-1]),
    "no fixed part": message(NAME + b"\0\1"),
    "an address of another length": message(
        NAME + struct.pack("!HHIH", 1, 1, 120, 3) + bytes((192, 0, 2))
    ),
    "another class": message(NAME + struct.pack("!HHIH", 1, 3, 120, 4) + bytes((192, 0, 2, 20))),
    "no header": bytes(
        Ether(src=TABLET) / IP(src=FOUR, dst="224.0.0.251") / UDP(sport=5353, dport=5353) / b"xx"
    ),
    "from another port": mdns().replace(b"\x14\xe9\x14\xe9", b"\x14\xea\x14\xe9"),
}


@pytest.mark.parametrize("address", [FOUR, SIX])
def test_a_device_tells_its_own_name(address: str) -> None:
    """An answer that names the sender's own address gives the device's name."""
    said = read_frame(mdns(source=address, address=address))

    assert said == (
        Claim(link=TABLET, address=address),
        NameSaid(link=TABLET, address=address, name="tablet"),
    )


def test_a_name_behind_a_question_and_by_a_pointer_is_found() -> None:
    """Questions are passed over, and a name that points back to another is followed."""
    body = NAME + b"\0\x01\0\x01" + b"\xc0\x0c" + _A
    (_, said) = read_frame(message(body, questions=1))

    assert said == NameSaid(link=TABLET, address=FOUR, name="tablet")


@pytest.mark.parametrize("frame", NOTHING.values(), ids=NOTHING)
def test_what_is_crooked_or_about_others_says_nothing(frame: bytes) -> None:
    """A broken message, or one about anybody else, is passed over."""
    assert read_frame(frame) == ()

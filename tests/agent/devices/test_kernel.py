from __future__ import annotations

import json
import struct

import pytest

from agent.devices.kernel import Kernel, _link_in
from tests.agent.lab_home import hold
from tests.promises.programs import our_python, run

EXPECTED: dict[str, list[str]] = {
    "192.0.2.7": ["3c:22:fb:00:00:07"],
    "192.0.2.8": ["3c:22:fb:00:00:08", "3c:22:fb:00:00:88"],
    "192.0.2.9": [],
    "192.0.2.10": [],
    "192.0.2.11": [],
    "2001:db8::7": ["3c:22:fb:00:00:07"],
    "fe80::7%home0": ["3c:22:fb:00:00:07"],
    "fe80::7%home1": [],
    "fe80::7%nowhere": [],
    "not an address": [],
}


def test_the_kernel_says_who_is_at_an_address() -> None:
    """What answered is known, on every interface; what failed, a group's, or nobody's is not."""
    holder, enter = hold()
    with holder:
        holder.line_with("held")
        module = "tests.agent.devices.kernel_inside"
        inside = run([*enter, *our_python(module, *EXPECTED)])

    assert inside.returncode == 0, inside.stderr
    assert json.loads(inside.stdout) == EXPECTED


def test_a_kernel_that_cannot_be_asked_is_an_answer_of_nothing() -> None:
    """After it was closed, nothing is known, and nothing breaks."""
    kernel = Kernel()
    assert kernel.links_at("192.0.2.250") == frozenset()
    kernel.close()

    assert kernel.links_at("192.0.2.250") == frozenset()


HEADER = struct.pack("=IHHII", 0, 28, 0, 1, 0)
REACHABLE = struct.pack("=BxxxiHBB", 2, 1, 2, 0, 0)
LINK = bytes.fromhex("3c22fb000007")

REPLIES = {
    "a link address": (struct.pack("=HH", 10, 2) + LINK, "3c:22:fb:00:00:07"),
    "another attribute first": (
        struct.pack("=HH", 5, 1) + b"\x01\0\0\0" + struct.pack("=HH", 10, 2) + LINK,
        "3c:22:fb:00:00:07",
    ),
    "no attributes": (b"", None),
    "an attribute that ends before it begins": (struct.pack("=HH", 0, 1) + b"\0" * 8, None),
    "half an attribute": (b"\0\0", None),
    "a short link address": (struct.pack("=HH", 7, 2) + LINK[:3], None),
    "one that is cut off": (struct.pack("=HH", 10, 2) + LINK[:4], None),
}


@pytest.mark.parametrize(("attributes", "expected"), REPLIES.values(), ids=REPLIES)
def test_a_reply_is_read_to_its_end_and_no_further(attributes: bytes, expected: str | None) -> None:
    """A reply gives the link address that stands in it whole, and else none."""
    assert _link_in(HEADER + REACHABLE + attributes) == expected

"""What an upstream may say instead of an answer, written by hand, and what is odd but an answer.

Rules kept here:
- Each is made from the query that it pretends to answer, so that nothing else is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tests.agent.dns import packets
from tests.agent.dns.packets import QR, RD, TC, opt, query, two

ASKED: Final = packets.cased("www.example.org")
RECORD: Final = b"\xc0\x0c" + two(1) + two(1) + bytes(4) + two(4) + b"\xc0\0\2\7"


def said(
    asked: bytes, *, flags: int = QR | RD, counts: tuple[int, ...] = (1, 1, 0, 0), rest: bytes
) -> list[bytes]:
    """Return one answer to a query with these counts, and what stands behind its question."""
    end = packets.end_of_question(asked)
    head = asked[:2] + two(flags) + b"".join(map(two, counts))
    return [head + asked[12:end] + rest]


NONSENSE: Final[dict[str, Callable[[bytes], Sequence[bytes]]]] = {
    "nothing": lambda _: [b"\0"],
    "eleven octets": lambda asked: [asked[:11]],
    "not a response": lambda asked: said(asked, flags=RD, rest=RECORD),
    "of another id": lambda asked: said(two(~asked[0] << 8 & 0xFFFF) + asked[2:], rest=RECORD),
    "of another opcode": lambda asked: said(asked, flags=QR | 5 << 11, rest=RECORD),
    "no question": lambda asked: [asked[:2] + two(QR | RD) + two(0) + two(1) + bytes(4) + RECORD],
    "two questions": lambda asked: said(asked, counts=(2, 0, 0, 0), rest=b"\0\0\1\0\1"),
    "another question": lambda asked: [
        asked[:2] + two(QR | RD) + two(1) + two(1) + bytes(4) + query("b.example")[12:] + RECORD
    ],
    "a header alone that refuses nothing": lambda asked: [asked[:2] + two(QR | RD) + bytes(8)],
    "fewer records than counted": lambda asked: said(asked, counts=(1, 2, 0, 0), rest=RECORD),
    "65535 records counted": lambda asked: said(asked, counts=(1, 65535, 0, 0), rest=RECORD),
    "a record cut off": lambda asked: said(asked, rest=RECORD[:-1]),
    "a record's length that lies": lambda asked: said(
        asked, rest=RECORD[:10] + two(0xFFFF) + RECORD[12:]
    ),
    "a record's length that lies a little": lambda asked: said(
        asked,
        counts=(1, 0, 0, 2),
        rest=opt() + RECORD[:10] + two(5) + RECORD[12:] + b"\0",
    ),
    "an owner with a label of 64": lambda asked: said(
        asked, rest=b"\x40" + b"x" * 64 + b"\0" + RECORD[2:]
    ),
    "an owner that never ends": lambda asked: said(asked, rest=b"\x3f" + b"x" * 20),
    "an owner cut off in a pointer": lambda asked: said(asked, rest=b"\xc0"),
    "an OPT of another version, cut off": lambda asked: said(
        asked, counts=(1, 0, 0, 1), rest=opt(version=1)[:-1]
    ),
    "cut short, also over TCP": lambda asked: said(asked, flags=QR | RD | TC, rest=RECORD),
}


TAKEN: Final[dict[str, Callable[[bytes], Sequence[bytes]]]] = {
    "in form": lambda asked: said(asked, rest=RECORD),
    # Some routers send them, and the home's internet is to go on.
    "octets left over": lambda asked: said(asked, rest=RECORD + b"\0"),
    "an OPT before a record": lambda asked: said(asked, counts=(1, 0, 0, 2), rest=opt() + RECORD),
}

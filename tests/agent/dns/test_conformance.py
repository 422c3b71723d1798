"""What an asker may be owed, against the agent as a process: RFC 8906 and ISC's questions.

The packets are built here. Names in the table are those of section 8 of RFC 8906 and of the
questions of ISC's compliance tester, which asks name servers on the Internet; each has RD set here,
since the agent answers for a home.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import pytest

from tests.agent.dns import packets
from tests.agent.dns.conforming import (
    ANSWERED,
    Running,
    agent_below,
    over_tcp,
    over_udp,
    word_for,
)
from tests.agent.dns.packets import AA, AD, CD, DO, QR, RA, RD, TC, Z, opt, query, two
from tests.agent.dns.upstream_says import RR, Says
from tests.agent.dns.upstreams import Asked

SOA_TYPE, DNSKEY, TYPE666 = 6, 48, 666
OPCODE_15 = 15 << 11
NSID, SUBNET, EXPIRE, COOKIE, UNKNOWN = (
    (3, b""),
    (8, b"\0\1\0\0"),
    (9, b""),
    (10, bytes(range(1, 9))),
    (100, b""),
)

SOA: Final = RR("SOA", "ns.t.example. admin.t.example. 1 3600 600 86400 300", 300, "t.example")
LONG: Final = Says(answer=(RR("TXT", f'"{"z" * 200}"'),) * 10)
CUT: Final = Says(flags=0x0380)


def zone(asked: Asked) -> list[bytes]:
    """Answer as a resolver above would for the zone t.example, in which DNSKEY is long."""
    qtype = packets.end_of_question(asked.packet) - 4
    match int.from_bytes(asked.packet[qtype : qtype + 2], "big"):
        case 48:
            says = LONG if asked.over_tcp else CUT
        case 6:
            says = Says(answer=(SOA,))
        case _:
            says = Says(authority=(SOA,))
    return [says.to(asked.packet)]


class Case(NamedTuple):
    """A packet, and what its answer must be; `records` is how many answer RRs it has."""

    packet: bytes
    rcode: str = ANSWERED
    records: int = 1
    over_tcp: bool = False
    is_cut: bool = False


def asked(
    qtype: int = SOA_TYPE,
    *,
    flags: int = RD,
    version: int | None = None,
    options: tuple[tuple[int, bytes], ...] = (),
    edns_flags: int = 0,
    payload: int = 4096,
) -> bytes:
    """Return a query for t.example; without an EDNS version it has no OPT."""
    if version is None:
        return query("t.example", qtype, flags=flags)
    pseudo = bytearray(opt(payload=payload, version=version, options=options))
    pseudo[7:9] = two(edns_flags)
    return query("t.example", qtype, flags=flags, additional=[bytes(pseudo)])


def header(flags: int) -> bytes:
    """Return a header alone, with no question."""
    return two(0x1234) + two(flags) + bytes(8)


EVERY_FLAG = AA | TC | RD | RA | AD | CD | Z
BADVERS, NOTIMP, FORMERR, REFUSED = "BADVERS", "NOTIMP", "FORMERR", "REFUSED"

CASES: Final = {
    # RFC 8906, section 8.1: plain DNS.
    "8.1.1 dns": Case(asked()),
    "8.1.2 type666": Case(asked(TYPE666), records=0),
    "8.1.3.1 cd": Case(asked(flags=RD | CD)),
    "8.1.3.2 ad": Case(asked(flags=RD | AD)),
    "8.1.3.3 zflag": Case(asked(flags=RD | Z)),
    "8.1.3.4 rd": Case(asked(flags=RD)),
    "8.1.4 opcode": Case(header(OPCODE_15), NOTIMP, records=0),
    "8.1.5 tcp": Case(asked(), over_tcp=True),
    # Section 8.2: EDNS.
    "8.2.1 edns": Case(asked(version=0)),
    "8.2.2 edns1": Case(asked(version=1), BADVERS, records=0),
    "8.2.3 ednsopt": Case(asked(version=0, options=(UNKNOWN,))),
    "8.2.4 ednsflags": Case(asked(version=0, edns_flags=0x0080)),
    "8.2.5 edns1flags": Case(asked(version=1, edns_flags=0x0080), BADVERS, records=0),
    "8.2.6 edns1opt": Case(asked(version=1, options=(UNKNOWN,)), BADVERS, records=0),
    "8.2.7 edns@512": Case(
        asked(DNSKEY, version=0, payload=512, edns_flags=DO), records=0, is_cut=True
    ),
    "8.2.8 do": Case(asked(version=0, edns_flags=DO)),
    "8.2.9 edns1do": Case(asked(version=1, edns_flags=DO), BADVERS, records=0),
    "8.2.10 optlist": Case(asked(version=0, options=(NSID, SUBNET, EXPIRE, COOKIE))),
    # What ISC's tester asks beside these.
    "aa": Case(asked(flags=RD | AA)),
    "ra": Case(asked(flags=RD | RA)),
    "tc": Case(asked(flags=RD | TC)),
    "opcodeflg": Case(header(OPCODE_15 | EVERY_FLAG), NOTIMP, records=0),
    "ednsnsid": Case(asked(version=0, options=(NSID,))),
    "ednscookie": Case(asked(version=0, options=(COOKIE,))),
    "ednsexpire": Case(asked(version=0, options=(EXPIRE,))),
    "ednssubnet": Case(asked(version=0, options=(SUBNET,))),
    "edns1nsid": Case(asked(version=1, options=(NSID,)), BADVERS, records=0),
    "edns1cookie": Case(asked(version=1, options=(COOKIE,)), BADVERS, records=0),
    "edns1expire": Case(asked(version=1, options=(EXPIRE,)), BADVERS, records=0),
    "edns1subnet": Case(asked(version=1, options=(SUBNET,)), BADVERS, records=0),
    "ednstcp": Case(
        asked(DNSKEY, version=0, payload=512, edns_flags=DO), records=10, over_tcp=True
    ),
    "bind11": Case(asked(version=0, options=(COOKIE,), edns_flags=DO)),
    "dig11": Case(asked(flags=RD | AD, version=0, options=(COOKIE,))),
    # Each opcode, and what a question must not be.
    **{
        f"opcode {number}": Case(asked(flags=number << 11 | RD), NOTIMP, records=0)
        for number in range(1, 16)
    },
    "edns255": Case(asked(version=255), BADVERS, records=0),
    "without recursion": Case(asked(flags=0), REFUSED, records=0),
    "class CH": Case(query("version.bind", 16, qclass=3), REFUSED, records=0),
    "no question": Case(header(RD), FORMERR, records=0),
    "octets left over": Case(asked() + b"\0", FORMERR, records=0),
}


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """Return the agent as a process, below the zone above."""
    with agent_below(zone) as running:
        yield running


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_question_has_its_answer_in_form(case: Case, running: Running) -> None:
    """Each question of the table is answered as RFC 8906 says, with nothing in it that is not."""
    if case.over_tcp:
        reply = over_tcp(running.port, case.packet)
    else:
        reply = over_udp(running.port, case.packet, is_awaited=True)
    assert reply is not None
    said = packets.said(reply)

    assert word_for(reply) == case.rcode
    assert said.message_id == 0x1234
    assert len(said.sections[0]) == case.records
    assert flags_of(reply) == flags_due(case)
    if case.rcode in (NOTIMP, FORMERR):
        assert reply[4:] == bytes(8)
    else:
        end = packets.end_of_question(case.packet)
        assert reply[12:end] == case.packet[12:end]
        assert edns_of(reply) == edns_due(case)


def flags_of(reply: bytes) -> int:
    """Return the flags and the opcode of a reply, without its rcode."""
    return int.from_bytes(reply[2:4], "big") & 0xFFF0


def flags_due(case: Case) -> int:
    """Return what a reply's flags must be: AA and Z never, RD and CD as they came."""
    came = int.from_bytes(case.packet[2:4], "big")
    if case.rcode == NOTIMP:
        # RD and RA are defined for QUERY alone; ISC's tester complains of them elsewhere.
        return QR | came & 0x7800
    if case.rcode == FORMERR:
        return QR | RA | came & RD
    return QR | RA | came & (RD | CD) | (TC if case.is_cut else 0)


def edns_of(reply: bytes) -> tuple[int, int, tuple[int, ...]]:
    """Return EDNS version, flags and option codes of a reply, -1 where it has no OPT."""
    said = packets.said(reply)
    return said.edns, said.edns_flags, tuple(code for code, _ in said.options)


def edns_due(case: Case) -> tuple[int, int, tuple[int, ...]]:
    """Return what EDNS must be: as asked, version 0, DO copied, no option that we do not serve."""
    end = packets.end_of_question(case.packet)
    pseudo = case.packet[end:]
    if not pseudo:
        return -1, 0, ()
    return 0, int.from_bytes(pseudo[7:9], "big") & DO, ()

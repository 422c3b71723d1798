"""The fast reader: what a packet says, from its octets alone.

Rules kept here:
- It declines (returns None) whatever is unusual, and never raises; the slow path in `message`
  then reads the packet. Where it does not decline it says exactly what the slow path says.
- Every octet is looked at only after its place was proven to be inside the packet.
- No other module but `answers` and, for records, `within` indexes into a packet.
- A question that is printed says nothing of what was asked, and it cannot be written to a file.

The header (RFC 1035 section 4.1.1), two octets a line:

    0   id
    2   QR  opcode(4)  AA TC RD | RA Z AD CD  rcode(4)
    4   number of questions
    6   number of answer RRs
    8   number of authority RRs
    10  number of additional RRs
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, NoReturn, TypeVar

from policy.names import MAX_LABEL_OCTETS, MAX_NAME_OCTETS, Name

_Numbers = TypeVar("_Numbers", bound=tuple[int, ...])

HEADER_OCTETS = 12
PLAIN_PAYLOAD = 512  # RFC 1035 section 2.3.4, where the asker says nothing else
TYPE_SOA, TYPE_OPT, CLASS_IN = 6, 41, 1

_ONE_QUESTION = b"\0\1\0\0\0\0\0"  # the counts, without the last octet of the additional RRs
_RD = 0x01
_TC = 0x02
_AD_CD = 0x30
_SERVFAIL = 2
_RR_FIXED = 10  # type, class, TTL and RDATA length


class Question(NamedTuple):
    """What was asked, and what the asker can take.

    `name` is lower case; `end` is where the question section ends in the packet; `edns` is the
    asker's EDNS version, None without EDNS; `payload` is how large an answer over UDP may be by
    the asker's word, at least 512.
    """

    name: Name
    qtype: int
    qclass: int
    end: int
    recursion_desired: bool
    checking_disabled: bool
    authentic_data: bool
    edns: int | None
    payload: int
    dnssec_ok: bool

    def __repr__(self) -> str:
        return "<Question>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a question is not written to a file")


class Answer(NamedTuple):
    """An upstream's answer, read just far enough to keep it and to age it.

    `body` is everything behind the question section, without the OPT pseudo-RR; `ttl_places` are
    the offsets of the TTLs in `body`; `lifetime` is how many seconds it may be kept, 0 for never.
    `authentic` is the AD bit. `targets` are the names to which the asked one leads, in order
    (`agent.dns.within`); most answers have none. `ede` is what the box itself says beside it, as an
    extended error (RFC 8914).
    """

    rcode: int
    counts: tuple[int, int, int]
    body: bytes
    ttl_places: tuple[int, ...]
    lifetime: int
    authentic: bool
    targets: tuple[Name, ...] = ()
    ede: tuple[int, bytes] | None = None

    def __repr__(self) -> str:
        return "<Answer>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("an answer is not written to a file")


def read_question(packet: bytes) -> Question | None:
    """Return the question of an ordinary query, None for anything a plain stub does not send.

    Ordinary is: opcode QUERY, RD set, one question of class IN with no compression, and nothing
    behind it but at most one OPT pseudo-RR of version 0 (RFC 6891 section 6.1).
    """
    size = len(packet)
    if (
        size < HEADER_OCTETS + 5
        or packet[2] != _RD
        or packet[3] & ~_AD_CD
        or packet[4:11] != _ONE_QUESTION
        or packet[11] > 1
    ):
        return None
    at = HEADER_OCTETS
    while length := packet[at]:
        at += length + 1
        if length > MAX_LABEL_OCTETS or at >= size:
            return None
    at += 1
    end = at + 4
    name = packet[HEADER_OCTETS:at]
    if (
        end > size
        or len(name) > MAX_NAME_OCTETS
        or packet[at + 2 : end] != b"\0\1"
        or not name.isascii()  # dnslib reads such labels as UTF-8, or not at all
    ):
        return None
    edns, payload, dnssec_ok = None, PLAIN_PAYLOAD, False
    if packet[11]:
        # root, type OPT, class = payload, TTL = extended rcode, version, DO and reserved flags
        if end + 11 > size or packet[end : end + 3] != b"\0\0\x29" or packet[end + 6]:
            return None
        rdata = packet[end + 11 :]
        if packet[end + 9] << 8 | packet[end + 10] != len(rdata) or not options_are_whole(rdata):
            return None
        edns = 0
        payload = max(PLAIN_PAYLOAD, packet[end + 3] << 8 | packet[end + 4])
        dnssec_ok = bool(packet[end + 7] & 0x80)
    elif end != size:
        return None
    return Question(
        Name(name.lower()),
        packet[at] << 8 | packet[at + 1],
        CLASS_IN,
        end,
        True,  # recursion desired, or the third test above had declined
        bool(packet[3] & 0x10),
        bool(packet[3] & 0x20),
        edns,
        payload,
        dnssec_ok,
    )


def options_are_whole(rdata: bytes) -> bool:
    """Say whether an OPT's RDATA is options up to its last octet (RFC 6891 section 6.1.2)."""
    at, size = 0, len(rdata)
    while at + 4 <= size:
        at += 4 + (rdata[at + 2] << 8 | rdata[at + 3])
    return at == size


def echoes(answer: bytes, query: bytes, question_end: int) -> bool:
    """Say whether `answer` answers `query`: same id, a response, and the very same question.

    This, with a random id from a random port, is what a forger off the path must guess
    (RFC 5452 section 9.1).
    """
    name_end = question_end - 4  # type and class have no capital letters: 65 is not 97
    return (
        len(answer) >= question_end
        and answer[:2] == query[:2]
        and answer[2] & 0xF8 == 0x80  # QR set, opcode QUERY
        and answer[4:6] == b"\0\1"
        and answer[HEADER_OCTETS:name_end].lower() == query[HEADER_OCTETS:name_end].lower()
        and answer[name_end:question_end] == query[name_end:question_end]
    )


def read_answer(packet: bytes, question_end: int) -> Answer | None:
    """Return an upstream's answer, which `echoes` our query, ready to keep.

    Declines where a record runs over the end, octets are left over, or an OPT is not the last
    record: cutting it out would move what compression pointers point at. Declines what was cut
    short (TC) even where there was room: what is there is not the answer (RFC 2181 section 9).
    """
    if packet[2] & _TC:
        return None
    counts = [int.from_bytes(packet[at : at + 2], "big") for at in (6, 8, 10)]
    at, last = question_end, sum(counts)
    places, lifetimes, denies = [], [], False
    rcode, body_end = packet[3] & 0x0F, len(packet)
    for number in range(last):
        start, fixed = at, skip_name(packet, at)
        if fixed is None or fixed + _RR_FIXED > len(packet):
            return None
        rtype = packet[fixed] << 8 | packet[fixed + 1]
        at = fixed + _RR_FIXED + (packet[fixed + 8] << 8 | packet[fixed + 9])
        if at > len(packet):
            return None
        if rtype == TYPE_OPT:
            if number != last - 1 or not counts[2]:
                return None
            counts[2] -= 1
            body_end = start
            if packet[fixed + 4]:
                rcode = _SERVFAIL  # an extended rcode, which the low bits alone would falsify
            continue
        ttl = _ttl(packet, fixed + 4)
        places.append(fixed + 4 - question_end)
        if rtype == TYPE_SOA and counts[0] <= number < counts[0] + counts[1]:
            # A denial, also at the end of a chain, lives as long as its SOA and the SOA's minimum
            # (RFC 2308, section 5).
            denies = True
            ttl = min(ttl, _ttl(packet, at - 4)) if at - 4 >= fixed + _RR_FIXED else 0
        lifetimes.append(ttl)
    if at != len(packet):
        return None
    is_kept = rcode in (0, 3) and (denies or (rcode == 0 and counts[0]))
    return Answer(
        rcode,
        _same((counts[0], counts[1], counts[2])),
        packet[question_end:body_end],
        _same(tuple(places)),
        min(lifetimes) if is_kept else 0,
        bool(packet[3] & 0x20),
    )


@lru_cache(maxsize=4_096)
def _same(numbers: _Numbers) -> _Numbers:
    """Return one and the same tuple for equal ones: most answers have the same form."""
    return numbers


def skip_name(packet: bytes, at: int) -> int | None:
    """Return where the name at `at` ends, None where it runs over the end.

    A pointer ends the name here; what it points at is not followed, so no loop can hold us.
    """
    size = len(packet)
    while at < size:
        length = packet[at]
        if length == 0:
            return at + 1
        if length >= 0xC0:
            return at + 2 if at + 2 <= size else None
        if length > MAX_LABEL_OCTETS:
            return None
        at += length + 1
    return None


def _ttl(packet: bytes, at: int) -> int:
    """Return a TTL in seconds; one with its top bit set counts as 0 (RFC 2181 section 8)."""
    ttl = int.from_bytes(packet[at : at + 4], "big")
    return 0 if ttl & 0x80000000 else ttl

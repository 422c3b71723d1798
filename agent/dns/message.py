"""The slow path: whole messages, read and written by dnslib. The only module that imports it.

Rules kept here:
- It is the specification of the fast path: what `wire` and `answers` say must equal what is said
  here, or they decline.
- dnslib may raise anything on octets from outside; whatever it raises means "not readable", and
  nothing but None leaves this module then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from dnslib import (
    EDNS0,
    RD,
    RR,
    SOA,
    DNSBuffer,
    DNSHeader,
    DNSLabel,
    DNSQuestion,
    DNSRecord,
    EDNSOption,
)

from agent.dns.answers import (
    ALIAS_SECONDS,
    MAX_EDE_TEXT_OCTETS,
    OUR_PAYLOAD,
    SERVFAIL,
    SOA_MNAME,
    SOA_RNAME,
    SOA_TIMES,
    TYPE_CNAME,
    LocalAnswer,
)
from agent.dns.wire import (
    CLASS_IN,
    HEADER_OCTETS,
    PLAIN_PAYLOAD,
    TYPE_OPT,
    TYPE_SOA,
    Answer,
    Question,
    options_are_whole,
)
from policy.names import MAX_LABEL_OCTETS, MAX_NAME_OCTETS, Name, suffix_offsets

# A CNAME of the asked name, which every packet has at the same place, up to its TTL.
_ALIAS_HEAD = b"\xc0\x0c" + TYPE_CNAME.to_bytes(2, "big") + CLASS_IN.to_bytes(2, "big")
_ALIAS_TTL_PLACE = len(_ALIAS_HEAD)

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _none_if_unreadable(read: Callable[_P, _R]) -> Callable[_P, _R | None]:
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | None:
        try:
            return read(*args, **kwargs)
        except Exception:  # noqa: BLE001 - dnslib promises no closed set of errors
            return None

    return guarded


@_none_if_unreadable
def read_question(packet: bytes) -> Question | None:
    """Return the question of a query that passed the gate, None where FORMERR is due.

    FORMERR: a name that is compressed, too long or not readable; records in the answer or
    authority section; more than one OPT, or one that is not the root's (RFC 6891 section 6.1.1),
    or whose options do not fill it; octets left over.
    """
    buffer = DNSBuffer(packet)
    header = DNSHeader.parse(buffer)
    asked = DNSQuestion.parse(buffer)
    end = buffer.offset
    name = _wire_name(asked.qname)
    # Taken apart here, since dnslib's own reader overlooks an RDATA length that lies.
    additional = [_owner_and_rest(buffer) for _ in range(header.ar)]
    opts = [record for record in additional if record[1] == TYPE_OPT]
    if (
        header.a
        or header.auth
        or buffer.remaining()
        or len(opts) > 1
        or any(owner.label or not options_are_whole(rdata) for owner, *_, rdata in opts)
        or end != HEADER_OCTETS + len(name) + 4
        or len(name) > MAX_NAME_OCTETS
        # dnslib takes a length octet of 64 to 191 (RFC 1035 section 4.1.4: reserved) for a length.
        or any(len(part) > MAX_LABEL_OCTETS for part in asked.qname.label)
    ):
        return None
    _, _, payload, flags, _ = opts[0] if opts else (None, 0, PLAIN_PAYLOAD, 0, b"")
    return Question(
        name=name,
        qtype=asked.qtype,
        qclass=asked.qclass,
        end=end,
        recursion_desired=bool(header.rd),
        checking_disabled=bool(header.cd),
        authentic_data=bool(header.ad),
        edns=flags >> 16 & 0xFF if opts else None,
        payload=max(PLAIN_PAYLOAD, payload),
        dnssec_ok=bool(flags & 0x8000),
    )


def reply(packet: bytes, question: Question, local: LocalAnswer) -> bytes:
    """Return the answer that the box makes itself, in full."""
    # The name as it was written, not as it was read: the asker's capital letters go back.
    asked = _label(packet[HEADER_OCTETS : question.end - 4])
    record = DNSRecord(
        DNSHeader(
            id=int.from_bytes(packet[:2], "big"),
            bitmap=0,
            qr=1,
            ra=1,
            rd=int(question.recursion_desired),
            cd=int(question.checking_disabled),
            rcode=local.rcode & 0x0F,
        ),
        q=DNSQuestion(asked, question.qtype, question.qclass),
    )
    for rtype, ttl, rdata in local.records:
        record.add_answer(RR(asked, rtype, CLASS_IN, ttl, RD(rdata)))
    if local.soa_at is not None:
        owner = _label(packet[HEADER_OCTETS + local.soa_at : question.end - 4])
        soa = SOA(_label(SOA_MNAME), _label(SOA_RNAME), (*SOA_TIMES, local.seconds))
        record.add_auth(RR(owner, TYPE_SOA, CLASS_IN, local.seconds, soa))
    if question.edns is not None:
        options = []
        if local.ede is not None:
            text = local.ede[1][:MAX_EDE_TEXT_OCTETS]
            options.append(EDNSOption(15, local.ede[0].to_bytes(2, "big") + text))
        record.add_ar(
            EDNS0(
                ext_rcode=local.rcode >> 4,
                flags="do" if question.dnssec_ok else "",
                udp_len=OUR_PAYLOAD,
                opts=options,
            )
        )
    return bytes(record.pack())


@_none_if_unreadable
def without_opt(packet: bytes) -> bytes | None:
    """Return an upstream's answer written anew without its OPT, for what `wire` declined.

    Octets left over are dropped; some routers send them.
    """
    if not _lengths_are_true(packet):
        return None
    record = DNSRecord.parse(packet)
    if any(extra.rtype == TYPE_OPT and extra.ttl >> 24 for extra in record.ar):
        record.header.rcode = SERVFAIL  # an extended rcode, which the low bits alone would falsify
    record.ar = [extra for extra in record.ar if extra.rtype != TYPE_OPT]
    record.set_header_qa()
    return bytes(record.pack())


@_none_if_unreadable
def behind_alias(question: Question, answer: Answer) -> Answer | None:
    """Return an upstream's answer to `question` as it stands behind an alias of that name.

    The alias belongs to whatever name is asked (RFC 1034 section 3.6.2). All other names are
    written in full, since a pointer would point at something else there. Nobody has signed it.
    """
    asked = question.name + question.qtype.to_bytes(2, "big") + CLASS_IN.to_bytes(2, "big")
    counts = b"".join(count.to_bytes(2, "big") for count in answer.counts)
    head = bytes((0, 0, 0x81, 0x80 | answer.rcode)) + b"\0\1" + counts
    record = DNSRecord.parse(head + asked + answer.body)
    ttl = min(answer.lifetime, ALIAS_SECONDS)
    buffer, places = _InFull(), [_ALIAS_TTL_PLACE]
    buffer.append(_ALIAS_HEAD + ttl.to_bytes(4, "big"))
    buffer.append(len(question.name).to_bytes(2, "big") + question.name)
    for rr in (*record.rr, *record.auth, *record.ar):
        places.append(buffer.offset + len(_wire_name(rr.rname)) + 4)
        rr.pack(buffer)
    an, ns, ar = answer.counts
    return Answer(
        rcode=answer.rcode,
        counts=(an + 1, ns, ar),
        body=bytes(buffer.data),
        ttl_places=tuple(places),
        lifetime=ttl,
        authentic=False,
    )


class _InFull(DNSBuffer):  # type: ignore[misc]  # dnslib has no types
    """A buffer in which no name is written as a pointer to an earlier one."""

    def encode_name(self, name: DNSLabel) -> None:
        """Write every label."""
        self.encode_name_nocompress(name)


def _owner_and_rest(buffer: DNSBuffer) -> tuple[DNSLabel, int, int, int, bytes]:
    """Return an RR as its owner, type, class, TTL and RDATA; the last as octets."""
    owner = buffer.decode_name()
    rtype, rclass, ttl, length = buffer.unpack("!HHIH")
    return owner, rtype, rclass, ttl, buffer.get(length)


def _lengths_are_true(packet: bytes) -> bool:
    """Say whether each RR's RDATA is as long as it says, which dnslib's own reader overlooks."""
    buffer = DNSBuffer(packet)
    header = DNSHeader.parse(buffer)
    for _ in range(header.q):
        DNSQuestion.parse(buffer)
    for _ in range(header.a + header.auth + header.ar):
        start = buffer.offset
        _owner_and_rest(buffer)
        end, buffer.offset = buffer.offset, start
        RR.parse(buffer)
        if buffer.offset != end:
            return False
    return True


def _label(wire: bytes) -> DNSLabel:
    name = Name(wire)
    return DNSLabel(tuple(wire[at + 1 : at + 1 + wire[at]] for at in suffix_offsets(name)))


def _wire_name(label: DNSLabel) -> Name:
    parts = b"".join(bytes((len(part),)) + part for part in label.label)
    return Name(parts.lower() + b"\0")

"""The fast writer: answers and queries as octets.

Rules kept here:
- The question is repeated as it came, with its capital letters; some askers check them.
- Every name written is a pointer into the question, or a fixed one, so nothing is compressed and
  nothing can be compressed wrongly.
- An answer the box makes itself fits 512 octets, so it is never truncated.
- No TTL reaches beyond the next change for the asker (`most`): what is kept in a cache here or
  above has its own, and what a device keeps must end when a bedtime begins.
- `message.reply` is the slow twin of `reply`; a property test holds them equal.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from agent.dns.wire import CLASS_IN, HEADER_OCTETS, Answer, Question
from policy.names import from_text

NOERROR, SERVFAIL, NXDOMAIN, REFUSED, BADVERS = 0, 2, 3, 5, 16

OUR_PAYLOAD = 1232
"""What we offer and what we send over UDP at most: no fragments on any ordinary path (RFC 9715)."""

OVER_TCP = 65_535

DENIAL_SECONDS = 5
"""How long a device may remember a block; short, so that a carer's "yes" soon takes effect."""

MAX_TTL_SECONDS = 86_400

EDE_STALE, EDE_CACHED_ERROR, EDE_NOT_READY, EDE_BLOCKED, EDE_STALE_NXDOMAIN = 3, 13, 14, 15, 19
EDE_NOT_AUTHORITATIVE, EDE_NETWORK_ERROR, EDE_INVALID = 20, 23, 24
"""RFC 8914 section 4."""
MAX_EDE_TEXT_OCTETS = 120

SOA_MNAME = from_text("lamplight.invalid")
SOA_RNAME = from_text("nobody.invalid")
SOA_TIMES = (1, 3_600, 600, 86_400)
"""Of a denial's SOA: serial, refresh, retry, expire. Its minimum is how long the denial lives."""

STALE_SECONDS = 30
"""How long a device may remember an answer that was given after its life (RFC 8767 section 4)."""

ALIAS_SECONDS = 300
"""How long it may be remembered by which name a search engine is made safe."""

TYPE_CNAME = 5

_OPT_HEAD = b"\0\0\x29" + OUR_PAYLOAD.to_bytes(2, "big")


class Record(NamedTuple):
    """One RR of an answer that the box makes itself; its owner is the asked name."""

    rtype: int
    ttl: int
    rdata: bytes


class LocalAnswer(NamedTuple):
    """An answer that the box makes itself.

    `soa_at` is where in the asked name the SOA's owner begins, None for no SOA; `ede` is an
    extended error's code and text (RFC 8914), told to askers with EDNS. `seconds` is how long a
    denial may be remembered, DENIAL_SECONDS at most (RFC 2308 section 5).
    """

    rcode: int
    records: tuple[Record, ...] = ()
    soa_at: int | None = None
    ede: tuple[int, bytes] | None = None
    seconds: int = DENIAL_SECONDS


def at_most(local: LocalAnswer, most: int) -> LocalAnswer:
    """Return an answer of the box's own, none of which lives longer than `most` seconds."""
    records = tuple(record._replace(ttl=min(record.ttl, most)) for record in local.records)
    return local._replace(records=records, seconds=min(local.seconds, most))


def reply(packet: bytes, question: Question, local: LocalAnswer) -> bytes:
    """Return the answer that the box makes itself, in full."""
    edns = question.edns is not None
    parts = [
        packet[:2],
        bytes((0x80 | packet[2] & 0x01, 0x80 | packet[3] & 0x10 | local.rcode & 0x0F)),
        b"\0\1\0",
        bytes((len(local.records), 0, local.soa_at is not None, 0, edns)),
        packet[HEADER_OCTETS : question.end],
    ]
    for record in local.records:
        parts.append(b"\xc0\x0c" + record.rtype.to_bytes(2, "big") + b"\0\1")
        parts.append(record.ttl.to_bytes(4, "big") + len(record.rdata).to_bytes(2, "big"))
        parts.append(record.rdata)
    if local.soa_at is not None:
        parts.append((0xC000 | HEADER_OCTETS + local.soa_at).to_bytes(2, "big"))
        parts.append(_SOA_TAILS[local.seconds])
    if edns:
        parts.append(_opt(local.rcode >> 4, local.ede, dnssec_ok=question.dnssec_ok))
    return b"".join(parts)


def forwarded(
    packet: bytes,
    question: Question,
    answer: Answer,
    age: int,
    limit: int,
    most: int = MAX_TTL_SECONDS,
) -> bytes:
    """Return an upstream's answer for this asker, `age` seconds after it came.

    No TTL in it is above `most` seconds. What is said beside it is told to askers with EDNS.
    Over `limit` octets it is cut to the question with TC set; the asker comes again over TCP.
    AA is never copied: we are not the authority (RFC 1035 section 4.1.1). AD is told to those who
    asked for it (RFC 6840 section 5.8).
    """
    edns = question.edns is not None
    opt = _opt(0, answer.ede, dnssec_ok=question.dnssec_ok) if edns else b""
    truncated = question.end + len(answer.body) + len(opt) > limit
    authentic = answer.authentic and (question.authentic_data or question.dnssec_ok)
    an, ns, ar = (0, 0, 0) if truncated else answer.counts
    head = bytearray(packet[: question.end])
    head[2] = 0x80 | packet[2] & 0x01 | (0x02 if truncated else 0)
    head[3] = 0x80 | (0x20 if authentic else 0) | packet[3] & 0x10 | answer.rcode
    head[6:12] = b"".join(count.to_bytes(2, "big") for count in (an, ns, ar + edns))
    if truncated:
        return bytes(head + opt)
    body = bytearray(answer.body)
    for at in answer.ttl_places:
        ttl = int.from_bytes(body[at : at + 4], "big")
        ttl = 0 if ttl & 0x80000000 else min(ttl, MAX_TTL_SECONDS)
        body[at : at + 4] = max(0, min(ttl - age, most)).to_bytes(4, "big")
    return bytes(head + body + opt)


def staled(answer: Answer) -> Answer:
    """Return an answer whose life is over as it may be given in need; nobody vouches for it now."""
    body = bytearray(answer.body)
    for at in answer.ttl_places:
        body[at : at + 4] = STALE_SECONDS.to_bytes(4, "big")
    code = EDE_STALE_NXDOMAIN if answer.rcode == NXDOMAIN else EDE_STALE
    text = b"Nobody above answers: this is what was true before"
    return answer._replace(body=bytes(body), authentic=False, ede=(code, text))


def query(query_id: int, question: Question, *, edns: bool) -> bytes:
    """Return our own query to an upstream for what was asked.

    Nothing of the asker goes on but name, type, DO and CD: no cookie, no client subnet. AD is
    always set (RFC 6840 section 5.7): what is kept is also for those who want to know whether it
    was validated.
    """
    flags = bytes((0x01, 0x30 if question.checking_disabled else 0x20))
    asked = question.name + question.qtype.to_bytes(2, "big") + CLASS_IN.to_bytes(2, "big")
    head = query_id.to_bytes(2, "big") + flags + b"\0\1\0\0\0\0\0" + bytes((edns,))
    return head + asked + (_opt(0, None, dnssec_ok=question.dnssec_ok) if edns else b"")


def _soa_tail(seconds: int) -> bytes:
    """Return a denial's SOA behind its owner's name, living so long."""
    times = b"".join(time.to_bytes(4, "big") for time in (*SOA_TIMES, seconds))
    rdata = SOA_MNAME + SOA_RNAME + times
    return b"\0\6\0\1" + seconds.to_bytes(4, "big") + len(rdata).to_bytes(2, "big") + rdata


_SOA_TAILS = tuple(_soa_tail(seconds) for seconds in range(DENIAL_SECONDS + 1))


@lru_cache(maxsize=1_024)
def _opt(high_rcode: int, ede: tuple[int, bytes] | None, *, dnssec_ok: bool) -> bytes:
    """Return our OPT pseudo-RR: version 0, the asker's DO bit, one option at most."""
    option = b""
    if ede is not None:
        text = ede[1][:MAX_EDE_TEXT_OCTETS]
        option = b"\0\x0f" + (2 + len(text)).to_bytes(2, "big") + ede[0].to_bytes(2, "big") + text
    flags = bytes((high_rcode, 0, 0x80 if dnssec_ok else 0, 0))
    return _OPT_HEAD + flags + len(option).to_bytes(2, "big") + option

"""The header, before anything is paid for: go on, stay silent, or refuse in twelve octets.

Rules kept here:
- A response, and anything too short to be a query, gets no answer at all: a reply to rubbish could
  be aimed at somebody else (RFC 5358 section 4 on amplification).
- A refusal here is never longer than what it refuses.
"""

from __future__ import annotations

from agent.dns.wire import HEADER_OCTETS

SILENCE = b""

FORMERR = 1
NOTIMP = 4


def refuse_by_header(packet: bytes) -> bytes | None:
    """Return None to go on, SILENCE to say nothing, else the whole reply."""
    if len(packet) < HEADER_OCTETS or packet[2] & 0x80:
        return SILENCE
    if packet[2] & 0x78:  # an opcode other than QUERY
        # RD and RA are defined for QUERY alone, so neither goes back with another opcode; ISC's
        # compliance tester complains of a reply that has them.
        return packet[:2] + bytes((0x80 | packet[2] & 0x78, NOTIMP)) + bytes(8)
    if packet[4:6] != b"\0\1":  # not exactly one question (RFC 9619)
        return bare_refusal(packet, FORMERR)
    return None


def bare_refusal(packet: bytes, rcode: int) -> bytes:
    """Return a reply of a header alone, for a query whose question cannot be repeated."""
    return packet[:2] + bytes((0x80 | packet[2] & 0x01, 0x80 | rcode)) + bytes(8)

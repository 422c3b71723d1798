"""Our own queries, and which packets answer them: the same over every transport.

Rules kept here:
- Nothing of the asker goes on but name, type, DO and CD.
- An answer must repeat id and question (RFC 5452 section 9). What does not fit is passed over.
- Of what an upstream says beside an answer only the reason of a failure goes on, as a number; what
  it says of networks (RFC 7871) goes nowhere.
- What is encrypted is padded, so that its length says little (RFC 8467 section 4.1).
"""

from __future__ import annotations

import socket
from typing import NamedTuple, NoReturn

from agent.dns import answers, message, wire
from agent.dns.wire import Answer, Question
from policy.names import Name

FORMERR, SERVFAIL, NOTIMP, REFUSED = 1, 2, 4, 5
UNWILLING = frozenset({FORMERR, SERVFAIL, NOTIMP, REFUSED})
"""What an upstream says that cannot answer; another one may be able to."""

BLOCK_OCTETS = 128
"""RFC 8467 section 4.1: queries are padded to the next multiple of this."""
_PADDING = 12  # RFC 7830 section 3
ADDRESSES = {1: (socket.AF_INET, 4), 28: (socket.AF_INET6, 16)}
"""Of which family an address is and how long, by its type: A (RFC 1035) and AAAA (RFC 3596)."""
_EXTENDED_ERROR = 15  # RFC 8914 section 2
_OPTION_HEAD = 4
_OPT_OCTETS = 11
"""How long an OPT is up to its options: it belongs to the root, whose name is one octet."""
REASONS = frozenset({*range(1, 13), 22, 23})
"""Why an upstream failed that a device may be told: what is wrong with a zone's signatures, or that
its name servers cannot be reached (RFC 8914 section 4)."""


class Query(NamedTuple):
    """Our own query, and where its question section ends: a name may hold zero octets."""

    packet: bytes
    question_end: int

    def __repr__(self) -> str:
        return "<Query>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a query is not written to a file")


def question_for(name: Name, qtype: int) -> Question:
    """Return a question that the box itself has, and nobody in the home."""
    return Question(
        name=name,
        qtype=qtype,
        qclass=wire.CLASS_IN,
        end=wire.HEADER_OCTETS + len(name) + 4,
        recursion_desired=True,
        checking_disabled=False,
        authentic_data=False,
        edns=0,
        payload=wire.PLAIN_PAYLOAD,
        dnssec_ok=False,
    )


def query_for(query_id: int, question: Question, *, edns: bool = True) -> Query:
    """Return our query for what was asked."""
    return Query(
        answers.query(query_id, question, edns=edns), wire.HEADER_OCTETS + len(question.name) + 4
    )


def padded_query_for(query_id: int, question: Question) -> Query:
    """Return our query for what was asked, as long as most others are."""
    query = query_for(query_id, question)
    # The OPT comes last and has no options, so its last two octets are the length of none.
    begun = len(query.packet) + _OPTION_HEAD
    zeros = -begun % BLOCK_OCTETS
    option = _PADDING.to_bytes(2, "big") + zeros.to_bytes(2, "big") + bytes(zeros)
    return query._replace(packet=query.packet[:-2] + len(option).to_bytes(2, "big") + option)


def fits(packet: bytes, query: Query) -> bool:
    """Say whether a packet answers our query, or refuses it by a header alone."""
    if wire.echoes(packet, query.packet, query.question_end):
        return True
    return (
        len(packet) == wire.HEADER_OCTETS
        and packet[:2] == query.packet[:2]
        and packet[2] & 0xF8 == 0x80
        and packet[4:] == bytes(8)
        and packet[3] & 0x0F in UNWILLING
    )


def read(packet: bytes, query: Query) -> Answer | None:
    """Return what a packet that `fits` says, None where it cannot be read."""
    end = query.question_end
    if len(packet) < end:  # a bare refusal; `fits` let nothing else through
        return Answer(packet[3] & 0x0F, (0, 0, 0), b"", (), 0, authentic=False)
    if answer := wire.read_answer(packet, end):
        return answer if answer.rcode != SERVFAIL else _with_reason(answer, packet, end)
    rewritten = message.without_opt(packet)
    if rewritten is None or not wire.echoes(rewritten, query.packet, end):
        return None
    return wire.read_answer(rewritten, end)


def _with_reason(answer: Answer, packet: bytes, question_end: int) -> Answer:
    """Return an upstream's failure with why it failed, if it is one of REASONS.

    Its words are left out: they are somebody else's, and may hold anything.
    """
    opt_at = question_end + len(answer.body)
    options = packet[opt_at + _OPT_OCTETS :] if opt_at < len(packet) else b""
    while len(options) >= _OPTION_HEAD:
        code, size = (int.from_bytes(options[at : at + 2], "big") for at in (0, 2))
        value, options = options[4 : 4 + size], options[4 + size :]
        reason = int.from_bytes(value[:2], "big")
        if code == _EXTENDED_ERROR and len(value) == size >= 2 and reason in REASONS:
            return answer._replace(ede=(reason, b""))
    return answer


def addresses_in(answer: Answer, rtype: int) -> list[str]:
    """Return the addresses of one type that an answer gives, whoever they belong to.

    Names at their places are not looked at: an answer to a chain of aliases ends in addresses.
    """
    found = []
    family, octets = ADDRESSES[rtype]
    head = rtype.to_bytes(2, "big") + wire.CLASS_IN.to_bytes(2, "big")
    for ttl_at in answer.ttl_places[: answer.counts[0]]:
        length_at = ttl_at + 4
        rdata = answer.body[length_at + 2 : length_at + 2 + octets]
        length = int.from_bytes(answer.body[length_at : length_at + 2], "big")
        if answer.body[ttl_at - 4 : ttl_at] == head and length == octets == len(rdata):
            found.append(socket.inet_ntop(family, rdata))
    return found

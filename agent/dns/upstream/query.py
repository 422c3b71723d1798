"""Our own queries, and which packets answer them: the same over every transport.

Rules kept here:
- Nothing of the asker goes on but name, type, DO and CD.
- An answer must repeat id and question (RFC 5452 section 9). What does not fit is passed over.
- What is encrypted is padded, so that its length says little (RFC 8467 section 4.1).
"""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from agent.dns import answers, message, wire
from agent.dns.wire import Answer, Question

FORMERR, SERVFAIL, NOTIMP, REFUSED = 1, 2, 4, 5
UNWILLING = frozenset({FORMERR, SERVFAIL, NOTIMP, REFUSED})
"""What an upstream says that cannot answer; another one may be able to."""

BLOCK_OCTETS = 128
"""RFC 8467 section 4.1: queries are padded to the next multiple of this."""
_PADDING = 12  # RFC 7830 section 3
_OPTION_HEAD = 4


class Query(NamedTuple):
    """Our own query, and where its question section ends: a name may hold zero octets."""

    packet: bytes
    question_end: int

    def __repr__(self) -> str:
        return "<Query>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a query is not written to a file")


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
        return answer
    rewritten = message.without_opt(packet)
    if rewritten is None or not wire.echoes(rewritten, query.packet, end):
        return None
    return wire.read_answer(rewritten, end)

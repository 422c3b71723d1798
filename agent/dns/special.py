"""What the box answers out of its own knowledge, without a rule and without an upstream.

Rules kept here:
- `policy.special` says which names are local; here stands only what is answered for each.
- Nothing here depends on who asks.
"""

from __future__ import annotations

from agent.dns.answers import NOERROR, NXDOMAIN, LocalAnswer, Record
from agent.dns.wire import Question
from policy.names import from_text
from policy.special import LocalName, local_name

TYPE_A, TYPE_AAAA, TYPE_HINFO, TYPE_ANY = 1, 28, 13, 255

LOCAL_TTL_SECONDS = 3_600

_ENDS = tuple(from_text(kind) for kind in LocalName)
_LOOPBACK = {TYPE_A: bytes((127, 0, 0, 1)), TYPE_AAAA: bytes(15) + b"\1"}

MINIMAL_ANY = LocalAnswer(
    NOERROR, records=(Record(TYPE_HINFO, LOCAL_TTL_SECONDS, b"\x07RFC8482\0"),)
)
"""The answer to ANY: one small record instead of all there are (RFC 8482 section 4.2)."""


def answer_locally(question: Question) -> LocalAnswer | None:
    """Return the answer to a local name, None for every other name."""
    # Nearly every name ends here, at the cost of one comparison.
    if not question.name.endswith(_ENDS) or (found := local_name(question.name)) is None:
        return None
    offset, kind = found
    match kind:
        case LocalName.LOCALHOST if rdata := _LOOPBACK.get(question.qtype):
            record = Record(question.qtype, LOCAL_TTL_SECONDS, rdata)
            return LocalAnswer(NOERROR, records=(record,))  # RFC 6761 section 6.3
        case LocalName.LOCALHOST | LocalName.RESOLVER_ARPA | LocalName.SELFTEST:
            # NODATA: there is no designated resolver (RFC 9462 section 4). Forwarded, this would
            # hand the device the upstream's encrypted DNS, around this home's rules. Of the
            # self-test only that it came is of use (`agent.dns.selftest`).
            return LocalAnswer(NOERROR, soa_at=offset)
        case LocalName.ONION | LocalName.INVALID:
            return LocalAnswer(NXDOMAIN, soa_at=offset)  # RFC 7686 section 2, RFC 6761 section 6.4
        case LocalName.SERVICE_ARPA:
            # Nobody registers services here (RFC 9665); the zone's own name is there, and empty.
            return LocalAnswer(NXDOMAIN if offset else NOERROR, soa_at=offset)

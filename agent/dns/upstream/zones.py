"""Which upstream a name is for: the home's own names go to the router, and never out of the house.

Rules kept here:
- The longest zone that a name is in decides, so that one corner of a zone can go elsewhere.
- What belongs to every home alike goes to no upstream unless a zone says so: it would tell
  strangers about the home, and they could only guess. The box says itself that there is nothing.
- DS of a zone belongs to whoever is above the zone (RFC 4035 section 3.1.4.1), and tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from agent.dns.answers import NOERROR, NXDOMAIN
from agent.dns.upstream.asking import Upstream
from agent.dns.upstream.locally_served import LOCALLY_SERVED
from agent.dns.wire import CLASS_IN, HEADER_OCTETS, TYPE_SOA, Answer, Question
from policy.names import Name, from_text, suffix_offsets

_TYPE_NS, _TYPE_DS = 2, 43

SECONDS = 10_800
"""RFC 6303 section 3: three hours, for the records and for what is not there."""
_SERIAL_REFRESH_RETRY_EXPIRE = (1, 3_600, 1_200, 604_800)
_SOA_RNAME = from_text("nobody.invalid")
_TTL_PLACE = 6  # behind a pointer, the type and the class


class ByZone:
    """Upstreams for some zones, and one for everything else."""

    def __init__(self, otherwise: Upstream, zones: Mapping[Name, Upstream]) -> None:
        """Ask `otherwise` what no zone of `zones` covers and no home has for itself."""
        self._otherwise = otherwise
        self._zones = zones

    async def ask(self, question: Question) -> Answer:
        """Return the answer of whom the name is for. Raises UpstreamSilent."""
        name = question.name
        is_above = question.qtype == _TYPE_DS
        for at in suffix_offsets(name):
            if is_above and at == 0:
                continue
            zone = Name(name[at:])
            if (upstream := self._zones.get(zone)) is not None:
                return await upstream.ask(question)
            if zone in LOCALLY_SERVED:
                return served_locally(question, at)
        return await self._otherwise.ask(question)


def served_locally(question: Question, zone_at: int) -> Answer:
    """Return what an empty zone, which begins there in the name, says (RFC 6303 section 3)."""
    apex = (0xC000 | HEADER_OCTETS + zone_at).to_bytes(2, "big")
    if zone_at == 0 and question.qtype == _TYPE_NS:
        return _answer(NOERROR, (1, 0, 0), _record(apex, _TYPE_NS, apex))
    times = (*_SERIAL_REFRESH_RETRY_EXPIRE, SECONDS)
    rdata = apex + _SOA_RNAME + b"".join(time.to_bytes(4, "big") for time in times)
    soa = _record(apex, TYPE_SOA, rdata)
    if zone_at == 0 and question.qtype == TYPE_SOA:
        return _answer(NOERROR, (1, 0, 0), soa)
    return _answer(NXDOMAIN if zone_at else NOERROR, (0, 1, 0), soa)


def _record(owner: bytes, rtype: int, rdata: bytes) -> bytes:
    head = owner + rtype.to_bytes(2, "big") + CLASS_IN.to_bytes(2, "big")
    return head + SECONDS.to_bytes(4, "big") + len(rdata).to_bytes(2, "big") + rdata


def _answer(rcode: int, counts: tuple[int, int, int], body: bytes) -> Answer:
    return Answer(rcode, counts, body, (_TTL_PLACE,), SECONDS, authentic=False)

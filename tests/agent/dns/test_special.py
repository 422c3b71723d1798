from __future__ import annotations

import pytest

from agent.dns import special
from agent.dns.answers import NOERROR, NXDOMAIN
from tests.agent.dns import house
from tests.agent.dns.packets import AAAA, ANY, HTTPS, TXT, A, query

SVCB = 64

ANSWERED = {
    "localhost A": ("localhost", A, NOERROR, bytes((127, 0, 0, 1)), None),
    "localhost AAAA": ("localhost", AAAA, NOERROR, bytes(15) + b"\1", None),
    "below localhost": ("app.localhost", A, NOERROR, bytes((127, 0, 0, 1)), None),
    "localhost TXT": ("localhost", TXT, NOERROR, None, 0),
    "localhost ANY": ("localhost", ANY, NOERROR, None, 0),
    "encrypted DNS": ("_dns.resolver.arpa", SVCB, NOERROR, None, 5),
    "resolver.arpa itself": ("resolver.arpa", A, NOERROR, None, 0),
    "registering services": ("default.service.arpa", A, NXDOMAIN, None, 8),
    "service.arpa itself": ("service.arpa", A, NOERROR, None, 0),
    "onion": ("abc.onion", A, NXDOMAIN, None, 4),
    "the self-test": ("ab.selftest.lamplight.home.arpa", A, NOERROR, None, 3),
    "invalid": ("x.y.invalid", HTTPS, NXDOMAIN, None, 4),
}


@pytest.mark.parametrize(
    ("name", "qtype", "rcode", "rdata", "soa_at"), ANSWERED.values(), ids=ANSWERED
)
def test_the_box_s_own_names(
    name: str, qtype: int, rcode: int, rdata: bytes | None, soa_at: int | None
) -> None:
    """A special-use name is answered as its RFC says: addresses, no data, or no such name."""
    local = special.answer_locally(house.question_of(query(name, qtype)))

    assert local is not None
    assert (local.rcode, local.soa_at) == (rcode, soa_at)
    assert [record.rdata for record in local.records] == ([] if rdata is None else [rdata])


@pytest.mark.parametrize(
    "name", ["example.org", "localhost.example.org", "arpa", "local", "ipv4only.arpa"]
)
def test_every_other_name_is_left_alone(name: str) -> None:
    """A name that is not the box's own gets no answer here."""
    assert special.answer_locally(house.question_of(query(name))) is None

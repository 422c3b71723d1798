from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable

import dns.asyncquery
import dns.message
import dns.rcode
import pytest

from agent.demo import upstream


def with_upstream(ask: Callable[[int], Awaitable[dns.message.Message]]) -> dns.message.Message:
    """Return what `ask` gets from the upstream, which listens on the port it is given."""

    async def running() -> dns.message.Message:
        transport, port = await upstream.start("127.0.0.1")
        try:
            return await ask(port)
        finally:
            transport.close()

    return asyncio.run(running())


def asked(name: str, rtype: str) -> dns.message.Message:
    """Return the upstream's answer to one question over a real socket."""

    async def ask(port: int) -> dns.message.Message:
        query = dns.message.make_query(name, rtype, use_edns=0)
        return await dns.asyncquery.udp(query, "127.0.0.1", timeout=20, port=port)

    return with_upstream(ask)


ADDRESSES = {"A": "192.0.2.", "AAAA": "2001:db8::"}


@pytest.mark.parametrize("rtype", ADDRESSES)
def test_every_name_has_an_address_that_leads_nowhere(rtype: str) -> None:
    """Any name gets one address out of the ranges reserved for documentation."""
    [rrset] = asked("some.name.example", rtype).answer
    [rdata] = rrset

    assert rdata.to_text().startswith(ADDRESSES[rtype])
    assert rrset.ttl == upstream.TTL_SECONDS


def test_a_name_has_the_same_address_each_time() -> None:
    """A name keeps its address, in whatever letters it is asked for; other names have others."""
    first, again = asked("some.example", "A"), asked("SOME.example", "A")
    others = {asked(f"other{n}.example", "A").answer[0][0].to_text() for n in range(8)}

    assert first.answer[0][0] == again.answer[0][0]
    assert len(others) > 1


def test_another_type_is_no_data() -> None:
    """What is neither A nor AAAA gets an answer without records, with the SOA it needs."""
    response = asked("some.example", "HTTPS")

    assert response.rcode() == dns.rcode.NOERROR
    assert not response.answer
    assert [rrset.rdtype.name for rrset in response.authority] == ["SOA"]


def test_rubbish_gets_no_answer_and_does_no_harm() -> None:
    """A packet that is no query is passed over, and the next query is answered."""

    async def ask(port: int) -> dns.message.Message:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.sendto(b"rubbish", ("127.0.0.1", port))
        query = dns.message.make_query("some.example", "A")
        return await dns.asyncquery.udp(query, "127.0.0.1", timeout=20, port=port)

    assert with_upstream(ask).answer

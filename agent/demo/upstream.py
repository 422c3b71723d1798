"""An upstream resolver for the demonstration that knows every name and needs no internet.

Rules kept here:
- It gives addresses reserved for documentation (RFC 5737, RFC 3849), the same for a name each
  time, so that nothing asked in the demonstration can lead anywhere.
"""

from __future__ import annotations

import asyncio
from hashlib import blake2b
from typing import cast

from agent.dns import answers, special, wire
from agent.dns.answers import LocalAnswer, Record
from policy.names import Name

TTL_SECONDS = 60

_IPV4_NET = bytes((192, 0, 2))
_IPV6_NET = bytes.fromhex("20010db8") + bytes(11)


class OfflineUpstream(asyncio.DatagramProtocol):
    """Answers A and AAAA for every name, and NODATA for every other type."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        # Not checked with isinstance: Python 3.11's own transport is not one of that class.
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, packet: bytes, address: tuple[str, int]) -> None:
        """Answer one query; stay silent on anything else."""
        if question := wire.read_question(packet):
            local = _answer(question.name, question.qtype)
            self._transport.sendto(answers.reply(packet, question, local), address)


def _answer(name: Name, qtype: int) -> LocalAnswer:
    host = 1 + blake2b(name, digest_size=1).digest()[0] % 254
    match qtype:
        case special.TYPE_A:
            rdata = _IPV4_NET + bytes((host,))
        case special.TYPE_AAAA:
            rdata = _IPV6_NET + bytes((host,))
        case _:
            return LocalAnswer(answers.NOERROR, soa_at=0)
    return LocalAnswer(answers.NOERROR, records=(Record(qtype, TTL_SECONDS, rdata),))


async def start(host: str) -> tuple[asyncio.DatagramTransport, int]:
    """Serve on a free port of `host`; return what to close, and the port."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(OfflineUpstream, local_addr=(host, 0))
    port: int = transport.get_extra_info("sockname")[1]
    return transport, port

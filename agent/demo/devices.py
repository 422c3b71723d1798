"""The demonstration's devices: they ask over real sockets, each from its own address.

Rules kept here:
- What to expect is written down here, not worked out from the policy that is being shown; so the
  demonstration can be wrong, and says so when it is.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from typing import NamedTuple

from agent.dns import answers, wire
from agent.dns.special import TYPE_A
from agent.dns.upstream import Address
from policy.names import from_text

RECORDED_AT, NOT_RECORDED_AT = "127.0.0.12", "127.0.0.13"
THIS_MACHINE = "127.0.0.1"
"""Maya's phone too, so that a browser here shows what hers does."""
"""Maya's phone, about which there is an agreement, and Leo's tablet, about which there is none."""

ANSWERED, BLOCKED = "answered", "blocked"

ASK_SECONDS = 3.0


class Visit(NamedTuple):
    """One name that one device asks for, what should happen, and why in a few words."""

    device: str
    address: str
    name: str
    outcome: str
    because: str


TOUR = (
    Visit("Sam's phone", "127.0.0.11", "tiktok.com", ANSWERED, "nothing is against it for Sam"),
    Visit("Maya's phone", "127.0.0.12", "tiktok.com", ANSWERED, "nothing is against it for Maya"),
    Visit("Leo's tablet", "127.0.0.13", "tiktok.com", BLOCKED, "social media, for Leo"),
    Visit("Leo's tablet", "127.0.0.13", "youtube.com", BLOCKED, "a rule for Leo"),
    Visit("Leo's tablet", "127.0.0.13", "roblox.com", BLOCKED, "games, for Leo"),
    Visit("Leo's tablet", "127.0.0.13", "scratch.games.example", ANSWERED, "a rule allows it"),
    Visit("Maya's phone", "127.0.0.12", "bet365.com", BLOCKED, "gambling, for Maya"),
    Visit("Television", "127.0.0.14", "bet365.com", BLOCKED, "gambling, on this device"),
    Visit("a visitor", "127.0.0.99", "tiktok.com", BLOCKED, "social media, for visitors"),
    Visit("Maya's phone", "127.0.0.12", "malware.example", BLOCKED, "malware, for everyone"),
    Visit(
        "Leo's tablet", "127.0.0.13", "childline.org.uk", ANSWERED, "no rule or list can block it"
    ),
    Visit("a visitor", "127.0.0.99", "childline.org.uk", ANSWERED, "no rule or list can block it"),
)


async def ask(visit: Visit, box: Address) -> str:
    """Return ANSWERED or BLOCKED as the box really says, or what else happened."""
    query_id = secrets.randbits(16)
    asked = from_text(visit.name) + TYPE_A.to_bytes(2, "big") + wire.CLASS_IN.to_bytes(2, "big")
    query = query_id.to_bytes(2, "big") + b"\1\0\0\1\0\0\0\0\0\0" + asked
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as sock:
        sock.bind((visit.address, 0))
        try:
            async with asyncio.timeout(ASK_SECONDS):
                await loop.sock_connect(sock, box)
                await loop.sock_sendall(sock, query)
                reply = await loop.sock_recv(sock, 4_096)
        except (TimeoutError, OSError):
            return "no answer"
    match reply[3] & 0x0F:
        case answers.NOERROR if reply[6:8] != b"\0\0":
            return ANSWERED
        case answers.NXDOMAIN:
            return BLOCKED
        case rcode:
            return f"an answer with rcode {rcode}"

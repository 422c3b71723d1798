"""Connections over TLS to whoever proves to be the upstream: the same for every encrypted way.

Rules kept here:
- Strict (RFC 8310 section 5): nothing is sent to anybody whose certificate is not for the name,
  or whose key is not one of the pins; and nothing is ever asked in the plain instead.
- A pin stands alone: authorities and dates are not looked at, so it also holds while the box's
  clock is not set.
- Of several addresses the next is tried beside one that is slow (RFC 8305 section 5), and the one
  that served last is tried first: a home whose IPv6 leads nowhere pays for that once.
- No name is ever looked up here: what is connected to is an address.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from agent.dns.upstream.asking import Address, Whereabouts
from agent.dns.upstream.key_pin import key_pin

OPEN_SECONDS = 3.0
NEXT_ADDRESS_SECONDS = 0.25
"""RFC 8305 section 5: how long an address is tried before the next one beside it."""


class Identity(NamedTuple):
    """Whom an upstream must prove to be: the owner of a host's name, or of one of these keys."""

    host: str | None
    pins: frozenset[bytes] = frozenset()


class Opened(NamedTuple):
    """A connection to whoever proved to be the upstream, and where they are."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    address: Address


class Secured:
    """One upstream that is connected to over TLS."""

    def __init__(
        self,
        where: Whereabouts,
        identity: Identity,
        *,
        authorities: str | None = None,
        protocol: str | None = None,
    ) -> None:
        """Connect to whom `identity` says, speaking `protocol` (RFC 7301) where one is named.

        Names are believed that the system's authorities vouch for, or those of a file.
        """
        self._where = where
        self._identity = identity
        self._context = _context(bool(identity.pins), authorities, protocol)
        self._protocol = protocol
        self._served_last: Address | None = None

    async def open(self) -> Opened | None:
        """Return a connection, None where nobody at any address proves to be the upstream."""
        known = await self._where.addresses()
        left = sorted(known, key=lambda address: address != self._served_last)
        trying: set[asyncio.Task[Opened | None]] = set()
        try:
            while left or trying:
                if left:
                    trying.add(asyncio.create_task(self._open_at(left.pop(0))))
                done, trying = await asyncio.wait(
                    trying,
                    timeout=NEXT_ADDRESS_SECONDS if left else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                found = [opened for one in done if (opened := one.result()) is not None]
                for late in found[1:]:
                    cut_off(late.writer)
                if found:
                    self._served_last = found[0].address
                    return found[0]
        finally:
            for one in trying:
                # It may have just been connected, and then cancelling it comes too late.
                one.add_done_callback(_close)
                one.cancel()
        return None

    async def _open_at(self, address: Address) -> Opened | None:
        """Return a connection to an address, None where that fails."""
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                reader, writer = await asyncio.open_connection(
                    *address, ssl=self._context, server_hostname=self._identity.host or ""
                )
        except (OSError, TimeoutError):  # of which every error of TLS is one
            return None
        shown = writer.get_extra_info("ssl_object")
        if (
            self._identity.pins
            and key_pin(shown.getpeercert(binary_form=True) or b"") not in self._identity.pins
        ) or (self._protocol and shown.selected_alpn_protocol() != self._protocol):
            cut_off(writer)
            return None
        return Opened(reader, writer, address)


def _close(trying: asyncio.Task[Opened | None]) -> None:
    if not trying.cancelled() and (opened := trying.result()) is not None:
        cut_off(opened.writer)


def cut_off(writer: asyncio.StreamWriter) -> None:
    """End a connection at once, without waiting for the other side to say goodbye."""
    # Debian 12's Python stumbles over one that has ended by itself.
    with suppress(AttributeError):
        writer.transport.abort()


@lru_cache(maxsize=8)  # the system's authorities take more than a megabyte each time
def _context(
    is_pinned: bool,  # noqa: FBT001 - a cached function's parameters are its key
    authorities: str | None,
    protocol: str | None,
) -> ssl.SSLContext:
    if is_pinned:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        # The handshake proves that the key is theirs (RFC 8446 section 4.4.3), and `_open_at`
        # which key it is, before anything is asked.
        context.verify_mode = ssl.CERT_NONE
    else:
        context = ssl.create_default_context(cafile=authorities)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if protocol:
        context.set_alpn_protocols([protocol])
    return context

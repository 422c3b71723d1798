"""What the recorder says to the agent when it lends it a way to send, for one device at a time.

Each message is one packet from the recorder; `Lend` brings one end of a socket pair with it.

Rules kept here:
- A lease ends by itself at `until_ms` of the boot clock, which nobody can step; it is at most ten
  minutes away and is renewed each minute, after everything was asked anew. A recorder that died
  renews nothing.
- Other terms, another day or another agreement are another socket: the old one is taken back first.
- The agent is told addresses and link addresses, never who somebody is, and no agreement.
- An address changes hands by itself, a link address does not. Where the device is known by its link
  addresses, the agent sends nothing of an address at which it does not find one of them.
- Where one is printed, it names no site: a watch list says what somebody worries about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias

from consent.encoding import json_from_object, object_from_json
from consent.observation import Terms
from consent.records.fields import Id
from consent.schema import Items, Name, Registrable, Span, Text, read, write

MAX_LEASE_MS: Final = 10 * 60 * 1000
MAX_MESSAGE_OCTETS: Final = 64 * 1024

BootMs: TypeAlias = Annotated[int, Span(0, 2**53 - 1)]
"""Milliseconds of CLOCK_BOOTTIME."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Lend:
    """A way to send for a device, which comes with this message.

    `links` are empty where the home has no discovery, and the addresses are all there is.
    `is_settling` is that nothing may be sent yet: nobody knows what was asked just before. What is
    never recorded starts its quiet time also then.
    """

    how: Literal["lend"] = "lend"
    device: Id
    addresses: Annotated[tuple[Annotated[str, Text(64)], ...], Items(1, 16)]
    links: Annotated[tuple[Annotated[str, Text(17)], ...], Items(0, 16)]
    level: Annotated[int, Span(1, 4)]
    categories: Annotated[tuple[Annotated[str, Name()], ...], Items(0, 32)]
    watch: Annotated[tuple[Annotated[str, Registrable()], ...], Items(0, 50)]
    never_recorded: Annotated[tuple[Annotated[str, Registrable()], ...], Items(0, 50)]
    until_ms: BootMs
    is_settling: bool

    def __repr__(self) -> str:
        return f"<Lend, level {self.level}>"

    @property
    def terms(self) -> Terms:
        """What may be sent."""
        return Terms(
            level=self.level,
            categories=frozenset(self.categories),
            watch=frozenset(self.watch),
            never_recorded=frozenset(self.never_recorded),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Renew:
    """The same way, for longer."""

    how: Literal["renew"] = "renew"
    device: Id
    until_ms: BootMs
    is_settling: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """The way is closed: nothing sent from now on arrives, and the agent need not try."""

    how: Literal["take_back"] = "take_back"
    device: Id


LeaseMessage: TypeAlias = Lend | Renew | TakeBack


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packet:
    message: LeaseMessage


def message_to_octets(message: LeaseMessage) -> bytes:
    """Return a message as one packet. Raises RecordMalformed for what none can say."""
    octets = json_from_object(write(_Packet(message=message)))
    message_from_octets(octets)
    return octets


def message_from_octets(octets: bytes) -> LeaseMessage:
    """Return the message of a packet. Raises JsonMalformed, RecordMalformed."""
    return read(_Packet, object_from_json(octets)).message

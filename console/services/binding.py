"""Binding a device for an agreement: a code from the console, typed on that very device.

Rules kept here:
- A code is for one device and good once, for ten minutes and for five tries. On another device it
  is no code at all, and whoever tries there learns nothing.
- Only a young person's own device can be bound: a carer's, a visitor's, a shared one and a school's
  cannot, so that none of them is ever recorded.
- Codes are held in memory alone. A restart forgets them, and somebody makes a new one.
- Whether it may be bound is the recorder's to judge, and it keeps by which link addresses. Another
  link address is not the device that was bound: the recorder lends for it no more.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Final

from consent.recorder_requests import Bind
from console.services.inbox import InHand
from console.store.recorder import Recorder
from policy.household import Device, Household

DIGITS: Final = 6
LASTS: Final = timedelta(minutes=10)
MAX_TRIES: Final = 5
MAX_ADDRESSES: Final = 16
"""Addresses that the recorder takes; by its link address it finds the others."""


MAX_LABEL: Final = 40
"""Letters of a label in a record; a name of a device may be longer."""


class Tried(StrEnum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    NO_CODE = "no-code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A code that is good: for which device, and until when."""

    device: str
    code: str
    until: datetime
    wrong: int = 0


class Codes:
    """The codes that are good now, one for each device."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._lock = Lock()
        self._offers: dict[str, Offer] = {}

    def offer(self, device: str, at: datetime) -> Offer:
        """Make a new code for a device; the one before is good no more."""
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        offer = Offer(device=device, code=code, until=at + LASTS)
        with self._lock:
            self._offers[device] = offer
        return offer

    def offered(self, device: str, at: datetime) -> Offer | None:
        """Return the code that is good for a device, None where there is none."""
        with self._lock:
            offer = self._offers.get(device)
        return offer if offer and at < offer.until else None

    def tried(self, device: str, typed: str, at: datetime) -> Tried:
        """Say what becomes of a code typed on a device. Where it is right, it is used up."""
        said = "".join(typed.split())
        with self._lock:
            offer = self._offers.get(device)
            if offer is None or at >= offer.until:
                self._offers.pop(device, None)
                return Tried.NO_CODE
            if secrets.compare_digest(said.encode(), offer.code.encode()):
                del self._offers[device]
                return Tried.RIGHT
            if offer.wrong + 1 >= MAX_TRIES:
                del self._offers[device]
            else:
                self._offers[device] = replace(offer, wrong=offer.wrong + 1)
            return Tried.WRONG


def can_be_bound(household: Household, device: Device) -> bool:
    """Say whether a device is one that an agreement may be about: a young person's own."""
    young = {person.name for person in household.young_people}
    return device.belongs_to in young and not device.school


def bind(recorder: Recorder, hand: InHand, addresses: Sequence[str]) -> None:
    """Have the recorder bind the device in hand. Raises RecorderSilent, RecorderRefused."""
    assert hand.device is not None
    recorder.done(
        Bind(
            label=hand.device.name[:MAX_LABEL].strip(),
            addresses=tuple(addresses[:MAX_ADDRESSES]),
            sole_user=True,
        )
    )

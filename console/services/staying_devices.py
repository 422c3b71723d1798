"""Which devices have to stay with whom they are: those that somebody agreed about.

Rules kept here:
- An agreement is about one young person, and the recorder knows a device and not whose it is. So as
  long as an agreement about a device holds, or anything of it is kept, the device stays theirs: it
  cannot be given, shared, called a school's, or taken out of the home. Else somebody would be
  recorded who never agreed, and the words of one young person's card would open another's pages.
- It is asked of the recorder only where a change touches whose a device is. One that does not
  answer may have an agreement, so then they all stay.
- Nobody is told which it was: whoever may not see agreements learns of none here.
- A new name, new rules and other addresses make a device nobody else's, and are not asked about.
"""

from __future__ import annotations

from collections.abc import Iterator

from consent.recorder_answers import DeviceStanding
from console.errors import DeviceStays
from console.house import House
from console.services.agreements import what_is_left
from console.services.binding import MAX_LABEL
from console.services.inbox import in_hand
from console.store.database.homes import Home, HomeKind
from console.store.neighbours import NeighboursFile
from console.store.recorder import Recorder
from policy.household import Device, Household


def check_devices_stay(house: House, before: Home, after: Household) -> None:
    """Find that no device changes hands about which something is agreed. Raises DeviceStays."""
    if house.recorder is None or before.kind is not HomeKind.FOSTER:
        return
    moved = tuple(_moved(before.household, after))
    if not moved:
        return
    agreed = _agreed(house.recorder)
    if agreed is None:
        raise DeviceStays("nobody can say whether something is agreed about a device")
    seen = NeighboursFile(house.neighbours).seen()
    for bound in agreed:
        here = {in_hand(before.household, seen, one).device for one in bound.addresses}
        if any(device in here or _is_called(bound, device) for device in moved):
            raise DeviceStays("something is agreed about a device, so it stays")


def _moved(before: Household, after: Household) -> Iterator[Device]:
    """Yield the devices that are somebody else's by a change, as they were before it."""
    for device in before.devices:
        now = [one for one in after.devices if _is_same(device, one)]
        if not now or any(_whose(one) != _whose(device) for one in now):
            yield device


def _is_same(before: Device, after: Device) -> bool:
    return (
        before.name == after.name
        or not set(before.links).isdisjoint(after.links)
        or not set(before.addresses).isdisjoint(after.addresses)
    )


def _whose(device: Device) -> tuple[object, ...]:
    return device.belongs_to, frozenset(device.shared_by), device.school


def _agreed(recorder: Recorder) -> tuple[DeviceStanding, ...] | None:
    """Return the devices of agreements of which something holds or is kept; None if unknown."""
    if (left := what_is_left(recorder)) is None:
        return None
    how, agreements = left
    ids = {device.id for one in agreements.values() for device in one.agreement.devices}
    return tuple(one for one in how.devices if one.id in ids)


def _is_called(bound: DeviceStanding, device: Device) -> bool:
    return bound.label == device.name[:MAX_LABEL].strip()

"""Devices and people of the home, as far as recording needs them: bound, shown, looked at together.

Rules kept here:
- A device's id is chance of this box. Where discovery is there, it is bound by the link addresses
  that it has at that moment, and another link address is not it; else by its addresses.
- To bind a device again under a record needs who holds the young person's card: the old id stays.
- A notice counts from when the device itself showed it: that is, from a page that its address asked
  for. Nobody can say so for it.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date

from agent.recorder.box import CLOCK_CODES, Box
from agent.recorder.errors import RecorderRefused
from agent.recorder.memory import BoundDevice, KnownViewer, are_alike
from agent.recorder.network import device_at
from consent.acts import (
    ActorRole,
    DeviceBound,
    DeviceUnbound,
    LookedTogether,
    NoticeStarted,
    NoticeWay,
)
from consent.audit_entry import Actor
from consent.calendar import london_day
from consent.codes import Code
from consent.home import Notice, seen
from consent.records.agreement import Agreement
from consent.records.fields import ViewerRole
from consent.records.home_card import PersonalKey

CARER = Actor(role=ActorRole.CARER)


def bind(box: Box, *, label: str, addresses: tuple[str, ...], sole_user: bool) -> BoundDevice:
    """Bind a device in the hand of whoever uses it; return it with its id. Raises ConsentError."""
    if any(one.label == label for one in box.memory.devices):
        raise RecorderRefused(Code.DEVICE_LABEL, "label")
    device = BoundDevice(
        id=secrets.token_hex(16),
        label=label,
        sole_user=sole_user,
        bound_on=_today(box),
        addresses=addresses,
        links=_links(box, addresses),
    )
    _check_free(box, device)
    box.note(DeviceBound(how="device_bound", device=device.id, sole_user=sole_user), CARER)
    box.remember(replace(box.memory, devices=(*box.memory.devices, device)))
    return device


def move(box: Box, device: BoundDevice, addresses: tuple[str, ...]) -> None:
    """Let a device that was bound again keep its id at other addresses. Raises ConsentError.

    Whoever calls has checked that the young person's card, or a social worker, said so.
    """
    links = _links(box, addresses, but=device.id)
    moved = replace(device, addresses=addresses, links=links)
    _check_free(box, moved)
    box.note(DeviceBound(how="device_bound", device=device.id, sole_user=device.sole_user))
    devices = tuple(moved if one.id == device.id else one for one in box.memory.devices)
    box.remember(replace(box.memory, devices=devices))


def unbind(box: Box, device: BoundDevice) -> None:
    """Forget a device. What was recorded on it is destroyed after. Raises ConsentError."""
    box.note(DeviceUnbound(how="device_unbound", device=device.id), CARER)
    devices = tuple(one for one in box.memory.devices if one.id != device.id)
    box.remember(replace(box.memory, devices=devices))


def add_viewer(box: Box, *, role: ViewerRole, label: str, ref: str, keys: PersonalKey) -> None:
    """Remember somebody's public keys for the home card. Raises ConsentError."""
    if any(one.label == label or one.keys == keys for one in box.memory.viewers):
        raise RecorderRefused(Code.DEVICE_LABEL, "label")
    viewer = KnownViewer(role=role, label=label, ref=ref, keys=keys)
    box.remember(replace(box.memory, viewers=(*box.memory.viewers, viewer)))


def show_notice(box: Box, address: str) -> BoundDevice:
    """Note that the device at an address has shown its notices; return it. Raises ConsentError.

    Seeing counts on trusted time alone; without it nothing is noted, and the notice waits.
    """
    device = device_at(address, box.memory, box.network)
    if device is None:
        raise RecorderRefused(Code.DEVICE_UNBOUND, "address")
    if not box.moment.is_trusted:
        raise RecorderRefused(CLOCK_CODES[box.moment.clock.state], "clock")
    known = {(one.device, one.agreement): one for one in box.memory.notices}
    for agreement in agreements_of(box, device.id):
        key = (device.id, agreement)
        before = known.get(key, Notice(device=device.id, agreement=agreement))
        after = seen(before, box.moment.at)
        if before.first_seen_at is None and after != before:
            box.note(
                NoticeStarted(
                    how="notice_started",
                    device=device.id,
                    agreement=agreement,
                    way=NoticeWay.SHOWN,
                ),
                Actor(role=ActorRole.YOUNG_PERSON),
            )
        known[key] = after
    notices = tuple(known.values())
    if notices != box.memory.notices:
        box.remember(replace(box.memory, notices=notices))
    return device


def look_together(box: Box, device: BoundDevice, agreement: str) -> None:
    """Note that carer and young person looked at a notice together. Raises ConsentError."""
    known = {(one.device, one.agreement): one for one in box.memory.notices}
    before = known.get((device.id, agreement))
    if before is None:
        raise RecorderRefused(Code.NOTICE_NONE, "notice")
    if not box.moment.is_trusted:
        raise RecorderRefused(CLOCK_CODES[box.moment.clock.state], "clock")
    today = _today(box)
    box.note(
        LookedTogether(how="looked_together", device=device.id, agreement=agreement, on=today),
        CARER,
    )
    known[device.id, agreement] = replace(before, looked_together_on=today)
    box.remember(replace(box.memory, notices=tuple(known.values())))


def agreements_of(box: Box, device: str) -> tuple[str, ...]:
    """Return the agreements about a device that are not over, the newest last."""
    if box.ledger is None:
        return ()
    return tuple(
        entry.digest
        for entry in box.ledger.entries
        if isinstance(entry.record, Agreement)
        and device in {one.id for one in entry.record.devices}
        and entry.digest not in box.closed
    )


def _check_free(box: Box, device: BoundDevice) -> None:
    if any(are_alike(device, one) for one in box.memory.devices if one.id != device.id):
        raise RecorderRefused(Code.DEVICE_AMBIGUOUS, "addresses")


def _links(box: Box, addresses: tuple[str, ...], *, but: str = "") -> tuple[str, ...]:
    """Return by which link addresses a device is bound; none where there is no discovery."""
    if box.network is None:
        return ()
    return box.network.bound_by(addresses, [one for one in box.memory.devices if one.id != but])


def _today(box: Box) -> date:
    if not box.moment.is_trusted:
        raise RecorderRefused(CLOCK_CODES[box.moment.clock.state], "clock")
    return london_day(box.moment.at)

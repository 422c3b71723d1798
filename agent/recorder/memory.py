"""What the recorder remembers beside records: its agency, devices, viewers, notices, stops.

Rules kept here:
- One closed document, replaced whole. What it does not say is not known.
- People are roles, labels and keys; a device is an id, a label and addresses.
- Nothing that anyone looked up has a place in it.
- The journal comes first: a stop, a pause or an unbinding that it tells of holds, also where the
  power failed before it was here, or where somebody took it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from agent.recorder.disk import Disk
from agent.recorder.errors import CardDamaged
from consent.acts import (
    DeviceUnbound,
    Objected,
    Paused,
    Resumed,
    StoppedByPress,
    StoppedByRecord,
    Withdrawn,
)
from consent.audit_entry import AuditEntry
from consent.encoding import json_from_object, object_from_json
from consent.errors import ConsentError
from consent.home import Marks, Notice, Press, Stopped
from consent.records.fields import Digest, DomainName, Id, Instant, Label, LocalDate, ViewerRole
from consent.records.home_card import PersonalKey
from consent.schema import Items, Text, read, write

FILE = "home.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedAgency:
    """The agency by its domain and its trust root's digest, and when its site was last asked.

    `hosted` is that it keeps its list of key holders on its own site.
    """

    domain: DomainName
    fingerprint: Digest
    hosted: bool
    fetched_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundDevice:
    """A device that was bound in the hand of whoever uses it, and where it was on the network then.

    `links` are its link addresses; without any, its addresses are all that it is known by.
    """

    id: Id
    label: Label
    sole_user: bool
    bound_on: LocalDate
    addresses: Annotated[tuple[Annotated[str, Text(64)], ...], Items(1, 16)]
    links: Annotated[tuple[Annotated[str, Text(17)], ...], Items(0, 16)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownViewer:
    """Somebody in the home who made keys to look with. `ref` is what their words are bound to."""

    role: ViewerRole
    label: Label
    ref: Id
    keys: PersonalKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All of it. `closed_until` is the last day for which every device's day was closed.

    `deleted_sooner` names the agreements whose kept copy was given up before its 72 hours.
    """

    v: Literal[1] = 1
    agency: TrustedAgency | None = None
    devices: Annotated[tuple[BoundDevice, ...], Items(0, 32)] = ()
    viewers: Annotated[tuple[KnownViewer, ...], Items(0, 16)] = ()
    notices: Annotated[tuple[Notice, ...], Items(0, 128)] = ()
    paused: Annotated[tuple[Digest, ...], Items(0, 64)] = ()
    stopped: Annotated[tuple[Stopped, ...], Items(0, 192)] = ()
    deleted_sooner: Annotated[tuple[Digest, ...], Items(0, 64)] = ()
    marks: Marks | None = None
    closed_until: LocalDate | None = None

    def device(self, device: str) -> BoundDevice | None:
        """Return the device of an id, None where it is not bound."""
        return next((one for one in self.devices if one.id == device), None)

    def device_at(self, address: str) -> BoundDevice | None:
        """Return the device at an address; None where there is none, or more than one."""
        found = [one for one in self.devices if address in one.addresses]
        return found[0] if len(found) == 1 else None

    def is_ambiguous(self, device: BoundDevice) -> bool:
        """Say whether another device is known by one of its addresses, or by its link address."""
        return any(are_alike(device, one) for one in self.devices if one.id != device.id)


def are_alike(device: BoundDevice, other: BoundDevice) -> bool:
    """Say whether two devices could be taken for each other.

    Where both have link addresses, these tell them apart: addresses change hands by themselves.
    """
    if device.links and other.links:
        return not set(device.links).isdisjoint(other.links)
    return not set(device.addresses).isdisjoint(other.addresses)


def load(disk: Disk) -> Memory:
    """Return what the box remembers; nothing yet on a new one. Raises RecorderBroken."""
    octets = disk.read(FILE)
    if octets is None:
        return Memory()
    try:
        return read(Memory, object_from_json(octets))
    except ConsentError as error:
        raise CardDamaged(
            f"{disk.root / FILE} is damaged ({error}); nothing is recorded until it is put right."
            " Put it back from a backup, or end the placement on this box"
        ) from None


def as_told(memory: Memory, entries: Iterable[AuditEntry], records: Collection[str]) -> Memory:
    """Return the memory with whatever stops by the journal's word. `records` are those there are.

    An ending whose record is not there counts as a press: of the young person where it is a
    withdrawal or an objection, so that nothing of theirs is destroyed by a guess.
    """
    stopped = {(one.agreement, one.press): one for one in memory.stopped}
    paused: dict[str, bool] = {}
    unbound: set[str] = set()
    for entry in entries:
        press: Press | None = None
        match entry.act:
            case StoppedByPress(agreement=agreement):
                press = entry.act.press
            case Withdrawn(agreement=agreement) | Objected(agreement=agreement):
                press = Press.YOUNG_PERSON if entry.act.record not in records else None
            case StoppedByRecord(agreement=agreement):
                press = Press.CARER if entry.act.record not in records else None
            case Paused(agreement=agreement) | Resumed(agreement=agreement):
                paused[agreement] = isinstance(entry.act, Paused)
            case DeviceUnbound(device=device):
                unbound.add(device)
            case _:
                pass
        if press is not None:
            stop = Stopped(agreement=agreement, press=press, at=entry.at)
            stopped.setdefault((agreement, press), stop)
    told = [one for one, is_paused in paused.items() if is_paused and one not in memory.paused]
    return replace(
        memory,
        devices=tuple(one for one in memory.devices if one.id not in unbound),
        paused=(*memory.paused, *told),
        stopped=tuple(stopped.values()),
    )


def keep(disk: Disk, memory: Memory) -> None:
    """Replace what the box remembers. Raises OSError, JsonMalformed, RecordMalformed."""
    octets = json_from_object(write(memory))
    # What could not be read again must not be written: the box would never start again.
    read(Memory, object_from_json(octets))
    disk.replace(FILE, octets)

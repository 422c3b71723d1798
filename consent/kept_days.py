"""The days that lie on a box's card, held against its journal: which of them are not as they were.

Rules kept here:
- The journal says which days there are, for whom, and with which frames each was closed. Whatever
  lies on the card beside that is named, and so is whatever is missing.
- An entry is written before the act that it tells of. Where the power failed between the two, what
  is missing or left over is put right when the box is started again; until then it is named.
- A day that is not closed yet may lack its last frames, and nobody can see that: the journal names
  the last frame of a day when the day is over.
- Whether the journal is the box's own is for `verify_lines` to say, before anything is asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from consent.acts import DayClosed, DayKeyCreated, DayKeyDestroyed, ViewersKeysDestroyed
from consent.audit_entry import AuditEntry
from consent.codes import Code
from consent.encoding import digest
from consent.errors import ConsentError
from consent.frames import SealedDayRefused, check_day_closed, checked_frames
from consent.sealed_day import Slip, check_sealed_key, slip_from_octets

_NOBODY_KNOWN: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDay:
    """One day as it lies on the card, unchecked. `name` is that of its folder.

    `slip` is None where there is none. `sealed_keys` are by the names of their files: each is a
    viewer's id, or how it begins.
    """

    name: str
    slip: bytes | None
    sealed_keys: Mapping[str, bytes] = field(repr=False)
    frames: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFault:
    """What is wrong with a day: of which key, device and day, and in which of its parts.

    `fingerprint` is the name of its folder. `device` and `day` are None where the journal does not
    tell of it; `viewer` is whose sealed key it is, `frame` the first frame that is wrong, from 0.
    """

    code: Code
    fingerprint: str
    device: str | None = None
    day: date | None = None
    viewer: str | None = None
    frame: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDay:
    """What a journal tells of a day key. `closed` is None while the day is open.

    `box` is the beginning of the box's id. `is_narrowed` is that only the young person is left.
    """

    box: str
    made: DayKeyCreated
    closed: DayClosed | None = None
    is_narrowed: bool = False
    is_destroyed: bool = False

    def is_of(self, slip: Slip) -> bool:
        """Say whether a slip is about the day that the journal tells of."""
        made = self.made
        said = slip.device, slip.agreement, slip.day
        return said == (made.device, made.agreement, made.day) and slip.box.startswith(self.box)

    def check_frames(self, fingerprint: str, lines: Sequence[bytes]) -> None:
        """Raise SealedDayRefused unless frames are those of the day, as far as it is told."""
        if self.closed is None:
            checked_frames(fingerprint, lines)
            return
        frames, last_frame = self.closed.frames, self.closed.last_frame
        check_day_closed(fingerprint, lines, frames=frames, last_frame=last_frame)


def told_days(entries: Iterable[AuditEntry]) -> dict[str, ToldDay]:
    """Return what a journal tells of each day key, by its fingerprint."""
    told: dict[str, ToldDay] = {}
    latest: dict[tuple[str, date], str] = {}
    for entry in entries:
        match entry.act:
            case DayKeyCreated() as made:
                told[made.fingerprint] = ToldDay(box=entry.box, made=made)
                latest[made.device, made.day] = made.fingerprint
            case DayClosed() as closed if (closed.device, closed.day) in latest:
                fingerprint = latest[closed.device, closed.day]
                told[fingerprint] = replace(told[fingerprint], closed=closed)
            case ViewersKeysDestroyed(fingerprint=fingerprint) if fingerprint in told:
                told[fingerprint] = replace(told[fingerprint], is_narrowed=True)
            case DayKeyDestroyed(fingerprint=fingerprint) if fingerprint in told:
                told[fingerprint] = replace(told[fingerprint], is_destroyed=True)
            case _:
                pass
    return told


def check_days(
    days: Sequence[KeptDay],
    entries: Sequence[AuditEntry],
    cards: Mapping[str, str] = _NOBODY_KNOWN,
) -> tuple[DayFault, ...]:
    """Return everything that is wrong with what lies on a card; nothing where all is right.

    `cards` names the young person's key for each agreement. Where one is not known, it cannot be
    said whose of several keys should be gone, only that not all of them may be there.
    """
    told = told_days(entries)
    kept = {one.name: one for one in days}
    faults = [
        fault
        for fingerprint, one in told.items()
        for fault in _faults(fingerprint, one, kept.get(fingerprint), cards)
    ]
    unmade = (DayFault(code=Code.DAY_KEY_UNMADE, fingerprint=name) for name in kept.keys() - told)
    return (*faults, *sorted(unmade, key=lambda one: one.fingerprint))


def _faults(
    fingerprint: str, told: ToldDay, kept: KeptDay | None, cards: Mapping[str, str]
) -> Iterator[DayFault]:
    """Yield what is wrong with a day that the journal tells of."""
    right = DayFault(
        code=Code.DAY_MISSING, fingerprint=fingerprint, device=told.made.device, day=told.made.day
    )
    if told.is_destroyed or kept is None:
        if kept is not None:
            yield replace(right, code=Code.DAY_KEY_LEFT)
        elif not told.is_destroyed:
            yield right
        return
    slip = _slip(fingerprint, kept)
    if slip is None or not told.is_of(slip):
        yield replace(right, code=Code.DAY_SLIP_ALTERED)
    else:
        for code, viewer in _wrong_keys(slip, kept, told, cards.get(slip.agreement)):
            yield replace(right, code=code, viewer=viewer)
    try:
        told.check_frames(fingerprint, kept.frames)
    except SealedDayRefused as refused:
        yield replace(right, code=refused.code, frame=refused.frame)


def _slip(fingerprint: str, kept: KeptDay) -> Slip | None:
    """Return the slip of a day, None unless it is the one of the fingerprint."""
    if kept.slip is None or digest(kept.slip) != fingerprint:
        return None
    try:
        return slip_from_octets(kept.slip)
    except ConsentError:
        return None


def _wrong_keys(
    slip: Slip, kept: KeptDay, told: ToldDay, card: str | None
) -> Iterator[tuple[Code, str | None]]:
    """Yield what is wrong with a day's sealed keys, and whose each of them is."""
    there: dict[str, bytes] = {}
    for name, sealed in kept.sealed_keys.items():
        whose = [one.viewer for one in slip.sealed if name and one.viewer.startswith(name)]
        if len(whose) != 1 or whose[0] in there:
            yield Code.DAY_KEY_FOREIGN, name
        else:
            there[whose[0]] = sealed
    if not told.is_narrowed:
        stay = {one.viewer for one in slip.sealed}
    elif card is not None:
        stay = {card}
    else:
        stay = set(there)
        if len(there) != 1:
            yield (Code.DAY_KEY_LEFT if there else Code.DAY_KEY_MISSING), None
    for viewer, sealed in there.items():
        if viewer not in stay:
            yield Code.DAY_KEY_LEFT, viewer
            continue
        try:
            check_sealed_key(slip, viewer, sealed)
        except SealedDayRefused as refused:
            yield refused.code, viewer
    yield from ((Code.DAY_KEY_MISSING, viewer) for viewer in sorted(stay - there.keys()))

"""One sealed day as lines for a desk: held against what is known, opened, and said.

Rules kept here:
- Anybody can seal something to a public key. That the box wrote a day, only the box's journal
  shows; where there is one the day is held against it first, and of a day that does not fit,
  nothing is shown.
- That a day was handed out stands on the journal before it is. Where it does not, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consent.acts import Exported, Viewed
from consent.audit_entry import AuditEntry
from consent.codes import Code
from consent.commands.opening_words import (
    DESTROYED_SINCE,
    ENDS_EARLY,
    NOT_HANDED_OUT,
    NOT_OVER,
    NOTHING_WRITTEN,
    OTHER_AGREEMENT,
    OTHER_BOX,
    row_said,
)
from consent.commands.questions import day_shown
from consent.errors import Reader
from consent.exported import SealedDay
from consent.frames import SealedDayRefused
from consent.kept_days import ToldDay, told_days
from consent.records.agreement import Agreement
from consent.rows import merged
from consent.sealed_day import Slip, fingerprint_of, opened_day_key, opened_rows, slip_from_octets


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What days are held against: an agreement and its digest, a box's journal and its id, if any.

    `journal` are entries that `verify_lines` found whole. `box` goes with it.
    """

    agreement: Agreement | None = None
    digest: str | None = None
    journal: Sequence[AuditEntry] | None = None
    box: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDay:
    """A day as lines, and whether everything about it fits."""

    lines: tuple[str, ...]
    is_right: bool


def opened_day(
    day: SealedDay, viewer: str, opening_key: X25519PrivateKey, known: Known
) -> OpenedDay:
    """Return what a day holds, for the viewer whose key it is.

    Raises ConsentError for a slip that is none; those of a file that was read are slips.
    """
    slip = slip_from_octets(day.slip)
    head = f"{_device_called(slip, known)}, {day_shown(slip.day)}:"
    if known.box is not None and slip.box != known.box:
        return OpenedDay(lines=(head, f"  {OTHER_BOX}"), is_right=False)
    try:
        notes = () if known.journal is None else tuple(told_of(day, slip, viewer, known.journal))
        day_key = opened_day_key(slip, viewer, day.sealed_key, opening_key)
        rows = merged(opened_rows(slip, day.frames, day_key))
    except SealedDayRefused as error:
        return OpenedDay(lines=(head, f"  {why_refused(error, len(day.frames))}"), is_right=False)
    odd = tuple(_oddities(slip, viewer, known))
    said = tuple(map(row_said, rows)) or (NOTHING_WRITTEN,)
    return OpenedDay(
        lines=(head, *(f"  {line}" for line in (*said, *notes, *odd))), is_right=not odd
    )


def told_of(
    day: SealedDay, slip: Slip, viewer: str, journal: Sequence[AuditEntry]
) -> Iterator[str]:
    """Yield what a journal says of a day. Raises SealedDayRefused for one that it does not know."""
    fingerprint = fingerprint_of(slip)
    told = told_days(journal).get(fingerprint)
    if told is None:
        raise SealedDayRefused(Code.DAY_KEY_UNMADE, "the journal")
    if not told.is_of(slip):
        raise SealedDayRefused(Code.DAY_SLIP_ALTERED, "a slip")
    try:
        told.check_frames(fingerprint, day.frames)
    except SealedDayRefused as refused:
        # What was handed out during the day ends where the day was then.
        is_cut = (refused.code, refused.frame) == (Code.FRAME_REMOVED, len(day.frames))
        if not (is_cut and _was_early(slip, viewer, told, journal)):
            raise
        yield ENDS_EARLY
    if told.is_destroyed:
        yield DESTROYED_SINCE
    elif told.closed is None:
        yield NOT_OVER


def _was_early(slip: Slip, viewer: str, told: ToldDay, journal: Sequence[AuditEntry]) -> bool:
    """Say whether a day was handed out before it was over."""
    until = next(at for at, one in enumerate(journal) if one.act == told.closed)
    return _was_handed_out(slip, viewer, journal[:until])


def _was_handed_out(slip: Slip, viewer: str, journal: Sequence[AuditEntry]) -> bool:
    looks = [one.act for one in journal if isinstance(one.act, Exported | Viewed)]
    asked = viewer, slip.device, slip.agreement
    return any(
        (one.viewer, one.device, one.agreement) == asked and slip.day in one.days for one in looks
    )


def why_refused(error: SealedDayRefused, frames: int) -> str:
    """Return what is wrong with a day, in words, with its code and piece."""
    which = "" if error.frame is None else f", piece {error.frame + 1} of {frames}"
    return f"{error.explain(Reader.SOCIAL_WORKER)} ({error.code}{which})"


def _oddities(slip: Slip, viewer: str, known: Known) -> Iterator[str]:
    """Yield what does not fit with a day that opened."""
    if known.digest is not None and slip.agreement != known.digest:
        yield OTHER_AGREEMENT
    if known.journal is not None and not _was_handed_out(slip, viewer, known.journal):
        yield NOT_HANDED_OUT


def _device_called(slip: Slip, known: Known) -> str:
    devices = () if known.agreement is None else known.agreement.devices
    labels = (one.label for one in devices if one.id == slip.device)
    return next(labels, f"A device without a name here ({slip.device[:8]})")

"""Checking sealed days beside the bundle of their box, without opening them and without any key.

Rules kept here:
- Slip, sealed key and frames are those that the box's journal tells of, or what is not is named:
  which day, which part, and which piece of it.
- Nothing here opens anything: whoever checks need not be one who may read.
"""

from __future__ import annotations

from typing import Final

from consent.bundle_audit import Audit
from consent.commands.bundle_words import device_called
from consent.commands.checking_notes import RIGHT, WRONG, CheckedNote, wrong
from consent.commands.opened_day import told_of, why_refused
from consent.commands.opening_words import OTHER_BOX
from consent.commands.questions import day_shown
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonValue
from consent.errors import ConsentError
from consent.exported import SealedDay
from consent.frames import SealedDayRefused
from consent.keys import KeyId
from consent.pasted_days import days_from_file
from consent.sealed_day import check_sealed_key, slip_from_octets

ALL_THERE: Final = "as the box wrote it: its slip, its key for this viewer, and {frames}."
NOT_AS_IT_WAS: Final = "NOT AS IT WAS. {why}"


def check_sealed_days(desk: Desk, file: str, box: KeyId | None, audit: Audit | None) -> CheckedNote:
    """Return what sealed days amount to beside the journal of a bundle. Raises DeskRefused."""
    if audit is None or box is None:
        raise DeskRefused(
            f"{file} holds sealed days; give the box's bundle beside it, to hold them against"
        )
    try:
        export = days_from_file(desk.read(file))
    except ConsentError as error:
        return wrong(file, error)
    found = [_checked(one, export.viewer, box, audit) for one in export.days]
    is_right = all(why is None for _, _, why in found)
    days: list[JsonValue] = [{"day": day, "wrong": why} for day, _, why in found]
    return CheckedNote(
        lines=tuple(line for _, line, _ in found),
        document={"file": file, "status": RIGHT if is_right else WRONG, "days": days},
        status=RIGHT if is_right else WRONG,
    )


def _checked(day: SealedDay, viewer: str, box: KeyId, audit: Audit) -> tuple[str, str, str | None]:
    """Return a day, what is said of it, and the code of what is wrong with it."""
    slip = slip_from_octets(day.slip)
    day_said = slip.day.isoformat()
    head = f"{device_called(audit, slip.device)}, {day_shown(slip.day)}"
    if slip.box != box:
        return day_said, f"{head}: {NOT_AS_IT_WAS.format(why=OTHER_BOX)}", "box"
    try:
        notes = tuple(told_of(day, slip, viewer, audit.entries))
        check_sealed_key(slip, viewer, day.sealed_key)
    except SealedDayRefused as error:
        why = NOT_AS_IT_WAS.format(why=why_refused(error, len(day.frames)))
        return day_said, f"{head}: {why}", str(error.code)
    count = len(day.frames)
    frames = "one piece" if count == 1 else f"{count} pieces"
    said = " ".join((ALL_THERE.format(frames=frames), *notes))
    return day_said, f"{head}: {said}", None

"""What is over is destroyed by itself: days by their age, agreements by their end.

Rules kept here:
- An entry precedes each destruction. Where it cannot be written, nothing is destroyed, and nothing
  is recorded either: the journal is not sound.
- After a withdrawal every viewer's key goes at once but the young person's own. Theirs goes after
  72 hours, sooner only by their card, the social worker or an advocate.
- Every other end destroys all of it at once.
- Only trusted time makes anything old. A clock that leaps forward destroys nothing.
- A key that was made and is not on the card any more is noted as destroyed: the journal leaves
  nothing open that nobody could open.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from agent.recorder.box import Box
from agent.recorder.days import FOLDER
from agent.recorder.errors import RecorderRefused
from consent.acts import Closed, DayKeyCreated, DayKeyDestroyed, Erasure, ViewersKeysDestroyed
from consent.calendar import london_day
from consent.codes import Code
from consent.errors import ConsentError
from consent.home import ClockState
from consent.records.agreement import Agreement
from consent.standing import Standing

COPY_KEPT: Final = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenKey:
    """A day key that the journal says was made and not destroyed."""

    fingerprint: str
    device: str
    agreement: str
    day: date
    viewers_destroyed: bool


def open_keys(box: Box) -> dict[str, OpenKey]:
    """Return every day key that was made and not destroyed, by its fingerprint."""
    keys: dict[str, OpenKey] = {}
    for entry in box.journal.entries:
        match entry.act:
            case DayKeyCreated() as made:
                keys[made.fingerprint] = OpenKey(
                    fingerprint=made.fingerprint,
                    device=made.device,
                    agreement=made.agreement,
                    day=made.day,
                    viewers_destroyed=False,
                )
            case ViewersKeysDestroyed(fingerprint=fingerprint) if fingerprint in keys:
                found = keys[fingerprint]
                keys[fingerprint] = OpenKey(
                    fingerprint=fingerprint,
                    device=found.device,
                    agreement=found.agreement,
                    day=found.day,
                    viewers_destroyed=True,
                )
            case DayKeyDestroyed(fingerprint=fingerprint):
                keys.pop(fingerprint, None)
            case _:
                pass
    return keys


def erase_due(box: Box) -> None:
    """Destroy whatever is due to be. Raises nothing; what could not be done is tried again."""
    # A day that the card does not let go of keeps no other day from being destroyed.
    with suppress(OSError):
        _finish_torn(box)
    for key in open_keys(box).values():
        with suppress(RecorderRefused, OSError):
            _erase_key(box, key)
    with suppress(RecorderRefused):
        _close_ended(box)


def standing_of(box: Box, agreement: str) -> Standing | None:
    """Return what an agreement amounts to; None where nobody can say."""
    if box.ledger is None:
        return None
    try:
        return box.ledger.standing(agreement, box.memory.stopped)
    except ConsentError:
        return None


def end_of_agreement(box: Box, agreement: str) -> Erasure | None:
    """Return why an agreement is over for good, None while it is not."""
    standing = standing_of(box, agreement)
    if standing is None:
        return Erasure.STOPPED
    if standing.ended is Code.WITHDRAWN:
        return Erasure.WITHDRAWN
    if standing.ended is not None:
        return Erasure.STOPPED
    if not box.moment.is_trusted:
        return None
    today = london_day(box.moment.at)
    return Erasure.EXPIRED if today > min(standing.valid_until, standing.agreement.end_by) else None


def copy_kept_since(box: Box, key: OpenKey) -> datetime | None:
    """Return since when a day has been the young person's alone, None where nobody knows yet.

    Counted from the first trusted time since then: what an untrusted clock said may be long ago.
    """
    entries = iter(box.journal.entries)
    for entry in entries:
        if isinstance(entry.act, ViewersKeysDestroyed) and entry.act.fingerprint == key.fingerprint:
            later = (entry, *entries)
            return next((one.at for one in later if one.clock is ClockState.TRUSTED), None)
    return None


def _erase_key(box: Box, key: OpenKey) -> None:
    reason = end_of_agreement(box, key.agreement)
    if not box.days.is_kept(key.fingerprint) or key.fingerprint in box.days.unfinished:
        destroy(box, key, Erasure.LOST)
    elif box.memory.device(key.device) is None:
        destroy(box, key, Erasure.DEVICE_REMOVED)
    elif reason is Erasure.WITHDRAWN:
        _erase_withdrawn(box, key)
    elif reason is not None:
        destroy(box, key, reason)
    elif _is_old(box, key):
        destroy(box, key, Erasure.RETENTION)


def _erase_withdrawn(box: Box, key: OpenKey) -> None:
    if key.agreement in box.memory.deleted_sooner:
        destroy(box, key, Erasure.DELETED_SOONER)
        return
    if not key.viewers_destroyed:
        box.note(
            ViewersKeysDestroyed(
                how="viewers_keys_destroyed",
                device=key.device,
                day=key.day,
                fingerprint=key.fingerprint,
                reason=Erasure.WITHDRAWN,
            )
        )
    box.days.destroy_sealed_keys(key.fingerprint, but=_card(box, key.agreement))
    since = copy_kept_since(box, key)
    if box.moment.is_trusted and since is not None and box.moment.at >= since + COPY_KEPT:
        destroy(box, key, Erasure.WITHDRAWN)


def destroy(box: Box, key: OpenKey, reason: Erasure) -> None:
    """Destroy a day for everybody, on the journal first. Raises RecorderRefused, OSError."""
    try:
        frames = box.days.frames(key.fingerprint)
    except OSError:
        # What cannot be read is destroyed nevertheless.
        frames = []
    box.note(
        DayKeyDestroyed(
            how="day_key_destroyed",
            device=key.device,
            day=key.day,
            fingerprint=key.fingerprint,
            reason=reason,
            frames=len(frames),
            octets=sum(len(line) + 1 for line in frames),
        )
    )
    box.days.destroy(key.fingerprint)


def _finish_torn(box: Box) -> None:
    """Finish what an entry had announced when the power failed; what no entry tells of, goes."""
    if not box.journal.is_sound:
        return
    known = open_keys(box)
    for fingerprint in box.disk.names(FOLDER):
        if fingerprint not in known:
            box.days.destroy(fingerprint)


def _close_ended(box: Box) -> None:
    """Note each agreement that is over and of which nothing can be opened any more."""
    left = {key.agreement for key in open_keys(box).values()}
    entries = box.ledger.entries if box.ledger else ()
    for entry in entries:
        if isinstance(entry.record, Agreement) and entry.digest not in box.closed | left:
            reason = end_of_agreement(box, entry.digest)
            if reason is not None:
                box.note(Closed(how="closed", agreement=entry.digest, reason=reason))
                box.closed.add(entry.digest)


def _is_old(box: Box, key: OpenKey) -> bool:
    standing = standing_of(box, key.agreement)
    if standing is None or not box.moment.is_trusted:
        return False
    kept = timedelta(days=standing.agreement.retention_days)
    return london_day(box.moment.at) > key.day + kept


def _card(box: Box, agreement: str) -> str:
    standing = standing_of(box, agreement)
    return "" if standing is None else standing.agreement.young_person.card.keyid

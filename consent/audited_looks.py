"""Who looked, and whether they might: each look and export, against the records of that moment.

Rules kept here:
- A look is by a key that the agreement names, in the role that it names. What leaves for a social
  worker's desk is sealed to her, whoever handed it out.
- After an objection no carer looks. Once it is over, nobody does but the young person.
- A carer looks only after they have signed that they read how looking is meant.
"""

from __future__ import annotations

from datetime import datetime

from consent.acts import Exported, Viewed
from consent.audit_entry import AuditEntry
from consent.calendar import london_day
from consent.codes import Code
from consent.findings import Finding, Oddity, found_at
from consent.home import ClockState
from consent.records.agreement import Viewer
from consent.records.fields import ViewerRole
from consent.replayed_home import ReplayedHome
from consent.standing import Standing


class AuditedLooks:
    """The looks of a journal, taken entry by entry after the home took it."""

    def __init__(self, home: ReplayedHome) -> None:
        self._home = home
        self.looks: list[AuditEntry] = []
        self.findings: list[Finding] = []

    def take(self, entry: AuditEntry) -> None:
        """Judge one entry."""
        match entry.act:
            case Viewed() | Exported() as act:
                self.looks.append(entry)
                self._judge(entry, act)
            case _:
                return

    def _judge(self, entry: AuditEntry, act: Viewed | Exported) -> None:
        standing = self._home.standing(act.agreement)
        viewer = None if standing is None else _named(standing, act.viewer)
        if standing is None or viewer is None or not _acts_as(entry, act, viewer):
            self.findings.append(found_at(entry, Oddity.LOOK_NOT_NAMED))
            return
        code = self._barred_by(entry, standing, viewer)
        if code is not None:
            self.findings.append(found_at(entry, Oddity.LOOK_BARRED, code=code))
        if viewer.role is ViewerRole.CARER and not self._has_read(act):
            self.findings.append(found_at(entry, Oddity.LOOK_NOT_READ))

    def _barred_by(self, entry: AuditEntry, standing: Standing, viewer: Viewer) -> Code | None:
        """Return why this viewer might not look at that moment, None where they might."""
        if viewer.role is ViewerRole.YOUNG_PERSON:
            return None
        if standing.ended is not None:
            return standing.ended
        if entry.clock is not ClockState.TRUSTED:
            return Code.CLOCK_UNSYNCHRONISED
        if _is_past(standing, entry.at):
            return Code.TIME_ENDED
        if standing.is_objected and viewer.role is ViewerRole.CARER:
            return Code.OBJECTED
        ledger = self._home.ledger
        if ledger is not None and ledger.chains[-1].revocations(viewer.keys.keyid):
            return Code.SIGNER_LEFT
        return None

    def _has_read(self, act: Viewed | Exported) -> bool:
        ledger = self._home.ledger
        return ledger is not None and act.viewer in ledger.acknowledged(act.agreement)


def _named(standing: Standing, keyid: str) -> Viewer | None:
    viewers = standing.agreement.viewing.viewers
    return next((one for one in viewers if one.keys.keyid == keyid), None)


def _acts_as(entry: AuditEntry, act: Viewed | Exported, viewer: Viewer) -> bool:
    if isinstance(act, Exported):
        return viewer.role is ViewerRole.SOCIAL_WORKER
    return str(entry.actor.role) == str(viewer.role) and entry.actor.key == act.viewer[:8]


def _is_past(standing: Standing, at: datetime) -> bool:
    return london_day(at) > min(standing.valid_until, standing.agreement.end_by)

"""How recording stands in this home, for the visit page; and what is asked of the box there.

Rules kept here:
- All of it is what the recorder says at one moment, over its socket. Nothing is kept here but the
  words of a receipt, in memory, for as long as this console runs.
- Which agreement the spoken words and the statement vouch for is found as the recorder finds it:
  the one that is on, else the newest that goes on, else the newest.
- Whoever types a stop code needs no other right. How many may be tried the recorder counts.
- Spoken words are asked for a few times a minute at most: somebody who asked for all of them now
  could read them out later, while something else is so.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from consent.audit_entry import AuditEntry
from consent.codes import Code
from consent.recorder_answers import AgreementStanding, HowItStands
from consent.recorder_requests import (
    AskBundle,
    AskDeletion,
    AskJournal,
    AskRecords,
    AskSpoken,
    AskStatus,
    TypeStopCode,
)
from console.services.agreements import ReadAgreement, read_agreements
from console.services.recorded import entries_of
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent

RECEIPTS_KEPT: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Everything that the visit page tells.

    `read` is what the records say, None where they cannot be read; `entries` is the journal, None
    where it is not sound. `agreements` are the newest first.
    """

    how: HowItStands
    read: Mapping[str, ReadAgreement] | None
    entries: tuple[AuditEntry, ...] | None

    @property
    def agreements(self) -> tuple[AgreementStanding, ...]:
        """The agreements, the one that is vouched for first, then the newest."""
        meant = self.meant
        newest = [one for one in reversed(self.how.agreements) if one != meant]
        return tuple(newest) if meant is None else (meant, *newest)

    @property
    def meant(self) -> AgreementStanding | None:
        """The one agreement that spoken words and statement are about."""
        on = [one.agreement for one in self.how.devices if one.agreement is not None]
        known = self.how.agreements
        going_on = [one for one in known if one.over is None]
        named = [one for one in known if on and one.agreement == on[0]]
        return next(reversed(named or going_on or known), None)


class Receipts:
    """The words of the last few receipts, each under a mark that nobody can guess."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._kept: dict[str, tuple[str, ...]] = {}

    def keep(self, words: tuple[str, ...]) -> str:
        """Keep the words of a receipt; return the mark to see them by."""
        mark = secrets.token_urlsafe(16)
        self._kept[mark] = words
        while len(self._kept) > RECEIPTS_KEPT:
            del self._kept[next(iter(self._kept))]
        return mark

    def under(self, mark: str) -> tuple[str, ...] | None:
        """Return the words under a mark; None where there are none any more."""
        return self._kept.get(mark)


def visit_of(recorder: Recorder) -> Visit | None:
    """Return how everything stands; None where the recorder cannot say."""
    try:
        how = recorder.how()
        if how.decided_at is None:
            return None  # nothing was decided yet, so nobody knows
        _, lines = recorder.done(AskRecords())
        _, (_, *journal) = recorder.done(AskJournal())
    except (RecorderSilent, RecorderRefused):
        return None
    return Visit(how=how, read=read_agreements(lines, how), entries=entries_of(how, journal))


def about_device(visit: Visit, *addresses: str) -> Visit:
    """Return what of a visit is about the device at an address, and about the whole box.

    With several addresses it is about the devices at any of them.
    """
    devices = tuple(
        one for one in visit.how.devices if not set(addresses).isdisjoint(one.addresses)
    )
    ids = {one.id for one in devices}
    mine = {
        digest
        for digest, one in (visit.read or {}).items()
        if ids & {named.id for named in one.agreement.devices}
    }
    mine |= {one.agreement for one in devices if one.agreement is not None}
    agreements = tuple(one for one in visit.how.agreements if one.agreement in mine)
    return replace(visit, how=replace(visit.how, devices=devices, agreements=agreements))


def spoken(recorder: Recorder, digits: str) -> tuple[str, ...]:
    """Return the four words for four digits. Raises RecorderSilent, RecorderRefused."""
    done, _ = recorder.done(AskSpoken(digits=digits))
    return done.words


def statement(recorder: Recorder, challenge: str) -> str:
    """Return the signed statement for six digits. Raises RecorderSilent, RecorderRefused."""
    _, parts = recorder.done(AskStatus(challenge=challenge))
    return b"".join(parts).decode("utf-8", "replace")


def bundle(recorder: Recorder) -> bytes:
    """Return the audit bundle. Raises RecorderSilent, RecorderRefused."""
    _, parts = recorder.done(AskBundle())
    return b"".join(parts)


def erased(recorder: Recorder, visit: Visit, agreement: str) -> bytes | None:
    """Return the signed statement that nothing of an agreement can be opened any more.

    None where that is not so, or where the visit is not about it. Raises RecorderSilent,
    RecorderRefused.
    """
    if not any(one.agreement == agreement and one.is_closed for one in visit.how.agreements):
        return None
    _, parts = recorder.done(AskDeletion(agreement=agreement))
    return b"".join(parts)


def stop_by_code(recorder: Recorder, code: str) -> tuple[str, ...]:
    """Stop what a code is for; return its receipt, empty where the box could not keep it.

    Raises RecorderSilent, RecorderRefused.
    """
    try:
        done, _ = recorder.done(TypeStopCode(code=code))
    except RecorderRefused as refused:
        if refused.code is not Code.AUDIT:
            raise
        # It is stopped, but that could not be kept: it holds until the box is started again.
        return ()
    return done.words

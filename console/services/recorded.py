"""What the box tells the device that asks, about what is written down of it; and its Stop.

Rules kept here:
- A device is known by the address that its request came from, and by nothing that it says. An
  address that no device has, or more than one, is nobody's: nothing is told, started or stopped.
- A notice is told to be shown only after the whole page was made, and only where it shows every
  text that the recorder would count as shown.
- What stops is asked of the recorder before anything else that could fail.
- The words of a receipt are kept in memory and nowhere else. Who pressed may have them again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from consent.acts import Exported, StoppedByPress, Viewed
from consent.audit_entry import AuditEntry
from consent.audit_links import AuditRefused, check_linked, entries_or_none
from consent.checkpoint import BOX_DIGITS
from consent.codes import Code
from consent.home import ClockState, Press
from consent.recorder_answers import (
    AgreementStanding,
    DeviceStanding,
    HowItStands,
    KeptDay,
    NoticeStanding,
)
from consent.recorder_requests import AskJournal, AskRecords, NoticeShown, Stop
from consent.tree import leaf_hash
from console.services.agreements import ReadAgreement, read_agreements
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent

ENTRIES_KEPT: Final = 8_192
"""How many lines of the journal are held as read: a year's, for they never change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came of a press: four words; none where the box could not keep that it was pressed."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementHere:
    """One agreement about the device that asks.

    `read` is None where its record cannot be read. `was_pressed` is that Stop was pressed for it on
    the young person's page, `receipt` what came of it, as long as this console remembers.
    """

    standing: AgreementStanding
    notice: NoticeStanding | None
    days: tuple[KeptDay, ...]
    read: ReadAgreement | None
    was_pressed: bool
    receipt: Receipt | None

    @property
    def is_over(self) -> bool:
        """Whether it is over for good."""
        return self.standing.over is not None or self.standing.is_closed

    @property
    def is_stopped(self) -> bool:
        """Whether it is over, or the young person's no stands against it."""
        return self.is_over or self.standing.is_objected

    @property
    def is_shown(self) -> bool:
        """Whether its text is shown, in a language in which the young person was talked with."""
        told = self.notice is not None and self.notice.told_at is not None
        return (
            self.read is not None
            and self.read.text is not None
            # Who was handed paper in their language has been told; the page is for them as well.
            and (told or not self.read.is_text_foreign)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything that the page tells the device at one address.

    `devices` are those that have the address. `agreements` are those about the only one, the newest
    first. `looks` are every look and export, oldest first, None where that cannot be told.
    """

    how: HowItStands
    devices: tuple[DeviceStanding, ...]
    agreements: tuple[AgreementHere, ...] = ()
    looks: tuple[AuditEntry, ...] | None = None

    @property
    def device(self) -> DeviceStanding | None:
        """The one device at the address; None where there is none, or more than one."""
        return self.devices[0] if len(self.devices) == 1 else None

    @property
    def is_notice(self) -> bool:
        """Whether to show this is to show the notice of every agreement that can still begin."""
        current = [one for one in self.agreements if not one.is_over]
        return (
            bool(current)
            and self.how.clock is ClockState.TRUSTED
            and all(one.is_shown for one in current)
        )


class Recorded:
    """Asks one recorder, for whichever device asks the console."""

    def __init__(self, recorder: Recorder) -> None:
        """Ask nothing yet."""
        self._recorder = recorder
        self._receipts: dict[str, Receipt] = {}

    def told(self, address: str) -> Told | None:
        """Return what is to be told at an address; None where the recorder cannot say."""
        try:
            return self._told(address)
        except (RecorderSilent, RecorderRefused):
            return None

    def note_shown(self, address: str) -> None:
        """Say that the device at an address was shown its notices just now. Raises nothing.

        Where the recorder does not take it, the wait has not begun, and the next page says so.
        """
        with suppress(RecorderSilent, RecorderRefused):
            self._recorder.done(NoticeShown(address=address))

    def stop(self, address: str, agreement: str) -> bool:
        """Stop an agreement for the device at an address; False where nobody says that it is done.

        Where it is none of that device's agreements, nothing is done, and nothing is to be.
        """
        try:
            how = self._recorder.how()
            if self._may_stop(how, address, agreement):
                self._press(agreement)
        except (RecorderSilent, RecorderRefused):
            return False
        return True

    def words_again(self, address: str, agreement: str) -> None:
        """Have the words of a receipt again, of what is stopped by a press. Raises nothing."""
        told = self.told(address)
        for one in told.agreements if told else ():
            # To ask for the words is to press again, so what goes on by now is left alone.
            if one.standing.agreement == agreement and one.was_pressed and one.is_stopped:
                with suppress(RecorderSilent, RecorderRefused):
                    self._press(agreement)

    def _told(self, address: str) -> Told | None:
        how = self._recorder.how()
        if how.decided_at is None:
            return None  # nothing was decided yet, so nobody knows
        devices = tuple(one for one in how.devices if address in one.addresses)
        if len(devices) != 1:
            return Told(how=how, devices=devices)
        _, lines = self._recorder.done(AskRecords())
        _, (_, *journal) = self._recorder.done(AskJournal())
        return self._told_of(devices[0], how, lines, journal)

    def _told_of(
        self,
        device: DeviceStanding,
        how: HowItStands,
        lines: Sequence[bytes],
        journal: Sequence[bytes],
    ) -> Told:
        read = read_agreements(lines, how)
        mine = _agreements_of(device, how, read)
        entries = entries_of(how, journal)
        acts = [entry.act for entry in entries or ()]
        pressed = {
            act.agreement
            for act in acts
            if isinstance(act, StoppedByPress) and act.press is Press.YOUNG_PERSON
        }
        return Told(
            how=how,
            devices=(device,),
            agreements=tuple(
                AgreementHere(
                    standing=one,
                    notice=next(
                        (
                            notice
                            for notice in how.notices
                            if (notice.device, notice.agreement) == (device.id, one.agreement)
                        ),
                        None,
                    ),
                    days=tuple(
                        day
                        for day in how.days
                        if (day.device, day.agreement) == (device.id, one.agreement)
                    ),
                    read=None if read is None else read.get(one.agreement),
                    was_pressed=one.agreement in pressed,
                    receipt=self._receipts.get(one.agreement),
                )
                for one in reversed(how.agreements)
                if one.agreement in mine
            ),
            looks=None
            if entries is None
            else tuple(
                entry
                for entry in entries
                if isinstance(entry.act, Viewed | Exported) and entry.act.agreement in mine
            ),
        )

    def _may_stop(self, how: HowItStands, address: str, agreement: str) -> bool:
        devices = [one for one in how.devices if address in one.addresses]
        if len(devices) != 1 or agreement not in {one.agreement for one in how.agreements}:
            return False
        try:
            _, lines = self._recorder.done(AskRecords())
        except (RecorderSilent, RecorderRefused):
            return True  # records that nobody can read keep nobody from stopping
        read = read_agreements(lines, how)
        return read is None or agreement in _agreements_of(devices[0], how, read)

    def _press(self, agreement: str) -> None:
        try:
            done, _ = self._recorder.done(Stop(agreement=agreement, press=Press.YOUNG_PERSON))
        except RecorderRefused as refused:
            if refused.code is not Code.AUDIT:
                raise
            # It is stopped, but that could not be kept: it holds until the box is started again.
            self._receipts[agreement] = Receipt(words=())
        else:
            self._receipts[agreement] = Receipt(words=done.words)


def _agreements_of(
    device: DeviceStanding, how: HowItStands, read: Mapping[str, ReadAgreement] | None
) -> frozenset[str]:
    """Return the agreements about a device; those that are known to be, where no record is read."""
    if read is None:
        notices = {one.agreement for one in how.notices if one.device == device.id}
        return frozenset(notices | ({device.agreement} if device.agreement else set()))
    return frozenset(
        digest
        for digest, one in read.items()
        if device.id in {named.id for named in one.agreement.devices}
    )


@lru_cache(maxsize=ENTRIES_KEPT)
def _entry(line: bytes) -> AuditEntry | None:
    """Return what a line of the journal says; None where it says nothing."""
    [entry] = entries_or_none([line])
    return entry


def entries_of(how: HowItStands, lines: Sequence[bytes]) -> tuple[AuditEntry, ...] | None:
    """Return the journal's entries; None where it is not whole, or nobody can read it."""
    if not how.is_journal_sound or not lines:
        return None  # every box has at least begun
    entries = [_entry(line) for line in lines]
    try:
        check_linked(entries, [leaf_hash(line) for line in lines], how.box[:BOX_DIGITS])
    except AuditRefused:
        return None
    return tuple(entry for entry in entries if entry is not None)

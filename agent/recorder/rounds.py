"""The round: every minute, and after everything that arrives, all is decided anew.

Rules kept here:
- Nothing is permitted because it was permitted before: a round asks `decide` for every device.
- What is taken back is taken back first, for all devices, before anything else is done: so what
  stops does so within a second, whatever the card is doing.
- A key is made for a device's day once. A day whose key is gone is not recorded any more.
- On, off and every new key are on the journal before they are so.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final

from agent.recorder.box import Box
from agent.recorder.erasing import erase_due, standing_of
from agent.recorder.errors import RecorderRefused
from agent.recorder.leases import Leases, LentFor
from agent.recorder.light import Light
from agent.recorder.memory import BoundDevice
from agent.recorder.network import whereabouts
from agent.recorder.recording import Recording, terms_of
from agent.recorder.sealing import minted
from consent.acts import DayClosed, DayKeyCreated, SwitchedOff, SwitchedOn
from consent.calendar import london_day
from consent.codes import Code
from consent.errors import ConsentError
from consent.frames import digest_of_line
from consent.permits import Off, Permit
from consent.sealed_day import fingerprint_of

EVERY_MS: Final = 60 * 1000
SETTLING_MS: Final = 15 * 60 * 1000
"""How long nothing is recorded after a lease begins: what was asked before is known to nobody."""
LEASE_MS: Final = 10 * 60 * 1000
MOST_DAYS_CLOSED: Final = 31


class Rounds:
    """Decides, lends and takes back. `answers` is what was decided for each device last."""

    def __init__(
        self,
        box: Box,
        recording: Recording,
        leases: Leases,
        light: Light,
        *,
        settling_ms: int = SETTLING_MS,
    ) -> None:
        self._box, self._recording, self._leases, self._light = box, recording, leases, light
        self._settling_ms = settling_ms
        self._on: dict[str, Permit] = {}
        self._is_over = False
        self.answers: dict[str, Permit | Off] = {}
        self.decided_at: datetime | None = None

    def go(self) -> None:
        """Go round once. Raises nothing."""
        if self._is_over:
            return
        box = self._box
        box.look()
        answers = {one.id: box.decide(one) for one in box.memory.devices}
        self._take_back(answers)
        self._recording.flush(box.moment.boot_ms)
        with suppress(RecorderRefused):
            self._close_days()
        for device in box.memory.devices:
            answer = answers[device.id]
            if isinstance(answer, Permit):
                answers[device.id] = self._lent(device, answer)
        erase_due(box)
        # Whatever went wrong on the way: what is not permitted now is not lent now.
        if not box.journal.is_sound:
            answers = {one: _unless_permitted(answer) for one, answer in answers.items()}
        self._take_back(answers)
        self.answers, self.decided_at = answers, box.moment.at
        self._light.show(is_recording=bool(self._on))

    def observed(self, device: str, octets: bytes) -> None:
        """Take what the agent sent for a device, where the clock is trusted at this moment."""
        if self._is_over:
            return
        moment = self._box.look()
        if moment.is_trusted:
            self._recording.observed(device, octets, now=moment.now, boot_ms=moment.boot_ms)

    def write_now(self, device: str) -> None:
        """Write what waits for a device: whoever looks now sees all of it. Raises nothing."""
        bound = self._box.memory.device(device)
        # Where it has ended since the last round, what waits is not written, as that round has it.
        if bound is not None and isinstance(self._box.decide(bound), Permit):
            self._recording.flush_one(device, self._box.moment.boot_ms)

    def end(self) -> None:
        """Take everything back, for good. What still waits in memory is dropped."""
        self._is_over = True
        self._leases.close()
        for device in list(self._recording.open):
            self._recording.drop(device)
        self._on.clear()
        self._light.close()

    def _take_back(self, answers: dict[str, Permit | Off]) -> None:
        """Close what is not permitted any more, and only then write and say anything."""
        ended = [
            (device, permit)
            for device, permit in self._on.items()
            if not _goes_on(permit, answers.get(device))
        ]
        for device, _ in ended:
            self._leases.take_back(device)
            del self._on[device]
        for device, permit in ended:
            answer = answers.get(device)
            code = answer.code if isinstance(answer, Off) else Code.DEVICE_UNBOUND
            # A day or an hour that has just passed is written to its end; nothing else that ends.
            if isinstance(answer, Permit) or code is Code.TIME_HOURS:
                self._recording.flush_one(device, self._box.moment.boot_ms)
            self._recording.drop(device)
            if isinstance(answer, Permit):
                continue
            try:
                self._box.note(
                    SwitchedOff(how="off", device=device, agreement=permit.agreement, code=code)
                )
            except RecorderRefused:
                # It is off. That this could not be noted permits nothing more.
                continue

    def _lent(self, device: BoundDevice, permit: Permit) -> Permit | Off:
        """Return the permit under which a device is lent a way to send, or why it is not."""
        try:
            return self._lend(device, permit)
        except ConsentError as refused:
            return Off(refused.code)
        except OSError:
            return Off(Code.AUDIT)

    def _lend(self, device: BoundDevice, permit: Permit) -> Permit | Off:
        box, moment = self._box, self._box.moment
        fingerprint = self._day_key(permit)
        if fingerprint is None:
            return Off(Code.DAY_KEY_GONE)
        if self._recording.is_broken(fingerprint):
            return Off(Code.AUDIT)
        if device.id not in self._on:
            box.days.check_frames(fingerprint)
            box.note(
                SwitchedOn(
                    how="on",
                    device=device.id,
                    agreement=permit.agreement,
                    record=permit.record,
                    level=permit.level,
                )
            )
            self._on[device.id] = permit
        self._on[device.id] = permit
        left = int((permit.until - moment.now).total_seconds() * 1000)
        where = whereabouts(device, box.memory, box.network)
        if where.addresses:
            self._leases.lend(
                device.id,
                terms_of(permit),
                LentFor(addresses=where.addresses, links=device.links),
                now_ms=moment.boot_ms,
                until_ms=moment.boot_ms + min(LEASE_MS, left),
                settling_ms=self._settling_ms,
            )
        else:
            # It is away. It stays permitted, for nobody shall read here when somebody is at home.
            self._leases.take_back(device.id)
        since = self._leases.lent_since(device.id)
        settled_ms = (moment.boot_ms if since is None else since) + self._settling_ms
        if device.id in self._recording.open:
            self._recording.renew(permit, settled_ms=settled_ms)
        else:
            self._recording.begin(
                permit,
                fingerprint=fingerprint,
                public=box.days.slips[fingerprint].public,
                now_ms=moment.boot_ms,
                settled_ms=settled_ms,
            )
        return permit

    def _day_key(self, permit: Permit) -> str | None:
        """Return the fingerprint of the key of a device's day, made now if it never was."""
        box = self._box
        made = [
            entry.act
            for entry in box.journal.entries
            if isinstance(entry.act, DayKeyCreated)
            and (entry.act.device, entry.act.day) == (permit.device, permit.day)
        ]
        if made:
            found = made[-1].fingerprint
            slip = box.days.slips.get(found)
            # Sealed to somebody who may not look any more, a day goes no further.
            may_look = {one.keyid for one in permit.viewers}
            if slip is None or slip.agreement != permit.agreement:
                return None
            return found if {one.viewer for one in slip.sealed} <= may_look else None
        new = minted(
            box=box.identity.box,
            device=permit.device,
            agreement=permit.agreement,
            day=permit.day,
            viewers=permit.viewers,
        )
        box.note(
            DayKeyCreated(
                how="day_key_created",
                device=permit.device,
                agreement=permit.agreement,
                day=permit.day,
                fingerprint=fingerprint_of(new.slip),
            )
        )
        return box.days.keep(new.slip, new.sealed_keys)

    def _close_days(self) -> None:
        """Note for each bound device how much each day that is over held, also where nothing."""
        box = self._box
        if not box.moment.is_trusted:
            return
        yesterday = london_day(box.moment.at) - timedelta(days=1)
        since = box.memory.closed_until
        if since is None or since >= yesterday:
            if since is None:
                box.remember_closed(yesterday)
            return
        first = max(since, yesterday - timedelta(days=MOST_DAYS_CLOSED))
        day = first
        while (day := day + timedelta(days=1)) <= yesterday:
            for device in box.memory.devices:
                # A day that cannot be read keeps no other day from being closed.
                with suppress(OSError):
                    if device.bound_on <= day:
                        box.note(self._closed(device, day))
            box.remember_closed(day)

    def _closed(self, device: BoundDevice, day: date) -> DayClosed:
        days = self._box.days
        for fingerprint, slip in days.slips.items():
            if (slip.device, slip.day) == (device.id, day):
                lines = days.frames(fingerprint)
                standing = standing_of(self._box, slip.agreement)
                return DayClosed(
                    how="day",
                    device=device.id,
                    day=day,
                    level=0 if standing is None else standing.scope.level,
                    frames=len(lines),
                    observations=days.observations(fingerprint),
                    last_frame=digest_of_line(lines[-1]) if lines else None,
                )
        return DayClosed(
            how="day", device=device.id, day=day, level=0, frames=0, observations=0, last_frame=None
        )


def _unless_permitted(answer: Permit | Off) -> Off:
    """Return an answer where nothing can be noted: whatever was no stays so."""
    return answer if isinstance(answer, Off) else Off(Code.AUDIT)


def _goes_on(permit: Permit, answer: Permit | Off | None) -> bool:
    """Say whether an answer is the same permit for longer: same day, same record, same viewers."""
    return isinstance(answer, Permit) and (
        (permit.agreement, permit.record, permit.day, permit.viewers)
        == (answer.agreement, answer.record, answer.day, answer.viewers)
    )

"""The one decision: may this device's look-ups be written down now, from values alone.

Rules kept here:
- The order of questions never changes: clock, trust, records, signatures, rules, chain, endings,
  notice, time, device, audit. The first no is the answer.
- Nothing is believed because it was believed before: every signature and every rule is asked again.
- Any doubt is a no, and so is anything that goes wrong on the way.
- Where two agreements would both say yes to one device, nobody knows which was meant: no.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from consent.calendar import end_of, london_day, london_time, months_later
from consent.codes import Code
from consent.entries import Entry, LedgerRefused
from consent.errors import ConsentError
from consent.home import (
    Clock,
    ClockState,
    DeviceFacts,
    HomeState,
    has_lapsed,
    told_at,
)
from consent.ledger import TrustedLedger
from consent.permits import Off, Permit, mint_permit
from consent.profiles.dates import NOTICE, NOTICE_IF_URGENT
from consent.records.agreement import Agreement, Hours
from consent.records.home_card import PersonalKey
from consent.standing import (
    AHEAD,
    Line,
    Standing,
    check_box,
    check_linked,
    check_rules,
    check_signers,
    line_from,
    standing_of,
)
from consent.trust_chain import TrustChain, begun_with, followed

LEASE: Final = timedelta(minutes=10)
CLOCK_SLACK: Final = timedelta(seconds=5)
CLOCK_LEAP: Final = timedelta(days=400)
FRESH_IF_HOSTED: Final = timedelta(days=7)
FRESH_BY_HAND: Final = timedelta(days=100)

_DOUBTS: Final = {
    ClockState.UNSYNCHRONISED: Code.CLOCK_UNSYNCHRONISED,
    ClockState.STALE: Code.CLOCK_STALE,
    ClockState.BACK: Code.CLOCK_BACK,
    ClockState.FORWARD: Code.CLOCK_FORWARD,
}


def decide(
    ledger: TrustedLedger, home: HomeState, device: DeviceFacts, clock: Clock, now: datetime
) -> Permit | Off:
    """Return the permit for a device, or why there is none. Raises nothing."""
    try:
        return _decided(ledger, home, device, clock, now)
    except ConsentError as refused:
        return Off(refused.code)
    except Exception:  # noqa: BLE001 - whatever went wrong, the answer is no
        return Off(Code.DOUBT)


def _decided(
    ledger: TrustedLedger, home: HomeState, device: DeviceFacts, clock: Clock, now: datetime
) -> Permit | Off:
    _check_clock(ledger, home, clock, now)
    chains = _trusted(ledger, home, now)
    if ledger.box != home.box:
        raise LedgerRefused(Code.LEDGER_BOX, "box")
    answers = [
        _answer(line_from(ledger.entries, place), chains, home, device, now)
        for place, entry in enumerate(ledger.entries)
        if _is_about(entry, device)
    ]
    if not answers:
        raise LedgerRefused(Code.AGREEMENT_NONE, "devices")
    permits = [answer for answer in answers if isinstance(answer, Permit)]
    if len(permits) > 1:
        raise LedgerRefused(Code.AGREEMENT_TWO, "devices")
    # The newest agreement is the one that people have in mind.
    return permits[0] if permits else answers[-1]


def _is_about(entry: Entry, device: DeviceFacts) -> bool:
    record = entry.record
    return isinstance(record, Agreement) and device.id in {one.id for one in record.devices}


def _check_clock(ledger: TrustedLedger, home: HomeState, clock: Clock, now: datetime) -> None:
    """Step 1."""
    if clock.state is not ClockState.TRUSTED:
        raise LedgerRefused(_DOUBTS[clock.state], "clock")
    mark = max(clock.mark, home.marks.newest_at, ledger.marks.newest_at)
    if now < mark - CLOCK_SLACK:
        raise LedgerRefused(Code.CLOCK_BACK, "clock")
    if now > mark + CLOCK_LEAP:
        raise LedgerRefused(Code.CLOCK_FORWARD, "clock")


def _trusted(ledger: TrustedLedger, home: HomeState, now: datetime) -> tuple[TrustChain, ...]:
    """Step 2; return the agency's keys as they were after each entry."""
    first = begun_with(
        ledger.entries[0].envelope,
        fingerprint=ledger.fingerprint,
        proven_domain=home.proven_domain,
        demonstration=ledger.demonstration,
    )
    chains = followed(first, ledger.entries)
    today = chains[-1]
    if not home.marks.is_reached_by(ledger.marks):
        raise LedgerRefused(Code.TRUST_ROLLBACK, "marks")
    today.check_current(now)
    since, fresh = today.keyset.issued_at, FRESH_BY_HAND
    if home.hosted:
        if home.last_fetched_at is None:
            raise LedgerRefused(Code.TRUST_STALE, "last_fetched_at")
        since, fresh = home.last_fetched_at, FRESH_IF_HOSTED
    if not now - fresh <= since <= now + AHEAD:
        raise LedgerRefused(Code.TRUST_STALE, "the keyset")
    return chains


def _answer(
    line: Line,
    chains: Sequence[TrustChain],
    home: HomeState,
    device: DeviceFacts,
    now: datetime,
) -> Permit | Off:
    """Return what one agreement says of a device: steps 3 to 11."""
    try:
        check_box(line, home.box)
        check_signers(line, chains)
        check_rules(line, chains)
        _check_limits(line, chains[-1])
        check_linked(line)
        standing = standing_of(line, chains[-1], home.stopped)
        if standing.seq < home.marks.tip(standing.digest):
            raise LedgerRefused(Code.CHAIN_ROLLBACK, "seq")
        _check_stopped(standing, home)
        _check_notice(standing, home, device, now)
        _check_time(standing, now)
        _check_device(standing, device)
        if not home.audit_writable:
            raise LedgerRefused(Code.AUDIT, "audit")
    except ConsentError as refused:
        return Off(refused.code)
    return mint_permit(
        device.id,
        standing,
        day=london_day(now),
        viewers=_viewers(standing, chains[-1]),
        until=_until(standing, now),
    )


def _check_limits(line: Line, today: TrustChain) -> None:
    """Step 5, for what the agency has come to allow since: an agency may always allow less."""
    agreement, limits = line.agreement, today.keyset.limits
    level = line.scope.level
    if limits.max_level is not None and level > limits.max_level:
        raise LedgerRefused(Code.RULE_LIMIT_LEVEL, "limits.max_level")
    months = limits.max_end_months
    if months is not None and agreement.end_by > months_later(agreement.starts_on, months):
        raise LedgerRefused(Code.RULE_LIMIT_END, "limits.max_end_months")


def _check_stopped(standing: Standing, home: HomeState) -> None:
    """Step 7."""
    if standing.ended is not None:
        raise LedgerRefused(standing.ended, "agreement")
    if standing.is_objected:
        raise LedgerRefused(Code.OBJECTED, "agreement")
    if standing.digest in home.paused:
        raise LedgerRefused(Code.PAUSED, "agreement")


def _check_notice(standing: Standing, home: HomeState, device: DeviceFacts, now: datetime) -> None:
    """Step 8."""
    notices = [
        one for one in home.notices if (one.device, one.agreement) == (device.id, standing.digest)
    ]
    told = [at for at in map(told_at, notices) if at is not None]
    if not told:
        raise LedgerRefused(Code.NOTICE_NONE, "notice")
    wait = NOTICE_IF_URGENT if standing.agreement.urgent else NOTICE
    # Of two notices, the later one counts: that is the safe side.
    if now < max(told) + wait:
        raise LedgerRefused(Code.NOTICE_WAIT, "notice")
    if any(has_lapsed(one, now) for one in notices):
        raise LedgerRefused(Code.NOTICE_LAPSED, "notice")


def _check_time(standing: Standing, now: datetime) -> None:
    """Step 9."""
    today = london_day(now)
    if today < standing.agreement.starts_on:
        raise LedgerRefused(Code.TIME_EARLY, "starts_on")
    if today > standing.agreement.end_by:
        raise LedgerRefused(Code.TIME_ENDED, "end_by")
    if today > standing.valid_until:
        raise LedgerRefused(Code.TIME_REVIEW, "valid_until")
    if not _is_within(standing.scope.hours, now):
        raise LedgerRefused(Code.TIME_HOURS, "scope.hours")


def _check_device(standing: Standing, device: DeviceFacts) -> None:
    """Step 10."""
    if not device.bound:
        raise LedgerRefused(Code.DEVICE_UNBOUND, "device")
    if not device.sole_user:
        raise LedgerRefused(Code.DEVICE_SHARED, "device")
    if device.ambiguous:
        raise LedgerRefused(Code.DEVICE_AMBIGUOUS, "device")
    if any(
        one.id == device.id and one.bound_on != device.bound_on
        for one in standing.agreement.devices
    ):
        raise LedgerRefused(Code.DEVICE_CHANGED, "device")


def _is_within(hours: Hours | None, at: datetime) -> bool:
    shown = london_time(at)
    return hours is None or hours.start <= shown.hour * 60 + shown.minute < hours.end


def _until(standing: Standing, now: datetime) -> datetime:
    """Return the first instant after a permit: ten minutes on, or where the day or window ends."""
    until = min(now + LEASE, end_of(london_day(now)), end_of(standing.valid_until))
    minute = now.replace(second=0, microsecond=0)
    # Minute by minute, for a window can end early on the night when clocks go forward.
    while (minute := minute + timedelta(minutes=1)) < until:
        if not _is_within(standing.scope.hours, minute):
            return minute
    return until


def _viewers(standing: Standing, today: TrustChain) -> tuple[PersonalKey, ...]:
    """Return the keys to which a day's key is sealed: not those of workers who left since."""
    return tuple(
        one.keys
        for one in standing.agreement.viewing.viewers
        if not today.revocations(one.keys.keyid)
    )

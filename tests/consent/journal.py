"""A small audit journal with one act of each kind that matters here, and its box's key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from consent.acts import (
    Act,
    ActorRole,
    Admitted,
    Closed,
    DayClosed,
    DayKeyCreated,
    DayKeyDestroyed,
    Erasure,
    NoticeStarted,
    NoticeWay,
    Rebooted,
    SwitchedOff,
    SwitchedOn,
    Viewed,
    ViewersKeysDestroyed,
    ViewReason,
    Withdrawn,
)
from consent.audit import AuditJournal, journal_of
from consent.audit_entry import BOX, Actor
from consent.checkpoint import signed_checkpoint
from consent.codes import Code
from consent.home import ClockState
from consent.signer import Signer
from tests.consent.people import MORGAN, PRIYA, signer_named

BOX_SIGNER = signer_named("a box")
OTHER_BOX = signer_named("another box")

BEGUN = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
DEVICE = "0f" * 16
AGREEMENT = "a1" * 32
DAYS = (date(2026, 11, 21), date(2026, 11, 22))
KEYS = ("b1" * 32, "b2" * 32)

CARER = Actor(role=ActorRole.CARER, key=MORGAN.public_key.keyid[:8])
SOCIAL_WORKER = Actor(role=ActorRole.SOCIAL_WORKER, key=PRIYA.public_key.keyid[:8])
YOUNG_PERSON = Actor(role=ActorRole.YOUNG_PERSON)


def made(place: int) -> DayKeyCreated:
    """Return that the key of a day was made."""
    return DayKeyCreated(
        how="day_key_created",
        device=DEVICE,
        agreement=AGREEMENT,
        day=DAYS[place],
        fingerprint=KEYS[place],
    )


def narrowed(place: int) -> ViewersKeysDestroyed:
    """Return that the key of a day was left to the young person."""
    return ViewersKeysDestroyed(
        how="viewers_keys_destroyed",
        device=DEVICE,
        day=DAYS[place],
        fingerprint=KEYS[place],
        reason=Erasure.WITHDRAWN,
    )


def destroyed(place: int) -> DayKeyDestroyed:
    """Return that the key of a day was destroyed."""
    return DayKeyDestroyed(
        how="day_key_destroyed",
        device=DEVICE,
        day=DAYS[place],
        fingerprint=KEYS[place],
        reason=Erasure.WITHDRAWN,
        frames=3,
        octets=912,
    )


def looked(*places: int) -> Viewed:
    """Return that somebody looked at days."""
    return Viewed(
        how="view",
        viewer=PRIYA.public_key.keyid,
        device=DEVICE,
        agreement=AGREEMENT,
        days=tuple(DAYS[place] for place in places),
        reason=ViewReason.AS_AGREED,
    )


REBOOTED = Rebooted(how="reboot")

WALK: tuple[tuple[Act, Actor], ...] = (
    (REBOOTED, BOX),
    (Admitted(how="import", record=AGREEMENT), SOCIAL_WORKER),
    (
        NoticeStarted(
            how="notice_started", device=DEVICE, agreement=AGREEMENT, way=NoticeWay.SHOWN
        ),
        BOX,
    ),
    (
        SwitchedOn(how="on", device=DEVICE, agreement=AGREEMENT, record=AGREEMENT, level=2),
        BOX,
    ),
    (made(0), BOX),
    (looked(0), SOCIAL_WORKER),
    (
        DayClosed(
            how="day",
            device=DEVICE,
            day=DAYS[0],
            level=2,
            frames=3,
            observations=11,
            last_frame="c1" * 32,
        ),
        BOX,
    ),
    (made(1), BOX),
    (Withdrawn(how="withdrawn", agreement=AGREEMENT, record=None), YOUNG_PERSON),
    (
        SwitchedOff(how="off", device=DEVICE, agreement=AGREEMENT, code=Code.WITHDRAWN),
        BOX,
    ),
    (narrowed(0), BOX),
    (narrowed(1), BOX),
    (looked(0, 1), YOUNG_PERSON),
    (destroyed(0), BOX),
    (destroyed(1), BOX),
    (Closed(how="closed", agreement=AGREEMENT, reason=Erasure.WITHDRAWN), BOX),
)


def written(
    acts: Iterable[tuple[Act, Actor]], signer: Signer = BOX_SIGNER
) -> tuple[AuditJournal, tuple[bytes, ...]]:
    """Return the journal of a box after some acts, a minute apart, and its lines."""
    journal, lines = journal_of(signer.public_key.keyid), []
    for minute, (act, actor) in enumerate(acts):
        at = BEGUN + timedelta(minutes=minute)
        journal, line = journal.append(act, at=at, clock=ClockState.TRUSTED, actor=actor)
        lines.append(line)
    return journal, tuple(lines)


JOURNAL, LINES = written(WALK)
SIGNED = signed_checkpoint(JOURNAL.checkpoint, BOX_SIGNER)

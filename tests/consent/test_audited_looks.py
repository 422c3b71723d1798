from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from consent.acts import ActorRole, Viewed
from consent.audit_entry import Actor, entry_from_line
from consent.audited_looks import AuditedLooks
from consent.codes import Code
from consent.findings import Oddity
from consent.home import ClockState
from consent.records.agency import RevokedKey
from consent.records.agreement import Agreement
from consent.records.fields import Revocation
from consent.replayed_home import ReplayedHome
from consent.told_records import told_records
from tests.consent import scene
from tests.consent.filled import filled
from tests.consent.people import ALEX, PRIYA, STRANGER
from tests.consent.played import AGREEMENT, PHONE, PlayedBox, agreed, day, recording
from tests.consent.profiles.sample import CARER
from tests.consent.samples import acknowledgement, keyset, objection, record_digest, withdrawal

MOTHERS = record_digest(scene.MOTHERS)


def audited(box: PlayedBox) -> AuditedLooks:
    """Return what becomes of the looks of a box's journal."""
    entries = [entry_from_line(line) for line in box.lines]
    held = box.ledger.entries if box.ledger else ()
    home = ReplayedHome(box.ledger, told_records(entries, held).places)
    found = AuditedLooks(home)
    for entry in entries:
        home.take(entry)
        found.take(entry)
    return found


def with_carer_told(agreement: Agreement = scene.AGREEMENT) -> PlayedBox:
    """Return a box in an evening of recording, after the carer read how looking is meant."""
    box = agreed(agreement=agreement)
    box.admit(acknowledgement(agreement=record_digest(agreement)))
    return box.until(datetime(2026, 12, 3, 18, tzinfo=UTC))


IN_ORDER: dict[str, Callable[[PlayedBox], object]] = {
    "the young person": lambda box: box.look(ALEX, day(2), day(3)),
    "the social worker": lambda box: box.look(PRIYA, day(2)),
    "the carer": lambda box: box.look(CARER, day(2)),
    "for the social worker's desk": lambda box: box.export(day(2)),
}


@pytest.mark.parametrize("look", IN_ORDER.values(), ids=IN_ORDER)
def test_a_look_that_was_agreed_is_listed_and_not_odd(look: Callable[[PlayedBox], object]) -> None:
    """Whoever the agreement names may look, and every look is there to be told."""
    box = with_carer_told()
    look(box)
    found = audited(box)

    assert [one.n for one in found.looks] == [len(box.lines) - 1]
    assert found.findings == []


def _as(box: PlayedBox, role: ActorRole, key: str | None) -> None:
    act = filled(
        Viewed, viewer=PRIYA.public_key.keyid, device=PHONE, agreement=AGREEMENT, days=(day(2),)
    )
    box.note(act, Actor(role=role, key=key))


def _after_withdrawal(look: Callable[[PlayedBox], None]) -> Callable[[PlayedBox], None]:
    def act(box: PlayedBox) -> None:
        box.admit(withdrawal())
        look(box)

    return act


def _untrusted(box: PlayedBox) -> None:
    box.clock = ClockState.STALE
    box.look(PRIYA, day(2))


def _late(box: PlayedBox) -> None:
    box.at += timedelta(days=60)
    box.look(PRIYA, day(2))


def _left(box: PlayedBox) -> None:
    gone = RevokedKey(
        keyid=PRIYA.public_key.keyid,
        reason=Revocation.LEFT,
        accept_before=box.at + timedelta(days=1),
    )
    box.admit(keyset(version=5, revoked=(gone,), issued_at=box.at))
    box.look(PRIYA, day(2))


ODD: dict[str, tuple[Callable[[PlayedBox], object], list[tuple[Oddity, Code | None]]]] = {
    "somebody whom it does not name": (
        lambda box: box.look(STRANGER, day(2)),
        [(Oddity.LOOK_NOT_NAMED, None)],
    ),
    "under an agreement that nobody knows": (
        lambda box: box.look(PRIYA, day(2), agreement="b2" * 32),
        [(Oddity.LOOK_NOT_NAMED, None)],
    ),
    "in another role": (
        lambda box: _as(box, ActorRole.CARER, PRIYA.public_key.keyid[:8]),
        [(Oddity.LOOK_NOT_NAMED, None)],
    ),
    "by another key": (
        lambda box: _as(box, ActorRole.SOCIAL_WORKER, CARER.public_key.keyid[:8]),
        [(Oddity.LOOK_NOT_NAMED, None)],
    ),
    "handed out for a carer": (
        lambda box: box.export(day(2), viewer=CARER),
        [(Oddity.LOOK_NOT_NAMED, None)],
    ),
    "a carer who has not read how": (
        lambda box: box.look(CARER, day(2)),
        [(Oddity.LOOK_NOT_READ, None)],
    ),
    "after a withdrawal": (
        _after_withdrawal(lambda box: box.look(PRIYA, day(2))),
        [(Oddity.LOOK_BARRED, Code.WITHDRAWN)],
    ),
    "the young person after a withdrawal": (
        _after_withdrawal(lambda box: box.look(ALEX, day(2))),
        [],
    ),
    "while nobody knew the time": (_untrusted, [(Oddity.LOOK_BARRED, Code.CLOCK_UNSYNCHRONISED)]),
    "after the last day": (_late, [(Oddity.LOOK_BARRED, Code.TIME_ENDED)]),
    "a worker who has left": (_left, [(Oddity.LOOK_BARRED, Code.SIGNER_LEFT)]),
}


@pytest.mark.parametrize(("act", "expected"), ODD.values(), ids=ODD)
def test_a_look_that_was_not_agreed_is_named(
    act: Callable[[PlayedBox], object], expected: list[tuple[Oddity, Code | None]]
) -> None:
    """Whoever looked and might not is named, with the reason why not, and nobody else is."""
    box = recording(2)
    act(box)

    assert [(one.what, one.code) for one in audited(box).findings] == expected


def test_after_an_objection_no_carer_looks() -> None:
    """The social worker may look to prepare the review; the carer waits for it."""
    box = with_carer_told(scene.MOTHERS)
    box.admit(objection())
    box.look(PRIYA, day(2), agreement=MOTHERS)
    box.look(CARER, day(2), agreement=MOTHERS)

    assert [(one.what, one.code) for one in audited(box).findings] == [
        (Oddity.LOOK_BARRED, Code.OBJECTED)
    ]


def test_what_is_no_look_is_left_alone() -> None:
    """A journal in which nobody looked has no looks."""
    found = audited(recording(2))

    assert (found.looks, found.findings) == ([], [])

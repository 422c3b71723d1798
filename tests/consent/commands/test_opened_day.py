from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from consent.acts import Act, Exported, Viewed, ViewReason
from consent.audit_entry import AuditEntry
from consent.codes import Code
from consent.commands.opened_day import Known, OpenedDay, opened_day
from consent.commands.opening_words import (
    DESTROYED_SINCE,
    ENDS_EARLY,
    NOT_HANDED_OUT,
    NOT_OVER,
    NOTHING_WRITTEN,
    OTHER_AGREEMENT,
    OTHER_BOX,
    THE_DEVICE_ASKED,
)
from consent.errors import Reader
from consent.exported import SealedDay
from consent.frames import SealedDayRefused
from tests.consent.days import (
    DEVICE,
    FRAMES,
    SealedSample,
    counted,
    named,
    private_half,
    sealed_sample,
)
from tests.consent.journal import OTHER_BOX as ANOTHER_BOX
from tests.consent.people import ALEX, PRIYA
from tests.consent.samples import agreement, record_digest
from tests.consent.test_exported import for_priya
from tests.consent.test_kept_days import HOME, MONDAY, closed, destroyed, entries, made

VIEWER = PRIYA.public_key.keyid
AGREEMENT = agreement()
PHONE = AGREEMENT.devices[0]
DAY = sealed_sample(FRAMES, box=HOME, day=MONDAY)


def handed_out(day: SealedSample) -> Exported:
    """Return that a day is taken to the social worker's desk."""
    return Exported(
        how="export",
        viewer=VIEWER,
        device=day.slip.device,
        agreement=day.slip.agreement,
        days=(day.slip.day,),
    )


def opened(day: SealedSample | SealedDay, known: Known | None = None) -> OpenedDay:
    """Return a day as the social worker opens it."""
    sealed = for_priya(day) if isinstance(day, SealedSample) else day
    return opened_day(sealed, VIEWER, private_half(PRIYA), known or Known())


def told(*acts: Act, box: str = HOME) -> Known:
    """Return what a journal of these acts makes known."""
    return Known(journal=entries(*acts), box=box)


WHOLE = (made(DAY), closed(DAY), handed_out(DAY))


def test_a_day_is_said_row_by_row() -> None:
    """A day shows its device, its date and its rows in order, each with its sentence."""
    found = opened(DAY)

    assert found.is_right
    assert found.lines[0] == "A device without a name here (d1d1d1d1), 7 December 2026:"
    assert [line.partition(": ")[0].strip() for line in found.lines[1:]] == (
        ["15:00 to 16:00"] * 2 + ["16:00 to 17:00", "18:00 to 19:00"] + ["21:00 to 22:00"] * 2
    )
    assert all(line.endswith(f" {THE_DEVICE_ASKED}") for line in found.lines[1:])
    assert "example.org was blocked" in found.lines[2]


def test_what_was_counted_in_parts_is_said_once() -> None:
    """Counts of one kind from several frames are one number for the day."""
    day = sealed_sample([[counted("gambling", 2)], [counted("gambling", 3)]])

    assert opened(day).lines[1:] == (f"  gambling: blocked 5 times. {THE_DEVICE_ASKED}",)


def test_a_day_without_rows_is_said_to_be_one() -> None:
    """Nothing written down is said, and that this does not show that nothing was asked for."""
    found = opened(sealed_sample(()))

    assert found.is_right
    assert found.lines[1:] == (f"  {NOTHING_WRITTEN}",)


def test_a_device_is_called_as_the_agreement_calls_it() -> None:
    """The label of the folder's agreement is said, where the day is of one of its devices."""
    known = Known(agreement=AGREEMENT, digest=record_digest(AGREEMENT))
    day = sealed_sample(FRAMES, device=PHONE.id, agreement=record_digest(AGREEMENT))
    found = opened(day, known)

    assert found.is_right
    assert found.lines[0].startswith(f"{PHONE.label}, ")
    assert opened(sealed_sample(()), known).lines[0].startswith("A device without a name")


def test_a_day_of_another_agreement_is_shown_and_said_to_be_one() -> None:
    """Whoever opens old days in a new case learns that they are not of this one."""
    known = Known(agreement=AGREEMENT, digest=record_digest(AGREEMENT))
    found = opened(DAY, known)

    assert not found.is_right
    assert found.lines[-1] == f"  {OTHER_AGREEMENT}"
    assert len(found.lines) == 8


def test_a_day_that_the_journal_knows_is_right() -> None:
    """A closed day that was handed out on record is shown, and nothing beside it is said."""
    found = opened(DAY, told(*WHOLE))

    assert found == opened(DAY)


def test_a_look_on_the_box_is_on_record_as_well() -> None:
    """A day that was looked at on the box counts as handed out, to whoever looked."""
    look = Viewed(
        how="view",
        viewer=VIEWER,
        device=DEVICE,
        agreement=DAY.slip.agreement,
        days=(DAY.slip.day,),
        reason=ViewReason.AS_AGREED,
    )

    assert opened(DAY, told(*WHOLE[:2], look)).is_right


OTHER = sealed_sample(FRAMES, box=HOME, day=MONDAY, device="d2" * 16)
NOT_ON_RECORD: dict[str, tuple[Act, ...]] = {
    "nothing": (),
    "of another device": (handed_out(OTHER),),
    "of another day": (replace(handed_out(DAY), days=(DAY.slip.day.replace(day=1),)),),
    "for somebody else": (replace(handed_out(DAY), viewer=ALEX.public_key.keyid),),
    "of another agreement": (replace(handed_out(DAY), agreement="a2" * 32),),
}


@pytest.mark.parametrize("acts", NOT_ON_RECORD.values(), ids=NOT_ON_RECORD)
def test_a_day_that_was_not_handed_out_on_record_is_named(acts: Sequence[Act]) -> None:
    """What a journal does not say was handed out is shown, with what to do about it."""
    found = opened(DAY, told(made(DAY), closed(DAY), *acts))

    assert not found.is_right
    assert found.lines[-1] == f"  {NOT_HANDED_OUT}"


def test_a_day_that_is_not_over_may_lack_its_end() -> None:
    """An open day is shown as it is, and that its end may be missing is said."""
    found = opened(DAY, told(made(DAY), handed_out(DAY)))

    assert found.is_right
    assert found.lines[-1] == f"  {NOT_OVER}"


def test_a_day_that_was_destroyed_since_is_to_be_deleted() -> None:
    """Whoever still holds a day that the box has destroyed learns so."""
    found = opened(DAY, told(*WHOLE, destroyed(DAY)))

    assert found.is_right
    assert found.lines[-1] == f"  {DESTROYED_SINCE}"


def test_what_was_handed_out_during_the_day_ends_early() -> None:
    """A file that is shorter than the day became is shown, and to be asked for again."""
    sealed = replace(for_priya(DAY), frames=DAY.lines[:3])
    found = opened(sealed, told(made(DAY), handed_out(DAY), closed(DAY)))

    assert found.is_right
    assert found.lines[-1] == f"  {ENDS_EARLY}"
    assert len(found.lines) == 6

    gap = replace(sealed, frames=(DAY.lines[0], DAY.lines[2]))
    after = told(made(DAY), closed(DAY), handed_out(DAY))
    for day, known in ((gap, told(made(DAY), handed_out(DAY), closed(DAY))), (sealed, after)):
        assert "E_FRAME_REMOVED" in opened(day, known).lines[1]
        assert not opened(day, known).is_right


LINES = DAY.lines
SEALED = for_priya(DAY)
FORGED = sealed_sample([*FRAMES[:3], [named(21, "example.org")]], box=HOME, day=MONDAY)
NOT_RIGHT: dict[str, tuple[SealedDay, tuple[Act, ...], Code, int | None]] = {
    "a frame altered": (
        replace(SEALED, frames=(LINES[0][:-9] + b"AAAAAAA" + LINES[0][-2:], *LINES[1:])),
        WHOLE,
        Code.FRAME_ALTERED,
        0,
    ),
    "a frame removed": (replace(SEALED, frames=LINES[:3]), WHOLE, Code.FRAME_REMOVED, 3),
    "written anew": (for_priya(FORGED), WHOLE, Code.FRAME_ALTERED, 3),
    "a sealed key altered": (
        replace(SEALED, sealed_key=bytes(80)),
        WHOLE,
        Code.DAY_KEY_ALTERED,
        None,
    ),
    "a day that nobody made": (SEALED, (handed_out(DAY),), Code.DAY_KEY_UNMADE, None),
    "a day that was made for another": (
        SEALED,
        (replace(made(OTHER), fingerprint=DAY.fingerprint), handed_out(DAY)),
        Code.DAY_SLIP_ALTERED,
        None,
    ),
}


@pytest.mark.parametrize(("day", "acts", "code", "frame"), NOT_RIGHT.values(), ids=NOT_RIGHT)
def test_of_a_day_that_does_not_fit_nothing_is_shown(
    day: SealedDay, acts: Sequence[Act], code: Code, frame: int | None
) -> None:
    """A day that is not the one on the journal is named with what is wrong, and not shown."""
    found = opened(day, told(*acts))
    piece = "" if frame is None else f", piece {frame + 1} of {len(day.frames)}"
    sentence = SealedDayRefused(code, "").explain(Reader.SOCIAL_WORKER)

    assert not found.is_right
    assert found.lines[1:] == (f"  {sentence} ({code}{piece})",)
    assert "example" not in " ".join(found.lines)


def test_a_day_for_somebody_else_stays_shut() -> None:
    """With another viewer's key nothing is shown, with or without a journal."""
    found = opened_day(SEALED, VIEWER, private_half(ALEX), Known())

    assert not found.is_right
    assert str(Code.DAY_KEY_CLOSED) in found.lines[1]


def test_a_day_of_another_box_than_the_journal_is_not_shown() -> None:
    """A bundle of one home says nothing about the days of another."""
    found = opened(DAY, told(*WHOLE, box=ANOTHER_BOX.public_key.keyid))

    assert not found.is_right
    assert found.lines[1:] == (f"  {OTHER_BOX}",)


def test_what_is_held_against_a_day_is_entries() -> None:
    """The journal is given as entries that somebody has checked before."""
    known = told(*WHOLE)

    assert known.journal is not None
    assert all(isinstance(one, AuditEntry) for one in known.journal)

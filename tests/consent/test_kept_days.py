from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from consent.acts import (
    Act,
    DayClosed,
    DayKeyCreated,
    DayKeyDestroyed,
    Erasure,
    Rebooted,
    ViewersKeysDestroyed,
)
from consent.audit import verify_lines
from consent.audit_entry import BOX as THE_BOX
from consent.audit_entry import AuditEntry
from consent.checkpoint import signed_checkpoint
from consent.codes import Code
from consent.encoding import digest
from consent.kept_days import DayFault, KeptDay, check_days, told_days
from consent.sealed_day import slip_to_octets
from tests.consent.days import FRAMES, SealedSample, octets_named, sealed_sample
from tests.consent.journal import BOX_SIGNER, OTHER_BOX, written
from tests.consent.people import ALEX, PRIYA, STRANGER

HOME, ELSEWHERE = BOX_SIGNER.public_key.keyid, OTHER_BOX.public_key.keyid
YOUNG_PERSON, SOCIAL_WORKER = ALEX.public_key.keyid, PRIYA.public_key.keyid
MONDAY, TUESDAY = date(2026, 12, 7), date(2026, 12, 8)
YESTERDAY = sealed_sample(FRAMES, box=HOME, day=MONDAY)
TODAY = sealed_sample(FRAMES[:3], box=HOME, day=TUESDAY)
EMPTY = sealed_sample((), box=HOME, day=MONDAY, device="d2" * 16)
CARDS: dict[str, str] = {YESTERDAY.slip.agreement: YOUNG_PERSON}


def made(day: SealedSample) -> DayKeyCreated:
    """Return that a day's key is made."""
    return DayKeyCreated(
        how="day_key_created",
        device=day.slip.device,
        agreement=day.slip.agreement,
        day=day.slip.day,
        fingerprint=day.fingerprint,
    )


def closed(day: SealedSample) -> DayClosed:
    """Return that a day is over."""
    return DayClosed(
        how="day",
        device=day.slip.device,
        day=day.slip.day,
        level=2,
        frames=len(day.lines),
        observations=6,
        last_frame=day.last_frame,
    )


def narrowed(day: SealedSample) -> ViewersKeysDestroyed:
    """Return that a day is left to the young person."""
    return ViewersKeysDestroyed(
        how="viewers_keys_destroyed",
        device=day.slip.device,
        day=day.slip.day,
        fingerprint=day.fingerprint,
        reason=Erasure.WITHDRAWN,
    )


def destroyed(day: SealedSample) -> DayKeyDestroyed:
    """Return that a day is destroyed."""
    return DayKeyDestroyed(
        how="day_key_destroyed",
        device=day.slip.device,
        day=day.slip.day,
        fingerprint=day.fingerprint,
        reason=Erasure.RETENTION,
        frames=len(day.lines),
        octets=1,
    )


def entries(*acts: Act) -> tuple[AuditEntry, ...]:
    """Return the entries of a journal that the box has signed."""
    journal, lines = written((act, THE_BOX) for act in (Rebooted(how="reboot"), *acts))
    return verify_lines(
        lines, signed_checkpoint(journal.checkpoint, BOX_SIGNER), BOX_SIGNER.public_key
    )


def kept(day: SealedSample, *, digits: int = 32) -> KeptDay:
    """Return a day as the recorder keeps it: its keys' files are named by beginnings of ids."""
    return KeptDay(
        name=day.fingerprint,
        slip=slip_to_octets(day.slip),
        sealed_keys={keyid[:digits]: octets for keyid, octets in day.sealed_keys.items()},
        frames=day.lines,
    )


JOURNAL = entries(made(YESTERDAY), made(EMPTY), closed(YESTERDAY), closed(EMPTY), made(TODAY))
CARD = (kept(YESTERDAY), kept(EMPTY), kept(TODAY))


def found(
    days: Iterable[KeptDay],
    journal: Sequence[AuditEntry] = JOURNAL,
    cards: dict[str, str] | None = None,
) -> list[tuple[Code, str | None, int | None]]:
    """Return what is wrong: the code, whose key, and which frame."""
    faults = check_days(tuple(days), journal, CARDS if cards is None else cards)
    return [(one.code, one.viewer, one.frame) for one in faults]


def instead(day: SealedSample, **changes: Any) -> tuple[KeptDay, ...]:  # noqa: ANN401 - fields
    """Return the card with something else in one of its days."""
    return tuple(replace(one, **changes) if one.name == day.fingerprint else one for one in CARD)


@pytest.mark.parametrize("digits", [8, 32, 64])
def test_a_card_that_is_as_the_journal_says_has_no_fault(digits: int) -> None:
    """Days open, closed and empty are right, however much of a viewer's id names a file."""
    days = tuple(kept(one, digits=digits) for one in (TODAY, EMPTY, YESTERDAY))

    assert check_days(days, JOURNAL) == ()
    assert check_days((), entries()) == ()


def test_what_a_journal_tells_of_a_day() -> None:
    """Each key is told of once: when it was made, whether it is closed, and what became of it."""
    told = told_days(
        entries(
            narrowed(TODAY),
            destroyed(TODAY),
            closed(TODAY),
            made(YESTERDAY),
            closed(EMPTY),
            closed(YESTERDAY),
            made(TODAY),
            narrowed(TODAY),
            destroyed(TODAY),
        )
    )

    assert list(told) == [YESTERDAY.fingerprint, TODAY.fingerprint]
    first, second = told.values()
    assert (first.closed, first.is_narrowed, first.is_destroyed) == (
        closed(YESTERDAY),
        False,
        False,
    )
    assert (second.closed, second.is_narrowed, second.is_destroyed) == (None, True, True)
    assert first.made == made(YESTERDAY)
    assert first.box == HOME[:16]


def test_a_fault_says_which_day_it_is() -> None:
    """What is found is named by key, device and day, so that a person knows where to look."""
    lines = (*YESTERDAY.lines[:2], YESTERDAY.lines[3])

    assert check_days(instead(YESTERDAY, frames=lines), JOURNAL) == (
        DayFault(
            code=Code.FRAME_REMOVED,
            fingerprint=YESTERDAY.fingerprint,
            device=YESTERDAY.slip.device,
            day=MONDAY,
            frame=2,
        ),
    )


LINES = YESTERDAY.lines
FRAMES_CHANGED: dict[str, tuple[tuple[bytes, ...], Code, int]] = {
    "altered": ((*LINES[:3], LINES[3][:-9] + b"AAAAAAA" + LINES[3][-2:]), Code.FRAME_ALTERED, 3),
    "removed": ((LINES[0], *LINES[2:]), Code.FRAME_REMOVED, 1),
    "the last removed": (LINES[:3], Code.FRAME_REMOVED, 3),
    "reordered": ((LINES[1], LINES[0], *LINES[2:]), Code.FRAME_REORDERED, 0),
    "doubled": ((*LINES, LINES[3]), Code.FRAME_FOREIGN, 4),
    "from another day": ((*LINES[:2], TODAY.lines[2], *LINES[2:]), Code.FRAME_FOREIGN, 2),
    "all from another day": (TODAY.lines, Code.FRAME_ALTERED, 0),
    "gone": ((), Code.FRAME_REMOVED, 0),
}


@pytest.mark.parametrize(("lines", "code", "frame"), FRAMES_CHANGED.values(), ids=FRAMES_CHANGED)
def test_frames_that_are_not_those_of_the_day_are_named(
    lines: tuple[bytes, ...], code: Code, frame: int
) -> None:
    """A closed day has the frames with which it was closed, in their order."""
    assert found(instead(YESTERDAY, frames=lines)) == [(code, None, frame)]


def test_an_open_day_may_lack_its_last_frames_and_no_others() -> None:
    """What is missing at the end of a day that is not over cannot be seen, all else is."""
    for count in range(4):
        assert found(instead(TODAY, frames=TODAY.lines[:count])) == []

    assert found(instead(TODAY, frames=TODAY.lines[1:])) == [(Code.FRAME_REMOVED, None, 0)]
    assert found(instead(EMPTY, frames=TODAY.lines[:1])) == [(Code.FRAME_FOREIGN, None, 0)]


OTHER_AGREEMENT = sealed_sample(FRAMES, box=HOME, day=MONDAY, agreement="a2" * 32)
SLIPS: dict[str, bytes | None] = {
    "gone": None,
    "another day's": slip_to_octets(TODAY.slip),
    "another viewer's": slip_to_octets(replace(YESTERDAY.slip, sealed=YESTERDAY.slip.sealed[:1])),
    "spaced otherwise": slip_to_octets(YESTERDAY.slip) + b"\n",
    "nothing": b"",
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_that_is_not_the_one_of_its_folder_is_named(slip: bytes | None) -> None:
    """What says whose day it is, and for whom, is the slip that the journal knows, or is named."""
    assert found(instead(YESTERDAY, slip=slip)) == [(Code.DAY_SLIP_ALTERED, None, None)]


MISTOLD = {
    "of another box": sealed_sample(FRAMES, box=ELSEWHERE, day=MONDAY),
    "of another device": sealed_sample(FRAMES, box=HOME, day=MONDAY, device="d3" * 16),
    "of another agreement": OTHER_AGREEMENT,
    "of another day": sealed_sample(FRAMES, box=HOME, day=date(2026, 12, 1)),
}


@pytest.mark.parametrize("day", MISTOLD.values(), ids=MISTOLD)
def test_a_slip_says_what_the_journal_says(day: SealedSample) -> None:
    """A key that was made for one day and is kept for another is named, as is no slip at all."""
    mistold = replace(made(YESTERDAY), fingerprint=day.fingerprint)
    no_slip = KeptDay(name=digest(b"[]"), slip=b"[]", sealed_keys={}, frames=())

    assert found([kept(day)], entries(mistold)) == [(Code.DAY_SLIP_ALTERED, None, None)]
    assert found([no_slip], entries(replace(made(YESTERDAY), fingerprint=no_slip.name))) == [
        (Code.DAY_SLIP_ALTERED, None, None)
    ]


MINE, HERS = YOUNG_PERSON[:32], SOCIAL_WORKER[:32]
KEYS = kept(YESTERDAY).sealed_keys
WRONG_KEYS: dict[str, tuple[dict[str, bytes], list[tuple[Code, str | None, int | None]]]] = {
    "altered": (
        {**KEYS, HERS: KEYS[HERS][:-1] + b"x"},
        [(Code.DAY_KEY_ALTERED, SOCIAL_WORKER, None)],
    ),
    "of another day": (
        {**KEYS, HERS: kept(TODAY).sealed_keys[HERS]},
        [(Code.DAY_KEY_ALTERED, SOCIAL_WORKER, None)],
    ),
    "exchanged": (
        {MINE: KEYS[HERS], HERS: KEYS[MINE]},
        [
            (Code.DAY_KEY_ALTERED, YOUNG_PERSON, None),
            (Code.DAY_KEY_ALTERED, SOCIAL_WORKER, None),
        ],
    ),
    "gone": ({MINE: KEYS[MINE]}, [(Code.DAY_KEY_MISSING, SOCIAL_WORKER, None)]),
    "all gone": (
        {},
        sorted(
            [
                (Code.DAY_KEY_MISSING, YOUNG_PERSON, None),
                (Code.DAY_KEY_MISSING, SOCIAL_WORKER, None),
            ]
        ),
    ),
    "of somebody not named": (
        {**KEYS, STRANGER.public_key.keyid[:32]: octets_named("a key")},
        [(Code.DAY_KEY_FOREIGN, STRANGER.public_key.keyid[:32], None)],
    ),
    "of nobody": ({**KEYS, "": b"x"}, [(Code.DAY_KEY_FOREIGN, "", None)]),
    "twice": (
        {**KEYS, SOCIAL_WORKER: KEYS[HERS]},
        [(Code.DAY_KEY_FOREIGN, SOCIAL_WORKER, None)],
    ),
}


@pytest.mark.parametrize(("keys", "expected"), WRONG_KEYS.values(), ids=WRONG_KEYS)
def test_sealed_keys_that_are_not_those_of_the_day_are_named(
    keys: dict[str, bytes], expected: list[tuple[Code, str | None, int | None]]
) -> None:
    """Each sealed key is that of a viewer of the day, as it was made, and none is missing."""
    assert found(instead(YESTERDAY, sealed_keys=keys)) == expected


def test_a_day_that_is_gone_without_an_entry_is_named() -> None:
    """A day that was made and not destroyed lies on the card, or somebody took it out."""
    assert found(CARD[1:]) == [(Code.DAY_MISSING, None, None)]
    assert found(CARD[1:], (*JOURNAL, *entries(destroyed(YESTERDAY))[1:])) == []


def test_a_day_that_nobody_made_is_named() -> None:
    """A folder that the journal does not tell of is named by its name, as are several in order."""
    stranger = replace(kept(YESTERDAY), name="0" * 64)
    faults = check_days((*CARD, kept(OTHER_AGREEMENT), stranger), JOURNAL)

    assert [one.code for one in faults] == [Code.DAY_KEY_UNMADE] * 2
    assert [one.fingerprint for one in faults] == ["0" * 64, OTHER_AGREEMENT.fingerprint]
    assert (faults[0].device, faults[0].day) == (None, None)


def test_a_day_that_was_destroyed_and_is_still_there_is_named() -> None:
    """Whatever is left of a destroyed day is named, also if only its folder is."""
    journal = (*JOURNAL, *entries(destroyed(YESTERDAY))[1:])
    shell = KeptDay(name=YESTERDAY.fingerprint, slip=None, sealed_keys={}, frames=())

    for left in (CARD[0], shell):
        assert found((left, *CARD[1:]), journal) == [(Code.DAY_KEY_LEFT, None, None)]


NARROWED = (*JOURNAL, *entries(narrowed(YESTERDAY))[1:])
NARROW_KEYS: dict[
    str, tuple[dict[str, bytes], dict[str, str], list[tuple[Code, str | None, int | None]]]
] = {
    "the young person's alone": ({MINE: KEYS[MINE]}, CARDS, []),
    "also the social worker's": (dict(KEYS), CARDS, [(Code.DAY_KEY_LEFT, SOCIAL_WORKER, None)]),
    "the social worker's alone": (
        {HERS: KEYS[HERS]},
        CARDS,
        [(Code.DAY_KEY_LEFT, SOCIAL_WORKER, None), (Code.DAY_KEY_MISSING, YOUNG_PERSON, None)],
    ),
    "nobody's": ({}, CARDS, [(Code.DAY_KEY_MISSING, YOUNG_PERSON, None)]),
    "one, whosever it should be": ({MINE: KEYS[MINE]}, {}, []),
    "two, whosever it should be": (dict(KEYS), {}, [(Code.DAY_KEY_LEFT, None, None)]),
    "none, whosever it should be": ({}, {}, [(Code.DAY_KEY_MISSING, None, None)]),
    "one, altered": (
        {MINE: KEYS[HERS]},
        CARDS,
        [(Code.DAY_KEY_ALTERED, YOUNG_PERSON, None)],
    ),
}


@pytest.mark.parametrize(("keys", "cards", "expected"), NARROW_KEYS.values(), ids=NARROW_KEYS)
def test_after_a_withdrawal_one_key_is_left(
    keys: dict[str, bytes],
    cards: dict[str, str],
    expected: list[tuple[Code, str | None, int | None]],
) -> None:
    """When a day is the young person's alone, every other sealed key that is there is named."""
    days = instead(YESTERDAY, sealed_keys=keys)

    assert found(days, NARROWED, cards) == expected


def test_every_fault_of_a_day_is_named_at_once() -> None:
    """A day can be wrong in several parts, and one fault does not hide the next."""
    days = instead(YESTERDAY, sealed_keys={MINE: b"x"}, frames=YESTERDAY.lines[:3])

    assert found(days) == [
        (Code.DAY_KEY_ALTERED, YOUNG_PERSON, None),
        (Code.DAY_KEY_MISSING, SOCIAL_WORKER, None),
        (Code.FRAME_REMOVED, None, 3),
    ]
    assert found(instead(YESTERDAY, slip=b"", frames=())) == [
        (Code.DAY_SLIP_ALTERED, None, None),
        (Code.FRAME_REMOVED, None, 0),
    ]


def test_what_is_printed_of_a_day_is_its_slip() -> None:
    """Sealed octets are not spread over a page of errors."""
    assert "sealed_keys" not in repr(CARD[0])
    assert "frames" not in repr(CARD[0])

"""A damaged day is refused with a code, whoever reads it, and never says what was in it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from consent.errors import ConsentError
from consent.exported import export_from_octets, export_to_octets
from consent.frames import (
    SealedDayRefused,
    check_day_closed,
    checked_frames,
    frame_from_line,
    frame_to_line,
)
from consent.kept_days import KeptDay, check_days
from consent.lease import message_from_octets, message_to_octets
from consent.observation import (
    ObservationRefused,
    Terms,
    check_observation,
    observation_from_octets,
    observation_to_octets,
)
from consent.pasted_days import days_from_file, days_to_text
from consent.rows import rows_from_octets, rows_to_octets
from consent.sealed_day import (
    fingerprint_of,
    opened_day_key,
    opened_rows,
    slip_from_octets,
    slip_to_octets,
)
from tests.conftest import Scale
from tests.consent.days import OTHERS, ROWS, SAMPLE, private_half, sealed_line
from tests.consent.people import PRIYA
from tests.consent.test_exported import EXPORT, FILE
from tests.consent.test_kept_days import CARD, CARDS, JOURNAL
from tests.consent.test_lease import MESSAGES
from tests.fuzz.damage import damaged

SLIP = slip_to_octets(SAMPLE.slip)
KEYID = PRIYA.public_key.keyid
PASTED = days_to_text(EXPORT).encode()
OBSERVATIONS = (b"1 strangers -", b"2 strangers example.com", b"3 - example.com", b"4 - example.uk")
FORMS: dict[str, tuple[list[bytes], Callable[[bytes], bytes]]] = {
    "a slip": ([SLIP], lambda octets: slip_to_octets(slip_from_octets(octets))),
    "a frame": (list(SAMPLE.lines), lambda octets: frame_to_line(frame_from_line(octets))),
    "rows": ([rows_to_octets(ROWS)], lambda octets: rows_to_octets(rows_from_octets(octets))),
    "days": ([FILE], lambda octets: export_to_octets(export_from_octets(octets))),
    "a lease": (
        [message_to_octets(one) for one in MESSAGES.values()],
        lambda octets: message_to_octets(message_from_octets(octets)),
    ),
    "an observation": (
        list(OBSERVATIONS),
        lambda octets: observation_to_octets(observation_from_octets(octets)),
    ),
}


@pytest.mark.parametrize(("samples", "again"), FORMS.values(), ids=FORMS)
def test_what_is_damaged_is_read_in_its_one_form_or_refused(
    samples: list[bytes], again: Callable[[bytes], bytes], dice: random.Random, scale: Scale
) -> None:
    """Octets damaged anywhere have the one form of what they say, or are refused and no more."""
    refused = 0
    for _ in range(scale(1_500, 150_000)):
        octets = damaged(dice.choice(samples), dice)
        try:
            assert again(octets) == octets
        except ConsentError:
            refused += 1

    assert refused


def test_a_damaged_observation_lets_no_more_through(dice: random.Random, scale: Scale) -> None:
    """However a datagram is damaged, what passes is one of what the terms let through."""
    terms = Terms(
        level=2,
        categories=frozenset({"strangers"}),
        watch=frozenset(),
        never_recorded=frozenset({"example.org"}),
    )
    passed = 0
    for _ in range(scale(5_000, 500_000)):
        try:
            found = observation_from_octets(damaged(b"2 strangers example.com", dice))
            check_observation(found, terms)
        except ObservationRefused:
            continue
        passed += 1
        assert (found.level, found.category) == (2, "strangers")
        assert found.domain is not None
        assert found.domain != "example.org"

    assert passed


def test_a_damaged_day_is_opened_whole_or_refused(dice: random.Random, scale: Scale) -> None:
    """Frames damaged together give a beginning of the day, or a frame that exists and is wrong."""
    whole = b"\n".join(SAMPLE.lines)
    for _ in range(scale(600, 60_000)):
        lines = tuple(damaged(whole, dice).split(b"\n"))
        if lines == SAMPLE.lines:
            continue
        wrong: int | None = None
        try:
            rows = opened_rows(SAMPLE.slip, lines, SAMPLE.private)
        except SealedDayRefused as refused:
            wrong = refused.frame
        else:
            assert rows == ROWS[: len(rows)]
            assert lines == SAMPLE.lines[: len(lines)]
        assert wrong is None or lines[wrong : wrong + 1] != SAMPLE.lines[wrong : wrong + 1]
        with pytest.raises(SealedDayRefused):
            check_day_closed(SAMPLE.fingerprint, lines, frames=4, last_frame=SAMPLE.last_frame)


def test_any_mixture_of_frames_is_judged(dice: random.Random, scale: Scale) -> None:
    """Whatever frames of whichever days stand in whatever order, only the day itself passes."""
    every = [*SAMPLE.lines, *(line for one in OTHERS.values() for line in one.lines), b"", b"{}"]
    for _ in range(scale(1_500, 150_000)):
        lines = tuple(dice.choices(every, k=dice.randrange(8)))
        beginning = lines == SAMPLE.lines[: len(lines)]
        wrong: int | None = None
        try:
            checked_frames(SAMPLE.fingerprint, lines)
        except SealedDayRefused as refused:
            wrong = refused.frame

        assert (wrong is None) is beginning
        assert wrong is None or wrong in range(len(lines))


def test_a_damaged_sealed_key_opens_nothing(dice: random.Random, scale: Scale) -> None:
    """A sealed key that is not, octet for octet, what was sealed stays shut."""
    whole = SAMPLE.key_for(PRIYA)
    for _ in range(scale(1_000, 100_000)):
        octets = damaged(whole, dice)
        if octets == whole:
            continue
        with pytest.raises(SealedDayRefused):
            opened_day_key(SAMPLE.slip, KEYID, octets, private_half(PRIYA))


def test_whatever_was_sealed_is_read_or_refused(dice: random.Random, scale: Scale) -> None:
    """Rubbish that somebody sealed rightly to the day is refused as any other damage."""
    whole = rows_to_octets(ROWS)
    for _ in range(scale(200, 20_000)):
        octets = damaged(whole, dice)
        line = sealed_line(SAMPLE.slip, 0, SAMPLE.fingerprint, octets)
        wrong: int | None = None
        try:
            rows = opened_rows(SAMPLE.slip, [line], SAMPLE.private)
        except SealedDayRefused as refused:
            wrong = refused.frame
        else:
            assert rows_to_octets(rows) == octets
        assert wrong in {None, 0}


def test_damaged_days_as_text_are_read_or_refused(dice: random.Random, scale: Scale) -> None:
    """A pasted block damaged anywhere says the same days, or is refused with a code."""
    for _ in range(scale(500, 50_000)):
        try:
            found = days_from_file(damaged(PASTED, dice))
        except ConsentError:
            continue
        assert found == EXPORT


def test_a_damaged_card_is_named(dice: random.Random, scale: Scale) -> None:
    """Whatever happens to the days on a card, each that is not as it was is named, and no other."""
    for _ in range(scale(150, 15_000)):
        at = dice.randrange(len(CARD))
        one = CARD[at]
        slip = damaged(one.slip or b"", dice) if dice.randrange(2) else one.slip
        keys = {
            name: damaged(octets, dice) if dice.randrange(2) else octets
            for name, octets in one.sealed_keys.items()
        }
        other = KeptDay(name=one.name, slip=slip, sealed_keys=keys, frames=one.frames)
        faults = check_days((*CARD[:at], other, *CARD[at + 1 :]), JOURNAL, CARDS)

        assert bool(faults) is (other != one)
        assert {fault.fingerprint for fault in faults} <= {one.name}


def test_rubbish_is_refused(dice: random.Random, scale: Scale) -> None:
    """Octets that were never anything of a day are refused."""
    readers: tuple[Callable[[bytes], object], ...] = (
        slip_from_octets,
        frame_from_line,
        rows_from_octets,
        export_from_octets,
        days_from_file,
        message_from_octets,
    )
    for _ in range(scale(500, 50_000)):
        rubbish = dice.randbytes(dice.randrange(300))
        for read in readers:
            with pytest.raises(ConsentError):
                read(rubbish)


def test_no_two_slips_share_a_fingerprint(dice: random.Random, scale: Scale) -> None:
    """A slip that was damaged and can still be read is known by another fingerprint."""
    for _ in range(scale(2_000, 200_000)):
        octets = damaged(SLIP, dice)
        try:
            slip = slip_from_octets(octets)
        except ConsentError:
            continue
        assert (fingerprint_of(slip) == SAMPLE.fingerprint) is (octets == SLIP)

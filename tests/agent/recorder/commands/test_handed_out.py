from __future__ import annotations

from datetime import date

import pytest

from agent.recorder.commands.handed_out import agreement_kept, days_meant, sealed_days
from agent.recorder.commands.meant import named
from agent.recorder.errors import RecorderBroken
from consent.desk import DeskRefused
from consent.exported import MOST_DAYS, SealedDay
from consent.recorder_answers import KeptDay
from tests.consent.commands.memory import MemoryDesk

OLD, NEW = "ab" * 32, "ac" * 32
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def kept(*agreements: str) -> list[KeptDay]:
    """Return a kept day of each of these agreements."""
    return [KeptDay(device="1d" * 16, agreement=one, day=MONDAY, viewers=()) for one in agreements]


def test_days_are_put_together_from_what_was_attached() -> None:
    """Each day has so many frames as its number says, in their order."""
    parts = (b"2", b"slip", b"key", b"one", b"two", b"0", b"slip 2", b"key 2")

    assert list(sealed_days(parts)) == [
        SealedDay(slip=b"slip", sealed_key=b"key", frames=(b"one", b"two")),
        SealedDay(slip=b"slip 2", sealed_key=b"key 2", frames=()),
    ]


CUT = {
    "no number": (b"slip", b"key"),
    "less than its number": (b"2", b"slip", b"key", b"one"),
    "no key": (b"0", b"slip"),
}


@pytest.mark.parametrize("parts", CUT.values(), ids=CUT)
def test_what_is_cut_off_is_no_day(parts: tuple[bytes, ...]) -> None:
    """What was attached is days, or is not believed at all."""
    with pytest.raises(RecorderBroken, match="something else"):
        list(sealed_days(parts))


def test_the_newest_agreement_with_days_is_meant() -> None:
    """Of two agreements with days the newer is meant, and the other is named."""
    desk = MemoryDesk()

    assert agreement_kept(desk, kept(OLD, NEW), [OLD, NEW], None, "Tablet") == NEW
    assert named(OLD) in desk.noted[0]


def test_an_agreement_without_days_is_passed_over() -> None:
    """A newer agreement of which nothing is kept yet is not meant."""
    desk = MemoryDesk()

    assert agreement_kept(desk, kept(OLD), [OLD, NEW], None, "Tablet") == OLD
    assert desk.noted == []


def test_it_can_be_said_which_agreement_is_meant() -> None:
    """Whoever says which agreement they mean gets that one, and hears of no other."""
    desk = MemoryDesk()

    assert agreement_kept(desk, kept(OLD, NEW), [OLD, NEW], "ab", "Tablet") == OLD
    assert desk.noted == []


def test_nothing_kept_is_nothing_meant() -> None:
    """Where no day is kept, that is said before anybody types any words."""
    with pytest.raises(DeskRefused, match="Nothing is kept of Tablet"):
        agreement_kept(MemoryDesk(), [], [OLD], None, "Tablet")


ASKED: dict[str, tuple[tuple[date, ...], tuple[date, ...]]] = {
    "all, where none is named": ((), (MONDAY, TUESDAY)),
    "one": ((TUESDAY,), (TUESDAY,)),
    "both, the later first, and twice": ((TUESDAY, MONDAY, MONDAY), (MONDAY, TUESDAY)),
}


@pytest.mark.parametrize(("asked", "expected"), ASKED.values(), ids=ASKED)
def test_days_are_those_asked_for(asked: tuple[date, ...], expected: tuple[date, ...]) -> None:
    """The days that are asked for come in their order, each once; all, where none is named."""
    assert days_meant(asked, [TUESDAY, MONDAY], "Tablet") == expected


def test_of_many_days_the_newest_come() -> None:
    """At most as many days are asked for as can be handed out, and those are the newest."""
    many = [date.fromordinal(MONDAY.toordinal() + at) for at in range(MOST_DAYS + 3)]

    assert days_meant((), many, "Tablet") == tuple(many[-MOST_DAYS:])


def test_a_day_that_is_not_kept_names_those_that_are() -> None:
    """Whoever asks for a day that is not there is told which are."""
    with pytest.raises(DeskRefused, match=r"of 24 November 2026 .* There is: 23 November 2026"):
        days_meant((TUESDAY,), [MONDAY], "Tablet")


def test_nothing_for_somebody_is_nothing() -> None:
    """Where days are kept, but not for whoever asks, that is said."""
    with pytest.raises(DeskRefused, match="Nothing is kept of Tablet that these words open"):
        days_meant((), [], "Tablet")

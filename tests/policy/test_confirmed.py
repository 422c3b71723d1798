from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from policy.confirmed import MAX_BOOT_MS, SET_ANEW, ConfirmedTime

SHELF = datetime(2026, 11, 21, 22, 0, tzinfo=UTC)
TRUE = datetime(2027, 5, 21, 17, 30, tzinfo=UTC)
BOOT = "0f" * 16
SAID = ConfirmedTime(at=TRUE, clock=SHELF, boot_id=BOOT, boot_ms=90_000)
HOUR, HOUR_MS = timedelta(hours=1), 3_600_000

COUNTS = {
    "at once": (SHELF, BOOT, 90_000, True),
    "an hour later": (SHELF + HOUR, BOOT, 90_000 + HOUR_MS, True),
    "after a correction of seconds": (
        SHELF + HOUR + 5 * SET_ANEW / 6,
        BOOT,
        90_000 + HOUR_MS,
        True,
    ),
    "in another boot": (SHELF + HOUR, "f0" * 16, 90_000 + HOUR_MS, False),
    "in a boot without a name": (SHELF + HOUR, None, 90_000 + HOUR_MS, False),
    "before it was said": (SHELF - HOUR, BOOT, 89_999, False),
    "after the clock was put forward": (SHELF + HOUR + SET_ANEW, BOOT, 90_000 + HOUR_MS, False),
    "after the clock was put back": (SHELF + HOUR - SET_ANEW, BOOT, 90_000 + HOUR_MS, False),
}


@pytest.mark.parametrize(("clock", "boot_id", "boot_ms", "expected"), COUNTS.values(), ids=COUNTS)
def test_it_counts_in_its_boot_until_somebody_sets_the_clock(
    clock: datetime, boot_id: str | None, boot_ms: int, *, expected: bool
) -> None:
    """A carer's word counts in the boot it was said in, until the box's clock is set after it."""
    assert SAID.counts(clock, boot_id, boot_ms) is expected


def test_it_says_how_far_the_clock_is_behind() -> None:
    """What has to be added to the box's clock is the difference on the day it was said."""
    assert SHELF + SAID.behind == TRUE


REFUSED = {
    "a time of no zone": ({"at": TRUE.replace(tzinfo=None)}, "an instant has a zone"),
    "a clock of no zone": ({"clock": SHELF.replace(tzinfo=None)}, "an instant has a zone"),
    "a fraction of a second": ({"at": TRUE.replace(microsecond=1)}, "a whole second"),
    "a fraction on the clock": ({"clock": SHELF.replace(microsecond=1)}, "a whole second"),
    "a boot in capital letters": ({"boot_id": "0F" * 16}, "32 hexadecimal digits"),
    "a boot that is too long": ({"boot_id": BOOT + "0"}, "32 hexadecimal digits"),
    "a time before the start": ({"boot_ms": -1}, "no time since the start"),
    "a time beyond all": ({"boot_ms": MAX_BOOT_MS + 1}, "no time since the start"),
}


@pytest.mark.parametrize(("changed", "words"), REFUSED.values(), ids=REFUSED)
def test_what_could_be_any_time_cannot_be_said(changed: dict[str, object], words: str) -> None:
    """A confirmed time is two whole seconds with a zone, and a moment of a named boot."""
    whole: dict[str, object] = {"at": TRUE, "clock": SHELF, "boot_id": BOOT, "boot_ms": 0}
    with pytest.raises(ValueError, match=words):
        ConfirmedTime(**(whole | changed))  # type: ignore[arg-type]  # wrong on purpose

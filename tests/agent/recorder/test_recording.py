from __future__ import annotations

import errno
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.recorder.days import Days
from agent.recorder.disk import Disk
from agent.recorder.recording import (
    FLUSH_MS,
    MOST_ROWS_A_DAY,
    MOST_WAITING,
    Recording,
    is_never_recorded,
    terms_of,
)
from agent.recorder.sealing import minted
from consent.calendar import end_of, start_of
from consent.observation import Observation, observation_to_octets
from consent.permits import Permit, mint_permit
from consent.records.agreement import Hours
from consent.rows import Row
from consent.sealed_day import opened_day_key, opened_rows
from consent.standing import Standing
from consent.suffixes import registrable
from policy.names import from_text, to_text
from policy.never_blocked import NEVER_BLOCKED
from tests.agent.recorder.home import personal_keys
from tests.conftest import Scale
from tests.consent import samples

VIEWER = personal_keys()
NOW = datetime(2026, 12, 9, 18, 30, tzinfo=UTC)
PHONE, TABLET = "d1" * 16, "d2" * 16
SCOPES: dict[int, dict[str, Any]] = {
    1: {"categories": ("strangers", "gambling"), "watch": ()},
    2: {"categories": ("strangers", "gambling"), "watch": ()},
    3: {"categories": (), "watch": ("example.com", "example.org")},
    4: {"categories": (), "watch": ()},
}


class OneDevice:
    """A door with one device's day open behind it, and a clock that is held."""

    def __init__(
        self,
        folder: Path,
        level: int = 2,
        *,
        at: datetime = NOW,
        disk: Disk | None = None,
        **scope: Any,  # noqa: ANN401 - fields of a scope
    ) -> None:
        self.days = Days(disk or Disk(folder))
        self.recording = Recording(self.days)
        self.level, self.at, self.boot_ms = level, at, 1_000_000
        self.scope = {**SCOPES[level], **scope}
        self.fingerprints: dict[str, str] = {}
        self.keys: dict[str, dict[str, bytes]] = {}

    def permit(self, device: str, day: date) -> Permit:
        """Return a permit until the end of its day."""
        agreement = samples.agreement()
        never = {"hours": None, "never_recorded": (), **self.scope}
        standing = Standing(
            agreement=agreement,
            digest="a1" * 32,
            tip="a1" * 32,
            seq=0,
            scope=replace(agreement.scope, level=self.level, **never),
            valid_until=agreement.valid_until,
            ended=None,
            is_objected=False,
        )
        viewers = (VIEWER.public,)
        return mint_permit(device, standing, day=day, viewers=viewers, until=end_of(day))

    def begin(self, device: str = PHONE, *, settled_ms: int = 0) -> OneDevice:
        """Begin to write a device's day."""
        day = self.at.date()
        new = minted(
            box="b0" * 32, device=device, agreement="a1" * 32, day=day, viewers=(VIEWER.public,)
        )
        fingerprint = self.days.keep(new.slip, new.sealed_keys)
        self.fingerprints[device] = fingerprint
        self.keys[device] = dict(new.sealed_keys)
        self._begin(device, day, settled_ms)
        return self

    def again(self, device: str = PHONE) -> None:
        """Take up a device's day after it was dropped."""
        self._begin(device, self.days.slips[self.fingerprints[device]].day, 0)

    def _begin(self, device: str, day: date, settled_ms: int) -> None:
        self.recording.begin(
            self.permit(device, day),
            fingerprint=self.fingerprints[device],
            public=self.days.slips[self.fingerprints[device]].public,
            now_ms=self.boot_ms,
            settled_ms=settled_ms,
        )

    def send(self, octets: bytes, device: str = PHONE) -> bool:
        """Send one datagram; say whether it was taken."""
        before = self.recording.dropped
        self.recording.observed(device, octets, now=self.at, boot_ms=self.boot_ms)
        return self.recording.dropped == before

    def later(self, seconds: float) -> None:
        """Let time go by."""
        self.at += timedelta(seconds=seconds)
        self.boot_ms += int(seconds * 1000)

    def flush(self) -> None:
        """Let five minutes go by, and whatever waits be written."""
        self.boot_ms += FLUSH_MS
        self.recording.flush(self.boot_ms)

    def rows(self, device: str = PHONE) -> tuple[Row, ...]:
        """Return what stands on the card."""
        fingerprint = self.fingerprints[device]
        slip, keyid = self.days.slips[fingerprint], VIEWER.public.keyid
        key = opened_day_key(slip, keyid, self.keys[device][keyid], VIEWER.opening_key)
        return opened_rows(slip, self.days.frames(fingerprint), key)


def octets(level: int, category: str | None, domain: str | None) -> bytes:
    """Return a datagram."""
    return observation_to_octets(Observation(level=level, category=category, domain=domain))


FITTING = {
    1: octets(1, "strangers", None),
    2: octets(2, "strangers", "example.com"),
    3: octets(3, None, "example.com"),
    4: octets(4, None, "example.com"),
}


@pytest.mark.parametrize("level", FITTING)
def test_what_fits_the_level_is_written(level: int, tmp_path: Path) -> None:
    """At each level one look-up makes the one row that the level has room for, and no more."""
    door = OneDevice(tmp_path, level).begin()
    assert door.send(FITTING[level])
    door.flush()

    expected = {
        1: Row(hour=None, category="strangers", domain=None, times=1),
        2: Row(hour=18, category="strangers", domain="example.com", times=None),
        3: Row(hour=18, category=None, domain="example.com", times=None),
        4: Row(hour=18, category=None, domain="example.com", times=None),
    }
    assert door.rows() == (expected[level],)


NOT_FITTING = {
    "nothing": (2, b""),
    "no text": (2, b"\xff\xfe\xfd"),
    "one word": (2, b"strangers"),
    "four words": (2, b"2 strangers example.com 18"),
    "no level": (2, b"- strangers example.com"),
    "level five": (2, b"5 strangers example.com"),
    "level nought": (2, b"0 strangers example.com"),
    "a line's end": (2, b"2 strangers example.com\n"),
    "a nul": (2, b"2 strangers example.com\x00"),
    "too long": (2, b"2 strangers " + b"a" * 320),
    "a lower level": (2, FITTING[1]),
    "a higher level": (2, FITTING[4]),
    "a name at level one": (1, b"1 strangers example.com"),
    "no category at level one": (1, b"1 - -"),
    "no category": (2, b"2 - example.com"),
    "no name": (2, b"2 strangers -"),
    "a category that was not agreed": (2, octets(2, "adult", "example.com")),
    "an advert": (2, octets(2, "ads", "example.com")),
    "no name of a category": (2, b"2 Strangers example.com"),
    "a host": (2, octets(2, "strangers", "www.example.com")),
    "a public suffix": (2, octets(2, "strangers", "co.uk")),
    "a private suffix": (4, octets(4, None, "github.io")),
    "one label": (4, octets(4, None, "router")),
    "an address": (4, octets(4, None, "192.168.7.1")),
    "upper case": (4, octets(4, None, "Example.com")),
    "a root's dot": (4, octets(4, None, "example.com.")),
    "a name not on the watch list": (3, octets(3, None, "example.net")),
    "a category at level three": (3, octets(3, "strangers", "example.com")),
    "a category at level four": (4, octets(4, "strangers", "example.com")),
}


@pytest.mark.parametrize(("level", "sent"), NOT_FITTING.values(), ids=NOT_FITTING)
def test_what_does_not_fit_is_dropped_whole(level: int, sent: bytes, tmp_path: Path) -> None:
    """The agent is not believed: anything but what the level lets through is counted and gone."""
    door = OneDevice(tmp_path, level).begin()

    assert not door.send(sent)

    door.flush()

    assert door.recording.dropped == 1
    assert door.rows() == ()


def test_what_the_agreement_never_records_is_dropped(tmp_path: Path) -> None:
    """A name that an agreement adds to what is never recorded passes at no level that has names."""
    for level in (2, 3, 4):
        door = OneDevice(tmp_path / f"{level}", level, never_recorded=("example.com",)).begin()

        assert not door.send(FITTING[level])
        assert door.send(FITTING[level].replace(b"example.com", b"example.org"))


def test_no_lifeline_is_ever_recorded(tmp_path: Path) -> None:
    """Every main name that stands at or below a lifeline is dropped, whatever was agreed."""
    names = {to_text(name) for name in NEVER_BLOCKED}
    main = sorted(one for one in names if registrable(one) == one)
    assert len(main) > 100
    door = OneDevice(tmp_path, 4).begin()
    taken = [one for one in main if door.send(octets(4, None, one))]

    assert taken == []
    assert [one for one in sorted(names) if not is_never_recorded(one)] == []


SUFFIXES = {"nhs.uk": "surgery.nhs.uk", "police.uk": "kent.police.uk", "gov.uk": "kent.gov.uk"}


@pytest.mark.parametrize(("suffix", "below"), SUFFIXES.items(), ids=SUFFIXES)
def test_what_stands_below_a_lifeline_is_never_recorded(
    suffix: str, below: str, tmp_path: Path
) -> None:
    """Where a whole suffix is a lifeline, every main name below it is one."""
    assert from_text(suffix) in NEVER_BLOCKED
    assert not OneDevice(tmp_path, 4).begin().send(octets(4, None, below))


def test_a_name_that_is_none_is_never_recorded() -> None:
    """What cannot be read as a name is not recorded in doubt."""
    assert is_never_recorded("x" * 300)
    assert is_never_recorded("a..b")
    assert not is_never_recorded("example.com")


def test_nothing_is_taken_before_it_has_settled(tmp_path: Path) -> None:
    """Until a quarter of an hour after a lease begins nobody knows what was asked before."""
    door = OneDevice(tmp_path)
    door.begin(settled_ms=door.boot_ms + 900_000)
    door.later(899.999)
    assert not door.send(FITTING[2])
    door.later(0.001)
    assert door.send(FITTING[2])


def test_a_permit_that_was_renewed_settles_anew(tmp_path: Path) -> None:
    """Where the lease began again, the wait does too."""
    door = OneDevice(tmp_path).begin()
    door.recording.renew(door.permit(PHONE, NOW.date()), settled_ms=door.boot_ms + 1)
    assert not door.send(FITTING[2])
    door.later(0.001)
    assert door.send(FITTING[2])


WINDOW = Hours(start=16 * 60, end=20 * 60 + 30)
HOURS: dict[str, tuple[datetime, bool]] = {
    "before": (datetime(2026, 12, 9, 15, 59, 59, tzinfo=UTC), False),
    "its first minute": (datetime(2026, 12, 9, 16, 0, tzinfo=UTC), True),
    "its last minute": (datetime(2026, 12, 9, 20, 29, 59, tzinfo=UTC), True),
    "after": (datetime(2026, 12, 9, 20, 30, tzinfo=UTC), False),
    "summer, before": (datetime(2026, 7, 9, 14, 59, 59, tzinfo=UTC), False),
    "summer, its first minute": (datetime(2026, 7, 9, 15, 0, tzinfo=UTC), True),
    "summer, after": (datetime(2026, 7, 9, 19, 30, tzinfo=UTC), False),
}


@pytest.mark.parametrize(("at", "expected"), HOURS.values(), ids=HOURS)
def test_hours_are_those_of_the_wall(at: datetime, tmp_path: Path, *, expected: bool) -> None:
    """Outside the hours that were agreed nothing is taken, in summer as in winter."""
    door = OneDevice(tmp_path, at=at, hours=WINDOW).begin()

    assert door.send(FITTING[2]) is expected


DAYS = {
    "in winter": date(2026, 12, 9),
    "in summer": date(2026, 7, 9),
    "when clocks go forward": date(2027, 3, 28),
    "the day after that": date(2027, 3, 29),
    "when clocks go back": date(2026, 10, 25),
    "the day after that one": date(2026, 10, 26),
}


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_a_day_ends_at_midnight_in_london(day: date, tmp_path: Path) -> None:
    """The first and the last second of a local day are its own; the seconds beside are not."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    door = OneDevice(tmp_path, at=noon).begin()
    second = timedelta(seconds=1)
    taken: list[bool] = []
    for at in (start_of(day) - second, start_of(day), end_of(day) - second, end_of(day)):
        door.at = at
        taken.append(door.send(octets(2, "strangers", f"example{len(taken)}.com")))

    assert taken == [False, True, True, False]

    door.flush()

    assert [(row.hour, row.domain) for row in door.rows()] == [
        (0, "example1.com"),
        (23, "example2.com"),
    ]


def test_the_hour_that_comes_twice_is_one_hour(tmp_path: Path) -> None:
    """On the night when clocks go back, what is asked at either half past one stands once."""
    door = OneDevice(tmp_path, at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC)).begin()
    for _ in range(3):
        assert door.send(FITTING[2])
        door.later(60 * 60)
    door.flush()

    assert [row.hour for row in door.rows()] == [1, 2]


def test_a_permit_that_is_over_takes_nothing(tmp_path: Path) -> None:
    """Where nobody renewed it in time, a permit ends by itself."""
    door = OneDevice(tmp_path).begin()
    door.at = door.recording.open[PHONE].permit.until

    assert not door.send(FITTING[2])


def test_a_device_that_is_not_open_is_nobody(tmp_path: Path) -> None:
    """What arrives for any other device is dropped."""
    door = OneDevice(tmp_path).begin()

    assert not door.send(FITTING[2], TABLET)


def test_a_row_stands_once_in_its_hour(tmp_path: Path) -> None:
    """How often something was asked for within an hour is not written down."""
    door = OneDevice(tmp_path).begin()
    for _ in range(3):
        assert door.send(FITTING[2])
        door.flush()
    door.later(60 * 60)
    assert door.send(FITTING[2])
    door.flush()

    assert [row.hour for row in door.rows()] == [18, 19]


def test_a_count_tells_how_often_and_not_when(tmp_path: Path) -> None:
    """At level 1 a kind's look-ups are counted together, over hours."""
    door = OneDevice(tmp_path, 1).begin()
    for kind in ("strangers", "gambling", "strangers"):
        assert door.send(octets(1, kind, None))
        door.later(60)
    door.flush()

    assert [(row.category, row.times, row.hour) for row in door.rows()] == [
        ("gambling", 1, None),
        ("strangers", 2, None),
    ]
    assert door.days.observations(door.fingerprints[PHONE]) == 3


def test_rows_wait_five_minutes(tmp_path: Path) -> None:
    """Nothing is on the card until then, and nothing is written where nothing waits."""
    door = OneDevice(tmp_path).begin()
    door.send(FITTING[2])
    door.boot_ms += FLUSH_MS - 1
    door.recording.flush(door.boot_ms)
    assert door.rows() == ()
    door.boot_ms += 1
    door.recording.flush(door.boot_ms)
    door.flush()

    assert len(door.days.frames(door.fingerprints[PHONE])) == 1


def test_what_waits_when_recording_stops_is_gone(tmp_path: Path) -> None:
    """What was not written yet is never written."""
    door = OneDevice(tmp_path).begin()
    door.send(FITTING[2])
    door.recording.drop(PHONE)
    door.recording.drop(PHONE)
    door.recording.flush_one(PHONE, door.boot_ms)
    door.flush()

    assert door.rows() == ()


def test_a_day_that_passed_is_written_to_its_end(tmp_path: Path) -> None:
    """What waits can be written at once, without waiting for five minutes."""
    door = OneDevice(tmp_path).begin()
    door.send(FITTING[2])
    door.recording.flush_one(PHONE, door.boot_ms)

    assert len(door.rows()) == 1


def test_a_day_goes_on_where_it_was(tmp_path: Path) -> None:
    """After a pause the frames of one day follow each other, and the count goes on."""
    door = OneDevice(tmp_path).begin()
    for n in range(3):
        door.send(octets(2, "strangers", f"example{n}.com"))
        door.flush()
        door.recording.drop(PHONE)
        door.again()

    assert [row.domain for row in door.rows()] == [f"example{n}.com" for n in range(3)]
    assert door.days.observations(door.fingerprints[PHONE]) == 3


def test_many_rows_make_several_frames(tmp_path: Path) -> None:
    """What does not fit into one frame goes on in the next."""
    door = OneDevice(tmp_path).begin()
    for n in range(300):
        assert door.send(octets(2, "strangers", f"example{n}.com"))
    door.flush()

    assert len(door.days.frames(door.fingerprints[PHONE])) == 3
    assert len(door.rows()) == 300


def test_a_flood_fills_no_card_and_touches_no_other_device(tmp_path: Path, scale: Scale) -> None:
    """However many false look-ups arrive for a device, its day has room for so many rows."""
    door = OneDevice(tmp_path).begin().begin(TABLET)
    number = scale(10_000, 100_000)
    for n in range(number):
        door.send(octets(2, "strangers", f"flood{n}.com"))
        if n % 1_000 == 0:
            door.flush()
    assert door.send(FITTING[2], TABLET)
    door.flush()

    assert door.recording.dropped == number - MOST_ROWS_A_DAY
    assert len(door.rows()) == MOST_ROWS_A_DAY
    assert [row.domain for row in door.rows(TABLET)] == ["example.com"]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 2_000_000

    door.recording.drop(PHONE)
    door.again()

    assert not door.send(FITTING[2]), "a pause makes no more room"


def test_a_flood_of_counts_takes_no_memory(tmp_path: Path) -> None:
    """At level 1 only so many wait; the rest is dropped until they are written."""
    door = OneDevice(tmp_path, 1).begin()
    found = Counter(door.send(FITTING[1]) for _ in range(MOST_WAITING + 5))

    assert found == {True: MOST_WAITING, False: 5}

    door.flush()

    assert door.send(FITTING[1])


class WornDisk(Disk):
    """A card that takes no frame while it is worn."""

    is_worn = False

    def append(self, name: str, line: bytes) -> None:
        """Append a line, unless worn."""
        if self.is_worn:
            raise OSError(errno.EIO, "worn")
        super().append(name, line)


def test_a_day_that_cannot_be_written_takes_nothing_more(tmp_path: Path) -> None:
    """Once the card refused a frame, the rest of that day is not recorded; other days are."""
    disk = WornDisk(tmp_path)
    door = OneDevice(tmp_path, disk=disk).begin().begin(TABLET)
    door.send(FITTING[2])
    disk.is_worn = True
    door.flush()
    disk.is_worn = False
    broken = door.fingerprints[PHONE]

    assert door.recording.is_broken(broken)
    assert not door.recording.is_broken(door.fingerprints[TABLET])
    assert not door.send(FITTING[2])

    door.recording.drop(PHONE)
    door.again()

    assert not door.send(octets(2, "strangers", "example.net"))
    assert door.send(FITTING[2], TABLET)

    door.flush()

    assert door.rows() == ()
    assert len(door.rows(TABLET)) == 1


def test_terms_are_the_permits(tmp_path: Path) -> None:
    """What the agent is told, and what is asked again at the door, is what was agreed."""
    door = OneDevice(tmp_path, 2, never_recorded=("example.org",))
    terms = terms_of(door.permit(PHONE, NOW.date()))

    assert (terms.level, terms.categories) == (2, frozenset({"strangers", "gambling"}))
    assert (terms.watch, terms.never_recorded) == (frozenset(), frozenset({"example.org"}))


def test_an_open_day_is_the_permits_day(tmp_path: Path) -> None:
    """A day that is being written is the one that its permit is of."""
    assert OneDevice(tmp_path).begin().recording.open[PHONE].day == NOW.date()

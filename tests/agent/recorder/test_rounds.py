from __future__ import annotations

import errno
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from agent.recorder.days import FOLDER, FRAMES
from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.recorder.light import Light
from agent.recorder.rounds import EVERY_MS, LEASE_MS, MOST_DAYS_CLOSED, SETTLING_MS
from consent.acts import DayClosed, DayKeyCreated, SwitchedOff, SwitchedOn
from consent.calendar import end_of
from consent.codes import Code
from consent.commands import agency
from consent.encoding import JsonValue
from consent.frames import digest_of_line
from consent.lease import Lend, Renew, TakeBack
from consent.permits import Permit
from consent.recorder_requests import Admit, NoticeShown, Pause, Resume, Unbind
from consent.records.fields import Revocation
from tests.agent.recorder.choosy import Choosy, fill, fill_all
from tests.agent.recorder.home import (
    LAPTOP,
    TABLET,
    Home,
    blocked,
    moved_in,
    while_recording,
)
from tests.consent.commands import ceremony

FIRST = date(2026, 11, 23)


def recording(folder: Path) -> tuple[Home, str]:
    """Return a home that records, on a card that can be filled, and its agreement."""
    kept, agreement = while_recording()
    return Home(folder, kept=kept, disk=Choosy), agreement


def to(home: Home, at: datetime) -> None:
    """Come to an instant, and go round."""
    home.later(seconds=(at - home.time.now).total_seconds())


def test_what_is_permitted_is_lent_and_on_the_journal_before(tmp_path: Path) -> None:
    """Key, then `on`, then the way to send: each is noted before it is so."""
    home, agreement = recording(tmp_path)
    agent = home.agent()
    [lend] = agent.messages
    assert isinstance(lend, Lend)

    assert (lend.device, lend.addresses, lend.level) == (home.tablet, (TABLET,), 2)
    assert lend.categories == ("messaging", "strangers")
    assert lend.is_settling
    assert lend.until_ms == home.time.boot_ms + LEASE_MS
    kinds = home.kinds()
    assert kinds.index("day_key_created") + 1 == kinds.index("on")
    assert home.told(SwitchedOn)[0] == SwitchedOn(
        how="on", device=home.tablet, agreement=agreement, record=agreement, level=2
    )
    assert home.recording.open[home.tablet].day == FIRST


def test_each_minute_a_lease_is_renewed(tmp_path: Path) -> None:
    """After everything was asked anew the same way is good for ten minutes more, and no entry."""
    home, _ = recording(tmp_path)
    agent = home.settled()
    places = len(home.entries)
    home.later(seconds=EVERY_MS / 1000)
    last = agent.messages[-1]

    assert last == Renew(
        device=home.tablet, until_ms=home.time.boot_ms + LEASE_MS, is_settling=False
    )
    assert len(home.entries) == places


def test_nothing_is_taken_until_it_has_settled(tmp_path: Path) -> None:
    """A quarter of an hour after a lease began something is recorded, and nothing before."""
    home, agreement = recording(tmp_path)
    for _ in range(2):
        agent = home.agent()
        home.later(seconds=SETTLING_MS / 1000 - 1)
        agent.send(home.tablet, blocked("early.com"))
        home.round()
        home.later(seconds=1)
        agent.send(home.tablet, blocked("later.com"))
        home.round()
        home.later(minutes=6)

    assert home.recording.dropped == 2
    assert {row.domain for row in home.seen_by(agreement, FIRST)} == {"later.com"}


def test_without_an_agent_it_is_on_and_nothing_is_lent(tmp_path: Path) -> None:
    """What is permitted waits for an agent, and settles from when one is there."""
    home, _ = recording(tmp_path)
    home.later(hours=1)
    assert home.why_off() is None
    assert home.leases.devices == frozenset()
    assert home.recording.open[home.tablet].settled_ms == home.time.boot_ms + SETTLING_MS


def test_a_clock_in_doubt_takes_nothing(tmp_path: Path) -> None:
    """What arrives while nobody knows the time is dropped, before the round says so."""
    home, _ = recording(tmp_path)
    agent = home.settled()
    home.time.unsynchronise()
    agent.send(home.tablet, blocked("example.com"))
    home.readers.poll()
    assert home.recording.open[home.tablet].waiting == []
    home.round()

    assert home.why_off() == Code.CLOCK_UNSYNCHRONISED
    assert not agent.send(home.tablet, blocked("example.com"))


@pytest.mark.parametrize(
    "day",
    [date(2026, 12, 1), date(2027, 3, 27), date(2027, 3, 28)],
    ids=["in winter", "before clocks go forward", "the night they do"],
)
def test_at_midnight_another_day_begins(day: date, tmp_path: Path) -> None:
    """What waits is written to the old day, the old way is closed, and a new key is made."""
    home = Home(tmp_path, kept=moved_in())
    late: dict[str, JsonValue] = {"starts_on": "2026-11-25"}
    if day.year == 2027:
        home.later(days=118)
        home.desk.at = home.time.now
        home.desk.answers = dict(ceremony.AT_THE_AGENCY)
        agency.renew(home.desk)
        home.done(Admit(), home.desk.files["keyset.json"])
        late = in_march()
    agreement = home.agreed(late)
    home.done(NoticeShown(address=TABLET))
    to(home, end_of(day) - timedelta(hours=1))
    home.done(NoticeShown(address=TABLET))
    agent = home.settled()
    to(home, end_of(day) - timedelta(seconds=30))
    agent.send(home.tablet, blocked("late.com"))
    home.round()
    way = agent.lent[home.tablet]
    to(home, end_of(day))

    assert [row.domain for row in home.seen_by(agreement, day)] == ["late.com"]
    assert home.recording.open[home.tablet].day == day + timedelta(days=1)
    assert [one.day for one in home.told(DayKeyCreated)][-2:] == [day, day + timedelta(days=1)]
    assert [type(one) for one in agent.messages[-2:]] == [TakeBack, Lend]
    with pytest.raises(OSError, match="Bad file descriptor"):
        way.send(blocked("on_the_old_way.com"))
    assert home.findings() == ()


def in_march() -> dict[str, JsonValue]:
    """Return the answers of an agreement that starts on 25 March 2027."""
    days = {
        "process.assessed_on": "2027-03-02",
        "process.with_young_person.on": "2027-03-02",
        "process.with_family.on": "2027-03-03",
        "process.with_carers.on": "2027-03-03",
        "process.strategy_discussion.on": "2027-03-05",
        "process.panel.on": "2027-03-10",
        "process.plans_updated_on": "2027-03-11",
        "process.evaluated_on": "2027-03-12",
        "process.reasons_recorded_on": "2027-03-13",
        "discussion.with_young_person": "2027-03-16",
        "discussion.with_family.on": "2027-03-16",
        "giver.gillick.assessed_on": "2027-03-14",
        "starts_on": "2027-03-25",
        "valid_until": "2027-04-24",
        "end_by": "2027-06-22",
    }
    step: dict[str, JsonValue] = {"step": "Six sessions", "by": "2027-06-15"}
    return {**days, "action_plan": [step]}


def test_outside_its_hours_it_is_off_and_on_again(tmp_path: Path) -> None:
    """At the end of a window what waits is written; the next day it begins by itself."""
    home = Home(tmp_path, kept=moved_in())
    window: dict[str, JsonValue] = {"scope.hours.start": 16 * 60, "scope.hours.end": 20 * 60}
    agreement = home.agreed(window)
    home.recorded_from(agreement)
    agent = home.settled()
    to(home, datetime(2026, 11, 23, 19, 59, tzinfo=UTC))
    assert isinstance(agent.messages[-1], Renew)
    assert agent.messages[-1].until_ms == home.time.boot_ms + 60_000
    agent.send(home.tablet, blocked("example.com"))
    home.readers.poll()
    to(home, datetime(2026, 11, 23, 20, 0, tzinfo=UTC))

    assert home.why_off() == Code.TIME_HOURS
    assert home.told(SwitchedOff)[-1].code is Code.TIME_HOURS
    assert [row.domain for row in home.seen_by(agreement, FIRST)] == ["example.com"]
    to(home, datetime(2026, 11, 24, 15, 59, tzinfo=UTC))
    assert home.why_off() == Code.TIME_HOURS
    to(home, datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert home.why_off() is None


def test_what_waits_when_something_ends_is_gone(tmp_path: Path) -> None:
    """What a pause finds in memory is dropped, and goes on nowhere when the pause is over."""
    home, agreement = recording(tmp_path)
    agent = home.settled()
    agent.send(home.tablet, blocked("example.com"))
    home.readers.poll()
    home.done(Pause(agreement=agreement))
    home.done(Resume(agreement=agreement))
    home.later(minutes=20)

    assert home.seen_by(agreement, FIRST) == []
    assert home.told(SwitchedOff)[-1] == SwitchedOff(
        how="off", device=home.tablet, agreement=agreement, code=Code.PAUSED
    )


def test_each_day_is_closed_for_each_device(tmp_path: Path) -> None:
    """What a day held is noted when it is over, also where that is nothing."""
    home, agreement = recording(tmp_path)
    home.settled()
    home.observed("example.com", "example.org")
    [fingerprint] = home.box.days.slips
    home.live(days=1)
    last = digest_of_line(home.box.days.frames(fingerprint)[-1])

    assert [one for one in home.told(DayClosed) if one.day == FIRST] == [
        DayClosed(
            how="day",
            device=home.tablet,
            day=FIRST,
            level=2,
            frames=1,
            observations=2,
            last_frame=last,
        ),
        DayClosed(
            how="day",
            device=home.laptop,
            day=FIRST,
            level=0,
            frames=0,
            observations=0,
            last_frame=None,
        ),
    ]
    assert agreement


def test_a_box_that_was_off_for_long_closes_no_more_than_a_month(tmp_path: Path) -> None:
    """After a long time off only the last days are closed, and each once."""
    home, _ = recording(tmp_path)
    home.later(days=60)
    closed = [one.day for one in home.told(DayClosed) if one.device == home.laptop]
    assert len(closed) == len(set(closed)) == 2 + MOST_DAYS_CLOSED
    places = len(home.entries)
    home.later(minutes=1)
    assert len(home.entries) == places


def test_a_doubtful_clock_closes_no_day(tmp_path: Path) -> None:
    """While nobody knows what day it is, none is over."""
    home, _ = recording(tmp_path)
    closed = len(home.told(DayClosed))
    home.time.unsynchronise()
    home.later(days=3)
    assert len(home.told(DayClosed)) == closed


class Unreadable(Choosy):
    """A card that cannot read one file any more."""

    name = "none"

    def lines(self, name: str) -> list[bytes]:
        """Return lines, unless they cannot be read."""
        if self.name in name:
            raise OSError(errno.EIO, os.strerror(errno.EIO), name)
        return super().lines(name)


def test_a_day_that_cannot_be_read_fills_no_journal(tmp_path: Path) -> None:
    """One bad day is left out; the others are closed once, and today goes on."""
    kept, _ = while_recording()
    home = Home(tmp_path, kept=kept, disk=Unreadable)
    disk = home.disk
    assert isinstance(disk, Unreadable)
    [disk.name] = home.box.days.slips
    home.later(days=1)
    places = len(home.entries)
    home.later(minutes=1)

    assert len(home.entries) == places
    assert [one.device for one in home.told(DayClosed) if one.day == FIRST] == [home.laptop]
    assert home.why_off() is None


def test_a_day_has_one_key(tmp_path: Path) -> None:
    """After a pause or a restart the same key is written to; one that is gone is not made again."""
    home, agreement = recording(tmp_path)
    home.done(Pause(agreement=agreement))
    home.done(Resume(agreement=agreement))
    home.restart()

    assert len(home.told(DayKeyCreated)) == 1
    [fingerprint] = home.box.days.slips
    home.crash()
    home.disk.remove_folder(f"{FOLDER}/{fingerprint}")
    home.start()
    assert home.why_off() == Code.DAY_KEY_GONE
    assert len(home.told(DayKeyCreated)) == 1


def test_a_day_that_is_sealed_to_who_left_goes_no_further(tmp_path: Path) -> None:
    """Once a viewer's key was revoked nothing more is sealed to it; the next day is without it."""
    home, _ = recording(tmp_path)
    by = str(home.worker("sw.key").public_key.keyid)
    home.desk.answers = dict(ceremony.AT_THE_AGENCY)
    home.desk.at = home.time.now
    agency.revoke(home.desk, by, Revocation.LEFT)
    home.done(Admit(), home.desk.files["keyset.json"])
    assert home.why_off() == Code.DAY_KEY_GONE
    home.live(days=1)

    assert home.why_off() is None
    newest = max(home.box.days.slips.values(), key=lambda slip: slip.day)
    assert by not in {one.viewer for one in newest.sealed}


def test_a_second_agreement_on_one_day_waits_for_the_next(tmp_path: Path) -> None:
    """A day's key belongs to one agreement; another one begins with another day."""
    home, first = recording(tmp_path)
    home.done(Admit(), home.withdrawal(first))
    second = home.agreed({"home.id": "2d" * 16, "starts_on": "2026-11-25"})
    home.done(NoticeShown(address=TABLET))
    to(home, datetime(2026, 11, 25, 12, tzinfo=UTC))
    home.done(NoticeShown(address=TABLET))

    assert home.why_off() is None
    assert home.told(DayKeyCreated)[-1].agreement == second


def test_a_journal_that_takes_nothing_ends_all_in_the_same_round(tmp_path: Path) -> None:
    """Where an entry fails for one device, no other goes on until the next minute."""
    home, _ = recording(tmp_path)
    agent = home.settled()
    fill(home, JOURNAL_FILE)
    to(home, end_of(FIRST))

    assert home.why_off() == Code.AUDIT
    assert not agent.send(home.tablet, blocked("example.com"))
    assert home.rounds._on == {}


def test_a_frame_that_cannot_be_written_ends_the_day(tmp_path: Path) -> None:
    """Where only a day's file fails, that day is off for good, once, and the next one begins."""
    home, _ = recording(tmp_path)
    agent = home.settled()
    [fingerprint] = home.box.days.slips
    agent.send(home.tablet, blocked("example.com"))
    home.readers.poll()
    fill(home, f"{FOLDER}/{fingerprint}/{FRAMES}")
    home.later(minutes=6)
    assert home.why_off() == Code.AUDIT
    assert not agent.send(home.tablet, blocked("example.com"))
    fill(home)
    places = len(home.entries)
    home.later(minutes=5)
    assert home.why_off() == Code.AUDIT
    assert len(home.entries) == places
    to(home, end_of(FIRST))
    assert home.why_off() is None


def test_a_key_that_cannot_be_kept_is_lost_and_told_so(tmp_path: Path) -> None:
    """Where a new day's key finds no room, nothing is lent, and the journal tells of it."""
    home, _ = recording(tmp_path)
    disk = home.disk
    assert isinstance(disk, Choosy)
    to(home, end_of(FIRST) - timedelta(seconds=1))
    home.disk.make_folder = _refuses  # type: ignore[method-assign]  # the card fails here
    to(home, end_of(FIRST))
    assert home.why_off() in {Code.AUDIT, Code.DAY_KEY_GONE}
    del home.disk.make_folder
    home.later(minutes=1)

    assert home.why_off() == Code.DAY_KEY_GONE
    assert home.kinds().count("day_key_created") == 2
    assert home.kinds().count("day_key_destroyed") == 1


def _refuses(name: str) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)


def test_a_day_that_was_changed_is_not_gone_on_with(tmp_path: Path) -> None:
    """Where frames do not follow from each other nothing is added, and the reason is named."""
    home, _ = recording(tmp_path)
    home.settled()
    home.observed("example.com")
    home.observed("example.org")
    [fingerprint] = home.box.days.slips
    path = home.state / FOLDER / fingerprint / FRAMES
    home.crash()
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[1])
    before = path.read_bytes()
    home.start()

    assert home.why_off() in {Code.FRAME_REMOVED, Code.FRAME_ALTERED}
    assert path.read_bytes() == before
    assert home.kinds()[-1] == "reboot"


def test_a_full_card_is_off_at_once(tmp_path: Path) -> None:
    """Below a twentieth of free room nothing is lent, whatever else is as it should be."""
    home, _ = recording(tmp_path)
    agent = home.settled()
    fill_all(home)
    home.later(minutes=1)

    assert home.why_off() == Code.AUDIT
    assert not agent.send(home.tablet, blocked("example.com"))


def test_an_unbound_device_is_taken_back_by_that_name(tmp_path: Path) -> None:
    """A device that is not known any more is off because it is not known."""
    home, _ = recording(tmp_path)
    tablet = home.tablet
    home.done(Unbind(device=tablet))

    assert home.told(SwitchedOff)[-1].code is Code.DEVICE_UNBOUND


def test_devices_of_two_agreements_do_not_touch_each_other(tmp_path: Path) -> None:
    """A stop of one young person's agreement leaves another's as it is."""
    home, first = recording(tmp_path)
    second = home.agreed(
        {"home.id": "2d" * 16, "starts_on": "2026-11-25", "home.devices": [home.laptop]}
    )
    home.done(NoticeShown(address=LAPTOP))
    home.live(days=2)
    assert home.why_off(home.laptop) is None
    agent = home.settled()
    agent.send(home.tablet, blocked("mine.com"))
    agent.send(home.laptop, blocked("other.com"))
    home.round()
    home.later(minutes=6)
    home.done(Admit(), home.withdrawal(first))

    assert home.why_off() == Code.WITHDRAWN
    assert home.why_off(home.laptop) is None
    assert agent.send(home.laptop, blocked("another.com"))
    assert {one.agreement for one in home.how().days if len(one.viewers) > 1} == {second}
    assert home.findings() == ()


def test_the_light_is_on_while_anything_is_recorded(tmp_path: Path) -> None:
    """The lamp shows recording from its first round to its last."""
    led = tmp_path / "led"
    led.mkdir()
    for name, text in (("trigger", "none [mmc0]"), ("brightness", "0"), ("max_brightness", "1")):
        (led / name).write_text(text)
    home, agreement = recording(tmp_path / "home")
    home.rounds._light = Light(led)
    home.round()
    assert (led / "brightness").read_text() == "1"
    home.done(Pause(agreement=agreement))
    assert (led / "trigger").read_text() == "mmc0"


def test_answers_are_the_last_rounds(tmp_path: Path) -> None:
    """What a page is told is what was decided, and when."""
    home, _ = recording(tmp_path)
    decided = home.rounds.decided_at
    home.time.advance(30)
    assert home.rounds.decided_at == decided
    home.round()

    assert home.rounds.decided_at == home.time.now
    assert isinstance(home.rounds.answers[home.tablet], Permit)


def test_at_the_end_everything_is_closed(tmp_path: Path) -> None:
    """When the recorder stops nothing stays lent, and what waits is dropped, however often."""
    home, _ = recording(tmp_path)
    agent = home.settled()
    agent.send(home.tablet, blocked("example.com"))
    home.readers.poll()
    way = agent.lent[home.tablet]
    home.rounds.end()
    home.rounds.end()

    with pytest.raises(ConnectionError):
        way.send(blocked("example.com"))
    assert home.recording.open == {}
    home.rounds.go()
    assert home.recording.open == {}

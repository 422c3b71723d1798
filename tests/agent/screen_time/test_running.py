from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen_time.running import ScreenTime
from policy.categories import Category
from policy.document import household_from_toml
from policy.household import Household
from policy.names import from_text
from policy.screen_time.document import minutes_from_bytes, minutes_to_bytes
from policy.screen_time.minutes import NO_MINUTES, Borrowed, Minutes, Used, lent, used_of
from policy.screen_time.targets import target_id
from policy.timed import Period, Target
from policy.tonight import Tonight
from tests.agent.screen_time.at_home import (
    ALEX,
    HOME,
    HOME_TEXT,
    NOON,
    SAM,
    UP_MS,
    HomeClock,
    decided,
    in_force_at,
)

ALL, GAMES = Target(), Target(category=Category.GAMES)
PLAY = "www.play.example"
SLOT_SECONDS = 300
AWAKE = replace(
    HOME,
    young_people=tuple(
        replace(one, rules=replace(one.rules, timed=())) for one in HOME.young_people
    ),
)
"""The home without a bedtime."""


class Running:
    """Screen time of the home, told each time what time it is."""

    def __init__(
        self, path: Path | None = None, clock: HomeClock | None = None, home: Household = HOME
    ) -> None:
        """Begin as the agent does at its start."""
        self.clock = clock or HomeClock()
        self.path = path
        self.home: Household | None = home
        self.time = self._started()
        self.look()

    def _started(self) -> ScreenTime:
        return ScreenTime(self.clock, self.path)

    def look(self, *, plausible: bool = True) -> None:
        """Tell it the time."""
        self.time.look(self.home, (), self.clock.moment(plausible=plausible))

    def use(self, text: str = PLAY, seconds: float = SLOT_SECONDS) -> None:
        """Use something for so long, as Sam on a phone, with a look each second in ten."""
        in_force = in_force_at(self.clock.moment(), self.home or HOME)
        name, verdict = from_text(text), decided(in_force, text)
        for _ in range(round(seconds / 10)):
            if count := self.time.by_person.get(SAM):
                count.observe(name, verdict, in_force)
            self.clock.pass_seconds(10)
            self.look()

    def restart(self, *, clean: bool = True) -> None:
        """Stop, or be killed, and start again."""
        if clean:
            self.time.keep_now()
        self.time = self._started()
        self.look()

    def used(self, target: Target = GAMES, period: Period = Period.DAY) -> int:
        """Return Sam's minutes."""
        return used_of(self.time.minutes, SAM, target, period)

    def left(self) -> dict[tuple[str, str], int]:
        """Return what is left of each of Sam's budgets."""
        return {
            (one.budget.target.label, one.budget.period): one.minutes
            for evening in self.time.evening()
            if evening.person == SAM
            for one in evening.left
        }


def test_a_slot_that_is_over_is_in_the_sums_at_the_next_look() -> None:
    """Five minutes of games are five of games and of everything, in the day and in the week."""
    running = Running()
    running.use()

    assert (running.used(), running.used(ALL)) == (5, 5)
    assert running.used(period=Period.WEEK) == 5
    assert running.left() == {
        ("games", "day"): 15,
        ("games", "week"): 295,
        ("everything", "day"): 55,
    }


def test_the_sums_are_in_time_for_a_policy_that_is_compiled_anew() -> None:
    """At the very instant at which minutes can be gone, the policy made of the sums blocks."""
    running = Running()
    running.use(seconds=4 * SLOT_SECONDS - 10)
    before = Tonight(minutes=running.time.minutes)
    compiled = in_force_at(running.clock.moment(), tonight=before)
    assert decided(compiled, PLAY).why == "nothing"
    assert compiled.policy.valid_until == running.clock.at + timedelta(seconds=10)

    running.use(seconds=10)
    after = Tonight(minutes=running.time.minutes)
    assert decided(in_force_at(running.clock.moment(), tonight=after), PLAY).why == "used-up"


def test_sums_survive_a_restart_and_no_slot_counts_twice(tmp_path: Path) -> None:
    """A start in the middle of a slot goes on from the sums, and a slot in them is not repeated."""
    running = Running(tmp_path / "minutes.json")
    running.use(seconds=2 * SLOT_SECONDS)
    running.restart()
    assert running.used() == 10

    # The clock is put back into a slot that is in the sums.
    running.clock.step(-timedelta(minutes=5))
    running.look()
    running.use(seconds=SLOT_SECONDS)
    assert running.used() == 10


def test_a_day_that_is_over_takes_its_sums_along() -> None:
    """After midnight the day begins at nothing, and on Monday the week does."""
    running = Running(clock=HomeClock(datetime(2025, 3, 29, 23, 40, tzinfo=UTC)), home=AWAKE)
    running.use(seconds=4 * SLOT_SECONDS)
    assert (running.used(), running.used(period=Period.WEEK)) == (0, 20)

    running.clock.pass_seconds(24 * 60 * 60)
    running.look()
    assert running.time.minutes.used == ()


def test_the_last_slot_of_a_day_belongs_to_that_day() -> None:
    """What is used from five to midnight is yesterday's when midnight has come."""
    running = Running(clock=HomeClock(datetime(2025, 3, 29, 23, 55, tzinfo=UTC)), home=AWAKE)
    running.use()

    assert (running.used(), running.used(period=Period.WEEK)) == (0, 5)


def test_without_a_plausible_time_nothing_is_counted_and_nothing_lost() -> None:
    """While the time is not known sums stand still, nobody has an evening, nobody is counted."""
    running = Running()
    running.use()
    sums = running.time.minutes
    running.look(plausible=False)

    assert dict(running.time.by_person) == {}
    assert running.time.evening() == ()
    assert not running.time.knows_the_time
    running.time.look(HOME, (), None)
    assert running.time.minutes == sums
    running.use(seconds=2 * SLOT_SECONDS)
    assert running.used() == 15


def test_a_step_of_the_clock_makes_the_running_slot_worth_nothing() -> None:
    """However often the clock is stepped on, the sums rise no faster than the time that passed."""
    running = Running()
    for _ in range(10):
        running.use(seconds=60)
        running.clock.step(timedelta(minutes=6))
        running.look()

    assert running.used() == 0


def test_after_a_step_counting_begins_with_the_next_slot() -> None:
    """What is left of the slot in which a step landed is not counted; the next one is."""
    running = Running()
    running.clock.step(timedelta(minutes=2))
    running.look()
    running.use(seconds=180)
    assert running.used() == 0

    running.use()
    assert running.used() == 5


def test_a_clock_that_is_slewed_costs_no_slot() -> None:
    """A fraction of a second a look is how a clock is put right, not a step."""
    running = Running()
    for _ in range(30):
        running.use(seconds=10)
        running.clock.step(timedelta(milliseconds=50))
    running.look()

    assert running.used() == 5


def test_a_time_that_nobody_measures_is_a_step() -> None:
    """Where the start of the box is suddenly not known, the running slot is worth nothing."""
    running = Running()
    running.use(seconds=100)
    running.time.look(HOME, (), replace(running.clock.moment(), booted=None))
    running.clock.pass_seconds(200)
    running.time.look(HOME, (), replace(running.clock.moment(), booted=None))

    assert running.used() == 0


def test_who_left_leaves_no_sums_but_only_once_the_home_is_known() -> None:
    """Sums of somebody who is not in the household are erased, not those of an unread one."""
    running = Running()
    running.use()
    running.time.minutes = replace(
        running.time.minutes,
        borrowed=(Borrowed(person=ALEX, target=1, day=running.time.minutes.day),),
    )
    running.home = None
    running.look()
    assert (running.used(), len(running.time.minutes.borrowed)) == (5, 1)
    assert running.time.evening() == ()
    assert running.time.knows_the_time

    running.home = household_from_toml('format = "lamplight-household/v1"')
    running.look()
    assert (running.time.minutes.used, running.time.minutes.borrowed) == ((), ())


def test_a_home_that_is_not_known_counts_nothing() -> None:
    """Before the first policy nobody has a budget, so nothing is counted."""
    running = Running()
    running.home = None
    running.look()

    assert dict(running.time.by_person) == {}
    running.clock.pass_seconds(SLOT_SECONDS)
    running.look()
    assert running.time.minutes == NO_MINUTES


def test_a_home_in_which_nothing_is_used_has_no_sums() -> None:
    """A night in which nobody uses anything leaves the sums as empty as they were."""
    running = Running()
    for _ in range(10):
        running.clock.pass_seconds(SLOT_SECONDS)
        running.look()

    assert running.time.minutes == NO_MINUTES


def test_ten_minutes_are_borrowed_once_and_paid_back_tomorrow() -> None:
    """Borrowing gives ten minutes at once, and tomorrow there are ten fewer."""
    running = Running()
    assert running.time.borrow(SAM, GAMES)
    assert running.left()["games", "day"] == 30
    assert running.left()["games", "week"] == 300
    assert running.time.borrowers == {SAM}

    assert not running.time.borrow(SAM, GAMES)
    assert not running.time.borrow(SAM, ALL)
    running.clock.pass_seconds(24 * 60 * 60)
    running.look()
    assert running.left()["games", "day"] == 10
    assert lent(running.time.minutes, SAM, GAMES, date(2025, 3, 31)) == -10


NO_LOAN = {
    "of what has no budget": (SAM, Target(category=Category.STREAMING)),
    "of somebody without budgets": (ALEX, ALL),
    "of nobody": (99, ALL),
}


@pytest.mark.parametrize(("person", "target"), NO_LOAN.values(), ids=NO_LOAN)
def test_nothing_is_borrowed_or_given_back_where_there_is_no_budget(
    person: int, target: Target
) -> None:
    """Without a budget there is nothing to lend, and nothing changes."""
    running = Running()

    assert not running.time.borrow(person, target)
    assert not running.time.give_back(person, target, 10)
    assert running.time.minutes == NO_MINUTES


def test_a_week_lends_nothing() -> None:
    """Only a budget of a day lends."""
    text = HOME_TEXT.replace('    { minutes = 20, category = "games" },\n', "")
    running = Running()
    running.home = household_from_toml(text)
    running.look()

    assert running.left().keys() == {("games", "week"), ("everything", "day")}
    assert not running.time.borrow(SAM, GAMES)
    assert running.time.borrow(SAM, ALL)


def test_a_carer_gives_minutes_back() -> None:
    """What was counted and not used is given back, of that target alone."""
    running = Running()
    running.use(seconds=2 * SLOT_SECONDS)
    assert running.time.give_back(SAM, GAMES, 5)

    assert (running.used(), running.used(ALL)) == (5, 10)


def test_without_the_time_nothing_is_borrowed() -> None:
    """Nobody knows whether it is still this evening."""
    running = Running()
    running.look(plausible=False)

    assert not running.time.borrow(SAM, GAMES)
    assert not running.time.give_back(SAM, GAMES, 5)


def test_a_fault_in_a_look_is_told_once_and_ends_nothing() -> None:
    """Where something is wrong in here nothing is counted, and the agent goes on."""
    told: list[BaseException] = []
    clock = HomeClock()
    time = ScreenTime(clock, None, told.append)
    time.look(HOME, (), clock.moment())
    broken = replace(clock.moment(), at=clock.at.replace(tzinfo=None))
    time.look(HOME, (), broken)
    time.look(HOME, (), broken)

    assert [type(one) for one in told] == [TypeError]
    assert dict(time.by_person) == {}
    assert not time.knows_the_time
    time.look(HOME, (), clock.moment())
    assert set(time.by_person) == {SAM}


def test_damage_is_told(tmp_path: Path) -> None:
    """A file that cannot be read is said to be so, and counting begins from nothing."""
    path = tmp_path / "minutes.json"
    path.write_bytes(b"{")
    running = Running(path)

    assert running.time.is_damaged
    running.use()
    assert running.used() == 5


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=3), timedelta(days=900)])
def test_a_file_from_the_future_closes_nothing(tmp_path: Path, ahead: timedelta) -> None:
    """Sums of days to come are no sums of today, or at worst stop the counting for a few hours."""
    path = tmp_path / "minutes.json"
    later = HomeClock(NOON + ahead)
    running = Running(path, later)
    running.use(seconds=2 * SLOT_SECONDS)
    running.time.keep_now()
    now = Running(path, HomeClock())

    assert now.used() in ((10,) if ahead < timedelta(days=1) else (0,))
    now.use(seconds=SLOT_SECONDS)
    assert now.used() in ((10,) if ahead < timedelta(days=1) else (5,))


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("use"), st.sampled_from((30, 100, 290, 300, 310, 900))),
        st.tuples(st.just("idle"), st.sampled_from((1, 60, 300, 4_000))),
        st.tuples(st.just("step"), st.sampled_from((-90_000, -3_600, -300, -30, 30, 300, 7_200))),
        st.tuples(st.just("blind"), st.just(10)),
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("crash"), st.just(0)),
    ),
    max_size=25,
)


def act_out(running: Running, act: str, amount: int) -> None:
    """Do one thing that can happen in a home, and let the card be written if it is time."""
    match act:
        case "use":
            running.use(seconds=amount)
        case "idle":
            running.clock.pass_seconds(amount)
        case "step":
            running.clock.step(timedelta(seconds=amount))
        case "restart" | "crash":
            running.restart(clean=act == "restart")
    running.look(plausible=act != "blind")
    asyncio.run(running.time.keep())


@settings(deadline=None, max_examples=40)
@given(ACTS)
def test_sums_never_fall_within_a_day_and_never_outrun_the_time(
    acts: list[tuple[str, int]],
) -> None:
    """Over restarts, crashes and stepped clocks a day's sum rises only, and no faster than time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "minutes.json")
        running = Running(path, home=AWAKE)
        files, risen, starts = [NO_MINUTES], 0, 1
        for act, amount in acts:
            before = running.time.minutes
            act_out(running, act, amount)
            after = running.time.minutes
            starts += act in ("restart", "crash", "blind")
            if act == "crash":
                # What was not written yet is lost, and nothing that was.
                assert _games(after) == _today_of(files[-1], after.day)
            elif after.day == before.day:
                assert _games(after) >= _games(before)
            risen += max(0, _games(after) - _today_of(before, after.day))
            if path.exists():
                files.append(minutes_from_bytes(path.read_bytes()))
        # Of the slot in which it starts an agent does not know how much there was.
        passed = (running.clock.boot_ms - UP_MS) // 60_000
        assert risen <= passed + 5 * starts
        for one, other in pairwise(files):
            assert one.day != other.day or _games(one) <= _games(other)


def _games(minutes: Minutes) -> int:
    return used_of(minutes, SAM, GAMES, Period.DAY)


def _today_of(minutes: Minutes, day: int) -> int:
    return _games(minutes) if minutes.day == day else 0


@given(st.binary(max_size=80))
def test_no_octets_in_the_file_stop_the_start(octets: bytes) -> None:
    """Whatever stands in the file, screen time begins."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "minutes.json")
        path.write_bytes(octets)

        assert Running(path).time.minutes == NO_MINUTES


def test_sums_of_a_target_stay_with_their_number(tmp_path: Path) -> None:
    """What is read from the card belongs to whoever has that number and that target now."""
    path = tmp_path / "minutes.json"
    today = NOON.date().toordinal()
    used = Used(person=SAM, target=target_id(GAMES), today=15, this_week=20)
    kept = Minutes(day=today, week=today - 6, through=1, used=(used,))
    path.write_bytes(minutes_to_bytes(kept))

    assert Running(path).left()["games", "day"] == 5

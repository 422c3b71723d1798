from __future__ import annotations

import itertools
import random
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.schedule import SEARCHED, is_open, next_change
from policy.terms import NamedDays, Terms
from policy.windows import ALWAYS, DAY, During, Schedule, Window
from tests.conftest import Scale
from tests.policy.schedule_by_hand import BY_HAND, ByHand, window
from tests.policy.schedule_cases import (
    CHANGES,
    YEARS,
    ZONES,
    change_days,
    drawn_schedule,
    zone_named,
)
from tests.policy.schedule_oracle import Judged, judge, utc

GENERATED = {"quick": 70, "soak": 150}
"""How many schedules are drawn for each of the six zones; 420 in the quickest run."""

Walk = tuple[datetime, datetime]


def told(schedule: Schedule, zone: tzinfo, begins: datetime, ends: datetime) -> Judged:
    """Return what `is_open` and `next_change` say of a stretch of time."""
    changes: list[datetime] = []
    change = next_change(schedule, begins, zone)
    while change is not None and change < ends:
        changes.append(change)
        change = next_change(schedule, change, zone)
    return Judged(is_open(schedule, begins, zone), tuple(changes))


def walk_over(first: date, days: int) -> Walk:
    """Return a walk from a midnight in UTC."""
    begins = datetime.combine(first, time(), UTC)
    return begins, begins + timedelta(days=days)


def differences(schedules: list[Schedule], zone: str, walks: list[Walk]) -> list[str]:
    """Return where the oracle and the code say different things of these walks."""
    wall = zone_named(zone)
    return [
        f"{zone} from {begins}: {schedule}\n  expected {expected}\n  found {found}"
        for (begins, ends), judged in zip(walks, judge(schedules, wall, walks), strict=True)
        for schedule, expected in zip(schedules, judged, strict=True)
        if (found := told(schedule, wall, begins, ends)) != expected
    ]


@pytest.fixture
def table(zone: str, dice: random.Random, scale: Scale) -> list[Schedule]:
    """Return the table for one zone: those drawn for it, and those written by hand.

    A soak judges in every zone also what was written for another.
    """
    count = scale(GENERATED["quick"], GENERATED["soak"])
    drawn = [drawn_schedule(dice, change_days(zone)) for _ in range(count)]
    everywhere = scale(quick=False, soak=True)
    return drawn + [case.schedule for case in BY_HAND if everywhere or case.zone == zone]


@pytest.mark.parametrize("zone", ZONES)
def test_the_tables_of_zones_are_real_ones(zone: str) -> None:
    """A machine whose tables do not know how these clocks were moved fails, and skips nothing."""
    wall = zone_named(zone)
    for before, after in CHANGES[zone]:
        shown, next_shown = (datetime.fromisoformat(text) for text in (before, after))
        candidates = {shown.replace(tzinfo=wall, fold=fold).astimezone(UTC) for fold in (0, 1)}

        # A minute later by elapsed time, the wall shows what the table says it showed next.
        assert next_shown in {
            (at + timedelta(minutes=1)).astimezone(wall).replace(tzinfo=None) for at in candidates
        }


@pytest.mark.parametrize("case", BY_HAND, ids=[f"{case.zone}: {case.name}" for case in BY_HAND])
def test_a_night_worked_out_by_hand(case: ByHand) -> None:
    """On a night when clocks are moved, it opens and closes when a family would say so."""
    found = told(case.schedule, zone_named(case.zone), case.begins, case.ends)

    assert found == Judged(case.open_at_first, case.changes)


def test_the_oracle_passes_its_own_trial() -> None:
    """The oracle says of each night what was worked out by hand."""
    wrong = [
        case.name
        for case in BY_HAND
        if judge([case.schedule], zone_named(case.zone), [(case.begins, case.ends)])
        != [[Judged(case.open_at_first, case.changes)]]
    ]

    assert wrong == []


def test_the_table_by_hand_is_large_enough_and_visits_every_zone() -> None:
    """At least sixty nights are written by hand, each under a name of its own."""
    assert len({case.name for case in BY_HAND}) == len(BY_HAND) >= 60
    assert {case.zone for case in BY_HAND} == set(ZONES)


@pytest.mark.parametrize("zone", ZONES)
def test_the_oracle_agrees_around_every_change_of_the_clocks(
    zone: str, table: list[Schedule]
) -> None:
    """Two days on either side of each change, minute by minute, the table holds."""
    walks = [walk_over(day - timedelta(days=2), 5) for day in change_days(zone)]

    assert differences(table, zone, walks) == []


@pytest.mark.parametrize("zone", ZONES)
def test_the_oracle_agrees_on_days_like_any_other(
    zone: str, table: list[Schedule], dice: random.Random
) -> None:
    """On thirty days out of the years around, drawn anew for each run, the table holds."""
    days = [
        day + timedelta(days=dice.randint(-200, 200))
        for day in dice.choices(change_days(zone), k=30)
    ]

    assert differences(table, zone, [walk_over(day, 1) for day in days]) == []


@pytest.mark.parametrize(("zone", "year"), [(zone, year) for zone in ZONES for year in YEARS[zone]])
def test_the_oracle_agrees_from_new_year_on(
    zone: str, year: int, table: list[Schedule], scale: Scale
) -> None:
    """From its first minute the table holds in these years; in a soak, to the last."""
    whole = (date(year + 1, 1, 1) - date(year, 1, 1)).days

    assert differences(table, zone, [walk_over(date(year, 1, 1), scale(1, whole))]) == []


INSTANTS = st.one_of(
    st.sampled_from([(zone, day) for zone in ZONES for day in change_days(zone)]).flatmap(
        lambda near: st.tuples(
            st.just(zone_named(near[0])),
            st.integers(-5 * 86_400_000, 5 * 86_400_000).map(
                lambda shift: datetime.combine(near[1], time(), UTC) + timedelta(milliseconds=shift)
            ),
        )
    ),
    st.tuples(
        st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
        st.integers(0, 8 * 365 * DAY).map(
            lambda minutes: utc("2017-01-01 00:00") + timedelta(minutes=minutes)
        ),
    ),
)


@st.composite
def moments(draw: st.DrawFn) -> tuple[Schedule, datetime, tzinfo]:
    """Draw a zone, an instant near a change of its clocks, and a schedule that may notice."""
    zone, at = draw(INSTANTS)
    dice = draw(st.randoms(use_true_random=False))
    return drawn_schedule(dice, (at.date(),)), at, zone


@given(moments())
def test_the_next_change_is_exact(moment: tuple[Schedule, datetime, tzinfo]) -> None:
    """Open and closed differ just before the next change and at it, and nowhere in between."""
    schedule, at, zone = moment
    change = next_change(schedule, at, zone)
    opened = is_open(schedule, at, zone)
    until = at + timedelta(days=30) if change is None else change

    if change is not None:
        assert change > at
        assert change.utcoffset() == timedelta()
        assert is_open(schedule, change - datetime.resolution, zone) is opened
        assert is_open(schedule, change, zone) is not opened
    # Every minute of the first three days, and every hour of what lies beyond.
    minutes = itertools.chain(range(3 * DAY), range(3 * DAY, 400 * DAY, 60))
    instants = (at + timedelta(minutes=minute) for minute in minutes)
    for instant in itertools.takewhile(lambda instant: instant < until, instants):
        assert is_open(schedule, instant, zone) is opened


@given(moments(), st.integers(0, 999))
def test_between_two_changes_the_answer_stays_the_same(
    moment: tuple[Schedule, datetime, tzinfo], part: int
) -> None:
    """Whoever asks again before the change is told the same instant."""
    schedule, at, zone = moment
    change = next_change(schedule, at, zone)
    if change is not None:
        assert next_change(schedule, at + (change - at) * part / 1000, zone) == change


@given(moments())
def test_who_asks_in_another_zone_is_told_the_same(
    moment: tuple[Schedule, datetime, tzinfo],
) -> None:
    """An instant is an instant, in whatever zone it was written down."""
    schedule, at, zone = moment
    elsewhere = at.astimezone(timezone(timedelta(hours=-7, minutes=-30)))

    assert is_open(schedule, elsewhere, zone) is is_open(schedule, at, zone)
    assert next_change(schedule, elsewhere, zone) == next_change(schedule, at, zone)


class CountingZone(tzinfo):
    """A real zone that counts how often it is asked, for effort without a clock."""

    def __init__(self, name: str) -> None:
        self._zone = ZoneInfo(name)
        self.asked = 0

    def fromutc(self, at: datetime) -> datetime:
        """Return what the real zone says."""
        self.asked += 1
        return self._zone.fromutc(at.replace(tzinfo=self._zone)).replace(tzinfo=self)

    def dst(self, at: datetime | None) -> timedelta | None:
        """Fail whoever asks; Dublin's answer would mislead them."""
        raise AssertionError(at)

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """Fail whoever asks for anything but what the wall shows."""
        raise AssertionError(at)

    def tzname(self, at: datetime | None) -> str | None:
        """Fail whoever asks."""
        raise AssertionError(at)


NOON = utc("2025-03-29 12:00")
HALVES = (window("06:00-18:00"), window("18:00-06:00"))
TERM_ALL_DAY = Window(during=During.TERM)
HOLIDAYS_ALL_DAY = Window(during=During.HOLIDAYS)
A_TERM = Terms(terms=(NamedDays("Summer term", date(2025, 4, 22), date(2025, 7, 22)),))

NEVER_CHANGE = {
    "no window": Schedule(),
    "always": Schedule(windows=(ALWAYS,)),
    "two halves of every day": Schedule(windows=HALVES),
    "from noon to noon every day": Schedule(windows=(window("12:00-12:00"),)),
    "over long ago": Schedule(windows=(window("09:00-10:00 2011-01-01..2012-01-01"),)),
    "until the end of all dates": Schedule(windows=(window("00:00-24:00 2011-01-01..9999-12-31"),)),
    "in term or not": Schedule(windows=(TERM_ALL_DAY, HOLIDAYS_ALL_DAY), terms=A_TERM),
    "nothing is known of terms": Schedule(windows=(TERM_ALL_DAY,)),
    "a week with a day between weekday and date": Schedule(
        windows=(window("09:00-10:00 mon 2025-04-01..2025-04-06"),)
    ),
}


@pytest.mark.parametrize("schedule", NEVER_CHANGE.values(), ids=NEVER_CHANGE)
def test_what_never_changes_is_found_out_soon(schedule: Schedule) -> None:
    """A schedule that stays as it is says None after a few looks at the wall."""
    zone = CountingZone("Europe/Dublin")

    assert next_change(schedule, NOON, zone) is None
    assert zone.asked < 2_500


FAR = {
    "in six years": ("09:00-10:00 2031-05-04..2031-05-09", "2031-05-04 08:00"),
    "in nine hundred years": ("09:00-10:00 2925-07-04..2925-07-09", "2925-07-04 08:00"),
    "for a lifetime": ("00:00-24:00 2011-01-01..2099-06-30", "2099-06-30 23:00"),
}


@pytest.mark.parametrize(("text", "expected"), FAR.values(), ids=FAR)
def test_a_change_far_away_is_found(text: str, expected: str) -> None:
    """However far off a date lies, the change there is found without walking the days between."""
    zone = CountingZone("Europe/London")

    assert next_change(Schedule(windows=(window(text),)), NOON, zone) == utc(expected)
    assert zone.asked < 50


def test_a_weekday_once_a_century_is_found() -> None:
    """A year is searched beyond the last date, so that what follows from a date alone is found."""
    holiday = NamedDays("Sabbatical", date(2025, 1, 1), date(2061, 1, 1))
    schedule = Schedule(windows=(window("09:00-10:00 in-term"),), terms=Terms(holidays=(holiday,)))

    assert next_change(schedule, NOON, zone_named("Europe/London")) == utc("2061-01-02 09:00")
    assert timedelta(days=365) < SEARCHED


def test_the_last_night_of_dates_is_not_taken_for_a_week_later() -> None:
    """The morning after the last dated night is open, and the same morning a week later is not."""
    schedule = Schedule(
        windows=(
            window("22:00-10:00 2025-03-01..2025-03-30"),
            window("00:00-24:00 tue wed thu fri sat sun"),
            window("10:00-24:00 mon"),
        )
    )

    assert next_change(schedule, NOON, zone_named("Europe/London")) == utc("2025-04-06 23:00")


def test_five_thousand_windows_are_one_schedule() -> None:
    """The union of thousands of windows opens and closes where it has gaps and nowhere else."""
    windows = tuple(
        Window(start=start, end=start + 1, weekdays=frozenset({weekday}))
        for weekday in range(1, 8)
        for start in range(60, DAY)
        if start % 2
    )
    zone = CountingZone("Asia/Kathmandu")
    schedule = Schedule(windows=windows)

    assert len(windows) > 4_800
    assert next_change(schedule, NOON, zone) == NOON + timedelta(minutes=1)
    assert next_change(schedule, utc("2025-03-29 18:15"), zone) == utc("2025-03-29 19:16")
    assert zone.asked < 20


def test_an_instant_without_a_zone_is_refused() -> None:
    """A time that could be anywhere is not taken for the machine's own."""
    somewhere = datetime(2025, 3, 29, 12)  # noqa: DTZ001 - this is what is refused

    with pytest.raises(ValueError, match="has none"):
        is_open(Schedule(), somewhere, UTC)
    with pytest.raises(ValueError, match="has none"):
        next_change(Schedule(), somewhere, UTC)


@pytest.mark.parametrize("text", ["9999-01-01 00:00", "9999-12-30 00:00", "9998-12-31 23:59"])
def test_the_end_of_all_dates_is_no_trap(text: str) -> None:
    """In the last year that dates can name there is no change any more, and no error either."""
    assert next_change(Schedule(windows=HALVES[:1]), utc(text), UTC) is None or text < "9999"

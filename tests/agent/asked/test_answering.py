from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from agent.asked.answering import Answering
from agent.asked.fixing import Fixing
from agent.devices.tally import Tally
from agent.dns.selftest import Arrivals
from agent.screen_time.running import ScreenTime
from policy.agent_answers import (
    MAX_LEFT,
    MAX_MINUTES,
    DueWarning,
    JustBlocked,
    NotDone,
    Refused,
    SelftestCame,
    TargetLeft,
    TimeLeft,
    Totals,
    WarningKind,
    WarningsDue,
    answer_to_octets,
)
from policy.agent_requests import (
    AskJustBlocked,
    AskSelftest,
    AskTimeLeft,
    AskTotals,
    AskWarnings,
    BeginFix,
    Borrow,
    GiveBack,
)
from policy.categories import Category
from policy.coverage import Asked
from policy.decide import NOTHING_SAID
from policy.given.grants import Grant, GrantKind
from policy.names import from_text
from policy.timed import Period, Target
from tests.agent.screen_time.at_home import ALEX, HOME, PHONE, SAM, HomeClock

ALL, GAMES = Target(), Target(category=Category.GAMES)


class Home:
    """A home that can be asked."""

    def __init__(self, clock: HomeClock | None = None, *grants: Grant) -> None:
        self.clock = clock or HomeClock()
        self.grants = grants
        self.time = ScreenTime(self.clock)
        self.tally, self.arrivals = Tally(self.clock), Arrivals(self.clock)
        fixing = Fixing(lambda _: "phone", self.clock)
        self.answer = Answering(self.time, fixing, self.tally, self.arrivals).answer
        self.look()

    def look(self, *, plausible: bool = True) -> None:
        """Tell it the time."""
        self.time.look(HOME, self.grants, self.clock.moment(plausible=plausible))


def left(target: Target, period: Period, minutes: int, *, may_borrow: bool) -> TargetLeft:
    """Return what is left of a budget of Sam's."""
    return TargetLeft(
        young_person=SAM, target=target, period=period, minutes=minutes, may_borrow=may_borrow
    )


def test_time_left_is_told_of_every_budget() -> None:
    """Each budget that holds today, by number of the young person, with what can be borrowed."""
    assert Home().answer(AskTimeLeft()) == TimeLeft(
        left=(
            left(GAMES, Period.DAY, 20, may_borrow=True),
            left(GAMES, Period.WEEK, 300, may_borrow=True),
            left(ALL, Period.DAY, 60, may_borrow=True),
        ),
        knows_the_time=True,
    )


def test_borrowing_answers_with_what_is_left_then() -> None:
    """Ten minutes more of that target, and nothing more to borrow."""
    home = Home()

    assert home.answer(Borrow(young_person=SAM, target=GAMES)) == TimeLeft(
        left=(
            left(GAMES, Period.DAY, 30, may_borrow=False),
            left(GAMES, Period.WEEK, 300, may_borrow=False),
            left(ALL, Period.DAY, 60, may_borrow=False),
        ),
        knows_the_time=True,
    )
    assert home.answer(Borrow(young_person=SAM, target=ALL)) == NotDone(why=Refused.BORROWED)


def test_what_cannot_be_borrowed_says_why() -> None:
    """Without a budget, and without the time, nothing is lent."""
    home = Home()
    nobody = Borrow(young_person=ALEX, target=GAMES)

    assert home.answer(nobody) == NotDone(why=Refused.NO_BUDGET)
    home.look(plausible=False)
    assert home.answer(nobody) == NotDone(why=Refused.NO_TIME)


def test_giving_back_answers_with_what_is_left_then() -> None:
    """A carer's minutes are told at once; without a budget or the time it says why not."""
    home = Home()
    assert isinstance(home.answer(GiveBack(young_person=SAM, target=GAMES, minutes=5)), TimeLeft)

    nobody = GiveBack(young_person=ALEX, target=GAMES, minutes=5)
    assert home.answer(nobody) == NotDone(why=Refused.NO_BUDGET)
    home.look(plausible=False)
    assert home.answer(nobody) == NotDone(why=Refused.NO_TIME)


def test_without_the_time_nobody_has_any_left() -> None:
    """No budget holds then, and the answer says so."""
    home = Home()
    home.look(plausible=False)

    assert home.answer(AskTimeLeft()) == TimeLeft(left=(), knows_the_time=False)


def test_warnings_are_those_that_are_due() -> None:
    """Ten minutes before bedtime its warning is answered."""
    home = Home(HomeClock(datetime(2025, 3, 30, 19, 49, tzinfo=UTC)))
    assert home.answer(AskWarnings()) == WarningsDue(warnings=())
    home.clock.pass_seconds(60)
    home.look()

    assert home.answer(AskWarnings()) == WarningsDue(
        warnings=(
            DueWarning(
                number=1,
                young_person=SAM,
                kind=WarningKind.END,
                title="Bedtime",
                minutes=10,
            ),
        )
    )


def test_fixing_an_app_begins_and_is_asked_for() -> None:
    """Before it began there is nothing to show; then there is."""
    home = Home()

    assert home.answer(AskJustBlocked(address=PHONE)) == NotDone(why=Refused.NOT_ASKED)
    began = JustBlocked(names=(), seconds=120)
    assert home.answer(BeginFix(address=PHONE)) == began
    assert home.answer(AskJustBlocked(address=PHONE)) == began


def test_more_minutes_than_there_are_can_still_be_said() -> None:
    """However much carers gave, the answer can be sent."""
    clock = HomeClock()
    grant = Grant(
        kind=GrantKind.MORE_TIME,
        giver="Jo",
        given=clock.at,
        until=clock.at + timedelta(hours=5),
        young_person="Sam",
        target=GAMES,
        minutes=240,
    )
    home = Home(clock, *[grant] * 500)
    home.clock.pass_seconds(1)
    home.look()
    answer = home.answer(AskTimeLeft())

    assert isinstance(answer, TimeLeft)
    assert max(one.minutes for one in answer.left) == MAX_MINUTES
    assert len(answer.left) <= MAX_LEFT
    assert answer_to_octets(answer)


def test_the_home_is_told_in_totals() -> None:
    """What the whole home asked is answered as sums."""
    home = Home()
    for source in ("192.0.2.1", "fe80::1%eth0", "fd00::1"):
        home.tally.asked(source, from_text("www.example"), NOTHING_SAID)

    assert home.answer(AskTotals()) == Totals(asked=Asked(over_ipv4=1, over_ipv6=2))


def test_of_a_whole_day_the_home_is_told_one_step() -> None:
    """The day that runs is not told; once it is over, and was whole, its step is."""
    home, told = Home(), []
    for day in (20, 21, 22):
        home.tally.look(date(2026, 11, day))
        told.append(home.answer(AskTotals()))
        for _ in range(2_345):
            home.tally.asked_plainly("192.0.2.1")
        home.tally.look(date(2026, 11, day))

    assert [one.yesterday for one in told if isinstance(one, Totals)] == [None, None, 2_000]


def test_the_self_test_is_told_whether_its_name_came() -> None:
    """A number that came is told with its families, and one that did not is told so."""
    home = Home()
    nonce = "0123456789abcdef" * 2
    home.arrivals.notice(from_text(f"{nonce}.selftest.lamplight.home.arpa"), "fd00::1")

    assert home.answer(AskSelftest(nonce=nonce)) == SelftestCame(over_ipv4=False, over_ipv6=True)
    assert home.answer(AskSelftest(nonce="0" * 32)) == SelftestCame(
        over_ipv4=False, over_ipv6=False
    )

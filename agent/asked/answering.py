"""What each request of the agent's socket does, and what it is answered.

Rules kept here:
- Nothing waits and nothing is written here; what changed is kept by whoever keeps the sums.
- Who may ask is judged by whoever asks on somebody's behalf (the console); here it is judged
  whether it can be done at all.
"""

from __future__ import annotations

from agent.asked.fixing import Fixing
from agent.devices.tally import Tally
from agent.dns.selftest import Arrivals
from agent.screen_time.running import ScreenTime
from policy.agent_answers import (
    MAX_LEFT,
    MAX_MINUTES,
    Answer,
    NotDone,
    Refused,
    SelftestCame,
    TargetLeft,
    TimeLeft,
    Totals,
    WarningsDue,
)
from policy.agent_requests import (
    AskSelftest,
    AskTimeLeft,
    AskTotals,
    AskWarnings,
    BeginFix,
    Borrow,
    GiveBack,
    Request,
)


class Answering:
    """Answers requests about screen time, about fixing an app, and about what the box can see."""

    def __init__(
        self, screen_time: ScreenTime, fixing: Fixing, tally: Tally, arrivals: Arrivals
    ) -> None:
        self._screen_time = screen_time
        self._fixing = fixing
        self._tally = tally
        self._arrivals = arrivals

    def answer(self, request: Request) -> Answer:
        """Do what is asked, and return the answer."""
        match request:
            case AskTimeLeft():
                return self._time_left()
            case AskWarnings():
                return WarningsDue(warnings=self._screen_time.warner.due)
            case Borrow(young_person=person, target=target):
                if self._screen_time.borrow(person, target):
                    return self._time_left()
                borrowed = person in self._screen_time.borrowers
                return self._not_done(Refused.BORROWED if borrowed else Refused.NO_BUDGET)
            case GiveBack(young_person=person, target=target, minutes=minutes):
                if self._screen_time.give_back(person, target, minutes):
                    return self._time_left()
                return self._not_done(Refused.NO_BUDGET)
            case BeginFix(address=address):
                return self._fixing.begin(address)
            case AskTotals() | AskSelftest():
                return self._coverage(request)
            case _:
                return self._fixing.just_blocked(request.address)

    def _coverage(self, request: AskTotals | AskSelftest) -> Answer:
        if isinstance(request, AskTotals):
            return Totals(asked=self._tally.totals(), yesterday=self._tally.yesterday)
        over_ipv4, over_ipv6 = self._arrivals.came(request.nonce.encode())
        return SelftestCame(over_ipv4=over_ipv4, over_ipv6=over_ipv6)

    def _time_left(self) -> TimeLeft:
        left = [
            TargetLeft(
                young_person=evening.person,
                target=one.budget.target,
                period=one.budget.period,
                minutes=min(one.minutes, MAX_MINUTES),
                may_borrow=evening.lends(one.budget.target),
            )
            for evening in self._screen_time.evening()
            for one in evening.left
        ]
        return TimeLeft(
            left=tuple(left[:MAX_LEFT]), knows_the_time=self._screen_time.knows_the_time
        )

    def _not_done(self, why: Refused) -> NotDone:
        return NotDone(why=why if self._screen_time.knows_the_time else Refused.NO_TIME)

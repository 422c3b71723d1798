"""How the evening stands: everything that the carer's and the young person's pages are drawn from.

Rules kept here:
- One value, of one moment, for whoever looks: what is kept, what the agent has taken up, and what
  it says of time left. Two pages made of it cannot disagree.
- An agent that says nothing is told as that; no figure of an earlier page is used.
- Nothing in it depends on which names anybody asked for. What is used moves the time left alone,
  and whether this box is asked anything at all (people.md, 3 and 14).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.house import House
from console.services.inbox import unnamed_devices
from console.services.moments import moment_in
from console.store.agent import Agent, AgentSilence
from console.store.database.given import (
    KeptGrant,
    ListedPause,
    confirmed_in,
    grants_in,
    listed_pauses,
    requests_in,
    turns_in,
)
from console.store.database.homes import HomeKind, home_of
from console.store.neighbours import NeighboursFile
from console.store.published import Silence
from policy.agent_answers import TimeLeft
from policy.compile import PROTECTIVE_DEFAULT
from policy.given.requests import Request
from policy.given.turns import Turn
from policy.household import Household
from policy.moment import Moment
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class TonightNow:
    """The evening at one moment.

    `left` is why nobody can say, where the agent does not tell. `quiet_minutes` is for how long
    nobody has asked this box anything, None where that cannot be told. `listed` are for each young
    person the pauses that were over 24 hours in a week. `is_tested` is that a device passed the
    test within a day, `unnamed` how many devices of the network nobody named yet. `yesterday` is
    the one total of the whole home for the whole day before (`policy.household_total`).
    """

    moment: Moment
    household: Household
    kind: HomeKind
    set_up_at: datetime | None
    snapshot: PolicySnapshot
    status: AgentStatus | Silence
    left: TimeLeft | AgentSilence
    quiet_minutes: int | None
    grants: tuple[KeptGrant, ...]
    requests: tuple[Request, ...]
    turns: tuple[Turn, ...]
    listed: tuple[tuple[str, tuple[ListedPause, ...]], ...]
    is_tested: bool
    unnamed: int
    yesterday: int | None = None


def tonight_now(house: House) -> TonightNow:
    """Return how the evening stands. Raises ConsoleError where what is kept cannot be read."""
    status = house.published.status()
    agent = None if house.agent is None else Agent(house.agent)
    left = AgentSilence.NOT_THERE if agent is None else agent.time_left()
    totals = AgentSilence.NOT_THERE if agent is None else agent.totals()
    snapshot = house.published.snapshot()
    seen = NeighboursFile(house.neighbours).seen()
    with house.database.reading() as session:
        home = home_of(session)
        household = home.household if home else PROTECTIVE_DEFAULT
        moment = moment_in(house, household, confirmed_in(session), status)
        return TonightNow(
            moment=moment,
            household=household,
            kind=home.kind if home else HomeKind.FAMILY,
            set_up_at=home.set_up_at if home else None,
            snapshot=snapshot,
            status=status,
            left=left,
            quiet_minutes=(
                None if isinstance(totals, AgentSilence) else totals.asked.quiet_minutes
            ),
            grants=grants_in(session),
            requests=requests_in(session, moment.at),
            turns=turns_in(session),
            listed=tuple(
                (person.name, listed_pauses(session, person.name))
                for person in household.young_people
            ),
            is_tested=house.last_test.holds(house.clock()),
            unnamed=len(unnamed_devices(household, seen)),
            yesterday=None if isinstance(totals, AgentSilence) else totals.yesterday,
        )

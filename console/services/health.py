"""How everything is now, gathered from what the parts of the box say, for Health and coverage.

Rules kept here:
- Every part may be silent, and then that is what is known of it. Nothing is guessed or kept.
- Recording is looked at in a foster home alone, and only whether it could run: whether it does is
  for the people of an agreement, on their own pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consent.home import ClockState
from consent.recorder_answers import HowItStands
from console.house import House
from console.services.home import home_in
from console.store.agent import Agent
from console.store.database.homes import HomeKind
from console.store.known_roads import KnownRoads
from console.store.lists_folder import Unknown
from console.store.neighbours import NeighboursFile, Unseen
from console.store.published import Silence
from console.store.recorder import RecorderRefused, RecorderSilent
from policy.agent_answers import Totals
from policy.compile import PROTECTIVE_DEFAULT
from policy.coverage import Finding, Roads, findings, roads_of
from policy.list_standing import ListsStanding
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus


class Answers(StrEnum):
    """Whether the running agent answered."""

    CAME = "came"
    SILENT = "silent"
    NOT_ASKED = "not-asked"


class Recording(StrEnum):
    """Whether anything could be written down under an agreement."""

    NONE_HERE = "none-here"
    READY = "ready"
    CLOCK = "clock"
    JOURNAL = "journal"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkNow:
    """What was found on the network.

    `roads` is None where nothing was seen, `known` before a carer said that they know it.
    """

    findings: tuple[Finding, ...]
    answers: Answers
    roads: Roads | None
    known: Roads | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthNow:
    """How everything is. `lists` is None where no job keeps them."""

    snapshot: PolicySnapshot
    status: AgentStatus | Silence
    lists: ListsStanding | Unknown | None
    answers: Answers
    findings: tuple[Finding, ...]
    recording: Recording
    is_tested: bool


def network_now(house: House) -> NetworkNow:
    """Return what is found on the network now. Raises DatabaseUnusable."""
    home = home_in(house)
    household = home.household if home else PROTECTIVE_DEFAULT
    seen = NeighboursFile(house.neighbours).seen()
    network = None if isinstance(seen, Unseen) else seen
    known = KnownRoads(house.published.state).read()
    totals = None if house.agent is None else Agent(house.agent).totals()
    asked = totals.asked if isinstance(totals, Totals) else None
    if totals is None:
        answers = Answers.NOT_ASKED
    else:
        answers = Answers.SILENT if asked is None else Answers.CAME
    return NetworkNow(
        findings=findings(household, network, asked, known),
        answers=answers,
        roads=None if network is None else roads_of(network),
        known=known,
    )


def health_now(house: House) -> HealthNow:
    """Return how everything is now. Raises ConsoleError where nothing is published."""
    network = network_now(house)
    return HealthNow(
        snapshot=house.published.snapshot(),
        status=house.published.status(),
        lists=house.lists.standing() if house.lists else None,
        answers=network.answers,
        findings=network.findings,
        recording=_recording(house),
        is_tested=house.last_test.holds(house.clock()),
    )


def _recording(house: House) -> Recording:
    home = home_in(house)
    if house.recorder is None or home is None or home.kind is not HomeKind.FOSTER:
        return Recording.NONE_HERE
    try:
        how = house.recorder.how()
    except (RecorderSilent, RecorderRefused):
        return Recording.SILENT
    return recording_of(how)


def recording_of(how: HowItStands) -> Recording:
    """Return whether anything could be written down, by what the recorder says of itself."""
    if not how.is_journal_sound:
        return Recording.JOURNAL
    return Recording.READY if how.clock is ClockState.TRUSTED else Recording.CLOCK

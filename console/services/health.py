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
from consent.recorder_answers import DAMAGED_MARK, HowItStands
from console.errors import NothingPublished, PublishedDamaged
from console.house import House
from console.security.kept_keys import Keeping
from console.services.carrying import NOTHING_CARRIED, CarriedNow, carried_now
from console.services.home import home_in
from console.services.machine import ALL_WELL, MachineNow, Room, machine_now
from console.store.agent import Agent
from console.store.database.homes import HomeKind
from console.store.known_roads import KnownRoads
from console.store.lists_folder import Unknown
from console.store.neighbours import NeighboursFile, Unseen
from console.store.published import Silence
from console.store.recorder import RecorderRefused, RecorderSilent
from console.words.rights_pack import Refused
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
    NO_ROOM = "no-room"
    CLOCK = "clock"
    JOURNAL = "journal"
    CARD = "card"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkNow:
    """What was found on the network.

    `validates` is whether the service that the box asks says that it checks signatures, None where
    that is not known. `roads` is None where nothing was seen, `known` before a carer said that they
    know it.
    """

    findings: tuple[Finding, ...]
    answers: Answers
    roads: Roads | None
    known: Roads | None
    validates: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthNow:
    """How everything is.

    `snapshot` is None where the published rules cannot be read, `lists` where no job keeps them,
    and `is_tested` where only the running pages know. `keys` is what of those for TLS is kept.
    """

    snapshot: PolicySnapshot | None
    status: AgentStatus | Silence
    lists: ListsStanding | Unknown | None
    answers: Answers
    findings: tuple[Finding, ...]
    recording: Recording
    is_tested: bool | None
    validates: bool | None = None
    machine: MachineNow = ALL_WELL
    packs_refused: tuple[Refused, ...] = ()
    carried: CarriedNow = NOTHING_CARRIED
    keys: Keeping = Keeping.ALL


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
        validates=None if asked is None else asked.validates,
        roads=None if network is None else roads_of(network),
        known=known,
    )


def health_now(house: House, keys: Keeping = Keeping.ALL) -> HealthNow:
    """Return how everything is now; `keys` only the running pages know. Raises DatabaseUnusable."""
    network = network_now(house)
    return HealthNow(
        snapshot=_published(house),
        status=house.published.status(),
        lists=house.lists.standing() if house.lists else None,
        answers=network.answers,
        findings=network.findings,
        recording=_recording(house),
        is_tested=house.last_test.holds(house.clock()),
        validates=network.validates,
        machine=machine_now(house.published.state),
        packs_refused=house.packs.refused,
        carried=carried_now(house.published.state, house.clock()),
        keys=keys,
    )


def _published(house: House) -> PolicySnapshot | None:
    try:
        return house.published.snapshot()
    except (NothingPublished, PublishedDamaged):
        return None


def _recording(house: House) -> Recording:
    home = home_in(house)
    if house.recorder is None or home is None or home.kind is not HomeKind.FOSTER:
        return Recording.NONE_HERE
    try:
        how = house.recorder.how()
    except (RecorderSilent, RecorderRefused):
        mark = house.recorder.path.with_name(DAMAGED_MARK)
        return Recording.CARD if mark.exists() else Recording.SILENT
    return recording_of(how, machine_now(house.published.state).room)


def recording_of(how: HowItStands, room: Room = Room.FINE) -> Recording:
    """Return whether anything could be written down, by what the recorder says of itself.

    Both stand on one card: where there is no `room` the recorder permits nothing.
    """
    if not how.is_journal_sound:
        return Recording.JOURNAL
    if room in (Room.FULL, Room.READ_ONLY):
        return Recording.NO_ROOM
    return Recording.READY if how.clock is ClockState.TRUSTED else Recording.CLOCK

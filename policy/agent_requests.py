"""What can be asked of the running agent over its socket: a closed set of requests.

Rules kept here:
- A request holds numbers (of a young person, of a target) or one address, and nothing else. Nobody
  can ask what somebody looked up; only a device can ask what was just blocked on itself, for the
  console hands on the very address that asked it.
- A request that is not of this set is refused whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final, TypeAlias

from policy.agent_packets import message_from_octets, message_to_octets, number, text
from policy.errors import AgentMessageMalformed
from policy.screen_time.targets import BY_ID, target_id
from policy.special import NONCE_OCTETS
from policy.timed import SLOT_MINUTES, Target

FORMAT: Final = "lamplight-agent-request/v1"
MAX_PERSON: Final = 2**53 - 1
MAX_GIVEN_BACK: Final = 4 * 60
MAX_ADDRESS: Final = 64


@dataclass(frozen=True, slots=True)
class AskTimeLeft:
    """How many minutes are left of every budget, of everybody."""


@dataclass(frozen=True, slots=True)
class AskWarnings:
    """Which warnings are due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrow:
    """A young person takes ten minutes of a target from tomorrow."""

    young_person: int
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """A carer gives minutes back that were counted and not used."""

    young_person: int
    target: Target
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginFix:
    """The device at an address shows for two minutes what is blocked on it, to itself."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskJustBlocked:
    """What was blocked on the device at an address since its holder asked to see it."""

    address: str


@dataclass(frozen=True, slots=True)
class AskTotals:
    """How much the whole home asked in the last hour: sums, with nobody's share in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSelftest:
    """Whether a number of chance came to the agent, as a name that a device asked for."""

    nonce: str


Request: TypeAlias = (
    AskTimeLeft
    | AskWarnings
    | Borrow
    | GiveBack
    | BeginFix
    | AskJustBlocked
    | AskTotals
    | AskSelftest
)

_PERSON: Final = frozenset({"young_person", "target"})
_ADDRESS: Final = frozenset({"address"})
_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "time-left": frozenset(),
    "warnings": frozenset(),
    "borrow": _PERSON,
    "give-back": _PERSON | {"minutes"},
    "begin-fix": _ADDRESS,
    "just-blocked": _ADDRESS,
    "totals": frozenset(),
    "selftest": frozenset({"nonce"}),
}


def request_to_octets(request: Request) -> bytes:
    """Return a request as it is sent."""
    match request:
        case AskTimeLeft():
            return message_to_octets(FORMAT, "time-left", {})
        case AskWarnings():
            return message_to_octets(FORMAT, "warnings", {})
        case Borrow():
            return message_to_octets(FORMAT, "borrow", _person_to(request))
        case GiveBack():
            members = _person_to(request) | {"minutes": request.minutes}
            return message_to_octets(FORMAT, "give-back", members)
        case BeginFix(address=address):
            return message_to_octets(FORMAT, "begin-fix", {"address": address})
        case AskTotals():
            return message_to_octets(FORMAT, "totals", {})
        case AskSelftest(nonce=nonce):
            return message_to_octets(FORMAT, "selftest", {"nonce": nonce})
        case _:
            return message_to_octets(FORMAT, "just-blocked", {"address": request.address})


def request_from_octets(octets: bytes) -> Request:
    """Return the request that was sent. Raises AgentMessageMalformed."""
    what, members = message_from_octets(octets, FORMAT, _KINDS)
    match what:
        case "time-left":
            return AskTimeLeft()
        case "warnings":
            return AskWarnings()
        case "borrow":
            young_person, target = _person_from(members)
            return Borrow(young_person=young_person, target=target)
        case "give-back":
            young_person, target = _person_from(members)
            minutes = number(members["minutes"], SLOT_MINUTES, MAX_GIVEN_BACK)
            if minutes % SLOT_MINUTES:
                raise AgentMessageMalformed("minutes come in steps of five")
            return GiveBack(young_person=young_person, target=target, minutes=minutes)
        case "begin-fix":
            return BeginFix(address=_address(members))
        case "totals":
            return AskTotals()
        case "selftest":
            return AskSelftest(nonce=_nonce(members))
        case _:
            return AskJustBlocked(address=_address(members))


def _person_to(request: Borrow | GiveBack) -> dict[str, object]:
    return {"young_person": request.young_person, "target": target_id(request.target)}


def _person_from(members: Mapping[str, object]) -> tuple[int, Target]:
    target = BY_ID.get(number(members["target"], 1, MAX_PERSON))
    if target is None:
        raise AgentMessageMalformed("no target of this number is known")
    return number(members["young_person"], 1, MAX_PERSON), target


def _nonce(members: Mapping[str, object]) -> str:
    said = text(members["nonce"], NONCE_OCTETS)
    if len(said) != NONCE_OCTETS or not set(said) <= set("0123456789abcdef"):
        raise AgentMessageMalformed("this is no number of the self-test")
    return said


def _address(members: Mapping[str, object]) -> str:
    """Return an address as sockets write it, with the interface of one that is link-local."""
    said = text(members["address"], MAX_ADDRESS)
    bare, percent, scope = said.partition("%")
    try:
        canonical = str(ip_address(bare))
    except ValueError:
        raise AgentMessageMalformed("this is no address") from None
    if canonical != bare or bool(percent) is not bool(scope):
        raise AgentMessageMalformed("this is no address as sockets write it")
    return said

"""What the running agent answers over its socket: a closed set of answers.

Rules kept here:
- Minutes are numbers: of a young person, of a target, of minutes. What is said of them to whom, and
  how roughly, is for `policy.screen_time.words`.
- Names stand in one answer alone, `JustBlocked`: what was blocked on one device since its holder
  asked. Nothing that holds one shows it when it is printed.
- A title in a warning is what the family itself wrote, or what a kind of site is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

from policy.agent_packets import (
    message_from_octets,
    message_to_octets,
    number,
    rows,
    text,
    yes_or_no,
)
from policy.agent_requests import MAX_PERSON
from policy.categories import Category
from policy.coverage import Asked
from policy.errors import AgentMessageMalformed
from policy.given.fix_an_app import MAX_NAMES, SECONDS
from policy.household_total import HIGHEST, coarse
from policy.screen_time.targets import BY_ID, target_id
from policy.timed import Period, Target
from policy.why import Why

FORMAT: Final = "lamplight-agent-answer/v1"
MAX_LEFT: Final = 2_000
MAX_ASKED: Final = 2**53 - 1
MAX_MINUTES: Final = 100_000
MAX_WARNINGS: Final = 100
MAX_TITLE: Final = 80
MAX_NAME: Final = 1_024
"""Of a name as text: 253 octets, each of which may be written as four characters."""

_Kind = TypeVar("_Kind", bound=StrEnum)


class WarningKind(StrEnum):
    """What ends: a rule or a grant at an instant, or minutes while they are used."""

    END = "end"
    MINUTES = "minutes"


class Refused(StrEnum):
    """Why something was not done."""

    MALFORMED = "malformed"
    NO_TIME = "no-time"
    NO_BUDGET = "no-budget"
    BORROWED = "borrowed"
    TOO_MANY = "too-many"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLeft:
    """What is left of one budget. `may_borrow` is whether ten minutes of it can be borrowed now."""

    young_person: int
    target: Target
    period: Period
    minutes: int
    may_borrow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft:
    """What is left of every budget that holds today.

    `knows_the_time` is False where the clock is not plausible; then no budget holds.
    """

    left: tuple[TargetLeft, ...]
    knows_the_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWarning:
    """In so many minutes something ends for a young person. `number` rises while the agent runs."""

    number: int
    young_person: int
    kind: WarningKind
    title: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningsDue:
    """The warnings whose end has not come, the earliest given first."""

    warnings: tuple[DueWarning, ...]


@dataclass(frozen=True, slots=True)
class BlockedName:
    """A name as text, and the kind of reason for which it is blocked."""

    name: str
    why: Why
    category: Category | None

    def __repr__(self) -> str:
        return "<BlockedName>"


@dataclass(frozen=True, slots=True, kw_only=True)
class JustBlocked:
    """What was blocked on the device that asked, the first one first, and for how long it shows."""

    names: tuple[BlockedName, ...]
    seconds: int

    def __repr__(self) -> str:
        return "<JustBlocked>"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone:
    """Nothing was done, for this reason."""

    why: Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the whole home asked lately, as sums.

    `yesterday` is the step of the whole day before (`policy.household_total`), None where no whole
    day was counted.
    """

    asked: Asked
    yesterday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelftestCame:
    """By which families a self-test's name came in the last minute."""

    over_ipv4: bool
    over_ipv6: bool


Answer: TypeAlias = TimeLeft | WarningsDue | JustBlocked | Totals | SelftestCame | NotDone

_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "time-left": frozenset({"left", "knows_the_time"}),
    "warnings": frozenset({"warnings"}),
    "just-blocked": frozenset({"names", "seconds"}),
    "totals": frozenset({*Asked.__slots__, "yesterday"}),
    "selftest": frozenset({"over_ipv4", "over_ipv6"}),
    "not-done": frozenset({"why"}),
}


def answer_to_octets(answer: Answer) -> bytes:
    """Return an answer as it is sent."""
    match answer:
        case TimeLeft(left=left, knows_the_time=knows):
            table = [
                [one.young_person, target_id(one.target), one.period, one.minutes, one.may_borrow]
                for one in left
            ]
            return message_to_octets(FORMAT, "time-left", {"left": table, "knows_the_time": knows})
        case WarningsDue(warnings=warnings):
            table = [
                [one.number, one.young_person, one.kind, one.title, one.minutes] for one in warnings
            ]
            return message_to_octets(FORMAT, "warnings", {"warnings": table})
        case JustBlocked(names=names, seconds=seconds):
            blocked = [[one.name, one.why, one.category] for one in names]
            members = {"names": blocked, "seconds": seconds}
            return message_to_octets(FORMAT, "just-blocked", members)
        case Totals(asked=asked, yesterday=yesterday):
            return message_to_octets(FORMAT, "totals", asdict(asked) | {"yesterday": yesterday})
        case SelftestCame():
            return message_to_octets(FORMAT, "selftest", asdict(answer))
        case _:
            return message_to_octets(FORMAT, "not-done", {"why": answer.why})


def answer_from_octets(octets: bytes) -> Answer:
    """Return the answer that was sent. Raises AgentMessageMalformed."""
    what, members = message_from_octets(octets, FORMAT, _KINDS)
    match what:
        case "time-left":
            left = rows(members["left"], 5, MAX_LEFT)
            return TimeLeft(
                left=tuple(_left(row) for row in left),
                knows_the_time=yes_or_no(members["knows_the_time"]),
            )
        case "warnings":
            due = rows(members["warnings"], 5, MAX_WARNINGS)
            return WarningsDue(warnings=tuple(_warning(row) for row in due))
        case "just-blocked":
            names = rows(members["names"], 3, MAX_NAMES)
            return JustBlocked(
                names=tuple(_blocked(row) for row in names),
                seconds=number(members["seconds"], 0, int(SECONDS)),
            )
        case "totals":
            return Totals(asked=_asked(members), yesterday=_step(members["yesterday"]))
        case "selftest":
            return SelftestCame(
                over_ipv4=yes_or_no(members["over_ipv4"]),
                over_ipv6=yes_or_no(members["over_ipv6"]),
            )
        case _:
            return NotDone(why=_word(Refused, members["why"]))


def _asked(members: Mapping[str, object]) -> Asked:
    return Asked(
        over_ipv4=number(members["over_ipv4"], 0, MAX_ASKED),
        over_ipv6=number(members["over_ipv6"], 0, MAX_ASKED),
        from_routers=number(members["from_routers"], 0, MAX_ASKED),
        way_around=yes_or_no(members["way_around"]),
        quiet_minutes=number(members["quiet_minutes"], 0, MAX_ASKED),
        led_home=yes_or_no(members["led_home"]),
        too_much=yes_or_no(members["too_much"]),
        validates=None if members["validates"] is None else yes_or_no(members["validates"]),
    )


def _step(told: object) -> int | None:
    """Return a total, which is a step and nothing between: so nobody can tell more than it says."""
    if told is None:
        return None
    count = number(told, 0, HIGHEST)
    if coarse(count) != count:
        raise AgentMessageMalformed("a total of the home is one of its steps")
    return count


def _left(row: list[object]) -> TargetLeft:
    target = BY_ID.get(number(row[1], 1, MAX_PERSON))
    if target is None:
        raise AgentMessageMalformed("no target of this number is known")
    return TargetLeft(
        young_person=number(row[0], 1, MAX_PERSON),
        target=target,
        period=_word(Period, row[2]),
        minutes=number(row[3], 0, MAX_MINUTES),
        may_borrow=yes_or_no(row[4]),
    )


def _warning(row: list[object]) -> DueWarning:
    return DueWarning(
        number=number(row[0], 1, MAX_PERSON),
        young_person=number(row[1], 1, MAX_PERSON),
        kind=_word(WarningKind, row[2]),
        title=text(row[3], MAX_TITLE),
        minutes=number(row[4], 1, 60),
    )


def _blocked(row: list[object]) -> BlockedName:
    category = None if row[2] is None else _word(Category, row[2])
    return BlockedName(text(row[0], MAX_NAME), _word(Why, row[1]), category)


def _word(kind: type[_Kind], value: object) -> _Kind:
    """Return the member of a closed set that a word stands for. Raises AgentMessageMalformed."""
    if isinstance(value, str):
        for member in kind:
            if member.value == value:
                return member
    raise AgentMessageMalformed("a word is not one of those that may stand here")

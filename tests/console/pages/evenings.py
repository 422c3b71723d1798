"""Evenings of every kind, put together at random, for tests of the pages drawn from one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from console.services.tonight import TonightNow
from console.store.agent import AgentSilence
from console.store.database.given import KeptGrant, ListedPause
from console.store.database.homes import HomeKind
from console.store.published import Silence
from policy.agent_answers import TargetLeft, TimeLeft
from policy.document import household_from_toml
from policy.given.grants import LONGEST, NEEDS_REASON, Grant, GrantKind
from policy.given.requests import Answer, Request, answered
from policy.moment import Moment
from policy.names import from_text
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus
from policy.timed import EVERYTHING_COUNTED, Period, Target
from policy.what import What
from tests.console import homes
from tests.console.given_home import GAMES, SIX_IN_THE_EVENING, STREAMING, TEXT

HOUSEHOLD: Final = household_from_toml(TEXT)
LONDON: Final = ZoneInfo("Europe/London")
_SITE: Final = What(names=frozenset({from_text("chess.example")}))
_TARGETS: Final = (GAMES, STREAMING, EVERYTHING_COUNTED, Target(service="youtube"))
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """An evening in which nothing was given and everything is in force."""

    at: datetime = SIX_IN_THE_EVENING

    def now(self, **changed: object) -> TonightNow:
        """Return it, with something changed."""
        parts: dict[str, object] = {
            "moment": Moment(at=self.at, zone=LONDON),
            "household": HOUSEHOLD,
            "kind": HomeKind.FOSTER,
            "set_up_at": self.at,
            "snapshot": PolicySnapshot(version=1, household=HOUSEHOLD),
            "status": homes.IN_FORCE,
            "left": TimeLeft(left=(), knows_the_time=True),
            "quiet_minutes": 0,
            "grants": (),
            "requests": (),
            "turns": (),
            "listed": (),
            "is_tested": True,
            "unnamed": 0,
        }
        return TonightNow(**(parts | changed))  # type: ignore[arg-type]  # fields of the value


def evening_at_random(dice: Random) -> TonightNow:
    """Return an evening in which anything may be so."""
    at = SIX_IN_THE_EVENING + timedelta(minutes=dice.randrange(7 * 24 * 60))
    grants = tuple(_grant(dice, at, number) for number in range(1, dice.randrange(7)))
    kept = tuple(one.grant for one in grants if one.ended is None)
    published = kept if dice.random() < 0.8 else ()
    status: AgentStatus | Silence = dice.choice(
        (homes.IN_FORCE, homes.IN_FORCE, homes.DEFAULT, homes.ALL_WRONG, *Silence)
    )
    return Plain(at=at).now(
        moment=Moment(at=at, zone=LONDON, plausible=dice.random() < 0.9, booted=at - _SECOND * 900),
        snapshot=PolicySnapshot(version=1, household=HOUSEHOLD, grants=published),
        status=status,
        left=_left(dice),
        quiet_minutes=dice.choice((None, 0, 29, 30, 100)),
        grants=grants,
        requests=tuple(_request(dice, at, number) for number in range(1, dice.randrange(5))),
        listed=tuple(
            (person.name, tuple(_pause(dice, at) for _ in range(dice.randrange(3))))
            for person in HOUSEHOLD.young_people
        ),
    )


def _grant(dice: Random, at: datetime, number: int) -> KeptGrant:
    kind = dice.choice(list(GrantKind))
    given = at - timedelta(minutes=dice.randrange(-5, 90))
    until = given + min(LONGEST[kind], timedelta(minutes=dice.randrange(1, 1_800)))
    person = dice.choice(("Sam", "Alex"))
    grant = Grant(
        kind=kind,
        giver=dice.choice(("Jo", "Kim")),
        given=given,
        until=until,
        young_person=None if kind is GrantKind.IS_IT_US else person,
        device=dice.choice(("Sam's phone", "Tablet")) if kind is GrantKind.IS_IT_US else None,
        reason="because we eat" if kind in NEEDS_REASON else "",
        what=_SITE if kind is GrantKind.OPEN else What(),
        target=dice.choice(_TARGETS) if kind is GrantKind.MORE_TIME else None,
        minutes=15 if kind is GrantKind.MORE_TIME else 0,
        title="Bedtime" if kind is GrantKind.LATER else None,
    )
    if kind is GrantKind.PAUSE and dice.random() < 0.3:
        grant = Grant(kind=kind, giver="Jo", given=given, until=until, reason="everybody outside")
    ended = dice.random() < 0.2
    return KeptGrant(
        number=number,
        grant=grant,
        ended=at if ended else None,
        ended_by="Kim" if ended else None,
    )


def _left(dice: Random) -> TimeLeft | AgentSilence:
    if dice.random() < 0.2:
        return dice.choice(list(AgentSilence))
    left = tuple(
        TargetLeft(
            young_person=dice.choice((1, 2)),
            target=target,
            period=dice.choice(list(Period)),
            minutes=dice.randrange(0, 300),
            may_borrow=dice.random() < 0.5,
        )
        for target in _TARGETS
        if dice.random() < 0.6
    )
    return TimeLeft(left=left, knows_the_time=dice.random() < 0.9)


def _request(dice: Random, at: datetime, number: int) -> Request:
    asked = at - timedelta(minutes=dice.randrange(1, 4_000))
    request = Request(
        number=number,
        young_person=dice.choice(("Sam", "Alex")),
        asked=asked,
        words=dice.choice(("", "please", "it is for school")),
        title="Bedtime",
    )
    if dice.random() < 0.5:
        return request
    answer = dice.choice((Answer.YES, Answer.NO))
    return answered(
        request, yes=answer is Answer.YES, carer="Jo", words="Not tonight.", at=asked + _SECOND
    )


def _pause(dice: Random, at: datetime) -> ListedPause:
    given = at - timedelta(hours=dice.randrange(10, 100))
    return ListedPause(giver="Jo", reason="we rest", given=given, until=given + timedelta(hours=9))

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console.services.evening_by_pin import ToGive, grants_to_undo, to_give
from console.store.database.given import add_grant, end_grant
from policy.agent_answers import TargetLeft, TimeLeft
from policy.agent_requests import AskTimeLeft
from policy.categories import Category
from policy.given.grants import Grant, GrantKind
from policy.timed import EVERYTHING_COUNTED, Period, Target
from tests.console import homes
from tests.console.answering import answering

MORE = Grant(
    kind=GrantKind.MORE_TIME,
    young_person="Maya",
    giver="Sam",
    given=homes.WHEN - timedelta(minutes=1),
    until=homes.WHEN + timedelta(minutes=15),
    target=Target(),
    minutes=15,
)


TEXT = """\
format = "lamplight-household/v1"

[[young_people]]
name = "Maya"

[[young_people.budgets]]
minutes = 60
category = "games"

[[young_people.budgets]]
minutes = 90

[[young_people.budgets]]
minutes = 60
category = "streaming"
per = "week"

[[young_people]]
name = "Leo"

[[young_people.budgets]]
minutes = 30
category = "games"

[[young_people]]
name = "Noor"
"""
GAMES, STREAMING = Target(category=Category.GAMES), Target(category=Category.STREAMING)


def left(person: int, target: Target, minutes: int, period: Period = Period.DAY) -> TargetLeft:
    """Return what an agent says of one budget."""
    return TargetLeft(
        young_person=person, target=target, period=period, minutes=minutes, may_borrow=False
    )


NEAREST = {
    "the agent is silent": ((), GAMES),
    "games end first": ((left(1, GAMES, 5), left(1, EVERYTHING_COUNTED, 20)), GAMES),
    "all of it ends first": ((left(1, GAMES, 20), left(1, EVERYTHING_COUNTED, 5)), Target()),
    "the week ends first": (
        (left(1, GAMES, 20), left(1, STREAMING, 5, Period.WEEK)),
        STREAMING,
    ),
    "both are used up": (
        (left(1, STREAMING, 0, Period.WEEK), left(1, GAMES, 0)),
        GAMES,
    ),
    "both end within one quarter of an hour": (
        (left(1, EVERYTHING_COUNTED, 20), left(1, GAMES, 25)),
        GAMES,
    ),
    "it is the other way round in that quarter": (
        (left(1, EVERYTHING_COUNTED, 25), left(1, GAMES, 20)),
        GAMES,
    ),
    "another's end is no matter": ((left(2, GAMES, 0), left(1, EVERYTHING_COUNTED, 20)), Target()),
    "what has no budget any more": ((left(1, Target(service="youtube"), 0),), GAMES),
}


@pytest.mark.parametrize("case", NEAREST)
def test_minutes_are_of_what_is_nearest_to_its_end(case: str, state: Path, tmp_path: Path) -> None:
    """It is the budget with the fewest minutes, in adults' steps; the day's before a week's."""
    told, target = NEAREST[case]
    socket = tmp_path / "agent.sock"
    house = homes.house_at(state, TEXT, agent=socket)
    with answering(socket, {AskTimeLeft: TimeLeft(left=told, knows_the_time=True)}):
        maya, leo, noor = to_give(house)

    assert maya == ToGive(number=1, name="Maya", target=target)
    assert (leo.target, noor.target) == (GAMES, None)


def test_everybody_to_give_to_has_their_number(state: Path) -> None:
    """The young people of the home are there, each by the number that addresses use."""
    found = to_give(homes.house_at(state, homes.FULL))

    assert {one.name: one.number for one in found} == {"Maya": 1, "Leo": 2, "Noor": 3}
    assert {one.target for one in found} == {None}


def test_what_this_carer_gave_and_still_runs_can_be_undone(state: Path) -> None:
    """Neither what another gave, nor what is over, nor what was undone is offered."""
    house = homes.house_at(state, homes.FULL)
    over = replace(MORE, until=homes.WHEN)
    with house.database.changing() as session:
        numbers = [
            add_grant(session, grant).number
            for grant in (
                MORE,
                replace(MORE, giver="Kim"),
                over,
                MORE,
                replace(MORE, young_person="Leo"),
            )
        ]
        end_grant(session, numbers[3], "Sam", homes.WHEN)

    assert grants_to_undo(house, "Sam") == ((numbers[4], "Leo"), (numbers[0], "Maya"))

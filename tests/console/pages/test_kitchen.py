from __future__ import annotations

from typing import Final

import pytest

from console import words
from console.pages.kitchen import kitchen_page
from console.services.kitchen import KitchenNow
from console.store.agent import AgentSilence
from policy.agent_answers import DueWarning, TargetLeft, TimeLeft, WarningKind, WarningsDue
from policy.categories import Category
from policy.document import household_from_toml
from policy.timed import Period, Target
from tests.console import homes

HOME: Final = household_from_toml(homes.FULL)
GAMES: Final = Target(category=Category.GAMES)


def now(
    left: TimeLeft | AgentSilence, due: WarningsDue | AgentSilence = AgentSilence.NOT_THERE
) -> KitchenNow:
    """Return a moment of the full home."""
    return KitchenNow(household=HOME, left=left, due=due)


def left(*minutes: int, knows: bool = True) -> TimeLeft:
    """Return what is left of games for each young person in turn."""
    return TimeLeft(
        left=tuple(
            TargetLeft(
                young_person=number,
                target=GAMES,
                period=Period.DAY,
                minutes=one,
                may_borrow=False,
            )
            for number, one in enumerate(minutes, start=1)
        ),
        knows_the_time=knows,
    )


def test_a_warning_says_who_what_and_how_long() -> None:
    """Ten and five minutes before an end the page says so in large letters."""
    due = WarningsDue(
        warnings=(
            DueWarning(number=1, young_person=1, kind=WarningKind.END, title="Bedtime", minutes=10),
            DueWarning(
                number=2, young_person=2, kind=WarningKind.MINUTES, title="games", minutes=5
            ),
            DueWarning(number=3, young_person=9, kind=WarningKind.END, title="Gone", minutes=5),
        )
    )
    page = kitchen_page(now(left(), due))
    assert page.soon is not None

    assert [(one.name, one.text, one.minutes) for one in page.soon] == [
        ("Maya", "Bedtime: in 10 minutes", 10),
        ("Leo", "5 minutes of games remain", 5),
    ]
    assert [one.mark for one in page.soon] == ["1-10", "2-5"]


def test_minutes_are_in_steps_of_fifteen_and_of_nobody_more() -> None:
    """Whoever passes by cannot tell from it who is using something now."""
    page = kitchen_page(now(left(31, 0)))

    assert [(one.name, one.texts) for one in page.people] == [
        ("Maya", ("games: up to 45 minutes",)),
        ("Leo", ("games: used up",)),
        ("Noor", (words.kitchen.TIME_NONE,)),
    ]


SILENT: Final[dict[str, tuple[TimeLeft | AgentSilence, str]]] = {
    "no agent": (AgentSilence.NOT_THERE, words.kitchen.SILENT),
    "a late agent": (AgentSilence.TOO_LATE, words.kitchen.SILENT),
    "no clock": (left(31, knows=False), words.kitchen.NO_CLOCK),
}


@pytest.mark.parametrize("case", SILENT)
def test_what_cannot_be_told_is_said_and_no_number_is_given(case: str) -> None:
    """No figure of an earlier page stands there as if it held."""
    told, note = SILENT[case]
    page = kitchen_page(now(told))

    assert (page.note, page.people, page.soon) == (note, (), None)

from __future__ import annotations

import pytest

from agent.lists.judge import SLACK_NAMES, HeldBack, judge
from agent.lists.suspects import Found, Offence
from policy.list_standing import MAX_NAMES_TOLD, Trouble
from policy.names import from_text

HELP, MUSEUM = from_text("help.example"), from_text("museum.example")

BOUNDS = {
    "the first copy": (1_000, 10, None, None),
    "the same size": (1_000, 10, 1_000, None),
    "a little smaller": (501, 10, 1_000, None),
    "much smaller": (499, 10, 1_000, HeldBack(Trouble.SHRUNK, figures=(1_000, 499))),
    "much smaller, but few names": (1, 1, SLACK_NAMES, None),
    "a little larger": (1_999, 10, 1_000, None),
    "much larger": (2_001, 10, 1_000, HeldBack(Trouble.GREW, figures=(1_000, 2_001))),
    "much larger, but few names": (SLACK_NAMES, 1, 1, None),
    "fewer than it can have": (9, 10, None, HeldBack(Trouble.TOO_FEW, figures=(10, 9))),
    "fewer than it can have, as before": (9, 10, 9, HeldBack(Trouble.TOO_FEW, figures=(10, 9))),
}


@pytest.mark.parametrize(("names", "least", "before", "expected"), BOUNDS.values(), ids=BOUNDS)
def test_a_list_that_changes_out_of_bounds_is_held_back(
    names: int, least: int, before: int | None, expected: HeldBack | None
) -> None:
    """A copy far smaller or larger than the one in use is held back, with both figures."""
    assert judge(names, [], least=least, before=before) == expected


def test_the_gravest_offence_is_told_before_all_else() -> None:
    """Of several reasons the gravest is told, with the entries that give it and how many."""
    found = [
        Found(Offence.NAMES_LIFELINE, HELP, HELP),
        Found(Offence.NAMES_LIFELINE, from_text("www.help.example"), HELP),
        Found(Offence.BLOCKS_MISTAKE, MUSEUM, MUSEUM),
    ]

    assert judge(1, found, least=10, before=1_000) == HeldBack(
        Trouble.NAMES_LIFELINE, ("help.example", "www.help.example"), (2,)
    )
    assert judge(1, found[2:], least=10, before=1_000) == HeldBack(
        Trouble.BLOCKS_MISTAKE, ("museum.example",), (1,)
    )


def test_an_entry_that_hurts_several_names_is_told_once() -> None:
    """An entry is told once, however much it would block."""
    found = [Found(Offence.BLOCKS_EVERYDAY, MUSEUM, name) for name in (HELP, MUSEUM)]

    assert judge(20, found, least=1, before=None) == HeldBack(
        Trouble.BLOCKS_EVERYDAY, ("museum.example",), (1,)
    )


def test_a_thousand_offences_are_told_by_their_number_and_the_first_few() -> None:
    """However many entries offend, what is told stays short; the number is right."""
    found = [
        Found(Offence.NAMES_LIFELINE, from_text(f"{number}.help.example"), HELP)
        for number in range(1_000)
    ]
    held = judge(2_000, found, least=1, before=None)

    assert held is not None
    assert (len(held.told), held.figures) == (MAX_NAMES_TOLD, (1_000,))

from __future__ import annotations

from dataclasses import replace

import pytest

from policy.list_standing import ListStanding, Trouble, Use
from policy.list_words import can_be_accepted, list_sentence, list_todo, why
from tests.policy.test_list_standing import ONE

HELD = ("shrunk", "grew", "names-lifeline", "blocks-everyday", "blocks-mistake")


@pytest.mark.parametrize("trouble", Trouble)
@pytest.mark.parametrize("use", Use)
def test_every_trouble_is_told_in_words(trouble: Trouble, use: Use) -> None:
    """Whatever held a list back, a person reads why, what is in use, and what to do."""
    one = replace(ONE, trouble=trouble, use=use)
    said = list_sentence(one)

    assert said.startswith("Gambling: ")
    assert said.endswith(".")
    assert "{" not in said
    assert ("stays in use" if use is Use.IN_USE else "not in use") in said
    assert list_todo(one)


@pytest.mark.parametrize("trouble", Trouble)
def test_only_what_a_person_can_judge_may_be_accepted(trouble: Trouble) -> None:
    """A copy that came whole may be taken all the same; one that did not come cannot."""
    assert can_be_accepted(trouble) is (trouble in HELD)
    assert ("lists accept bets" in (list_todo(replace(ONE, trouble=trouble)) or "")) is (
        trouble in HELD
    )


SENTENCES: dict[str, tuple[ListStanding, str]] = {
    "in use": (replace(ONE, trouble=None), "Gambling: in use, 3 names."),
    "in use, and moved": (
        replace(ONE, trouble=None, moved_to="https://new.example/"),
        "Gambling: in use, 3 names. It has moved to https://new.example/.",
    ),
    "in use, with names left out": (
        replace(ONE, trouble=None, left_out=("gamcare.org.uk", "bbc.co.uk")),
        "Gambling: in use, 3 names. Left out as mistakes: gamcare.org.uk, bbc.co.uk.",
    ),
    "never fetched": (
        replace(ONE, trouble=None, use=Use.WAITING),
        "Gambling: not fetched yet.",
    ),
    "shrunk": (
        ONE,
        (
            "Gambling: the copy of 2026-11-20 stays in use, because the new one was not taken:"
            " it has lost too many names: it had 3, and has 1."
        ),
    ),
    "names a lifeline": (
        replace(ONE, trouble=Trouble.NAMES_LIFELINE, figures=(4,)),
        (
            "Gambling: the copy of 2026-11-20 stays in use, because the new one was not taken:"
            " it names a site for help, health or safety (gamcare.org.uk and 3 more)."
        ),
    ),
    "gone before it ever came": (
        replace(ONE, trouble=Trouble.GONE, use=Use.WAITING),
        "Gambling: not in use, because its publisher says that it is gone.",
    ),
}


@pytest.mark.parametrize(("one", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_a_list_is_told_in_a_sentence(one: ListStanding, expected: str) -> None:
    """How a list stands is said in words that need no manual."""
    assert list_sentence(one) == expected


def test_nothing_to_do_is_said_as_nothing() -> None:
    """A list in order asks nothing of anybody."""
    assert list_todo(replace(ONE, trouble=None)) is None


def test_figures_belong_to_their_sentence() -> None:
    """Counts stand where the sentence speaks of them, whatever else it was given."""
    assert why(Trouble.GREW, (), (1_000, 5_000)) == (
        "it has grown too fast: it had 1,000 names, and has 5,000"
    )

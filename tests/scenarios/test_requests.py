from __future__ import annotations

import re
from pathlib import Path

import pytest

from policy.errors import HouseholdMalformed
from tests.scenarios.at_the_agent import EveningAtTheAgent
from tests.scenarios.evening import AGENT, EXPECT, FILE_KEYS, STEPS, play, play_text, read
from tests.scenarios.story import StoryFailed, StoryMalformed

HERE = Path(__file__).parent
REQUESTS = sorted((HERE / "requests").glob("*.toml"))
WANTED = [*range(1, 17), 25]
"""The requests about rules and time; the others are about agreements, pages and devices."""


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_what_was_asked_for_goes_as_it_is_told(path: Path) -> None:
    """Each step of the evening goes as the file says."""
    assert play(path) > 0


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_the_agent_does_what_is_told(path: Path) -> None:
    """Asked the same, the agent answers or denies the same, and lets no answer be kept longer."""
    assert play(path, EveningAtTheAgent) > 0


def test_each_request_about_rules_and_time_has_its_story() -> None:
    """One file for each, named after it; what a gateway alone can do is said where it is asked."""
    stories = {path.stem: read(path.read_text(encoding="utf-8"), path.name) for path in REQUESTS}

    assert [story["request"] for story in stories.values()] == WANTED
    assert [int(stem[:2]) for stem in stories] == WANTED
    assert [one["request"] for one in stories.values() if "gateway" in one] == [8]
    assert {mark for one in stories.values() for mark in one.get("agent", ())} == set(AGENT)


def test_the_readme_tells_every_key_of_an_evening() -> None:
    """Keys, steps and expectations stand in the README, and it promises nothing else."""
    text = (HERE / "README.md").read_text(encoding="utf-8").partition("## Evenings")[2]
    told = {
        key
        for row in text.partition("\n## ")[0].splitlines()
        if row.startswith("| `")
        for key in re.findall(r"`(\w+)`", row.split("|")[1])
    }

    assert told - {"expect"} == {*FILE_KEYS, *STEPS, *EXPECT, "at"}


EVENING = """
request = 1
asked = "somebody"
story = "One phone, a bedtime and a budget."

[household]
[[household.young_people]]
name = "Leo"
budgets = [{ minutes = 30, category = "games" }]
timed = [{ title = "Bedtime", effect = "block", everything = true, when = [{ from = "20:00", until = "07:00" }] }]
[[household.devices]]
name = "phone"
belongs_to = "Leo"
addresses = []
"""  # noqa: E501 - a rule stands on one line, as in a household file

ASKED = '[[step]]\nat = "2026-11-23 19:00"\nask = { device = "phone", name = "a.example" }\n'
LATER = '[[step]]\nat = "2026-11-23 20:00"\nask = { device = "phone", name = "a.example" }\n'
OPEN = 'expect = { opens = true, because = "nothing", keep_at_most = 1800, keep_at_least = 1800 }\n'
CLOSED = 'expect = { opens = false, because = "Bedtime", until = "2026-11-24 07:00" }\n'


def test_a_true_evening_passes() -> None:
    """An evening in which every kind of expectation is met is played to its end."""
    assert play_text(EVENING + ASKED + OPEN + LATER + CLOSED, "an evening") == 2


WRONG = {
    "opens": (ASKED, 'opens = false, because = "nothing"'),
    "because": (ASKED, 'opens = true, because = "Jo opened it"'),
    "until": (LATER, 'opens = false, because = "Bedtime", until = "2026-11-24 08:00"'),
    "until of what has none": (ASKED, 'opens = true, because = "", until = "2026-11-24 08:00"'),
    "keep_at_most": (ASKED, 'opens = true, because = "", keep_at_most = 1799'),
    "keep_at_least": (ASKED, 'opens = true, because = "", keep_at_least = 1801'),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_expectation_that_is_not_met_fails(case: str) -> None:
    """The failure names file, step and expectation."""
    step, expect = WRONG[case]

    with pytest.raises(
        StoryFailed, match=f"an evening, step 1: expected {case.split(maxsplit=1)[0]} "
    ):
        play_text(f"{EVENING}{step}expect = {{ {expect} }}\n", "an evening")


def test_each_expectation_has_an_evening_that_is_not_true() -> None:
    """No kind of expectation is left out above, so none can be one that checks nothing."""
    assert {case.split()[0] for case in WRONG} == set(EXPECT)


NOT_SO = {
    "minutes left": 'left = { young_person = "Leo", category = "games", minutes = 25 }',
    "a budget that is not there": 'left = { young_person = "Leo", minutes = 30 }',
    "an exchange": """
told = [{ young_person = "Leo", words = "", answer = "yes", answer_words = "" }]
""",
}


@pytest.mark.parametrize("case", NOT_SO)
def test_minutes_and_words_that_are_not_so_fail(case: str) -> None:
    """What is left and what was said are compared in full."""
    with pytest.raises(StoryFailed, match="an evening, step 1: expected"):
        play_text(f'{EVENING}[[step]]\nat = "2026-11-23 19:00"\n{NOT_SO[case]}', "an evening")


AT = 'at = "2026-11-23 19:00"\n'

MALFORMED = {
    "an unknown key of the file": 'storey = "x"\n' + EVENING + ASKED + OPEN,
    "no request": EVENING.replace("request = 1", "") + ASKED + OPEN,
    "no step": EVENING,
    "a mark that nobody shows": 'agent = ["magic"]\n' + EVENING + ASKED + OPEN,
    "no time": EVENING + ASKED.replace('at = "2026-11-23 19:00"\n', "") + OPEN,
    "an earlier time": EVENING + LATER + CLOSED + ASKED + OPEN,
    "an ask that expects nothing": EVENING + ASKED,
    "an expectation of nothing": EVENING + ASKED + "expect = { opens = true }",
    "an unknown expectation": EVENING + ASKED + 'expect = { opens = true, because = "", x = 1 }',
    "an expectation of something else": EVENING + "[[step]]\n" + AT + "restart = true\n" + OPEN,
    "an unknown step": EVENING + "[[step]]\nwait = 5",
    "two things in a step": EVENING + ASKED + OPEN + "restart = true",
    "an unknown device": EVENING + ASKED.replace('"phone"', '"toaster"') + OPEN,
    "an unknown state of the clock": EVENING + "[[step]]\n" + AT + 'clock = "late"',
    "an unknown key of a game": EVENING + "[[step]]\n" + AT + 'plays = { device = "phone" }',
}


@pytest.mark.parametrize("case", MALFORMED)
def test_an_evening_that_is_misspelt_is_refused(case: str) -> None:
    """Whatever a file holds that is not known, or checks nothing, is an error that names it."""
    with pytest.raises(StoryMalformed, match="an evening"):
        play_text(MALFORMED[case], "an evening")


GIVEN = {
    "without an end": 'kind = "pause", giver = "Jo", young_person = "Leo", reason = "x"',
    "without a reason": 'kind = "pause", giver = "Jo", until = "2026-11-23 20:00"',
    "for too long": """
kind = "is-it-us", giver = "Jo", device = "phone", until = "2026-11-23 21:00"
""",
    "with an unknown key": """
kind = "pause", giver = "Jo", until = "2026-11-23 20:00", reason = "x", whom = "Leo"
""",
}


@pytest.mark.parametrize("case", GIVEN)
def test_what_is_given_is_held_to_the_rules_of_what_is_given(case: str) -> None:
    """A story cannot give what a carer could not."""
    with pytest.raises((HouseholdMalformed, KeyError)):
        play_text(f"{EVENING}[[step]]\n{AT}give = {{ {GIVEN[case].strip()} }}", "an evening")


def test_who_is_closed_out_does_not_go_on_playing() -> None:
    """A game ends when its name is closed: no minute is counted beyond what was given."""
    plays = 'plays = { devices = ["phone"], name = "www.roblox.com", minutes = 90 }'
    left = '[[step]]\nleft = { young_person = "Leo", category = "games", minutes = 0 }\n'
    asked = '[[step]]\nask = { device = "phone", name = "www.roblox.com" }\n'
    told = 'expect = { opens = false, because = "used up" }'

    assert play_text(f"{EVENING}[[step]]\n{AT}{plays}\n{left}{asked}{told}", "an evening") == 3

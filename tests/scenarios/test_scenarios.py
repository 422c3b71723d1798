from __future__ import annotations

import re
from pathlib import Path

import pytest

from policy.errors import HouseholdMalformed
from tests.house import NotScripted
from tests.scenarios.story import CHECKS, StoryFailed, StoryMalformed, play, play_text

HERE = Path(__file__).parent
STORIES = sorted(HERE.glob("*.toml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_goes_as_it_is_told(path: Path) -> None:
    """Each step of the story does what the file says."""
    assert play(path) > 0


def test_there_are_stories() -> None:
    """The folder holds stories, so that the test above cannot pass by finding none."""
    assert len(STORIES) >= 15


def test_the_readme_tells_every_key() -> None:
    """What can be expected stands in the README, and the README promises nothing else."""
    text = (HERE / "README.md").read_text(encoding="utf-8").partition("| `expect` |")[2]
    text = text.partition("\n## ")[0]
    told = {key for row in text.splitlines()[2:] for key in re.findall(r"`(\w+)`", row)}

    assert told == set(CHECKS)


TRUE = """
story = "A house with one device, in which one name is blocked."

[household]
young_people = [{ name = "Leo", block = ["blocked.example"] }]
devices = [{ name = "tablet", belongs_to = "Leo", addresses = ["192.0.2.12"] }]

[[upstream]]
name = "open.example"
address = "192.0.2.80"
ttl = 100

[[step]]
query = { device = "tablet", name = "NAME" }
expect = EXPECT
"""

ANSWERED = '{ status = "NOERROR", address = "192.0.2.80", answer_types = ["A"], \
ttl_at_most = 100, ttl_at_least = 100, asked_above = true }'

DENIED = '{ status = "NXDOMAIN", ede = 15, ede_contains = "a rule", ttl_at_most = 5, \
authority_owner = "blocked.example", answer_types = [], asked_above = false }'


def story(name: str, expect: str) -> str:
    """Return a story of one question."""
    return TRUE.replace("NAME", name).replace("EXPECT", expect)


@pytest.mark.parametrize(
    ("name", "expect"), [("open.example", ANSWERED), ("blocked.example", DENIED)]
)
def test_a_true_story_passes(name: str, expect: str) -> None:
    """A story in which every kind of expectation is met is played to its end."""
    assert play_text(story(name, expect), "a story") == 1


WRONG = {
    "status": ("open.example", 'status = "NXDOMAIN"'),
    "address": ("open.example", 'status = "NOERROR", address = "192.0.2.81"'),
    "address of a denial": ("blocked.example", 'status = "NXDOMAIN", address = "192.0.2.80"'),
    "answer_types": ("open.example", 'status = "NOERROR", answer_types = []'),
    "ede": ("blocked.example", 'status = "NXDOMAIN", ede = 17'),
    "ede where there is none": ("open.example", 'status = "NOERROR", ede = 15'),
    "ede_contains": ("blocked.example", 'status = "NXDOMAIN", ede_contains = "games"'),
    "ttl_at_most": ("open.example", 'status = "NOERROR", ttl_at_most = 99'),
    "ttl_at_most of a denial": ("blocked.example", 'status = "NXDOMAIN", ttl_at_most = 4'),
    "ttl_at_least": ("open.example", 'status = "NOERROR", ttl_at_least = 101'),
    "authority_owner": ("blocked.example", 'status = "NXDOMAIN", authority_owner = "example"'),
    "asked_above, but it did": ("open.example", 'status = "NOERROR", asked_above = false'),
    "asked_above, but it did not": ("blocked.example", 'status = "NXDOMAIN", asked_above = true'),
}


def expectation_of(case: str) -> str:
    """Return the key that a case is about, which is its first word."""
    return re.split("[ ,]", case)[0]


@pytest.mark.parametrize("case", WRONG)
def test_a_story_that_is_not_true_fails(case: str) -> None:
    """An expectation that is not met fails, and the failure names step and expectation."""
    name, expect = WRONG[case]
    key = expectation_of(case)

    with pytest.raises(StoryFailed, match=f"a story, step 1: expected {key} "):
        play_text(story(name, f"{{ {expect} }}"), "a story")


def test_each_expectation_has_a_story_that_is_not_true() -> None:
    """No kind of expectation is left out above, so none of them can be one that checks nothing."""
    assert {expectation_of(case) for case in WRONG} == set(CHECKS)


OPEN = '{ device = "tablet", name = "open.example" }'
FINE = '{ status = "NOERROR" }'

MALFORMED = {
    "an unknown key of the file": 'storey = "x"\n' + story("open.example", FINE),
    "no story": story("open.example", FINE).replace("story =", "#"),
    "no step": 'story = "x"',
    "an unknown key of a list": story("open.example", FINE)
    + '[[lists]]\ncategory = "games"\nplane = ["x.example"]',
    "a list without a category": story("open.example", FINE) + '[[lists]]\nplain = ["x.example"]',
    "an unknown key of the upstream": story("open.example", FINE).replace("ttl =", "tll ="),
    "an unknown step": story("open.example", FINE) + "[[step]]\nwait = 5",
    "an empty step": story("open.example", FINE) + "[[step]]",
    "two things in a step": story("open.example", FINE)
    + '[[step]]\nadvance = 5\nupstream = "silent"',
    "an unknown state of the upstream": story("open.example", FINE) + '[[step]]\nupstream = "slow"',
    "time that is no number": story("open.example", FINE) + '[[step]]\nadvance = "5"',
    "a query that expects nothing": story("open.example", "{ }"),
    "a query without expect": story("open.example", FINE) + f"[[step]]\nquery = {OPEN}",
    "an unknown key of expect": story("open.example", '{ status = "NOERROR", adress = "x" }'),
    "an unknown key of a query": story("open.example", FINE).replace(
        'device = "tablet"', 'device = "tablet", tipe = "A"'
    ),
    "an unknown device": story("open.example", FINE).replace('device = "tablet"', 'device = "tv"'),
    "an unknown transport": story("open.example", FINE).replace(
        'device = "tablet"', 'over = "DoH", device = "tablet"'
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_story_that_is_misspelt_is_refused(case: str) -> None:
    """Whatever a file holds that is not known is an error that names the file."""
    with pytest.raises(StoryMalformed, match="a story"):
        play_text(MALFORMED[case], "a story")


def test_a_household_that_is_misspelt_is_refused() -> None:
    """A household in a story is held to the rules of every household."""
    with pytest.raises(HouseholdMalformed, match="the key 'alow' is not known"):
        play_text(story("open.example", FINE).replace("block = [", "alow = ["), "a story")


def test_a_question_that_nobody_scripted_is_an_error() -> None:
    """A name that goes to the upstream without a word about it in the story is an error."""
    with pytest.raises(NotScripted, match=r"other\.example A"):
        play_text(story("other.example", FINE), "a story")

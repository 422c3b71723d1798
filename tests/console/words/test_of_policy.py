from __future__ import annotations

import pytest

from console.words import of_policy
from console.words.collected import sentences
from console.words.sentence import English
from console.words.unsaid import unsaid
from policy.categories import Category
from policy.coverage import Finding, FindingKind
from policy.document import household_from_toml
from policy.rules import RuleSet
from policy.screen_time import words as policy_words
from policy.services import SERVICES
from policy.timed import Period, Target
from policy.what import What
from tests.console import homes
from tests.console.words.upside_down import backwards, upside_down

SERVICE = next(one for one in SERVICES if one.category is Category.GAMES)
TARGETS = (Target(), Target(category=Category.GAMES), Target(service=SERVICE.tag))


@pytest.mark.parametrize("target", TARGETS, ids=["everything", "a kind", "an app"])
@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize("minutes", [0, 7, 45])
def test_minutes_are_said_in_english_as_policy_says_them(
    minutes: int, period: Period, target: Target
) -> None:
    """The sentences that can be translated are the very sentences of the pure room."""
    assert of_policy.time_left(minutes, target, period) == policy_words.time_left(
        minutes, target, period
    )
    assert of_policy.time_left_for_adults(
        minutes, target, period
    ) == policy_words.time_left_for_adults(minutes, target, period)
    assert of_policy.borrowed(10, target) == policy_words.borrowed(10, target)


def test_minutes_are_said_in_the_language_in_force() -> None:
    """Sentence and kind are translated, and an app is called what it is called."""
    with upside_down():
        games = of_policy.time_left(7, Target(category=Category.GAMES), Period.DAY)
        app = of_policy.borrowed(10, Target(service=SERVICE.tag))

    assert backwards(Category.GAMES.label) in games
    assert SERVICE.label in app
    assert "minutes" not in games + app


def test_what_has_one_text_is_in_the_template() -> None:
    """Each kind of site, age, note, step and reason can be translated whole."""
    found = set(sentences())

    assert {kind.label for kind in Category} <= found
    assert {one.note for one in SERVICES if one.note} <= found
    assert set(of_policy.FOR_CARER.values()) <= found
    assert set(of_policy.ROUTER_SETS_DNS) <= found


def test_what_is_put_together_says_that_it_is_english() -> None:
    """A rule's sentence is shown as English within another language, and plainly in English."""
    [said] = of_policy.rules_in_words(RuleSet(safe_search=True))

    assert isinstance(said, English)
    assert str(said) == "Search is made safe."
    with upside_down():
        assert str(said) == unsaid("Search is made safe.")


def test_these_are_put_together_and_stay_english() -> None:
    """Rules, plans, homes, lists, findings, tests, things named and reasons: each says so."""
    home = household_from_toml(homes.FULL)
    listed = homes.LISTS.lists[0]
    finding = Finding(kind=FindingKind.NOBODY_ASKS)
    told, tested = of_policy.told(finding), of_policy.selftest_told(over_ipv4=True, over_ipv6=False)
    said = [
        *of_policy.plan_in_words(home.young_people[0]),
        *of_policy.household_in_words(home)["the home"],
        *(of_policy.list_sentence(listed), of_policy.explained("It is so.")),
        of_policy.in_words(What(everything=True)),
        *(told.title, told.means, *told.todo, told.limit, tested.title, tested.means),
    ]

    assert said
    assert [one for one in said if not isinstance(one, English)] == []
    assert of_policy.list_todo(listed) is None

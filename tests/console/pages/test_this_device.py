from __future__ import annotations

from dataclasses import replace
from random import Random

from console.pages.this_device import this_device_page
from console.store.database.changes import Change, Changed, Note
from console.words import this_device
from policy.categories import Category
from policy.compile import compile_policy
from policy.document import household_from_toml
from policy.given.turns import Turn
from policy.household import Device, Household, YoungPerson
from policy.plan_words import rules_in_words
from policy.rules import RuleSet
from tests.console.given_home import SIX_IN_THE_EVENING
from tests.console.pages.evenings import HOUSEHOLD, Plain

DOUBTED = household_from_toml("""\
format = "lamplight-household/v1"

[everyone]
block_categories = ["malware"]

[visitors]
block_categories = ["vpn"]

[[young_people]]
name = "Maya"
block_categories = ["dating"]
allow = ["museum.example"]
safe_search = true
youtube = "moderate"

[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{from = "21:00", until = "06:00"}]

[[young_people]]
name = "Leo"
block = ["chess.example"]
youtube = "strict"

[[young_people.budgets]]
minutes = 60
""")


def test_a_home_without_rules_says_that_there_are_none() -> None:
    """Where nothing is blocked for anybody, the page says so and nobody has to guess."""
    page = this_device_page(Plain().now(household=Household()), None, (), is_asked=False)

    assert [part.sentences for part in page.parts] == [
        (this_device.VISITORS_NONE,),
        (this_device.EVERYONE_NONE,),
    ]
    assert (page.since, page.is_asked) == (None, False)


def test_a_change_about_somebody_else_is_not_told() -> None:
    """When the rules of a young person were changed is nothing for a device that is not theirs."""
    note = Note(who="Jo", what=Changed.PERSON_RULES, about="Noor")
    found = (Change(number=1, at=SIX_IN_THE_EVENING, note=note),)
    visitors, tablet = (
        this_device_page(Plain().now(), device, found, is_asked=True)
        for device in (None, HOUSEHOLD.devices[2])
    )
    about = replace(note, what=Changed.DEVICE_RULES, about=HOUSEHOLD.devices[2].name)
    changed = (Change(number=2, at=SIX_IN_THE_EVENING, note=about),)
    own = this_device_page(Plain().now(), HOUSEHOLD.devices[2], changed, is_asked=True)

    assert (visitors.since, tablet.since) == (None, None)
    sharing = (replace(changed[0], note=replace(note, about="Sam")),)
    shared = this_device_page(Plain().now(), HOUSEHOLD.devices[2], sharing, is_asked=True)
    assert own.since == shared.since == this_device.SINCE_CARER.format(date="21 November 2026")


def test_before_a_day_of_setting_up_is_known_it_says_none() -> None:
    """A home that nobody set up is not told to be new."""
    now = Plain().now(set_up_at=None)

    assert this_device_page(now, None, (), is_asked=False).anew is None


def test_in_doubt_every_rule_that_closes_something_is_shown_and_no_name() -> None:
    """What any young person's or a visitor's rule closes is told, and nothing that one opens."""
    shown = this_device_page(
        Plain().now(household=DOUBTED), None, (), is_asked=False, in_doubt=True
    )
    first = shown.parts[0]

    assert (first.heading, first.sentences[0]) == (this_device.DOUBT, this_device.DOUBT_TEXT)
    assert first.sentences[1:] == (
        "Dating sites are blocked.",
        "VPNs, proxies and encrypted DNS sites are blocked.",
        "chess.example is blocked.",
        '"Bedtime": everything is closed from 21:00 to 06:00.',
        "Search is made safe.",
        "YouTube shows only what is strictly safe.",
        this_device.MINUTES,
    )
    assert this_device.VISITORS not in [part.heading for part in shown.parts]
    assert not any(name in str(shown) for name in ("Maya", "Leo", "Noor"))
    assert "museum.example" not in str(shown)


def test_the_rules_shown_in_doubt_are_those_that_are_decided(dice: Random) -> None:
    """Each name that the agent's strictest tables block by a kind or a name stands on the page."""
    for _ in range(20):
        kinds = {who: frozenset(dice.sample(list(Category), 3)) for who in ("Maya", "Leo", "")}
        home = Household(
            visitors=RuleSet(block_categories=kinds[""]),
            young_people=tuple(
                YoungPerson(name=name, rules=RuleSet(block_categories=kinds[name]))
                for name in ("Maya", "Leo")
            ),
        )
        page = this_device_page(
            Plain().now(household=home), None, (), is_asked=False, in_doubt=True
        )
        strictest = compile_policy(home, 1).strictest
        decided = {category for one in strictest.strictest_of for category in one.category_scopes}
        told = set(page.parts[0].sentences[1:])

        assert told == set(rules_in_words(RuleSet(block_categories=frozenset(decided))))


def test_a_shared_device_shows_whose_rules_hold_on_it() -> None:
    """While it is nobody's turn it is the rules of all who share it, in a turn those of the one."""
    tablet = Device(name="Tablet", belongs_to="everyone", shared_by=("Maya", "Leo"))
    home = replace(DOUBTED, devices=(tablet,))
    turn = Turn(device="Tablet", person="Leo", since=SIX_IN_THE_EVENING)
    nobodys = this_device_page(Plain().now(household=home), tablet, (), is_asked=False).parts[0]
    leos = this_device_page(
        Plain().now(household=home, turns=(turn,)), tablet, (), is_asked=False
    ).parts[0]

    assert nobodys.sentences[0] == this_device.SHARED_TEXT
    assert {"Dating sites are blocked.", "chess.example is blocked."} <= set(nobodys.sentences)
    assert (leos.heading, leos.sentences[0]) == (this_device.TURN, this_device.TURN_TEXT)
    assert "chess.example is blocked." in leos.sentences
    assert "Dating sites are blocked." not in leos.sentences


def test_where_nobody_has_a_rule_the_page_in_doubt_says_so() -> None:
    """An empty list would leave open whether something is hidden."""
    page = this_device_page(
        Plain().now(household=Household()), None, (), is_asked=False, in_doubt=True
    )

    assert page.parts[0].sentences == (this_device.DOUBT_TEXT, this_device.OWN_NONE)


def test_in_doubt_the_day_of_the_latest_rule_of_anybody_is_told() -> None:
    """A rule of a young person that holds here was made on its own day."""
    note = Note(who="Jo", what=Changed.PERSON_RULES, about="Sam")
    found = (Change(number=1, at=SIX_IN_THE_EVENING, note=note),)
    page = this_device_page(Plain().now(), None, found, is_asked=False, in_doubt=True)

    assert page.since == this_device.SINCE_CARER.format(date="21 November 2026")

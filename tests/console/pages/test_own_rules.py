from __future__ import annotations

from console.pages.own_rules import own_rules_page
from console.store.database.changes import Change, Changed, Note
from console.words import own_rules
from policy.document import household_from_toml
from policy.plan_words import plan_in_words
from tests.console.given_home import SIX_IN_THE_EVENING, TEXT
from tests.console.pages.evenings import Plain


def test_no_rule_is_left_out() -> None:
    """Every sentence of the plan stands there: for them, for everyone, for a device of theirs."""
    text = TEXT.replace(
        'name = "Sam\'s phone"', 'name = "Sam\'s phone"\nblock = ["phone.example"]'
    ).replace("[[carers]]", '[everyone]\nblock = ["all.example"]\n\n[[carers]]', 1)
    household = household_from_toml(text)
    sam = household.young_people[0]
    page = own_rules_page(Plain().now(household=household), sam, ())

    assert [part.heading for part in page.parts] == [
        own_rules.OWN,
        own_rules.EVERYONE,
        own_rules.DEVICE.format(device="Sam's phone"),
    ]
    assert page.parts[0].sentences == plan_in_words(sam)
    assert page.parts[1].sentences == ("all.example is blocked.",)
    assert page.parts[2].sentences == ("phone.example is blocked.",)


def test_where_there_is_no_rule_it_says_so() -> None:
    """A young person without rules reads just that, and since when the box is here."""
    now = Plain().now()
    page = own_rules_page(now, now.household.young_people[1], ())

    assert [part.sentences for part in page.parts] == [
        (own_rules.OWN_NONE,),
        (own_rules.EVERYONE_NONE,),
    ]
    assert page.since == own_rules.CHANGED_SINCE.format(date="21 November 2026")
    assert (
        own_rules_page(Plain().now(set_up_at=None), now.household.young_people[1], ()).since is None
    )


def test_changes_are_told_as_on_the_carers_list() -> None:
    """Who, what, when and why; the use of "Fix an app" is told on My time."""
    found = tuple(
        Change(number=1, at=SIX_IN_THE_EVENING, note=Note(who="Jo", what=what, why="dinner"))
        for what in (Changed.PAUSED, Changed.FIX_USED)
    )
    now = Plain().now()
    [row] = own_rules_page(now, now.household.young_people[0], found).changes

    assert (row.text, row.why) == ("Jo paused the internet.", "Why: dinner")

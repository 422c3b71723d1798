from __future__ import annotations

from dataclasses import replace

from console.pages.this_device import this_device_page
from console.store.database.changes import Change, Changed, Note
from console.words import this_device
from policy.household import Household
from tests.console.given_home import SIX_IN_THE_EVENING
from tests.console.pages.evenings import HOUSEHOLD, Plain


def test_a_home_without_rules_says_that_there_are_none() -> None:
    """Where nothing is blocked for anybody, the page says so and nobody has to guess."""
    page = this_device_page(Plain().now(household=Household()), None, (), is_asked=False)

    assert [part.sentences for part in page.parts] == [
        (this_device.VISITORS_NONE,),
        (this_device.EVERYONE_NONE,),
    ]
    assert (page.since, page.is_asked) == (None, False)


def test_a_change_about_somebody_else_is_not_told() -> None:
    """When the rules of a young person were changed is nothing for a visitor."""
    note = Note(who="Jo", what=Changed.PERSON_RULES, about="Sam")
    found = (Change(number=1, at=SIX_IN_THE_EVENING, note=note),)
    visitors, tablet = (
        this_device_page(Plain().now(), device, found, is_asked=True)
        for device in (None, HOUSEHOLD.devices[2])
    )
    about = replace(note, what=Changed.DEVICE_RULES, about=HOUSEHOLD.devices[2].name)
    changed = (Change(number=2, at=SIX_IN_THE_EVENING, note=about),)
    own = this_device_page(Plain().now(), HOUSEHOLD.devices[2], changed, is_asked=True)

    assert (visitors.since, tablet.since) == (None, None)
    assert own.since == this_device.SINCE_CARER.format(date="21 November 2026")


def test_before_a_day_of_setting_up_is_known_it_says_none() -> None:
    """A home that nobody set up is not told to be new."""
    now = Plain().now(set_up_at=None)

    assert this_device_page(now, None, (), is_asked=False).anew is None

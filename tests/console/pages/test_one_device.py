from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from console import words
from console.pages.one_device import Lately, one_device_page
from console.services.binding import Offer
from console.services.naming import Wrong
from policy.document import household_from_toml
from tests.console import homes

HOME = household_from_toml(homes.FULL)
LATELY = Lately(zone=ZoneInfo("Europe/London"))


def test_only_what_is_everyones_can_be_shared() -> None:
    """A person's device has no part about turns, nor has anybody who may not see people."""
    shown = [one_device_page(HOME, device, LATELY).share is not None for device in HOME.devices]
    unseen = Lately(zone=UTC, sees_people=False)

    assert shown == [False, False, False, False, True, True]
    assert one_device_page(HOME, HOME.devices[4], unseen).share is None


def test_a_code_is_shown_in_two_halves_with_its_end() -> None:
    """By the clock on the wall; without a code there is only the button."""
    offer = Offer(device="x", code="012345", until=homes.WHEN)
    lately = Lately(zone=UTC, offer=offer, can_bind=True)
    bind = one_device_page(HOME, HOME.devices[0], lately).bind

    assert bind is not None
    assert (bind.code, bind.until) == ("012 345", words.devices.BIND_UNTIL.format(time="18:40"))
    assert one_device_page(HOME, HOME.devices[0], LATELY).bind is None


def test_what_is_wrong_is_told_and_what_was_typed_stays() -> None:
    """A title says that there is a problem, and no name."""
    page = one_device_page(HOME, HOME.devices[0], LATELY, new_name="new", wrong=Wrong.NAME_TAKEN)

    assert (page.new_name, page.status) == ("new", 422)
    assert page.title == words.TITLE.format(page=words.devices.WRONG)

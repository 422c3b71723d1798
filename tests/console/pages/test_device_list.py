from __future__ import annotations

import pytest

from console import words
from console.pages.device_list import NamingForm, devices_page, owners, whose
from console.pages.standing import standing
from console.services.inbox import InHand
from console.services.naming import Wrong
from console.store.neighbours import Unseen
from policy.document import household_from_toml
from policy.household import EVERYONE, NOBODY, Device
from policy.snapshot import PolicySnapshot
from tests.console import homes

HOME = household_from_toml(homes.FULL)
TAKEN_UP = standing(
    PolicySnapshot(version=homes.IN_FORCE.snapshot_version, household=HOME), homes.IN_FORCE
)
HAND = InHand(address="127.0.0.1")


@pytest.mark.parametrize("wrong", Wrong)
def test_every_mistake_has_its_words(wrong: Wrong) -> None:
    """Nothing that can be refused is refused without a sentence."""
    page = devices_page(HOME, (), HAND, typed=NamingForm(wrong=wrong), saved=TAKEN_UP)

    assert (page.error, page.status, page.saved) == (words.devices.WRONGS[wrong], 422, None)


@pytest.mark.parametrize("why", Unseen)
def test_why_nothing_is_seen_has_its_words(why: Unseen) -> None:
    """Each reason is told apart."""
    assert devices_page(HOME, (), HAND, unseen=why).unseen == words.devices.UNSEEN[why]


def test_whose_a_device_is_can_be_read() -> None:
    """A person's, everyone's, nobody's yet, and a school's beside that."""
    said = [
        whose(Device(name="x", belongs_to=owner, school=school))
        for owner, school in (("Leo", False), ("Leo", True), (EVERYONE, False), (NOBODY, False))
    ]

    assert said == ["Leo's", "Leo's, from a school", "Everyone's", words.devices.OF_NOBODY]
    assert not any(tick.is_set for tick in owners(HOME, "")), "nobody is chosen beforehand"


def test_a_change_is_said_to_hold_by_who_took_it_up_alone() -> None:
    """Without the agent's own word of this version the page says that it waits."""
    newer = PolicySnapshot(version=homes.IN_FORCE.snapshot_version + 1, household=HOME)
    waiting = standing(newer, homes.IN_FORCE)

    assert devices_page(HOME, (), HAND, saved=TAKEN_UP).saved == words.devices.SAVED_TEXT
    assert devices_page(HOME, (), HAND, saved=waiting).saved == words.devices.SAVED_WAITING
    assert devices_page(HOME, (), HAND).saved is None

from __future__ import annotations

import pytest
from hypothesis import given

from policy.devices_document import MAX_HAND_BACK, check_distinct, device_from, device_to
from policy.document import household_from_document
from policy.household import NOBODY, Household
from tests.policy.documents import TABLET, WHOLE, Damage, check
from tests.policy.strategies import whole_households

DAMAGE: dict[str, Damage] = {
    "a school that is no flag": (
        ("devices", 1, "school"),
        "Hillside",
        "devices[1].school",
        "expected true or false",
    ),
    "one's own that others share": (
        ("devices", 1, "shared_by"),
        ["Jo"],
        "devices[1].shared_by[0]",
        'only a device that belongs_to = "everyone" can be shared',
    ),
    "shared by nobody known": (
        (*TABLET, "shared_by", 0),
        "Leo",
        "devices[0].shared_by[0]",
        "nobody here is called 'Leo'",
    ),
    "shared by everyone": (
        (*TABLET, "shared_by", 0),
        "everyone",
        "devices[0].shared_by[0]",
        "nobody here is called 'everyone'",
    ),
    "shared twice": (
        (*TABLET, "shared_by", 0),
        "Jo",
        "devices[0].shared_by[1]",
        "'Jo' stands here twice",
    ),
    "handed back at once": (
        (*TABLET, "hand_back_minutes"),
        0,
        "devices[0].hand_back_minutes",
        f"a whole number from 1 to {MAX_HAND_BACK}",
    ),
    "an unknown key": ((*TABLET, "owner"), "Sam", "devices[0]", "'owner' is not known here"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_what_is_wrong_is_told_with_its_place(case: str) -> None:
    """Each way of being wrong is refused with its path and what was expected."""
    check(DAMAGE[case])


def test_devices_arrive_whole() -> None:
    """A tablet by turns, a school's laptop, and what is nobody's yet."""
    devices = household_from_document(WHOLE).devices
    tablet, laptop, box = devices

    assert (tablet.shared_by, tablet.hand_back_minutes) == (("Sam", "Jo"), 30)
    assert laptop.school
    assert box.belongs_to == NOBODY
    assert [device_to(device)["name"] for device in devices] == [*("Tablet", "Laptop", "Box")]


@given(whole_households())
def test_devices_survive_their_tables(household: Household) -> None:
    """What is read back is what was written, and no two are alike."""
    people = {carer.name for carer in household.carers}
    people |= {person.name for person in household.young_people}

    for device in household.devices:
        assert device_from(device_to(device), "x", people) == device
    check_distinct(household.devices)

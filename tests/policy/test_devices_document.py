from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from policy.devices_document import (
    MAX_HAND_BACK,
    MAX_LINKS,
    check_distinct,
    device_from,
    device_to,
)
from policy.document import household_from_document
from policy.errors import HouseholdMalformed
from policy.household import EVERYONE, NOBODY, Device, Household
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
    "no link address": (
        (*TABLET, "links"),
        ["3c:22:fb:00:00"],
        "devices[0].links[0]",
        "'3c:22:fb:00:00' is not a link address; expected one such as 3c:22:fb:10:20:30",
    ),
    "a link address of a group": (
        (*TABLET, "links"),
        ["01:00:5e:00:00:01"],
        "devices[0].links[0]",
        "cannot be the link address of one device",
    ),
    "a link address that is a number": (
        (*TABLET, "links"),
        [1],
        "devices[0].links[0]",
        "expected text in quotes",
    ),
    "more link addresses than a device has": (
        (*TABLET, "links"),
        [f"3c:22:fb:00:00:{n:02x}" for n in range(MAX_LINKS + 1)],
        "devices[0].links",
        f"{MAX_LINKS + 1} entries are more than the {MAX_LINKS} allowed",
    ),
    "one link address twice": (
        (*TABLET, "links"),
        ["3C-22-FB-00-00-01", "3c:22:fb:00:00:01"],
        "devices[0].links[1]",
        "3c:22:fb:00:00:01 already belongs to 'Tablet'; one link address can mean one device only",
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


def test_a_device_is_named_by_its_link_addresses() -> None:
    """A device may have link addresses, in any spelling, and then needs no address."""
    table = {"name": "Phone", "belongs_to": EVERYONE, "links": ["3C-22-FB-00-00-01"]}
    phone = device_from(table, "x", set())

    assert (phone.links, phone.addresses) == (("3c:22:fb:00:00:01",), ())
    assert device_to(phone)["links"] == ["3c:22:fb:00:00:01"]
    with pytest.raises(HouseholdMalformed, match="the key 'addresses' is missing"):
        device_from({"name": "Phone", "belongs_to": EVERYONE}, "x", set())


def test_one_link_address_is_one_device() -> None:
    """A household in which two devices have one link address is refused, with both."""
    one = Device(name="one", belongs_to=EVERYONE, links=("3c:22:fb:00:00:01",))

    with pytest.raises(HouseholdMalformed, match="already belongs to 'one'") as refused:
        check_distinct((one, replace(one, name="two")))
    assert refused.value.where == "devices[1].links[0]"

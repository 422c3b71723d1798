from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.services.naming import (
    NamingRefused,
    Wrong,
    device_called,
    forgotten,
    given_to,
    joined,
    named,
    people_of,
    renamed,
    shared,
)
from policy.document import household_from_document, household_to_document
from policy.household import (
    DEFAULT_HAND_BACK,
    EVERYONE,
    NOBODY,
    Carer,
    Device,
    Household,
    YoungPerson,
)
from policy.names import from_text
from policy.rules import RuleSet
from tests.policy.strategies import households

PHONE, TABLET, FRESH = "3c:22:fb:10:20:30", "06:22:fb:10:20:31", "0a:00:00:00:00:07"
OWN = RuleSet(block=frozenset({from_text("own.example")}))
HOME = Household(
    carers=(Carer(name="Sam"),),
    young_people=(YoungPerson(name="Maya"), YoungPerson(name="Leo")),
    devices=(
        Device(name="phone", belongs_to="Maya", links=(PHONE,), rules=OWN),
        Device(name="tablet", belongs_to=EVERYONE, links=(TABLET,), shared_by=("Maya", "Leo")),
        Device(name="old", belongs_to="Leo", addresses=("192.168.1.9",)),
    ),
)
FULL = replace(
    HOME, devices=tuple(Device(name=f"d{place}", belongs_to=NOBODY) for place in range(1_000))
)
CROWDED = replace(
    HOME,
    devices=(
        replace(HOME.devices[0], links=tuple(f"02:00:00:00:00:{place:02x}" for place in range(16))),
    ),
)

REFUSED: dict[str, tuple[Callable[[], Household], Wrong]] = {
    "no name": (lambda: named(HOME, "  ", "Leo", links=(FRESH,)), Wrong.NO_NAME),
    "a long name": (lambda: named(HOME, "x" * 61, "Leo", links=(FRESH,)), Wrong.LONG_NAME),
    "an unseen letter": (lambda: named(HOME, "a\x07b", "Leo", links=(FRESH,)), Wrong.LONG_NAME),
    "a name that is taken": (lambda: named(HOME, "tablet", "Leo", links=()), Wrong.NAME_TAKEN),
    "nobody of that name": (lambda: named(HOME, "new", "Ann", links=(FRESH,)), Wrong.NO_OWNER),
    "another's link": (lambda: named(HOME, "new", "Leo", links=(PHONE,)), Wrong.LINK_TAKEN),
    "another's address": (
        lambda: named(HOME, "new", "Leo", addresses=("192.168.1.9",)),
        Wrong.LINK_TAKEN,
    ),
    "too many devices": (lambda: named(FULL, "new", "Leo", links=(FRESH,)), Wrong.FULL),
    "joined to nothing": (lambda: joined(HOME, "gone", FRESH), Wrong.GONE),
    "joined with another's": (lambda: joined(HOME, "phone", TABLET), Wrong.LINK_TAKEN),
    "too many links": (lambda: joined(CROWDED, "phone", FRESH), Wrong.FULL),
    "renamed and gone": (lambda: renamed(HOME, "gone", "new"), Wrong.GONE),
    "renamed to another's": (lambda: renamed(HOME, "phone", "tablet"), Wrong.NAME_TAKEN),
    "given to nobody here": (lambda: given_to(HOME, "phone", "", school=False), Wrong.NO_OWNER),
    "shared and one's own": (lambda: shared(HOME, "phone", ("Leo",), 30), Wrong.NOT_SHARED),
    "shared by a stranger": (lambda: shared(HOME, "tablet", ("Leo", "X"), 30), Wrong.NO_OWNER),
    "shared by one alone": (lambda: shared(HOME, "tablet", ("Leo",), 30), Wrong.TOO_FEW),
    "no time at all": (lambda: shared(HOME, "tablet", ("Leo", "Maya"), 0), Wrong.TIME),
    "longer than a day": (lambda: shared(HOME, "tablet", ("Leo", "Maya"), 1_441), Wrong.TIME),
    "forgotten twice": (lambda: forgotten(forgotten(HOME, "phone"), "phone"), Wrong.GONE),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_by_its_name(case: str) -> None:
    """Each mistake has a reason of its own, for which a page has a sentence."""
    change, wrong = REFUSED[case]
    with pytest.raises(NamingRefused) as refused:
        change()

    assert refused.value.wrong is wrong


def test_a_new_device_is_known_by_its_link_address_alone() -> None:
    """Addresses change by themselves, so of a device that has a link address none is kept."""
    after = named(HOME, " blue   tablet ", "Leo", links=(FRESH,), addresses=("192.168.1.50",))

    assert after.devices[-1] == Device(name="blue tablet", belongs_to="Leo", links=(FRESH,))
    assert after.devices[:-1] == HOME.devices


def test_where_no_network_is_seen_a_device_is_known_by_its_address() -> None:
    """Without a link address what was typed is all there is, and is kept."""
    after = named(HOME, "box", EVERYONE, addresses=("192.168.1.50",), school=True)

    assert device_called(after, "box").addresses == ("192.168.1.50",)
    assert device_called(after, "box").school


def test_a_device_joined_keeps_what_it_had() -> None:
    """The same telephone with a fresh address is known by both."""
    assert device_called(joined(HOME, "phone", FRESH), "phone").links == (PHONE, FRESH)


def test_a_device_may_keep_its_own_name() -> None:
    """Saving a form in which nothing was typed changes nothing."""
    assert renamed(HOME, "phone", " phone ") == HOME
    assert device_called(renamed(HOME, "phone", "new"), "new").rules == OWN


def test_what_is_one_persons_is_shared_no_more() -> None:
    """Who takes turns is forgotten with the sharing; a school's device is never shared."""
    for owner, school in (("Leo", False), (EVERYONE, True)):
        after = device_called(given_to(HOME, "tablet", owner, school=school), "tablet")
        assert (after.shared_by, after.hand_back_minutes) == ((), DEFAULT_HAND_BACK)
        assert (after.belongs_to, after.school) == (owner, school)

    assert given_to(HOME, "tablet", EVERYONE, school=False) == HOME


def test_people_share_in_the_order_of_the_household() -> None:
    """Whoever was ticked first, the household says it in one way; nobody at all is fine too."""
    after = shared(HOME, "tablet", ("Sam", "Leo", "Maya"), 15)

    assert device_called(after, "tablet").shared_by == ("Maya", "Leo", "Sam")
    assert device_called(shared(HOME, "tablet", (), 15), "tablet").shared_by == ()


def test_a_forgotten_device_leaves_nothing() -> None:
    """Its link address is free again, as that of a device that was never named."""
    after = named(forgotten(HOME, "phone"), "phone", "Leo", links=(PHONE,))

    assert device_called(after, "phone").rules == RuleSet()


@given(
    households(),
    st.lists(
        st.tuples(
            st.sampled_from(("named", "joined", "renamed", "given", "shared", "forgotten")),
            st.integers(0, 5),
            st.text(max_size=5),
            st.integers(0, 6),
            st.integers(-1, 1_500),
        ),
        max_size=6,
    ),
)
def test_whatever_is_done_the_household_can_be_written_and_read(
    household: Household, steps: list[tuple[str, int, str, int, int]]
) -> None:
    """Any steps, done or refused, leave a household that its document says and reads back."""
    for step in steps:
        try:
            household = _stepped(household, *step)
        except NamingRefused:
            continue

        assert household_from_document(household_to_document(household)) == household


def _stepped(
    household: Household, verb: str, which: int, text: str, at: int, number: int
) -> Household:
    known = [*(device.name for device in household.devices), "gone"]
    device = known[which % len(known)]
    owners = [*people_of(household), EVERYONE, NOBODY, "stranger"]
    owner = owners[at % len(owners)]
    link = f"0a:00:00:00:00:{which:02x}"
    changes: dict[str, Callable[[], Household]] = {
        "named": lambda: named(household, text, owner, links=(link,)),
        "joined": lambda: joined(household, device, link),
        "renamed": lambda: renamed(household, device, text),
        "given": lambda: given_to(household, device, owner, school=number > 700),
        "shared": lambda: shared(household, device, people_of(household)[:2], number),
        "forgotten": lambda: forgotten(household, device),
    }
    return changes[verb]()

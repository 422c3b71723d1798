from __future__ import annotations

import pytest

from console.pages.ways import ways_for
from console.security.permissions import (
    AtTheBox,
    Level,
    Nobody,
    OnDevice,
    Role,
    SignedIn,
)

CARER = SignedIn(number=1, name="Alex", role=Role.CARER, session="a")
MAYA = OnDevice(device="phone", owner="Maya", young_person=1)


def addresses(asker: object, path: str = "/", *, has_recorder: bool = True) -> list[str]:
    """Return where the ways lead."""
    found = ways_for(asker, path, has_recorder=has_recorder)  # type: ignore[arg-type]
    return [way.address for way in found]


@pytest.mark.parametrize("asker", [CARER, AtTheBox()], ids=["a carer", "at the box"])
def test_a_carer_reaches_the_evening_from_everywhere(asker: object) -> None:
    """Whoever decides here has the ways to the evening, rules, devices, health and changes."""
    assert addresses(asker) == ["/tonight", "/rules", "/devices", "/health", "/changes"]


def test_a_helper_is_led_to_no_closed_door() -> None:
    """A helper, who views nothing, has the ways to what a helper does."""
    helper = SignedIn(number=2, name="Jo", role=Role.HELPER, session="b")

    assert "/tonight" not in addresses(helper)
    assert "/health" in addresses(helper)


@pytest.mark.parametrize(
    "asker",
    [
        Nobody(),
        OnDevice(device="laptop", owner="Alex"),
        SignedIn(number=1, name="Alex", role=Role.CARER, session="a", level=Level.LOCKED),
        SignedIn(number=1, name="Alex", role=Role.CARER, session="a", level=Level.QUICK),
    ],
    ids=["nobody", "an adult's device", "locked", "by PIN"],
)
def test_who_may_go_nowhere_has_no_ways(asker: object) -> None:
    """Somebody to whom these pages are closed is not led to them."""
    assert addresses(asker) == []


def test_a_young_person_has_their_own_ways() -> None:
    """On their own device a young person reaches their pages; without a recorder, all but one."""
    everything = ["/mine", "/mine/ask", "/mine/rules", "/mine/fix", "/recorded", "/help"]

    assert addresses(MAYA) == everything
    assert addresses(MAYA, has_recorder=False) == [one for one in everything if "rec" not in one]


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/mine", "/mine"),
        ("/mine/ask", "/mine/ask"),
        ("/mine/fix", "/mine/fix"),
        ("/mine/borrow", "/mine"),
        ("/check", None),
    ],
)
def test_one_way_says_that_one_is_there(path: str, here: str | None) -> None:
    """The longest way at or above a page is the one that is marked."""
    found = ways_for(MAYA, path, has_recorder=True)

    assert [way.address for way in found if way.is_here] == ([here] if here else [])

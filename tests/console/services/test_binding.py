from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from consent.codes import Code
from consent.recorder_requests import NoticeShown
from console.services.binding import (
    DIGITS,
    LASTS,
    MAX_TRIES,
    Codes,
    Tried,
    bind,
    can_be_bound,
)
from console.services.inbox import InHand
from console.store.recorder import Recorder, RecorderRefused
from policy.household import EVERYONE, NOBODY, Carer, Device, Household, YoungPerson
from policy.neighbours import Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.console.at_hand import here
from tests.console.recorder_home import RecorderHome, recorder_home, until

NOW = datetime(2026, 11, 21, 18, 40, tzinfo=UTC)
PHONE, OTHER = "06:22:fb:10:20:30", "06:22:fb:10:20:31"
ADDRESS = "192.168.77.90"
HAND = InHand(address=ADDRESS, link=PHONE, device=Device(name="Tablet", belongs_to="Maya"))
HOME = Household(carers=(Carer(name="Sam"),), young_people=(YoungPerson(name="Maya"),))


def test_a_code_is_six_digits_and_good_once() -> None:
    """It is right on its device until its time is over, and then never again."""
    codes = Codes()
    offer = codes.offer("Phone", NOW)

    assert len(offer.code) == DIGITS
    assert offer.code.isdecimal()
    assert codes.offered("Phone", NOW) == offer
    assert codes.tried("Phone", f" {offer.code[:3]} {offer.code[3:]} ", NOW) is Tried.RIGHT
    assert codes.tried("Phone", offer.code, NOW) is Tried.NO_CODE
    assert codes.offered("Phone", NOW) is None


def test_on_another_device_it_is_no_code() -> None:
    """Whoever tries it there learns nothing, and takes no try from the right device."""
    codes = Codes()
    offer = codes.offer("Phone", NOW)
    for _ in range(MAX_TRIES + 1):
        assert codes.tried("Laptop", offer.code, NOW) is Tried.NO_CODE

    assert codes.tried("Phone", offer.code, NOW) is Tried.RIGHT


def test_after_five_wrong_tries_it_is_void() -> None:
    """Nobody can go on guessing; a new code begins anew."""
    codes = Codes()
    offer = codes.offer("Phone", NOW)
    wrong = "0" * DIGITS if offer.code != "0" * DIGITS else "1" * DIGITS
    tries = [codes.tried("Phone", wrong, NOW) for _ in range(MAX_TRIES)]

    assert tries == [Tried.WRONG] * MAX_TRIES
    assert codes.tried("Phone", offer.code, NOW) is Tried.NO_CODE
    assert codes.tried("Phone", codes.offer("Phone", NOW).code, NOW) is Tried.RIGHT


def test_it_expires() -> None:
    """A second before its end it is good, at its end it is not."""
    codes = Codes()
    end = NOW + LASTS
    offer = codes.offer("Phone", NOW)

    assert codes.offered("Phone", end - timedelta(seconds=1)) == offer
    assert codes.offered("Phone", end) is None
    assert codes.tried("Phone", offer.code, end) is Tried.NO_CODE


def test_a_new_code_takes_the_place_of_the_one_before() -> None:
    """Only what the console shows now is good."""
    codes = Codes()
    found = {codes.offer("Phone", NOW).code for _ in range(20)}
    last = codes.offered("Phone", NOW)

    assert len(found) > 10, "codes are chance"
    assert last is not None
    for code in found - {last.code}:
        assert codes.tried("Phone", code, NOW) is not Tried.RIGHT


@pytest.mark.parametrize(
    ("owner", "school", "can"),
    [
        ("Maya", False, True),
        ("Maya", True, False),
        ("Sam", False, False),
        (EVERYONE, False, False),
        (NOBODY, False, False),
    ],
)
def test_only_a_young_persons_own_device_can_be_bound(
    owner: str,
    school: bool,  # noqa: FBT001 - a row of the table
    can: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """Neither a carer's, nor a shared one, nor a school's, nor a visitor's is ever recorded."""
    device = Device(name="x", belongs_to=owner, school=school)

    assert can_be_bound(HOME, device) is can


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home whose recorder sees the network."""
    neighbours = tmp_path / "neighbours.json"
    _shown(neighbours, (PHONE, ADDRESS))
    with recorder_home(tmp_path / "home", neighbours=neighbours) as home:
        yield home


def test_a_bound_device_is_known_by_its_link_address(home: RecorderHome, tmp_path: Path) -> None:
    """A changed link address ends what was on; the very same one takes it up again."""
    neighbours, recorder = tmp_path / "neighbours.json", Recorder(home.socket)
    home.trusting()
    bind(recorder, HAND, (ADDRESS,))
    home.agreed()
    home.done(NoticeShown(address=ADDRESS))
    home.later(days=3)
    until(lambda: home.device().off is None)
    _shown(neighbours, (OTHER, ADDRESS))
    until(lambda: home.device().off is Code.DEVICE_UNBOUND)
    _shown(neighbours, (PHONE, ADDRESS))
    until(lambda: home.device().off is None)

    assert (home.device().label, home.device().sole_user) == ("Tablet", True)


def test_what_the_recorder_refuses_is_raised_with_its_code(home: RecorderHome) -> None:
    """A device that is bound already, and one that is nowhere to be seen, are not bound."""
    recorder = Recorder(home.socket)
    bind(recorder, HAND, (ADDRESS,))
    refused = []
    elsewhere = InHand(
        address="192.168.77.91", device=Device(name="x" * 60, belongs_to="Maya"), link=OTHER
    )
    for hand in (HAND, elsewhere):
        with pytest.raises(RecorderRefused) as told:
            bind(recorder, hand, (hand.address,))
        refused.append(told.value.code)

    assert refused == [Code.DEVICE_LABEL, Code.DEVICE_UNBOUND]


def _shown(neighbours: Path, *held: tuple[str, str]) -> None:
    seen = Neighbours(neighbours=tuple(here(link, address) for link, address in held))
    part = neighbours.with_suffix(".part")
    part.write_bytes(neighbours_to_bytes(seen))
    part.replace(neighbours)

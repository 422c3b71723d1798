from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.demo.ceremony import CeremonyFailed, hold
from agent.demo.words import LABEL
from consent.codes import Code
from consent.passphrase import keys_from_words
from consent.records.agreement import Agreement
from tests.agent.recorder.home import Home
from tests.fake_time import FakeTime

PHONE, TABLET = "127.0.0.12", "127.0.0.13"
NIGHTS = {
    "a morning": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    "just after midnight": datetime(2026, 11, 21, 0, 10, tzinfo=UTC),
    "the night the clocks go back": datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    "the night the clocks go forward": datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    "the last day of February": datetime(2027, 2, 28, 23, 40, tzinfo=UTC),
}


class DemonstrationHome(Home):
    """A home whose recorder trusts the demonstration's agency."""

    is_demonstration = True


Homes = Callable[[Home], Home]


@pytest.fixture
def homes() -> Iterator[Homes]:
    """Return what ends each home that it is given, after the test."""
    begun: list[Home] = []

    def begin(home: Home) -> Home:
        begun.append(home)
        return home

    yield begin
    for home in begun:
        home.crash()


@pytest.mark.parametrize("at", NIGHTS.values(), ids=NIGHTS)
def test_a_day_later_it_is_in_force_for_one_device_and_for_no_other(
    at: datetime, tmp_path: Path, homes: Homes
) -> None:
    """Whatever the hour, 25 hours after the ceremony the phone has a permit and the tablet none."""
    home = homes(DemonstrationHome(tmp_path, time=FakeTime(at)))
    held = hold(home.gate, at, bound=(PHONE,), other=TABLET)
    home.later(hours=25)
    standing = {one.label: one for one in home.how().devices}

    assert standing[LABEL].off is None
    assert standing[LABEL].agreement == held.agreement
    assert standing["Tablet"].off is Code.AGREEMENT_NONE


def test_the_words_shown_are_those_of_the_card_and_the_code(tmp_path: Path, homes: Homes) -> None:
    """With the five words shown, the young person's keys come out as the record has them."""
    at = NIGHTS["a morning"]
    home = homes(DemonstrationHome(tmp_path, time=FakeTime(at)))
    held = hold(home.gate, at, bound=(PHONE,), other=TABLET)
    assert home.box.ledger is not None
    [agreement] = [
        one.record for one in home.box.ledger.entries if isinstance(one.record, Agreement)
    ]
    keys = keys_from_words(tuple(held.card.split()), agreement.young_person.ref)

    assert keys.public == agreement.young_person.card
    assert len(held.stop_code) == len("1234 5678")


def test_a_box_that_is_no_demonstration_refuses_its_agency(tmp_path: Path, homes: Homes) -> None:
    """A recorder as it is installed does not take the demonstration's root, whoever hands it in."""
    home = homes(Home(tmp_path))

    with pytest.raises(CeremonyFailed, match="E_"):
        hold(home.gate, home.time.now, bound=(PHONE,), other=TABLET)
    assert home.box.ledger is None
    home.later(hours=25)
    assert [one.off for one in home.how().devices] == []

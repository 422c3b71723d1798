from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from consent.home import ClockState, Press
from consent.recorder_answers import HowItStands, NoticeStanding
from consent.recorder_requests import AskHow, Pause, Stop
from consent.words import words_for
from console.house import House
from console.services.own_words import (
    ERASED_AFTER_DAYS,
    MAX_KEPT,
    MAX_TEXT,
    Card,
    WordsRefused,
    card_at,
    erase,
    erase_all,
    erase_due,
    open_words,
    words_of,
    write_words,
)
from console.services.own_words_wrong import Wrong
from console.store.database.own_words import Sealed
from console.store.purposes import Purpose
from console.store.recorder import Recorder
from policy.neighbours import Freshness, Neighbour, Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.consent.commands import ceremony
from tests.consent.scene import PHONE, agreed
from tests.console import homes
from tests.console.recorder_home import (
    LAPTOP,
    STRANGER,
    TABLET,
    RecorderHome,
    recorder_home,
)
from tests.console.saying import saying
from tests.console.told import how_of, phone
from tests.console.visit_home import HOUSEHOLD

MAYA, LEO = 1, 2
WRITTEN: Final = datetime(2026, 12, 1, 12, tzinfo=UTC)
CARD: Final = Card(
    keys=ceremony.young_persons_keys().public,
    ref=ceremony.REF,
    box="b0" * 32,
    agreement="a0" * 32,
)
FIVE: Final = " ".join(ceremony.CARD)
PRIVATE: Final = "I do not like the new rule."


@pytest.fixture
def house(state: Path) -> House:
    """Return a home of two young people, on a clock that stands."""
    return homes.house_at(state, HOUSEHOLD, clock=lambda: WRITTEN)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home with an agency and three devices, and nothing agreed yet."""
    with recorder_home(tmp_path / "home") as home:
        yield home.enrolled()


def write(house: House, text: str = "I like it here.", person: int = MAYA, **more: Any) -> None:  # noqa: ANN401 - what `write_words` takes
    """Write something."""
    given = {"card": CARD, "is_private": False, **more}
    write_words(house, person, Purpose.REVIEW, text, **given)


def due(house: House, how: HowItStands, folder: Path, opened_by: int | None = None) -> list[object]:
    """Erase what is due by what a recorder says; return what is left."""
    with saying(folder, {AskHow: (how, ())}) as recorder:
        erase_due(replace(house, recorder=recorder), opened_by=opened_by)
    return [one.words for one in words_of(house)]


def after(days: int, **changes: object) -> HowItStands:
    """Return what a recorder says so many days after the words were written."""
    return how_of(agreed(), WRITTEN + timedelta(days=days), **changes)


def test_words_for_carers_are_kept_as_they_were_typed(house: House) -> None:
    """Lines end as on any machine, what stands around them is cut, and the time is noted."""
    write(house, "  One.\r\nTwo. \r\n")
    [kept] = words_of(house, MAYA)

    assert (kept.words, kept.person, kept.purpose, kept.at) == (
        "One.\nTwo.",
        MAYA,
        Purpose.REVIEW,
        WRITTEN,
    )
    assert words_of(house, LEO) == ()


def test_private_words_stand_nowhere_in_the_open(house: House) -> None:
    """They are sealed before they are kept, to this card and as words of its agreement."""
    write(house, PRIVATE, is_private=True)
    [kept] = words_of(house)
    files = b"".join(path.read_bytes() for path in house.database.path.parent.glob("household.db*"))

    assert isinstance(kept.words, Sealed)
    assert (kept.words.to, kept.words.agreement) == (CARD.keys.keyid, CARD.agreement)
    assert PRIVATE.encode() not in files


REFUSED: dict[str, tuple[str, dict[str, Any], Wrong]] = {
    "nothing": ("", {}, Wrong.EMPTY),
    "spaces and lines": (" \r\n ", {}, Wrong.EMPTY),
    "too long": ("a" * (MAX_TEXT + 1), {}, Wrong.LONG),
    "to be locked for no card": (PRIVATE, {"card": None, "is_private": True}, Wrong.NO_CARD),
}


@pytest.mark.parametrize(("text", "more", "wrong"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_kept_as_it_was_asked_for_is_not_kept(
    house: House, text: str, more: dict[str, Any], wrong: Wrong
) -> None:
    """Above all, what was to be locked is never kept in the open instead."""
    with pytest.raises(WordsRefused) as refused:
        write(house, text, **more)

    assert (refused.value.wrong, words_of(house)) == (wrong, ())


def test_there_is_room_for_so_many_and_for_each_person_alone(house: House) -> None:
    """One young person who wrote much takes no room from another."""
    for place in range(MAX_KEPT):
        write(house, str(place))
    with pytest.raises(WordsRefused) as refused:
        write(house)
    write(house, person=LEO)

    assert refused.value.wrong is Wrong.FULL
    assert (len(words_of(house, MAYA)), len(words_of(house, LEO))) == (MAX_KEPT, 1)


def test_the_five_words_open_what_is_locked_and_nothing_is_kept_open(house: House) -> None:
    """Only locked texts are given back, by their numbers, and they stay locked in the file."""
    write(house)
    write(house, PRIVATE, is_private=True)
    before = words_of(house)
    opened = open_words(before, CARD, FIVE)

    assert list(opened.values()) == [PRIVATE]
    assert words_of(house) == before


def test_words_of_an_earlier_agreement_open_with_the_same_card(house: House) -> None:
    """A new agreement with the same card does not lock away what was written before it."""
    write(house, PRIVATE, is_private=True)

    assert list(open_words(words_of(house), replace(CARD, agreement="a1" * 32), FIVE).values()) == [
        PRIVATE
    ]


def test_what_was_sealed_on_another_box_stays_closed(house: House) -> None:
    """It is left out, and what this card opens here is opened all the same."""
    write(house, "Another one's.", is_private=True, card=replace(CARD, box="b1" * 32))
    write(house, PRIVATE, is_private=True)

    assert list(open_words(words_of(house), CARD, FIVE).values()) == [PRIVATE]


TYPED = {
    "other words": " ".join(words_for(bytes(32), 5)),
    "four words": " ".join(ceremony.CARD[:4]),
    "no words": "",
    "not from the list": "one two three four five",
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_no_other_words_open_anything(house: House, typed: str) -> None:
    """Whoever does not know the card's words sees nothing, and is not told how near they were."""
    write(house, PRIVATE, is_private=True)
    with pytest.raises(WordsRefused) as refused:
        open_words(words_of(house), CARD, typed)

    assert refused.value.wrong is Wrong.CARD


def test_without_a_card_nothing_is_opened(house: House) -> None:
    """Where no agreement names a card the page says so."""
    with pytest.raises(WordsRefused) as refused:
        open_words(words_of(house), None, FIVE)

    assert refused.value.wrong is Wrong.NO_CARD


def test_whoever_wrote_it_erases_it(house: House) -> None:
    """Another person's erasing changes nothing."""
    write(house)
    [kept] = words_of(house)
    assert kept.number is not None
    erase(house, LEO, kept.number)
    still = words_of(house)
    erase(house, MAYA, kept.number)

    assert (still, words_of(house)) == ((kept,), ())


def test_the_end_of_a_placement_erases_everybodys(house: House) -> None:
    """Open and locked, whoever wrote them."""
    write(house)
    write(house, PRIVATE, LEO, is_private=True)
    erase_all(house)

    assert words_of(house) == ()


def test_words_go_on_the_day_that_is_said_and_not_before(house: House, tmp_path: Path) -> None:
    """One day less than sixty keeps them, sixty erase them."""
    write(house)
    kept = due(house, after(ERASED_AFTER_DAYS - 1), tmp_path)
    gone = due(house, after(ERASED_AFTER_DAYS), tmp_path)

    assert (kept, gone) == (["I like it here."], [])


@pytest.mark.parametrize("clock", [one for one in ClockState if one is not ClockState.TRUSTED])
def test_a_clock_that_nobody_trusts_erases_nothing(
    house: House, tmp_path: Path, clock: ClockState
) -> None:
    """A clock that jumped ten years ahead leaves every word where it is."""
    write(house)

    assert due(house, after(3_650, clock=clock), tmp_path) == ["I like it here."]


def test_a_silent_recorder_erases_nothing(house: House, tmp_path: Path) -> None:
    """Where nobody knows the day, or there is no recorder, the words stay."""
    write(house)
    erase_due(house)
    erase_due(replace(house, recorder=Recorder(tmp_path / "none.sock")))

    assert len(words_of(house)) == 1


def test_whoever_opens_a_page_is_heard(house: House, tmp_path: Path) -> None:
    """The days count from then, for that young person and for no other."""
    write(house)
    write(house, "Leo's.", LEO)
    due(house, after(50), tmp_path, opened_by=MAYA)

    assert due(house, after(80), tmp_path) == ["I like it here."]


def test_a_device_on_the_network_is_heard(state: Path, tmp_path: Path) -> None:
    """A tablet that discovery sees keeps its owner's words, though nobody opens a page."""
    at = "192.168.77.21"
    house = homes.house_at(state, HOUSEHOLD.replace(TABLET, at), clock=lambda: WRITTEN)
    write(house)
    write(house, "Leo's.", LEO)
    file = tmp_path / "neighbours.json"
    tablet = Neighbour(link="3c:22:fb:10:20:30", addresses={at: Freshness.CONFIRMED})
    file.write_bytes(neighbours_to_bytes(Neighbours(neighbours=(tablet,))))
    left = due(replace(house, neighbours=file), after(80), tmp_path)

    assert left == ["I like it here."]


def test_a_device_that_opened_its_notice_is_heard(house: House, tmp_path: Path) -> None:
    """The day on which a notice was seen counts, by the device's address."""
    write(house)
    seen = NoticeStanding(
        device=PHONE,
        agreement=agreed().agreements[0],
        told_at=None,
        last_seen_at=WRITTEN + timedelta(days=30),
        is_lapsed=False,
    )
    how = {"devices": (phone(addresses=(TABLET,)),), "notices": (seen,)}
    kept = due(house, after(89, **how), tmp_path)
    gone = due(house, after(90, **how), tmp_path)

    assert (kept, gone) == (["I like it here."], [])


def test_what_is_written_is_dated_by_the_recorders_clock(house: House, home: RecorderHome) -> None:
    """It is the clock by which the words go, and this machine's own only where there is none."""
    write(replace(house, recorder=Recorder(home.socket)))
    home.stop()
    write(replace(house, recorder=Recorder(home.socket)), person=LEO)
    leos, mayas = words_of(house)

    assert mayas.at == home.time.now.replace(microsecond=0)
    assert leos.at == WRITTEN


def test_the_card_is_the_one_of_the_agreement_about_the_device(home: RecorderHome) -> None:
    """Its own device has it, paused too; another device and one after the stop have none."""
    recorder = Recorder(home.socket)
    before = card_at(recorder, TABLET)
    digest = home.agreed()
    home.done(Pause(agreement=digest))
    found = card_at(recorder, TABLET)
    others = [card_at(recorder, address) for address in (LAPTOP, STRANGER)]
    home.done(Stop(agreement=digest, press=Press.CARER))
    stopped = card_at(recorder, TABLET)
    home.stop()

    assert found == Card(
        keys=ceremony.young_persons_keys().public,
        ref=ceremony.REF,
        box=found.box if found else "",
        agreement=digest,
    )
    assert (before, others, stopped) == (None, [None, None], None)
    assert (card_at(recorder, TABLET), card_at(None, TABLET)) == (None, None)

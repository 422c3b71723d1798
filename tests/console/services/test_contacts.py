from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from consent.acts import Act, Objected, Paused, Rebooted, StoppedByPress, Withdrawn
from consent.home import Press
from console.house import House
from console.services.contacts import (
    MAX_NAME,
    SLACK,
    ContactRefused,
    StopToTell,
    change_contacts,
    contacts_of,
    note_told,
    stops_to_tell,
)
from console.services.contacts_wrong import Wrong
from console.store.database.contacts import Contact, Told
from console.store.routes_to_people import Route
from tests.consent.scene import agreed
from tests.console import homes
from tests.console.told import entries, how_of

AGREEMENT: Final = "a0" * 32
AT: Final = datetime(2026, 12, 9, 17, 30, 20, tzinfo=UTC)
HOW: Final = how_of(agreed(), AT + timedelta(hours=2))
BLANK: Final = {f"{field}-{route}": "" for route in Route for field in ("name", "number")}
PRESSED: Final = StoppedByPress(how="stop_pressed", agreement=AGREEMENT, press=Press.YOUNG_PERSON)


@pytest.fixture
def house(state: Path) -> House:
    """Return a home in which nobody is to be rung yet."""
    return homes.house_at(state, homes.FULL)


def told(house: House) -> StopToTell:
    """Return the only stop there is."""
    [found] = stops_to_tell(house, HOW.box, entries((PRESSED, AT)))
    return found


def test_what_was_typed_is_kept_cut_of_spaces(house: House) -> None:
    """A route with a name and a number is kept, one that is empty is gone."""
    change_contacts(
        house, {**BLANK, "name-team": "  Duty   team ", "number-team": " 0300  555 0199 "}
    )
    first = contacts_of(house)
    change_contacts(house, BLANK)

    assert first == (Contact(route=Route.TEAM, name="Duty team", number="0300 555 0199"),)
    assert contacts_of(house) == ()


NUMBERS = {
    "with spaces": ("0300 555 0199", True),
    "of another country": ("+44 300 5550199", True),
    "with brackets": ("0300 (555) 01-99", True),
    "a short one": ("999", True),
    "two digits": ("99", False),
    "none": ("", False),
    "letters": ("0300 DUTY", False),
    "an address": ("tel:03005550199", False),
    "a bracket first": ("(0300) 5550199", False),
    "without end": ("0" * 25, False),
    "digits of another script": ("٠٣٠٠٥٥٥", False),
    "one that breaks out": ('0300"><b>', False),
}


@pytest.mark.parametrize(("number", "good"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_what_a_telephone_dials(house: House, number: str, *, good: bool) -> None:
    """What no telephone dials is refused at its field, and nothing of the form is kept."""
    typed = {
        **BLANK,
        "name-team": "Duty",
        "number-team": "0300 555 0199",
        "name-fostering": "Ash",
        "number-fostering": number,
    }
    found = None
    try:
        change_contacts(house, typed)
    except ContactRefused as refused:
        found = (refused.field, refused.wrong)

    assert found == (None if good else ("number-fostering", Wrong.NUMBER))
    assert len(contacts_of(house)) == (2 if good else 0)


NAMES = {"none": ("  ", Wrong.NO_NAME), "a long one": ("a" * (MAX_NAME + 1), Wrong.LONG_NAME)}


@pytest.mark.parametrize(("name", "wrong"), NAMES.values(), ids=NAMES)
def test_a_name_that_cannot_be_kept_is_refused(house: House, name: str, wrong: Wrong) -> None:
    """A number without a name, and a name that is too long, change nothing."""
    with pytest.raises(ContactRefused) as refused:
        change_contacts(house, {**BLANK, "name-team": name, "number-team": "999"})

    assert (refused.value.field, refused.value.wrong) == ("name-team", wrong)
    assert contacts_of(house) == ()


STOPS: dict[str, tuple[Act, bool]] = {
    "the young person's press": (PRESSED, True),
    "the stop code": (replace(PRESSED, press=Press.STOP_CODE), True),
    "a carer's press": (replace(PRESSED, press=Press.CARER), False),
    "taken back by a record": (Withdrawn(how="withdrawn", agreement=AGREEMENT, record=None), True),
    "a no by a record": (Objected(how="objected", agreement=AGREEMENT, record=None), True),
    "a pause": (Paused(how="pause", agreement=AGREEMENT), False),
    "a start": (Rebooted(how="reboot"), False),
}


@pytest.mark.parametrize(("act", "is_stop"), STOPS.values(), ids=STOPS)
def test_a_stop_is_one_by_the_young_person_or_for_them(
    house: House, act: Act, *, is_stop: bool
) -> None:
    """What a carer did they need not be told of; everything else somebody is to be told of."""
    found = stops_to_tell(house, HOW.box, entries((act, AT)))

    assert [(one.at, one.told) for one in found] == ([(AT, None)] if is_stop else [])


def test_a_stop_waits_until_it_was_entered_and_the_newest_is_first(house: House) -> None:
    """Of two stops the one that was entered is told of, and it stays so after another start."""
    journal = entries((PRESSED, AT), (Rebooted(how="reboot"), AT), (PRESSED, AT))
    newest, first = stops_to_tell(house, HOW.box, journal)
    note_told(house, HOW, first, "  Priya ", "2026-12-09T18:00")
    again = homes.house_at(house.database.path.parent.parent, homes.FULL)
    waiting, entered = stops_to_tell(again, HOW.box, journal)

    assert newest.place > first.place
    assert (waiting.told, waiting.place) == (None, newest.place)
    assert entered.told == Told(
        box=HOW.box, place=first.place, who="Priya", at=datetime(2026, 12, 9, 18, tzinfo=UTC)
    )


def test_a_stop_of_another_box_is_not_told_of_by_this_entry(house: House) -> None:
    """After the end of a placement the box is another, and its first stop waits again."""
    note_told(house, HOW, told(house), "Priya", "2026-12-09T18:00")
    [other] = stops_to_tell(house, "b1" * 32, entries((PRESSED, AT)))

    assert told(house).told is not None
    assert other.told is None


def test_where_the_journal_is_not_sound_no_stop_is_guessed(house: House) -> None:
    """Nothing waits that nobody can tell of."""
    assert stops_to_tell(house, HOW.box, None) == ()


def local(at: datetime) -> str:
    """Return a time as a browser's field has it, in winter."""
    return at.strftime("%Y-%m-%dT%H:%M")


TIMES = {
    "the minute it was pressed": (local(AT), None),
    "now": (local(HOW.at), None),
    "a telephone whose clock is ahead": (local(HOW.at + SLACK - timedelta(minutes=1)), None),
    "with its zone": ("2026-12-09T19:30:30+01:00", None),
    "a minute before": (local(AT - timedelta(minutes=1)), Wrong.TIME),
    "later than any clock": (local(HOW.at + SLACK + timedelta(minutes=1)), Wrong.FUTURE),
    "no time": ("yesterday", Wrong.TIME),
    "nothing": ("", Wrong.TIME),
}


@pytest.mark.parametrize(("when", "wrong"), TIMES.values(), ids=TIMES)
def test_nobody_was_told_before_it_happened_or_after_now(
    house: House, when: str, wrong: Wrong | None
) -> None:
    """A time that cannot be is refused at its field, and the stop goes on waiting."""
    found = None
    try:
        note_told(house, HOW, told(house), "Priya", when)
    except ContactRefused as refused:
        found = (refused.field, refused.wrong)

    assert found == (None if wrong is None else ("when", wrong))
    assert (told(house).told is None) is (wrong is not None)


@pytest.mark.parametrize(("name", "wrong"), NAMES.values(), ids=NAMES)
def test_who_was_told_has_a_name(house: House, name: str, wrong: Wrong) -> None:
    """A stop goes on waiting until somebody was named who was told."""
    with pytest.raises(ContactRefused) as refused:
        note_told(house, HOW, told(house), name, "2026-12-09T18:00")

    assert (refused.value.field, refused.value.wrong) == ("who", wrong)
    assert told(house).told is None


def test_a_time_is_as_the_clocks_of_london_show_it(house: House) -> None:
    """In summer the field's time is an hour ahead of the one that is kept."""
    summer = datetime(2027, 6, 9, 17, 30, tzinfo=UTC)
    [stop] = stops_to_tell(house, HOW.box, entries((PRESSED, summer)))
    note_told(
        house, replace(HOW, at=summer + timedelta(hours=3)), stop, "Priya", "2027-06-09T19:00"
    )
    [after] = stops_to_tell(house, HOW.box, entries((PRESSED, summer)))

    assert after.told is not None
    assert after.told.at == datetime(2027, 6, 9, 18, tzinfo=UTC)

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.errors import PublishRefused
from console.house import House
from console.services.grants import Pause, give
from console.services.home import change_home, household_in, read_in
from console.services.household_text import read_text, take_text
from console.services.outcomes import Length
from console.services.undoing import change_undoably, undoable
from console.store.database.changes import Changed, Note
from console.store.database.given import add_request, grants_in, requests_in, take_turn, turns_in
from console.store.database.own_words import (
    OwnWords,
    add_words,
    heard_in,
    note_heard,
    words_in,
)
from console.store.database.pins import Pin, PinKind, keep_pin, pins_in
from console.store.household_file import HouseholdFile
from console.store.purposes import Purpose
from policy.document import MAX_RULES, household_to_document
from policy.given.requests import Request
from policy.given.turns import Turn
from policy.household import Household, YoungPerson, ids_of
from policy.names import from_text
from policy.rules import RuleSet
from policy.toml_text import to_toml
from tests.console.given_home import GivenHome, given_home

NOTE = Note(who="Jo", what=Changed.PERSON_REMOVED, about="Sam")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[GivenHome]:
    """Return a home in which something of everything is kept for each of two young people."""
    home = given_home(tmp_path)
    for person, site in (("Sam", "a.example"), ("Alex", "b.example")):
        assert (
            give(home.house, "Jo", Pause(young_person=person, length=Length.HOUR, reason="Dinner"))
            is None
        )
        with home.house.database.changing() as session:
            number = ids_of(home.household)[person]
            name = from_text(site)
            add_request(
                session,
                Request(number=0, young_person=person, asked=home.clock(), words=site, name=name),
            )
            keep_pin(session, Pin(person=person, kind=PinKind.DIGITS, hashed="x"))
            for text in (f"{person} first", f"{person} last"):
                at = home.clock()
                add_words(
                    session, OwnWords(person=number, purpose=Purpose.REVIEW, words=text, at=at)
                )
            note_heard(session, number, 20_000 + number)
    with home.house.database.changing() as session:
        keep_pin(session, Pin(person="Jo", kind=PinKind.DIGITS, hashed="x"))
        take_turn(session, Turn(device="Tablet", person="Sam", since=home.clock()))
    change_undoably(home.house, NOTE, lambda one: replace(one, zone="Europe/Paris"))
    assert undoable(home.house) is not None
    yield home
    home.house.database.close()


def without_sam(household: Household) -> Household:
    """Return the home that Sam moved out of."""
    return replace(
        household,
        young_people=tuple(one for one in household.young_people if one.name != "Sam"),
        devices=tuple(
            replace(device, shared_by=("Alex", "Jo")) if device.shared_by else device
            for device in household.devices
            if device.belongs_to != "Sam"
        ),
    )


def by_text(house: House) -> None:
    """Take Sam out by the text of the home."""
    household = without_sam(household_in(house))
    text = to_toml(household_to_document(household), always=("addresses",))
    take_text(house, "Jo", read_text(house, text))


def by_file(house: House) -> None:
    """Take Sam out by another household file at the start."""
    household = without_sam(household_in(house))
    read_in(house, HouseholdFile(household=household, digest="another"))


WAYS: dict[str, Callable[[House], object]] = {
    "a page": lambda house: change_home(house, NOTE, without_sam),
    "a page whose change can be undone": lambda house: change_undoably(house, NOTE, without_sam),
    "the text of the home": by_text,
    "a household file": by_file,
}


@pytest.mark.parametrize("way", WAYS)
def test_all_that_was_kept_for_them_goes_with_a_young_person(way: str, home: GivenHome) -> None:
    """Grants, requests, turn, PIN and steps back go; what is kept for the others stays."""
    WAYS[way](home.house)

    with home.house.database.reading() as session:
        assert [one.grant.young_person for one in grants_in(session)] == ["Alex"]
        assert [one.words for one in requests_in(session, home.clock())] == ["b.example"]
        assert turns_in(session) == ()
        assert {pin.person for pin in pins_in(session)} == {"Alex", "Jo"}
    assert undoable(home.house) is None
    assert {one.young_person for one in home.house.published.snapshot().grants} == {"Alex"}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_ever_reads_what_another_wrote(way: str, home: GivenHome) -> None:
    """Alex, who has the number now that Sam had, finds their own words there and none of Sam's."""
    before = ids_of(home.household)
    WAYS[way](home.house)

    assert (before, ids_of(home.household)) == ({"Sam": 1, "Alex": 2}, {"Alex": 1})
    with home.house.database.reading() as session:
        kept = [(one.person, one.words) for one in words_in(session)]
        assert kept == [(1, "Alex last"), (1, "Alex first")]
        assert heard_in(session) == {1: 20_002}


def test_words_follow_those_who_change_places(home: GivenHome) -> None:
    """A file that names the same two the other way round erases nothing and mixes nothing up."""

    def turned(household: Household) -> Household:
        return replace(household, young_people=household.young_people[::-1])

    change_home(home.house, NOTE, turned)

    with home.house.database.reading() as session:
        found = {one.words: one.person for one in words_in(session)}
        assert found == {"Sam last": 2, "Sam first": 2, "Alex last": 1, "Alex first": 1}
        assert heard_in(session) == {2: 20_001, 1: 20_002}
        assert len(grants_in(session)) == 2
        assert len(pins_in(session)) == 3


def test_somebody_who_moves_in_takes_nothing_from_anybody(home: GivenHome) -> None:
    """One more young person changes nothing of what is kept, also not what can be undone."""

    def more(household: Household) -> Household:
        return replace(household, young_people=(*household.young_people, YoungPerson(name="Noor")))

    change_undoably(home.house, NOTE, more)

    with home.house.database.reading() as session:
        assert len(grants_in(session)) == 2
        assert len(words_in(session)) == 4
    assert undoable(home.house) is not None


def test_a_change_that_fails_erases_nothing(home: GivenHome) -> None:
    """Where the home cannot be published, nobody left, and all of theirs is there."""
    rules = RuleSet(block=frozenset(from_text(f"n{n}.example") for n in range(MAX_RULES + 1)))
    with pytest.raises(PublishRefused):
        change_home(home.house, NOTE, lambda one: replace(without_sam(one), everyone=rules))

    with home.house.database.reading() as session:
        assert len(grants_in(session)) == 2
        assert len(words_in(session)) == 4

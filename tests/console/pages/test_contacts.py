from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from console import words
from console.pages.contacts import contacts_page, tell_part
from console.services.contacts import ContactRefused, StopToTell
from console.services.contacts_wrong import Wrong
from console.store.database.contacts import Contact, Told
from console.store.routes_to_people import Route

AT = datetime(2026, 12, 9, 17, 30, tzinfo=UTC)
DUTY = Contact(route=Route.TEAM, name="Duty", number="+44 (300) 555-0199")
TOLD = Told(box="b0" * 32, place=4, who="Priya", at=AT)
WAITING = StopToTell(place=7, at=AT, told=None)
DONE = StopToTell(place=4, at=AT, told=TOLD)


def test_a_number_is_dialled_as_it_is_printed() -> None:
    """A telephone is handed the digits that stand on the page, in their order, and a plus."""
    [line] = tell_part((DUTY,), ()).lines

    assert (line.label, line.name, line.number) == (
        words.contacts.ROUTES[Route.TEAM],
        "Duty",
        DUTY.number,
    )
    assert line.tel == "+443005550199"


def test_a_card_stands_until_it_was_entered_who_was_told() -> None:
    """A stop that waits is a card with its time, one that was told of is a line with both."""
    part = tell_part((), (WAITING, DONE))
    [card] = part.waiting

    assert (card.place, card.error) == (7, None)
    assert "9 December 2026, 17:30" in card.text
    assert part.told == ("Priya was told on 9 December 2026, 17:30.",)


def test_what_was_wrong_stands_at_its_own_card_and_field() -> None:
    """Of two cards that wait, the other bears no error."""
    other = StopToTell(place=9, at=AT, told=None)
    cards = tell_part((), (other, WAITING), (7, "when", "No.")).waiting

    assert [(one.place, one.error, one.error_field) for one in cards] == [
        (9, None, None),
        (7, "No.", "when"),
    ]


def test_the_form_has_every_route_with_what_is_kept() -> None:
    """A route of which nothing is kept has two empty fields."""
    page = contacts_page((DUTY,))

    assert page.status is HTTPStatus.OK
    assert [one.route for one in page.fields] == list(Route)
    assert {one.route: (one.name, one.number) for one in page.fields if one.name} == {
        Route.TEAM: ("Duty", DUTY.number)
    }


def test_a_refused_form_keeps_what_was_typed_and_says_why() -> None:
    """The sentence stands at the field that is wrong, and what is kept is not shown instead."""
    typed = {f"{field}-{route}": f"my {route}" for route in Route for field in ("name", "number")}
    page = contacts_page((DUTY,), typed, ContactRefused("number-team", Wrong.NUMBER))
    errors = {
        one.route: (one.name_error, one.number_error)
        for one in page.fields
        if one.name_error or one.number_error
    }

    assert page.status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert errors == {Route.TEAM: (None, words.contacts.WRONG[Wrong.NUMBER])}
    assert [one.name for one in page.fields] == [f"my {route}" for route in Route]
    assert "Duty" not in page.title

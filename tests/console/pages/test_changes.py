from __future__ import annotations

from datetime import timedelta

from console.pages.changes import changes_page
from console.services.undoing import Undoable
from console.store.database.changes import Change, Changed, Note
from console.store.database.given import KeptGrant
from console.words import changes
from policy.given.grants import Grant, GrantKind
from tests.console.given_home import SIX_IN_THE_EVENING
from tests.console.pages.evenings import Plain


def change(what: Changed, number: int = 1, **said: str) -> Change:
    """Return a change by Jo at six o'clock."""
    return Change(number=number, at=SIX_IN_THE_EVENING, note=Note(who="Jo", what=what, **said))


def test_each_change_says_who_what_when_and_why() -> None:
    """A row is a sentence, whom it is about with what it was, the time at home, and the reason."""
    found = (change(Changed.PAUSED, about="Sam", text="A pause", why="dinner"),)
    [row] = changes_page(Plain().now(), found, 200).rows

    assert row.text == "Jo paused the internet."
    assert row.about == "Sam: A pause"
    assert row.when == "21 November 2026, 18:00"
    assert row.why == "Why: dinner"


def test_a_change_of_the_whole_home_is_about_nobody() -> None:
    """Where there is no name there is only what it was, or nothing."""
    rows = changes_page(
        Plain().now(), (change(Changed.LISTS, text="one"), change(Changed.BACKUP)), 200
    ).rows

    assert [(row.about, row.why) for row in rows] == [("one", None), ("", None)]


def test_every_kind_of_change_has_a_sentence() -> None:
    """No change is without words, also one that is made later."""
    assert set(changes.DID) == set(Changed)


def test_what_a_young_person_did_with_an_app_is_not_for_adults() -> None:
    """That somebody used "Fix an app", and whose turn it was, is on no carer's page."""
    found = (change(Changed.FIX_USED, about="Sam"), change(Changed.TURN), change(Changed.PAUSED))

    assert len(changes_page(Plain().now(), found, 200).rows) == 1


def test_where_there_is_more_it_is_said() -> None:
    """As many as were looked up means that there may be older ones."""
    found = tuple(change(Changed.PAUSED, number) for number in range(3))

    assert changes_page(Plain().now(), found, 3).whole == changes.ALL.format(count=3)
    assert changes_page(Plain().now(), found, 4).whole is None


def test_what_holds_stands_there_latest_first_with_whose_it_is() -> None:
    """Each of them can be undone; what is for all has no name."""
    grants = tuple(
        KeptGrant(
            number=number,
            grant=Grant(
                kind=GrantKind.PAUSE,
                giver="Jo",
                given=SIX_IN_THE_EVENING,
                until=SIX_IN_THE_EVENING + timedelta(hours=1),
                young_person=person,
                reason="dinner",
            ),
        )
        for number, person in ((1, "Sam"), (2, None))
    )
    page = changes_page(Plain().now(grants=grants), (), 200)

    assert [(person, line.number) for person, line in page.running] == [("", 2), ("Sam", 1)]


def test_the_latest_change_of_rules_can_be_undone_here() -> None:
    """The page bears its number and what undoing it means; without one there is no such part."""
    latest = Undoable(number=7, sentences=("Sam: a.example is blocked no longer.",))

    assert changes_page(Plain().now(), (), 200, latest).undo == latest
    assert changes_page(Plain().now(), (), 200).undo is None

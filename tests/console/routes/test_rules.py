from __future__ import annotations

import gzip
import html
from collections.abc import Iterator
from pathlib import Path

import pytest

from console import words
from console.services.home import household_in
from console.store.database.changes import Changed, changes_in
from policy.names import from_text
from tests.console import homes
from tests.console.at_hand import AtHand, Fields, Seen, at_hand

NAMES = "/rules/everyone/names"
BEDTIME = {
    "title": "Bedtime",
    "does": "close-all",
    "leave-service": ["whatsapp"],
    "rows": "1",
    "from-1": "21:30",
    "until-1": "07:00",
    "day-1": ["1", "2", "3", "4", "7"],
}

NOT_OURS: dict[str, Fields] = {
    "a field of no form": {"admin": "yes"},
    "a row without a number": {"from-": "21:30"},
    "a file": {"kind[]": "ads"},
}
GONE = ("/rules/person-9", "/rules/maya", "/rules/device-99", "/rules/everyone/minutes")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHand]:
    """Return a home with people, devices and rules."""
    with at_hand(tmp_path, homes.FULL) as home:
        yield home


def test_every_subject_and_every_form_has_its_page(home: AtHand) -> None:
    """Each link of the Rules pages leads somewhere, and no address or title holds a name."""
    seen, ahead = set[str](), ["/rules"]
    while ahead:
        path = ahead.pop()
        page = home.get(path)
        assert page.status == 200, path
        assert "maya" not in path.lower()
        assert "<title>" in page.body
        assert "Maya" not in page.body.partition("</title>")[0]
        seen.add(path)
        links = {one.partition('"')[0] for one in page.body.split('href="')[1:]}
        ahead += sorted(
            one for one in links if one.startswith("/rules") and one not in {*seen, *ahead}
        )

    assert len(seen) > 40


def test_nothing_is_saved_before_it_was_compared(home: AtHand) -> None:
    """The first press tells what would change, the second saves that; undo brings it back."""
    before = household_in(home.house)
    asked = home.send("/rules/person-1/time/new", BEDTIME)
    assert household_in(home.house) == before
    assert words.rules.COMPARE_TEXT in asked.text
    assert "everything is closed but WhatsApp from 21:30 to 07:00" in asked.text

    saved = _saved(home, "/rules/person-1/time/new", BEDTIME)
    after = household_in(home.house)
    assert (saved.status, saved.leads_to) == (303, "/rules/person-1/saved")
    assert [rule.title for rule in after.young_people[0].rules.timed] == ["Bedtime"]
    assert home.house.published.snapshot().household.young_people == after.young_people
    page = home.get("/rules/person-1/saved")
    assert words.rules.SAVED_WAITING in page.text
    assert words.rules.SAVED_TEXT not in page.text
    with home.taken_up():
        assert words.rules.SAVED_TEXT in home.get("/rules/person-1/saved").text
    assert "Monday: closed from 00:00 to 07:00, closed from 21:30 to 24:00" in page.text

    undone = home.send("/rules/undo", {"number": home.get("/rules").value("number")})
    assert undone.leads_to == "/rules/undone"
    assert household_in(home.house) == before
    assert words.rules.UNDONE_TEXT in home.get("/rules/undone").text


def test_the_list_of_changes_offers_the_same_way_back(home: AtHand) -> None:
    """What was just changed can be undone from there, with what that means beside the button."""
    before = household_in(home.house)
    empty = home.get("/changes")
    _saved(home, "/rules/person-1/time/new", BEDTIME)
    listed = home.get("/changes")
    undone = home.send("/rules/undo", {"number": listed.value("number")})

    assert 'action="/rules/undo"' not in empty.body
    assert words.rules.UNDO_TEXT in listed.text
    assert undone.leads_to == "/rules/undone"
    assert household_in(home.house) == before


def test_each_change_is_listed_with_who_and_what(home: AtHand) -> None:
    """Rules, times and undoing stand in the list of changes, in sentences."""
    visit = home.signed_in("Sam")
    for path, fields in ((NAMES, {"block": "new.example"}), ("/rules/person-1/time/new", BEDTIME)):
        asked = home.send(path, fields, visit=visit)
        home.send(path, {**fields, "check": asked.value("check")}, visit=visit)
    home.send(
        "/rules/undo", {"number": home.get("/rules", visit=visit).value("number")}, visit=visit
    )
    with home.house.database.reading() as session:
        notes = [change.note for change in changes_in(session)][:3]

    assert [note.what for note in notes] == [
        Changed.UNDONE,
        Changed.PERSON_TIMES,
        Changed.EVERYONE_RULES,
    ]
    assert {note.who for note in notes} == {"Sam"}
    assert notes[1].about == "Maya"
    assert "new.example is blocked." in notes[2].text


def test_what_another_changed_meanwhile_is_compared_anew(home: AtHand) -> None:
    """A change that was compared with an older household is shown once more, and not saved."""
    asked = home.send(NAMES, {"block": "one.example"})
    _saved(home, "/rules/visitors/names", {"block": "two.example"})
    again = home.send(NAMES, {"block": "one.example", "check": asked.value("check")})

    assert again.status == 200
    assert words.rules.COMPARE_AGAIN in again.text
    assert "two.example is blocked." not in again.text
    assert from_text("one.example") not in household_in(home.house).everyone.block
    assert (
        home.send(NAMES, {"block": "one.example", "check": again.value("check")}).leads_to
        == "/rules/everyone/saved"
    )


def test_only_the_latest_change_can_be_undone(home: AtHand) -> None:
    """An old page, a second tap and what was never a number undo nothing."""
    _saved(home, NAMES, {"block": "one.example"})
    number = home.get("/rules").value("number")
    _saved(home, NAMES, {"block": "two.example"})
    after = household_in(home.house)
    for wrong in (number, "x", "9" * 30):
        page = home.send("/rules/undo", {"number": wrong})
        assert page.status == 409
        assert words.rules.UNDO_TOO_LATE in page.text

    assert household_in(home.house) == after


def test_a_name_typed_wrongly_is_told_as_the_page_that_says_why_tells_it(home: AtHand) -> None:
    """The very sentence stands beside the field, which keeps what was typed."""
    page = home.send(NAMES, {"block": "good.example\r\n*.chess.example", "allow": ""})
    asked = home.send("/why", {"device": "Living room TV", "name": "*.chess.example"})
    told = "'*.chess.example' needs no star; write chess.example"

    assert page.status == 422
    assert told in page.text
    assert told in asked.text
    assert "*.chess.example</textarea>" in page.body
    assert "new.example" not in home.get("/rules/everyone").text


def test_a_rule_that_cannot_block_says_so(home: AtHand) -> None:
    """A help line, and what the box answers by itself, are told before anything is saved."""
    page = home.send(NAMES, {"block": "www.childline.org.uk\nlocalhost\nchess.example"})

    assert words.rules.POWERLESS_TEXT in page.text
    assert "www.childline.org.uk: Childline" in page.text
    assert f"localhost: {words.rules.POWERLESS_BOX}" in page.text


def test_whoever_goes_back_finds_what_they_typed(home: AtHand) -> None:
    """From the page that compares back to the form, with every field as it was."""
    asked = home.send("/rules/person-1/time/new", BEDTIME)
    back = home.send("/rules/person-1/time/new", {**asked.hidden(), "again": "yes"})

    assert back.status == 200
    assert 'value="21:30"' in back.body
    assert 'value="whatsapp" checked' in back.body
    assert household_in(home.house).young_people[0].rules.timed == ()


def test_a_time_is_changed_and_removed(home: AtHand) -> None:
    """Its form holds it; removing is compared too, and going back from there changes nothing."""
    _saved(home, "/rules/person-1/time/new", BEDTIME)
    form = home.get("/rules/person-1/time/0")
    remove = {"before": "Bedtime", "remove": "yes"}
    asked = home.send("/rules/person-1/time/0", remove)
    back = home.send("/rules/person-1/time/0", {**remove, "again": "yes"})

    assert 'value="Bedtime"' in form.body
    assert words.rules.ENDS in asked.text
    assert back.leads_to == "/rules/person-1/time/0"
    _saved(home, "/rules/person-1/time/0", remove)
    assert household_in(home.house).young_people[0].rules.timed == ()
    assert home.send("/rules/person-1/time/0", remove).status == 404


def test_a_form_that_changes_nothing_has_nothing_to_save(home: AtHand) -> None:
    """What was shown and sent as it was is told as no change."""
    page = home.send(NAMES, {"block": "chat.example\nchildline.org.uk"})

    assert words.rules.COMPARE_NOTHING in page.text
    assert words.rules.SAVE not in page.text


@pytest.mark.parametrize("path", GONE)
def test_what_is_not_there_is_said_to_be_gone(path: str, home: AtHand) -> None:
    """An address of somebody who moved away, or of no form, changes nothing."""
    page = home.get(path)

    assert page.status == 404
    assert words.rules.GONE in page.text
    assert home.send(f"{path}/names", {"block": "x.example"}).status == 404


@pytest.mark.parametrize("case", NOT_OURS)
def test_what_no_form_of_ours_sends_is_refused(case: str, home: AtHand) -> None:
    """A field that no page has is refused as a whole."""
    before = household_in(home.house)

    assert home.send(NAMES, {"block": "x.example", **NOT_OURS[case]}).status == 400
    assert household_in(home.house) == before


def test_whoever_may_not_sees_and_changes_no_rules(home: AtHand) -> None:
    """Neither from a device of the home nor anywhere else, before or after somebody signs in."""
    for source in ("192.168.77.21", "192.0.2.9"):
        assert home.get("/rules", source).status in (303, 403)
        assert home.send(NAMES, {"block": "x.example"}, source).status == 403


def test_pages_are_small(home: AtHand) -> None:
    """The longest form, packed, stays within what a later page may weigh."""
    for path in ("/rules/person-1/kinds", "/rules/person-1/time/new", "/rules/person-1/minutes"):
        packed = gzip.compress(home.get(path).body.encode(), 6)
        assert len(packed) <= 8_000, path


def _saved(home: AtHand, path: str, fields: Fields) -> Seen:
    asked = home.send(path, fields)
    assert asked.status == 200, html.unescape(asked.body)
    return home.send(path, {**fields, "check": asked.value("check")})

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.security.asking import AT_THE_BOX as THE_BOX
from console.services import publish
from console.services.outcomes import NotAsked, NotGiven
from console.services.requests import Asking, ask
from console.store.database.changes import Changed
from console.words import changes, tonight
from policy.given.grants import GrantKind
from policy.given.requests import Answer
from policy.names import from_text
from policy.screen_time.targets import target_id
from policy.status import ClockState
from tests.console import homes
from tests.console.given_home import GAMES, GivenHome, given_home
from tests.console.pressing import Pressing
from tests.policy.evening import clock

SAM = "1"
PHONE = "127.0.0.11"


@pytest.fixture
def home(tmp_path: Path) -> GivenHome:
    """Return a home at six in the evening."""
    return given_home(tmp_path)


@pytest.fixture
def pages(home: GivenHome) -> Pressing:
    """Return that home's pages."""
    return Pressing(home.house)


GIVEN: dict[str, tuple[str, dict[str, str], GrantKind]] = {
    "more time": (
        "more",
        {"number": SAM, "target": str(target_id(GAMES)), "minutes": "15"},
        GrantKind.MORE_TIME,
    ),
    "a pause": (
        "pause",
        {"number": SAM, "length": "15", "reason": "dinner"},
        GrantKind.PAUSE,
    ),
    "a site": (
        "open",
        {"number": SAM, "site": "https://Chess.example/play?x=1", "service": "", "length": "60"},
        GrantKind.OPEN,
    ),
    "an app": (
        "open",
        {"number": SAM, "site": " ", "service": "whatsapp", "length": "today"},
        GrantKind.OPEN,
    ),
    "bedtime later": (
        "later",
        {"number": SAM, "title": "Bedtime", "length": "30"},
        GrantKind.LATER,
    ),
    "homework": ("homework", {"number": SAM, "length": "60"}, GrantKind.HOMEWORK),
    "family time off": (
        "family",
        {"number": SAM, "length": "today", "reason": "we rest"},
        GrantKind.CUT_FAMILY_TIME,
    ),
    "is it us": ("filters", {"number": SAM, "device": "1"}, GrantKind.IS_IT_US),
}


@pytest.mark.parametrize(("path", "fields", "kind"), GIVEN.values(), ids=GIVEN)
def test_what_is_pressed_is_given_and_can_be_undone_on_the_page(
    path: str, fields: dict[str, str], kind: GrantKind, home: GivenHome, pages: Pressing
) -> None:
    """The press gives it, the page it leads to shows it with its giver, and Undo there ends it."""
    told = pages.press(f"/tonight/{path}", **fields)
    [kept] = home.now().grants
    shown = pages.open("/tonight")
    undone = pages.press("/tonight/undo", grant=str(kept.number))
    after = pages.open("/tonight")

    assert (told.status, told.location) == (303, "/tonight#person-1")
    assert (kept.grant.kind, kept.grant.giver) == (kind, THE_BOX)
    assert f'name="grant" value="{kept.number}"' in shown.body
    assert (undone.status, undone.location) == (303, "/tonight")
    assert 'name="grant"' not in after.body
    assert home.now().grants[0].ended_by == THE_BOX


def test_a_pasted_address_opens_its_site_and_keeps_nothing_of_the_rest(
    home: GivenHome, pages: Pressing
) -> None:
    """Of an address that somebody pasted, only the site is given."""
    path, fields, _ = GIVEN["a site"]
    pages.press(f"/tonight/{path}", **fields)

    assert home.now().grants[0].grant.what.names == {from_text("chess.example")}


def test_everybody_can_be_paused_at_once(home: GivenHome, pages: Pressing) -> None:
    """One press pauses every young person, and each one's part of the page says so."""
    told = pages.press("/tonight/pause", number="0", length="15", reason="dinner")
    shown = pages.open("/tonight")

    assert (told.status, told.location) == (303, "/tonight")
    assert home.now().grants[0].grant.young_person is None
    assert shown.text.count("Paused until 18:15.") == 2


WRONG: dict[str, tuple[str, dict[str, str], NotGiven]] = {
    "no reason": ("pause", {"number": SAM, "length": "60", "reason": " "}, NotGiven.NO_REASON),
    "no reason for all": (
        "pause",
        {"number": "0", "length": "60", "reason": ""},
        NotGiven.NO_REASON,
    ),
    "nobody": ("pause", {"number": "9", "length": "60", "reason": "x"}, NotGiven.NOBODY),
    "no site": (
        "open",
        {"number": SAM, "site": "not a site", "service": "", "length": "60"},
        NotGiven.NOTHING_SAID,
    ),
    "nothing to open": (
        "open",
        {"number": SAM, "site": "", "service": "", "length": "60"},
        NotGiven.NOTHING_SAID,
    ),
    "no minutes": (
        "more",
        {"number": "2", "target": str(target_id(GAMES)), "minutes": "15"},
        NotGiven.NO_BUDGET,
    ),
    "no rule": ("later", {"number": SAM, "title": "Lunch", "length": "30"}, NotGiven.NO_RULE),
    "no device": ("filters", {"number": SAM, "device": "9"}, NotGiven.NO_DEVICE),
    "no family time": (
        "family",
        {"number": "2", "length": "today", "reason": "x"},
        NotGiven.NO_FAMILY_TIME,
    ),
}


@pytest.mark.parametrize(("path", "fields", "why"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    path: str, fields: dict[str, str], why: NotGiven, home: GivenHome, pages: Pressing
) -> None:
    """The page comes back with what to do, nothing is given, and no text is lost."""
    told = pages.press(f"/tonight/{path}", **fields)

    assert told.status == 422
    assert tonight.NOT_GIVEN[why] in told.text
    assert home.now().grants == ()
    if why in (NotGiven.NO_REASON, NotGiven.NOTHING_SAID):
        typed = fields.get("site", fields.get("reason", ""))
        assert f'value="{typed}"' in told.body
        assert f'<option value="{fields["length"]}" selected>' in told.body


FOREIGN: dict[str, tuple[str, dict[str, str]]] = {
    "a length of no form": ("pause", {"number": SAM, "length": "90", "reason": "x"}),
    "a number that is none": ("pause", {"number": "-1", "length": "15", "reason": "x"}),
    "a number that is too long": ("undo", {"grant": "9" * 20}),
    "minutes of nothing": ("more", {"number": SAM, "target": "7", "minutes": "15"}),
    "a service of no form": (
        "open",
        {"number": SAM, "site": "", "service": "nothing", "length": "60"},
    ),
    "a reason of no form": ("no", {"request": "1", "reason": "99", "words": ""}),
}


@pytest.mark.parametrize(("path", "fields"), FOREIGN.values(), ids=FOREIGN)
def test_what_no_form_of_ours_sends_is_refused(
    path: str, fields: dict[str, str], home: GivenHome, pages: Pressing
) -> None:
    """It is refused as a whole, and nothing is given."""
    assert pages.press(f"/tonight/{path}", **fields).status == 400
    assert home.now().grants == ()


def test_a_second_tap_on_undo_leads_back(pages: Pressing) -> None:
    """What was undone already, or is over, is no error."""
    told = pages.press("/tonight/undo", grant="7")

    assert (told.status, told.location) == (303, "/tonight")


def test_a_request_is_answered_on_the_page(home: GivenHome, pages: Pressing) -> None:
    """Yes gives it; no needs one of the reasons, and more words if somebody likes."""
    for site in ("chess.example", "go.example"):
        ask(home.house, Asking(young_person="Sam", name=from_text(site), words="for a game"))
    shown = pages.open("/tonight")
    told = [
        pages.press("/tonight/yes", request="1", length="60"),
        pages.press("/tonight/no", request="2", reason="0", words="Ask  Kim."),
    ]
    first, second = home.now().requests

    assert "Sam asks for chess.example" in shown.text
    assert "for a game" in shown.text
    assert [one.status for one in told] == [303, 303]
    assert (first.answer, second.answer) == (Answer.YES, Answer.NO)
    assert second.answer_words == f"{tonight.NO_REASONS[0]} Ask Kim."
    assert tonight.REQUESTS_NONE in pages.open("/tonight").text


def test_a_no_can_be_undone_where_it_was_said(home: GivenHome, pages: Pressing) -> None:
    """What was refused stands on the page with a button, until it is given."""
    ask(home.house, Asking(young_person="Sam", name=from_text("chess.example")))
    pages.press("/tonight/no", request="1", reason="0", words="")
    shown = pages.open("/tonight").text
    told = pages.press("/tonight/after-all", request="1", length="60")
    after = pages.open("/tonight").text
    gone = pages.press("/tonight/after-all", request="9", length="60")

    assert tonight.AFTER_ALL in shown
    assert told.status == 303
    assert [one.grant.kind for one in home.now().grants] == [GrantKind.OPEN]
    assert tonight.AFTER_ALL not in after
    assert gone.status == 422


def test_an_answer_that_comes_second_is_told_so(home: GivenHome, pages: Pressing) -> None:
    """Whoever answers what somebody else answered finds that out."""
    ask(home.house, Asking(young_person="Sam", name=from_text("chess.example")))
    pages.press("/tonight/no", request="1", reason="0", words="")
    told = pages.press("/tonight/yes", request="1", length="60")

    assert told.status == 422
    assert tonight.NOT_ANSWERED[NotAsked.ANSWERED] in told.text


def test_only_what_can_be_given_is_offered(pages: Pressing) -> None:
    """Minutes, a later bedtime and family time are offered to who has them."""
    sam, alex, nobody = (pages.open(f"/tonight/{number}") for number in (1, 2, 9))
    offered = [tonight.MINUTES_GIVE, tonight.LATER_GIVE, tonight.FAMILY_GIVE]

    assert [text in sam.text for text in offered] == [True, True, True]
    assert [text in alex.text for text in offered] == [False, False, False]
    assert tonight.FILTERS_GIVE in alex.text
    assert nobody.status == 404
    assert pages.open("/tonight/x").status == 404


def test_changes_are_listed_with_who_and_why_and_a_way_back(
    home: GivenHome, pages: Pressing
) -> None:
    """The latest comes first, and what holds stands there with its undo."""
    pages.press("/tonight/pause", number=SAM, length="15", reason="dinner")
    home.clock.goes(minutes=1)
    shown = pages.open("/changes")
    pages.press("/tonight/undo", grant="1")
    after = pages.open("/changes")

    assert changes.DID[Changed.PAUSED].format(who=THE_BOX) in shown.text
    assert "Why: dinner" in shown.text
    assert 'name="grant" value="1"' in shown.body
    assert changes.RUNNING_NONE in after.text
    assert after.text.index("ended something early") < after.text.index("paused the internet")


def test_a_box_without_the_time_asks_for_it(
    home: GivenHome, pages: Pressing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A carer writes down what a clock shows, and from then on that is the time."""
    monkeypatch.setattr(publish, "PATIENCE_SECONDS", 0)
    home.clock.now = clock("1970-01-01 00:05")
    with home.with_agent():
        home.taken_up(replace(homes.IN_FORCE, clock=ClockState.IMPLAUSIBLE))
        shown = pages.open("/tonight")
        wrong = [
            pages.press("/tonight/time", day=day, clock=time)
            for day, time in (("", ""), ("2026-11-21", "25:00"), ("yesterday", "18:00"))
        ]
        told = pages.press("/tonight/time", day="2026-11-21", clock="18:42")

    assert tonight.NO_TIME in shown.text
    assert [one.status for one in wrong] == [422, 422, 422]
    assert tonight.NO_TIME_WRONG in wrong[0].text
    assert (told.status, told.location) == (303, "/tonight")
    assert home.now().moment.at == clock("2026-11-21 18:42")


def test_a_young_persons_device_sees_and_gives_nothing_here(
    home: GivenHome, pages: Pressing
) -> None:
    """Neither the pages nor a press of any button is for whoever holds a young person's phone."""
    ask(home.house, Asking(young_person="Sam", name=from_text("chess.example")))
    opened = [pages.open(path, PHONE).status for path in ("/tonight", "/tonight/1", "/changes")]
    pressed = [
        pages.press(f"/tonight/{path}", PHONE, **fields).status
        for path, fields in (
            *((path, fields) for path, fields, _ in GIVEN.values()),
            ("yes", {"request": "1", "length": "60"}),
            ("no", {"request": "1", "reason": "0", "words": ""}),
            ("undo", {"grant": "1"}),
            ("time", {"day": "2026-11-21", "clock": "18:42"}),
        )
    ]

    assert set(opened) <= {303, 403}
    assert set(pressed) == {403}
    assert home.now().grants == ()
    assert home.now().requests[0].answer is Answer.WAITING


@pytest.mark.parametrize("path", ["/tonight", "/"])
def test_every_other_page_of_a_carer_is_one_tap_away(path: str, pages: Pressing) -> None:
    """From Tonight and from the front page there is a way to each, the one for a worry too."""
    page = pages.open(path).body

    for way in ("/health", "/coverage", "/devices", "/rules", "/changes", "/worried"):
        assert f'href="{way}"' in page, way


def test_a_device_that_passed_the_test_makes_the_first_line_fine(
    home: GivenHome, pages: Pressing
) -> None:
    """Within a day of it all is well; after that, Tonight asks for a test again."""
    with home.with_agent():
        home.taken_up()
        shown = [pages.open("/tonight").text]
        home.house.last_test.passed(home.clock())
        shown.append(pages.open("/tonight").text)
        home.clock.goes(hours=25)
        shown.append(pages.open("/tonight").text)

    assert [tonight.UNTESTED in text for text in shown] == [True, False, True]

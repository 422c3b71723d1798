from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlmodel import delete

from console.services import grants
from console.services.grants import Opened, Pause, give, undo
from console.services.outcomes import Length, NotAsked, NotGiven
from console.services.requests import (
    Asking,
    ask,
    give_after_all,
    is_given,
    say_no,
    say_yes,
)
from console.store.database.changes import Changed, changes_in
from console.store.database.tables.home import HomeRow
from policy.given.grants import GrantKind
from policy.given.requests import MAX_OPEN, MAX_WORDS, Answer, Request
from policy.names import from_text
from policy.what import What
from tests.console.given_home import GAMES, GivenHome, given_home

SITE = Asking(young_person="Sam", words="for my homework", name=from_text("chess.example"))
MINUTES = Asking(young_person="Sam", target=GAMES, minutes=30)
LATER = Asking(young_person="Sam", title="Bedtime", words="it is film night")


@pytest.fixture
def home(tmp_path: Path) -> GivenHome:
    """Return a home at six in the evening, with nothing asked yet."""
    return given_home(tmp_path)


def only(home: GivenHome) -> Request:
    """Return the one request there is."""
    [request] = home.now().requests
    return request


ASKED = {
    "a site": (SITE, GrantKind.OPEN, "19:00"),
    "minutes": (MINUTES, GrantKind.MORE_TIME, "00:00"),
    "later": (LATER, GrantKind.LATER, "22:00"),
}


@pytest.mark.parametrize(("asking", "kind", "ends"), ASKED.values(), ids=ASKED)
def test_a_yes_is_the_grant_and_the_answer_at_once(
    asking: Asking, kind: GrantKind, ends: str, home: GivenHome
) -> None:
    """What was asked for is given to who asked, published, answered, and listed without words."""
    asked = ask(home.house, asking)
    waiting = only(home)
    told = say_yes(home.house, "Jo", waiting.number, words="Have fun.")
    request = only(home)
    [grant] = home.house.published.snapshot().grants
    with home.house.database.reading() as session:
        latest = changes_in(session)[0].note

    assert (asked, told) == (None, None)
    assert waiting.answer is Answer.WAITING
    assert (request.answer, request.answered_by, request.answer_words) == (
        Answer.YES,
        "Jo",
        "Have fun.",
    )
    assert (grant.kind, grant.young_person, grant.giver) == (kind, "Sam", "Jo")
    assert f"{grant.until:%H:%M}" == ends
    assert (latest.who, latest.what, latest.about) == ("Jo", Changed.REQUEST_ANSWERED, "Sam")
    assert (latest.text, latest.why) == ("", "")


def test_a_site_opens_for_as_long_as_the_carer_says(home: GivenHome) -> None:
    """The carer chooses the length of a yes."""
    ask(home.house, SITE)
    say_yes(home.house, "Jo", only(home).number, length=Length.WEEK)
    [grant] = home.house.published.snapshot().grants

    assert (grant.until - grant.given).days == 7
    assert grant.what.names == {from_text("chess.example")}


def test_a_no_says_why_and_gives_nothing(home: GivenHome) -> None:
    """The words reach who asked; nothing is given or published; the list holds no words."""
    before = home.house.published.snapshot()
    ask(home.house, SITE)
    told = say_no(home.house, "Jo", only(home).number, "Homework\nfirst.")
    request = only(home)
    with home.house.database.reading() as session:
        latest = changes_in(session)[0].note

    assert told is None
    assert (request.answer, request.answer_words) == (Answer.NO, "Homework first.")
    assert home.house.published.snapshot() == before
    assert (latest.what, latest.why) == (Changed.REQUEST_ANSWERED, "")


@pytest.mark.parametrize(("asking", "kind", "ends"), ASKED.values(), ids=ASKED)
def test_what_was_answered_with_no_can_be_given_after_all(
    asking: Asking, kind: GrantKind, ends: str, home: GivenHome
) -> None:
    """It is given once, as a yes gives it; the no stays a no, and undone it can be given again."""
    ask(home.house, asking)
    number = only(home).number
    say_no(home.house, "Jo", number, "Homework first.")
    answered = only(home)
    told = [give_after_all(home.house, "Kim", number) for _ in range(2)]
    [kept] = home.now().grants
    is_there = is_given(answered, home.now().grants)
    assert undo(home.house, "Kim", kept.number) is None
    is_left = is_given(answered, home.now().grants)
    again = give_after_all(home.house, "Jo", number)

    assert told == [None, None]
    assert (kept.grant.kind, kept.grant.giver) == (kind, "Kim")
    assert f"{kept.grant.until:%H:%M}" == ends
    assert only(home) == answered
    assert (is_there, is_left) == (True, False)
    assert again is None
    assert is_given(answered, home.now().grants)


def test_taps_at_one_moment_give_after_all_only_once(home: GivenHome) -> None:
    """Two carers, or one who taps twice, give the minutes that were asked for and no more."""
    ask(home.house, MINUTES)
    number = only(home).number
    say_no(home.house, "Jo", number, "Homework first.")
    at_once = Barrier(4)

    def tap(_: int) -> object:
        at_once.wait()
        return give_after_all(home.house, "Kim", number)

    with ThreadPoolExecutor(4) as phones:
        told = list(phones.map(tap, range(4)))

    assert told == [None] * 4
    assert [one.grant.minutes for one in home.now().grants] == [30]


def test_only_a_no_can_be_given_after_all(home: GivenHome) -> None:
    """What waits is answered, what was given is there, and what is gone cannot be given."""
    ask(home.house, SITE)
    waiting = give_after_all(home.house, "Jo", only(home).number)
    say_yes(home.house, "Jo", only(home).number)
    told = [give_after_all(home.house, "Jo", number) for number in (only(home).number, 99)]

    assert (waiting, told) == (NotAsked.ANSWERED, [NotAsked.ANSWERED] * 2)
    assert len(home.now().grants) == 1


def test_something_else_that_is_given_is_not_what_was_asked_for(home: GivenHome) -> None:
    """Another site, another's, or one of before the answer leaves the no as it is."""
    site = Opened(young_person="Sam", what=What(names=frozenset({from_text("chess.example")})))
    other = Opened(young_person="Sam", what=What(names=frozenset({from_text("go.example")})))
    assert give(home.house, "Jo", site) is None
    home.clock.goes(seconds=5)
    ask(home.house, SITE)
    say_no(home.house, "Jo", only(home).number, "Not now.")
    home.clock.goes(seconds=5)
    assert give(home.house, "Jo", other) is None
    assert give(home.house, "Jo", replace(site, young_person="Alex")) is None
    before = is_given(only(home), home.now().grants)
    assert give(home.house, "Jo", site) is None

    assert (before, is_given(only(home), home.now().grants)) == (False, True)


def test_a_no_without_words_is_no_answer(home: GivenHome) -> None:
    """Whoever says no says why; until then the request waits."""
    ask(home.house, SITE)

    assert say_no(home.house, "Jo", only(home).number, " ") is NotAsked.NO_WORDS
    assert only(home).answer is Answer.WAITING


def test_a_request_is_answered_once(home: GivenHome) -> None:
    """Two carers who answer at once: the second is told so, and gives nothing."""
    ask(home.house, SITE)
    number = only(home).number
    told = [
        say_no(home.house, "Jo", number, "Not now."),
        say_yes(home.house, "Kim", number),
        say_no(home.house, "Kim", number, "No."),
        say_yes(home.house, "Kim", number + 1),
    ]

    assert told == [None, NotAsked.ANSWERED, NotAsked.ANSWERED, NotAsked.ANSWERED]
    assert (only(home).answered_by, home.now().grants) == ("Jo", ())


def test_a_yes_that_cannot_be_given_is_no_answer(
    home: GivenHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the grant is refused, before or while it is kept, the request still waits."""
    ask(home.house, Asking(young_person="Alex", target=GAMES, minutes=15))
    first = say_yes(home.house, "Jo", only(home).number)
    say_no(home.house, "Jo", only(home).number, "No minutes are counted for you.")
    ask(home.house, SITE)
    monkeypatch.setattr(grants, "MAX_KEPT", 0)
    second = say_yes(home.house, "Jo", home.now().requests[1].number)

    assert (first, second) == (NotGiven.NO_BUDGET, NotGiven.TOO_MANY)
    assert home.now().requests[1].answer is Answer.WAITING
    assert home.now().grants == ()


NOT_ASKED = {
    "nobody": (Asking(young_person="Robin", title="Bedtime"), NotAsked.NOBODY),
    "a carer": (Asking(young_person="Jo", title="Bedtime"), NotAsked.NOBODY),
    "nothing": (Asking(young_person="Sam", words="please"), NotAsked.NOTHING_SAID),
    "two things": (
        Asking(young_person="Sam", title="Bedtime", name=from_text("chess.example")),
        NotAsked.NOTHING_SAID,
    ),
    "a book": (
        Asking(young_person="Sam", title="Bedtime", words="x" * (MAX_WORDS + 1)),
        NotAsked.LONG_WORDS,
    ),
}


@pytest.mark.parametrize(("asking", "why"), NOT_ASKED.values(), ids=NOT_ASKED)
def test_what_cannot_be_asked_says_why(asking: Asking, why: NotAsked, home: GivenHome) -> None:
    """Nothing is kept of it."""
    assert ask(home.house, asking) is why
    assert home.now().requests == ()


def test_ten_requests_may_wait_and_no_more(home: GivenHome) -> None:
    """The eleventh is refused until one is answered; others may ask meanwhile."""
    told = [ask(home.house, SITE) for _ in range(MAX_OPEN + 1)]
    other = ask(home.house, Asking(young_person="Alex", name=from_text("chess.example")))
    say_no(home.house, "Jo", home.now().requests[0].number, "No.")

    assert told == [None] * MAX_OPEN + [NotAsked.TOO_MANY]
    assert (other, ask(home.house, SITE)) == (None, None)


def test_to_ask_is_no_change_of_the_home(home: GivenHome) -> None:
    """Nothing is published and nothing is listed when somebody asks."""
    before = home.house.published.snapshot()
    ask(home.house, SITE)
    with home.house.database.reading() as session:
        changes = changes_in(session)

    assert [one.note.what for one in changes] == [Changed.FILE_READ]
    assert home.house.published.snapshot() == before


def test_a_long_answer_is_refused(home: GivenHome) -> None:
    """Words that a young person could not be shown whole are not taken."""
    ask(home.house, SITE)

    told = say_no(home.house, "Jo", only(home).number, "x" * (MAX_WORDS + 1))

    assert told is NotAsked.LONG_WORDS


def test_before_the_first_run_nothing_is_asked_or_answered(home: GivenHome) -> None:
    """A home that nobody set up has nobody who asks."""
    with home.house.database.changing() as session:
        session.exec(delete(HomeRow))

    assert ask(home.house, SITE) is NotAsked.NOT_SET_UP
    assert say_yes(home.house, "Jo", 1) is NotAsked.NOT_SET_UP


def test_an_answer_comes_after_its_question_also_where_the_clock_went_back(home: GivenHome) -> None:
    """A box whose clock is set back between the two keeps an answer that can be read again."""
    ask(home.house, SITE)
    home.clock.goes(hours=-2)
    told = say_no(home.house, "Jo", only(home).number, "No.")

    assert told is None
    assert only(home).answered == only(home).asked


def test_a_request_says_nothing_of_what_was_given_otherwise(home: GivenHome) -> None:
    """A pause in between is no answer."""
    ask(home.house, SITE)
    give(home.house, "Jo", Pause(young_person="Sam", reason="dinner"))

    assert only(home).answer is Answer.WAITING

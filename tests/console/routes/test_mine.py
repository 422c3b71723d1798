from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.services.grants import Pause, give
from console.services.requests import Asking, ask, say_no
from console.services.turns import take
from console.store.database.changes import Changed, changes_in
from console.words import ask as ask_words
from console.words import fix, get_help, given, mine, own_rules
from policy.agent_answers import (
    Answer,
    BlockedName,
    DueWarning,
    JustBlocked,
    NotDone,
    Refused,
    TargetLeft,
    TimeLeft,
    Totals,
    WarningKind,
    WarningsDue,
)
from policy.agent_requests import (
    AskJustBlocked,
    AskTimeLeft,
    AskTotals,
    AskWarnings,
    BeginFix,
    Borrow,
    Request,
)
from policy.categories import Category
from policy.coverage import Asked
from policy.given.requests import MAX_OPEN
from policy.names import from_text
from policy.screen_time.targets import target_id
from policy.screen_time.words import time_left
from policy.timed import Period
from policy.why import Why
from tests.console.answering import answering
from tests.console.given_home import GAMES, GivenHome, given_home
from tests.console.pressing import Pressing

PHONE, OTHER, TABLET, LAPTOP, STRANGER = (f"127.0.0.{last}" for last in (11, 12, 13, 14, 99))
PAGES = ("/mine", "/mine/ask", "/mine/rules", "/mine/fix")
LEFT = TargetLeft(young_person=1, target=GAMES, period=Period.DAY, minutes=35, may_borrow=True)


@pytest.fixture
def home(tmp_path: Path) -> GivenHome:
    """Return a home at six in the evening, whose agent can be asked."""
    return given_home(tmp_path, agent=tmp_path / "agent.sock")


@pytest.fixture
def pages(home: GivenHome) -> Pressing:
    """Return that home's pages."""
    return Pressing(home.house)


@pytest.fixture
def agent(home: GivenHome) -> Iterator[dict[type[Request], Answer]]:
    """Return what the agent answers, by what is asked; a test may change it."""
    answers: dict[type[Request], Answer] = {
        AskTimeLeft: TimeLeft(left=(LEFT,), knows_the_time=True),
        AskWarnings: WarningsDue(
            warnings=(
                DueWarning(
                    number=1, young_person=1, kind=WarningKind.END, title="Bedtime", minutes=10
                ),
                DueWarning(
                    number=2, young_person=1, kind=WarningKind.MINUTES, title="games", minutes=5
                ),
                DueWarning(
                    number=3, young_person=2, kind=WarningKind.END, title="Reading", minutes=5
                ),
            )
        ),
        AskTotals: Totals(asked=Asked()),
        BeginFix: JustBlocked(names=(), seconds=120),
        AskJustBlocked: NotDone(why=Refused.NOT_ASKED),
        Borrow: TimeLeft(left=(), knows_the_time=True),
    }
    assert home.house.agent is not None
    with answering(home.house.agent, answers):
        yield answers


@pytest.mark.usefixtures("agent")
def test_my_time_is_for_the_young_person_whose_device_it_is(pages: Pressing) -> None:
    """It says hello to them, tells their minutes and their warnings, and nobody else's."""
    mine_shown, other = pages.open("/mine", PHONE), pages.open("/mine", OTHER)

    assert mine_shown.status == 200
    assert mine.HELLO.format(person="Sam") in mine_shown.text
    assert time_left(35, GAMES, Period.DAY) in mine_shown.text
    assert mine.SOON_END.format(title="Bedtime", count=10) in mine_shown.text
    assert mine.SOON_MINUTES.format(title="games", count=5) in mine_shown.text
    assert "Reading" not in mine_shown.text
    assert mine.HELLO.format(person="Alex") in other.text
    assert given.LEFT_NONE in other.text
    assert "games" not in other.text


@pytest.mark.usefixtures("agent")
def test_no_name_stands_in_a_title_or_in_an_address(pages: Pressing) -> None:
    """Browsers keep titles and addresses, so neither says who it is about."""
    for path in PAGES:
        shown = pages.open(path, PHONE)
        title = shown.body.partition("<title>")[2].partition("</title>")[0]

        assert shown.status == 200
        assert "Sam" not in title
        assert 'href="/mine?' not in shown.body


@pytest.mark.parametrize("path", PAGES)
def test_on_any_other_device_it_tells_nothing_of_anybody(path: str, pages: Pressing) -> None:
    """A carer's device and an unknown one are told just that."""
    carer, stranger, box = (pages.open(path, source) for source in (LAPTOP, STRANGER, "127.0.0.1"))

    assert mine.UNKNOWN_ADULT in carer.text
    assert mine.UNKNOWN in stranger.text
    assert mine.UNKNOWN in box.text
    assert all("Sam" not in one.text for one in (carer, stranger, box))


def test_without_an_agent_no_number_is_told(pages: Pressing) -> None:
    """Time left, borrowing and fixing each say that the filter does not answer."""
    shown = pages.open("/mine", PHONE)
    borrowed = pages.press("/mine/borrow", PHONE, target=str(target_id(GAMES)))
    looked = pages.open("/mine/fix", PHONE)
    begun = pages.press("/mine/fix/start", PHONE, start="yes")

    assert given.LEFT_SILENT in shown.text
    assert "minutes" not in shown.text.replace(mine.SAME, "")
    assert (borrowed.status, mine.BORROW_SILENT in borrowed.text) == (422, True)
    assert fix.SILENT in looked.text
    assert (begun.status, fix.SILENT in begun.text) == (503, True)


def test_ten_minutes_are_borrowed_from_the_agent(
    pages: Pressing, agent: dict[type[Request], Answer]
) -> None:
    """The button takes them, and where it cannot the page says why."""
    shown = pages.open("/mine", PHONE)
    done = pages.press("/mine/borrow", PHONE, target=str(target_id(GAMES)))
    told = []
    for why in (Refused.BORROWED, Refused.NO_TIME, Refused.NO_BUDGET):
        agent[Borrow] = NotDone(why=why)
        told.append(pages.press("/mine/borrow", PHONE, target=str(target_id(GAMES))).text)
    nothing = pages.press("/mine/borrow", PHONE, target="7")

    assert mine.BORROW_GIVE.format(target="games") in shown.text
    assert (done.status, done.location) == (303, "/mine")
    assert mine.BORROW_NOT in told[0]
    assert mine.BORROW_NOT_TIME in told[1]
    assert mine.BORROW_NOT_BUDGET in told[2]
    assert nothing.status == 400


ASKED: dict[str, tuple[str, dict[str, str], str]] = {
    "a site": (
        "site",
        {"site": "https://chess.example/x", "words": "for school"},
        ask_words.ASKED_SITE.format(site="chess.example"),
    ),
    "minutes": (
        "minutes",
        {"target": str(target_id(GAMES)), "minutes": "30", "words": ""},
        ask_words.ASKED_MINUTES.format(count=30, target="games"),
    ),
    "later": (
        "later",
        {"title": "Bedtime", "words": "film night"},
        ask_words.ASKED_LATER.format(title="Bedtime"),
    ),
}


@pytest.mark.parametrize(("path", "fields", "said"), ASKED.values(), ids=ASKED)
def test_what_is_asked_is_shown_with_what_became_of_it(
    path: str, fields: dict[str, str], said: str, home: GivenHome, pages: Pressing
) -> None:
    """It stands on their page and on nobody else's; the answer and why come beside it."""
    told = pages.press(f"/mine/ask/{path}", PHONE, **fields)
    waiting = pages.open("/mine/ask", PHONE)
    say_no(home.house, "Jo", 1, "Not tonight.")
    answered = pages.open("/mine/ask", PHONE)
    other = pages.open("/mine/ask", OTHER)

    assert (told.status, told.location) == (303, "/mine/ask#asked")
    assert said in waiting.text
    assert ask_words.WAITS in waiting.text
    assert ask_words.NO.format(who="Jo") in answered.text
    assert ask_words.WHY.format(reason="Not tonight.") in answered.text
    assert ask_words.ASKED_NONE in other.text


def test_something_is_wrong_comes_first_and_sends_nothing(home: GivenHome, pages: Pressing) -> None:
    """The first choice is a link to Get help, which keeps nothing and tells no carer."""
    shown = pages.open("/mine/ask", PHONE)
    before = (home.house.published.state / "console/household.db").read_bytes()
    helped = pages.open("/help", PHONE)
    after = (home.house.published.state / "console/household.db").read_bytes()

    assert shown.body.index('href="/help">' + ask_words.WRONG) < shown.body.index("<form")
    assert get_help.DANGER in helped.text
    assert "0800 1111" in helped.text
    assert before == after
    assert home.now().requests == ()


def test_every_box_says_who_reads_it(pages: Pressing) -> None:
    """Each box in which something can be written names the carers who read it."""
    shown = pages.open("/mine/ask", PHONE)
    boxes = shown.body.count("<input id=")

    assert boxes == shown.text.count(ask_words.WHO_READS.format(who="Jo and Kim")) == 4


WRONG: dict[str, tuple[str, dict[str, str], int]] = {
    "no site": ("site", {"site": "not a site", "words": "please"}, 422),
    "a book": ("later", {"title": "Bedtime", "words": "x" * 501}, 422),
    "minutes of no form": (
        "minutes",
        {"target": str(target_id(GAMES)), "minutes": "31", "words": ""},
        400,
    ),
    "minutes of nothing": ("minutes", {"target": "x", "minutes": "30", "words": ""}, 400),
}


@pytest.mark.parametrize(("path", "fields", "status"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_asked_is_said_and_nothing_typed_is_lost(
    path: str, fields: dict[str, str], status: int, home: GivenHome, pages: Pressing
) -> None:
    """The page comes back with what to do; nothing is asked."""
    told = pages.press(f"/mine/ask/{path}", PHONE, **fields)

    assert told.status == status
    assert home.now().requests == ()
    if status == 422:
        assert f'value="{fields["words"]}"' in told.body


def test_too_many_questions_are_refused_kindly(home: GivenHome, pages: Pressing) -> None:
    """The eleventh question is told to wait for an answer to another one."""
    for _ in range(MAX_OPEN):
        ask(home.house, Asking(young_person="Sam", title="Bedtime"))
    told = pages.press("/mine/ask/later", PHONE, title="Bedtime", words="")

    assert told.status == 422
    assert "Ten things wait" in told.text


def test_own_rules_are_told_in_full_with_who_changed_what(home: GivenHome, pages: Pressing) -> None:
    """Every sentence of the plan stands there, and the changes about them or everyone."""
    give(home.house, "Jo", Pause(young_person="Sam", reason="dinner"))
    give(home.house, "Kim", Pause(young_person="Alex", reason="bath"))
    shown = pages.open("/mine/rules", PHONE)

    assert "blocked.example is blocked." in shown.text
    assert "60 minutes a day of games." in shown.text
    assert own_rules.EVERYONE_NONE in shown.text
    assert "Jo paused the internet." in shown.text
    assert "Why: dinner" in shown.text
    assert "Why: bath" not in shown.text


def test_what_was_just_blocked_is_shown_to_the_device_that_asked(
    home: GivenHome, pages: Pressing, agent: dict[type[Request], Answer]
) -> None:
    """Start begins it, names stand there with why, one can be asked for, and its use is told."""
    before = pages.open("/mine/fix", PHONE)
    begun = pages.press("/mine/fix/start", PHONE, start="yes")
    agent[AskJustBlocked] = JustBlocked(
        names=(
            BlockedName("bets.example", Why.CATEGORY, Category.GAMBLING),
            BlockedName("bad.example", Why.CATEGORY, Category.MALWARE),
        ),
        seconds=77,
    )
    shown = pages.open("/mine/fix", PHONE)
    asked = pages.press("/mine/ask/site", PHONE, site="bets.example", words="")
    used = mine.FIX_USED.format(date="21 November 2026", time="18:00")
    own, other, carers = (
        pages.open(*where) for where in (("/mine", PHONE), ("/mine", OTHER), ("/changes",))
    )

    assert fix.RUNNING.partition("{")[0] not in before.text
    assert (begun.status, begun.location) == (303, "/mine/fix")
    assert fix.RUNNING.format(count=77) in shown.text
    assert fix.WHY[Why.CATEGORY].format(kind="gambling") in shown.text
    assert shown.text.count(fix.HARMS) == 1
    assert asked.status == 303
    assert home.now().requests[0].name == from_text("bets.example")
    assert used in own.text
    assert used not in other.text
    assert "Fix an app" not in carers.text


def test_nothing_that_was_blocked_is_kept_by_looking_at_it(
    home: GivenHome, pages: Pressing, agent: dict[type[Request], Answer]
) -> None:
    """After it was shown, no file of the console holds the name."""
    agent[AskJustBlocked] = JustBlocked(
        names=(BlockedName("secret.example", Why.RULE, None),), seconds=77
    )
    shown = pages.open("/mine/fix", PHONE)
    home.house.database.close()
    kept = b"".join(
        path.read_bytes() for path in home.house.published.state.rglob("*") if path.is_file()
    )

    assert "secret.example" in shown.text
    assert b"secret.example" not in kept


def test_too_many_devices_at_once_are_told_so(
    pages: Pressing, agent: dict[type[Request], Answer]
) -> None:
    """Where the agent looks after as many as it can, the page says to try again."""
    agent[BeginFix] = NotDone(why=Refused.TOO_MANY)
    told = pages.press("/mine/fix/start", PHONE, start="yes")

    assert told.status == 503
    assert fix.REFUSED[Refused.TOO_MANY] in told.text


@pytest.mark.usefixtures("agent")
def test_a_shared_device_asks_who_uses_it_first(home: GivenHome, pages: Pressing) -> None:
    """Nobody's turn leads to the question; then it is their time, without what they asked."""
    ask(home.house, Asking(young_person="Sam", title="Bedtime", words="secret words"))
    before = [pages.open(path, TABLET) for path in PAGES]
    take(home.house, "Tablet", "Sam")
    shown = {path: pages.open(path, TABLET) for path in PAGES}

    assert {(one.status, one.location) for one in before} == {(303, "/turn")}
    assert mine.HELLO.format(person="Sam") in shown["/mine"].text
    assert mine.SHARED_BACK in shown["/mine"].text
    assert ask_words.SHARED in shown["/mine/ask"].text
    assert all("secret words" not in one.text for one in shown.values())


def test_every_press_is_for_the_devices_own_holder(home: GivenHome, pages: Pressing) -> None:
    """From a carer's device or an unknown one nothing is asked, lent or shown."""
    for source in (LAPTOP, STRANGER):
        told = [
            pages.press("/mine/borrow", source, target=str(target_id(GAMES))),
            pages.press("/mine/fix/start", source, start="yes"),
            *(
                pages.press(f"/mine/ask/{path}", source, **fields)
                for path, fields, _ in ASKED.values()
            ),
        ]

        assert all(mine.TITLE in one.text for one in told)
    with home.house.database.reading() as session:
        noted = [one.note.what for one in changes_in(session)]

    assert home.now().requests == ()
    assert noted == [Changed.FILE_READ]

"""An evening as a family meets it: real pages, a real database and a real agent; a played clock."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.house import House
from console.services.home import publish_home
from console.services.turns import take
from console.store.agent import Agent
from console.store.database.engine import Database
from console.store.database.given import grants_in
from console.store.published import Published
from console.words import ask as ask_words
from console.words import given, mine, tonight
from policy.screen_time.targets import target_id
from policy.screen_time.words import time_left, time_left_for_adults
from policy.timed import Period
from tests.console.evening_home import ALEX, SAM, TABLET, EveningHome, evening_home
from tests.console.every_page import LOOKS
from tests.console.given_home import GAMES, TEXT, given_home
from tests.console.running import LIMIT_SECONDS, ROOT
from tests.policy.evening import clock

DAY = "2026-12-01"
OF_CHANCE = {
    "/check": "a name for the test, made up at each opening",
    "/pair": "a secret for an app, made up at each opening",
}
"""What is never twice the same, whoever asked for whatever."""

FIRST_PAGES = ("/", "/tonight", "/tonight/1", "/changes")
VERSION = re.compile(r'(?<= data-version=")[0-9a-f]{24}(?=")')
"""What a live page is, under a secret of its console's own start."""

ADULT_PAGES = tuple(
    place
    for place in dict.fromkeys(
        look.at or look.route for look in LOOKS if look.whose == "carer" and "{" not in look.at
    )
    if place.startswith("/") and place not in OF_CHANCE
)
"""Every page that a carer may open, and what can be kept of one as a file."""
KEPT_AS_FILES = ("/backup/text", "/visit/list")
ONE_YOUNG_PERSON = (
    TEXT.replace('[[young_people]]\nname = "Alex"\n', "")
    .replace('shared_by = ["Sam", "Alex"]\nhand_back_minutes = 30\n', "")
    .replace('belongs_to = "Alex"', 'belongs_to = "Sam"')
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[EveningHome]:
    """Return a home half an hour before Sam's bedtime."""
    with evening_home(tmp_path, clock(f"{DAY} 20:30")) as home:
        yield home


def test_what_is_asked_and_granted_holds_and_is_seen_and_can_be_undone(home: EveningHome) -> None:
    """From the question on the phone to the open site, to the page that says so, and back."""
    before = home.is_blocked(SAM, "blocked.example")
    home.pages.press("/mine/ask/site", SAM, site="blocked.example", words="for school")
    asked = home.pages.open("/tonight").text
    told = home.pages.press("/tonight/yes", request="1", length="60")
    opened = home.comes_to(SAM, "blocked.example", blocked=False)
    seen = home.pages.open("/mine/ask", SAM).text
    holds = home.pages.open("/mine", SAM).text
    home.pages.press("/tonight/undo", grant="1")

    assert before
    assert "for school" in asked
    assert told.status == 303
    assert opened
    assert ask_words.YES.format(who="this box") in seen
    assert "Open until 21:30: blocked.example." in holds
    assert given.WAITING not in holds
    assert home.comes_to(SAM, "blocked.example", blocked=True)
    assert "blocked.example." not in home.pages.open("/mine", SAM).text
    assert "ended something early" in home.pages.open("/mine/rules", SAM).text


def test_a_pause_holds_for_all_and_says_the_truth_and_ends_by_itself(home: EveningHome) -> None:
    """Everything new stops for each young person, help stays, and after its time it is over."""
    home.pages.press("/tonight/pause", number="0", length="15", reason="dinner")
    paused = [home.comes_to(source, "example.org", blocked=True) for source in (SAM, ALEX)]
    help_stays = home.is_blocked(SAM, "childline.org.uk")
    shown = home.pages.open("/mine", ALEX).text
    home.time.advance(15 * 60)

    assert (paused, help_stays) == ([True, True], False)
    assert "Paused until 20:45." in shown
    assert "From this box. Why: dinner" in shown
    assert given.PAUSE_TRUTH in shown
    assert home.comes_to(ALEX, "example.org", blocked=False)
    assert "Paused until" not in home.pages.open("/tonight").text


def test_bedtime_arrives_on_both_pages_when_it_arrives_at_the_agent(home: EveningHome) -> None:
    """Before it both say when; with it both say until when; later is later for all three."""
    home.pages.press("/tonight/later", number="1", title="Bedtime", length="15")
    assert home.is_taken_up()
    coming = [home.pages.open(*where).text for where in (("/tonight",), ("/mine", SAM))]
    home.time.advance(31 * 60)
    still_open = home.is_blocked(SAM, "example.org")
    home.time.advance(14 * 60)
    asleep = home.comes_to(SAM, "example.org", blocked=True)
    shown = [home.pages.open(*where).text for where in (("/tonight",), ("/mine", SAM))]

    assert all("Bedtime comes later. It begins at 21:15." in text for text in coming)
    assert (still_open, asleep) == (False, True)
    assert all("Bedtime is on until 07:00 tomorrow." in text for text in shown)
    assert not home.is_blocked(ALEX, "example.org")


def test_minutes_are_told_as_they_are_to_one_and_in_steps_to_the_other(home: EveningHome) -> None:
    """Two slots of a game leave fifty minutes on the phone and up to an hour on Tonight."""
    for minutes in (55, 50):
        for _ in range(3):
            home.ask(SAM, "roblox.com")
            home.time.advance(2)
        home.time.advance(5 * 60 - 6)

        assert home.says("/mine", time_left(minutes, GAMES, Period.DAY), SAM)

    adults = time_left_for_adults(50, GAMES, Period.DAY)

    assert adults in home.pages.open("/tonight").text
    assert "50 minutes of games" not in home.pages.open("/tonight").text

    home.pages.press("/mine/borrow", SAM, target=str(target_id(GAMES)))

    assert time_left(60, GAMES, Period.DAY) in home.pages.open("/mine", SAM).text
    assert mine.BORROW_NOT in home.pages.open("/mine", SAM).text

    home.pages.press("/tonight/more", number="1", target=str(target_id(GAMES)), minutes="15")

    assert home.says("/mine", time_left(75, GAMES, Period.DAY), SAM)
    assert "15 more minutes of games, for today." in home.pages.open("/mine", SAM).text


def test_what_was_just_blocked_is_seen_on_that_device_alone(home: EveningHome) -> None:
    """The agent shows it to the phone that asked; no other page has the name."""
    home.pages.press("/mine/fix/start", SAM, start="yes")
    home.is_blocked(SAM, "blocked.example")

    assert "blocked.example" in home.pages.open("/mine/fix", SAM).text
    assert "blocked.example" not in home.pages.open("/mine/fix", ALEX).text
    assert "blocked.example" not in home.pages.open("/tonight").text


def test_a_shared_tablet_is_whoever_s_turn_it_is(home: EveningHome) -> None:
    """Sam's rules hold on it while it is Sam's turn, and the page says whose time it tells."""
    take(home.house, "Tablet", "Alex")
    assert home.is_taken_up()
    freed = home.is_blocked(TABLET, "blocked.example")

    assert not freed
    assert mine.HELLO.format(person="Alex") in home.pages.open("/mine", TABLET).text


def test_a_silent_agent_is_told_and_no_number_is_given(home: EveningHome) -> None:
    """With the agent gone both pages say so, and no minute of before stands on them."""
    with_number = "60 minutes" in home.pages.open("/mine", SAM).text
    home.end_agent()
    own, adults = home.pages.open("/mine", SAM).text, home.pages.open("/tonight").text

    assert with_number
    assert given.LEFT_SILENT in own
    assert given.LEFT_SILENT in adults
    assert "The filter is not running" in adults
    assert "60 minutes" not in own + adults


def test_a_home_that_nobody_asks_is_the_first_line(home: EveningHome) -> None:
    """After half an hour without a question the page says since when no device uses this box."""
    home.ask(SAM, "example.org")
    used = home.pages.open("/tonight").text
    home.time.advance(45 * 60)

    assert tonight.QUIET.format(time="20:30") not in used
    assert home.says("/tonight", tonight.QUIET.format(time="20:30"))


LIVES = {
    "two young people": TEXT,
    "one young person": ONE_YOUNG_PERSON,
}
ASKED_IN_ONE = ("bets.example", "blocked.example", "childline.org.uk", "secret.example")
ASKED_IN_THE_OTHER = ("bbc.co.uk", "example.org", "nhs.uk", "open.example")


@pytest.mark.parametrize("text", LIVES.values(), ids=LIVES)
def test_adult_pages_do_not_tell_what_was_asked(text: str, tmp_path: Path) -> None:
    """Two homes that differ in nothing but the names asked have the very same adult pages."""
    # So is what they keep as files, and what the agent answers of the home. The total of a day is
    # no exception here, since as many names are asked in both.
    shown, answers = [], []
    for folder, names in (("one", ASKED_IN_ONE), ("other", ASKED_IN_THE_OTHER)):
        with evening_home(tmp_path / folder, clock(f"{DAY} 20:30"), text) as home:
            home.pages.press("/mine/fix/start", SAM, start="yes")
            for name in names:
                home.ask(SAM, name)
            home.time.advance(5 * 60)
            for name in names:
                home.ask(TABLET, name)
            home.pages.press("/tonight/pause", number="1", length="15", reason="dinner")
            assert home.is_taken_up()
            assert home.house.agent is not None
            agent = Agent(home.house.agent)
            opened = {page: home.pages.open(page) for page in (*ADULT_PAGES, *KEPT_AS_FILES)}
            shown.append({page: VERSION.sub("", one.body) for page, one in opened.items()})
            there = {page for page, one in opened.items() if one.status == 200}
            answers.append((agent.totals(), agent.time_left(), agent.warnings()))

    assert {*FIRST_PAGES, "/health", "/coverage", "/backup/text"} <= there
    assert len(there) >= 25
    assert all(len(shown[0][page]) > 500 for page in there)
    assert shown[0] == shown[1]
    assert answers[0] == answers[1]


KILLED = """
import os, signal, sys
from pathlib import Path
from console.house import House
from console.services import grants
from console.store.database.engine import Database
from console.store.published import Published
from tests.console.given_home import SIX_IN_THE_EVENING

state, when = Path(sys.argv[1]), sys.argv[2]
replace = Published.replace

def killed(self, octets):
    if when == "after":
        replace(self, octets)
    os.kill(os.getpid(), signal.SIGKILL)

Published.replace = killed
house = House(
    database=Database.open(state), published=Published(state), clock=lambda: SIX_IN_THE_EVENING
)
grants.give(house, "Jo", grants.Pause(young_person="Sam", reason="dinner"))
print("acknowledged")
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_between_keeping_and_publishing_loses_nothing(when: str, tmp_path: Path) -> None:
    """Nothing was acknowledged, what was kept is whole, and the next start publishes it."""
    state = given_home(tmp_path).house.published.state
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(state), when],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    house = House(database=Database.open(state), published=Published(state))
    published = house.published.snapshot().grants
    with house.database.reading() as session:
        [kept] = grants_in(session)
    healed = publish_home(house)

    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")
    assert published == (() if when == "before" else (kept.grant,))
    assert healed.grants == (kept.grant,)

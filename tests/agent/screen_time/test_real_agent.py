from __future__ import annotations

import json
import re
import secrets
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from policy.agent_answers import JustBlocked, NotDone, Refused, TimeLeft, WarningsDue
from policy.agent_requests import AskJustBlocked, AskTimeLeft, AskWarnings, BeginFix, Borrow
from policy.categories import Category
from policy.screen_time.minutes import NO_MINUTES
from policy.timed import Period, Target
from tests.agent.screen_time.at_home import (
    ALEXS,
    HOME_TEXT,
    JOS,
    NOBODYS,
    PHONE,
    SAM,
    SCHOOL,
    TABLET,
    TABLET_TOO,
)
from tests.agent.screen_time.real_home import PLAY, RealHome, real_home
from tests.conftest import Scale
from tests.promises.test_nothing_is_written_down import forms, places

ALL, GAMES = Target(), Target(category=Category.GAMES)
SLOTS_TILL_WRITTEN = 4
"""After so many the sums were written, wherever in a slot the agent was started."""


@pytest.fixture
def home() -> Iterator[RealHome]:
    """Return a home at noon, with its agent running."""
    with real_home() as home:
        yield home


def test_two_devices_at_once_count_once_and_nobody_elses_count(home: RealHome) -> None:
    """Phone and tablet use what one does; school, carer, others and visitors use none of it."""
    home.use(PLAY, PHONE, TABLET, TABLET_TOO)
    home.next_slot()
    assert (home.left(GAMES), home.left(ALL)) == (15, 55)
    assert home.left(GAMES, Period.WEEK) == 295

    home.use(PLAY, SCHOOL, ALEXS, JOS, NOBODYS)
    home.next_slot()
    assert (home.left(GAMES), home.left(ALL)) == (15, 55)


NO_SCREEN_TIME = (
    *("push.apple.com", "captive.apple.com", "www.khanacademy.org", "www.childline.org.uk"),
    *("www.nhs.uk", "www.closed.example", "web.whatsapp.com"),
)


def test_what_devices_do_alone_learning_help_and_blocks_do_not_count(home: RealHome) -> None:
    """Asked for again and again, none of these is screen time; what is used beside them is."""
    for name in NO_SCREEN_TIME:
        home.use(name, moments=6)
        home.next_slot()
        assert (name, home.left(ALL)) == (name, 60)

    home.use("other.example")
    home.next_slot()
    assert (home.left(ALL), home.left(GAMES)) == (55, 20)


def test_used_up_is_blocked_within_a_slot_and_lifelines_are_answered(home: RealHome) -> None:
    """When twenty minutes of games are gone games are blocked, and nothing that helps ever is."""
    for _ in range(3):
        home.use()
        home.next_slot()
    assert not home.blocks(PLAY)
    home.use()
    assert not home.blocks(PLAY)
    home.next_slot()

    assert home.left(GAMES) == 0
    assert home.comes_to(lambda: home.blocks(PLAY))
    assert home.blocks(PLAY, TABLET)
    assert not home.blocks("other.example")
    for lifeline in ("www.childline.org.uk", "www.nhs.uk", "captive.apple.com"):
        assert not home.blocks(lifeline)
        assert home.look_up(lifeline).answer
    assert not home.blocks(PLAY, JOS)


def test_everything_used_up_still_answers_what_is_never_blocked() -> None:
    """With not a minute left of anything, help and calls home are answered, and nothing else."""
    budgets = HOME_TEXT.replace("{ minutes = 60 }", "{ minutes = 5 }")
    with real_home(household=budgets) as home:
        home.use("other.example")
        home.next_slot()

        assert home.comes_to(lambda: home.blocks("other.example"))
        assert home.look_up("www.childline.org.uk").answer
        assert home.look_up("web.whatsapp.com").answer
        assert home.blocks("news.example")


def test_sums_survive_a_clean_stop_and_a_crash_loses_what_was_not_written(home: RealHome) -> None:
    """After SIGTERM everything is there again; after SIGKILL all that was written, and no more."""
    home.use()
    home.next_slot()
    assert home.end() == 0
    home.start()
    assert home.left(GAMES) == 15

    home.use()
    home.next_slot()
    assert home.comes_to(lambda: home.kept() != NO_MINUTES and home.left(GAMES) == 10)
    written = home.kept()
    home.end(signal.SIGKILL)
    home.start()
    assert home.left(GAMES) in (10, 15)
    assert home.kept() == written
    home.next_slot()
    assert home.left(GAMES) in (10, 15)


def test_a_killed_agent_never_falls_below_its_file_nor_counts_twice(
    home: RealHome, scale: Scale
) -> None:
    """Killed in the middle of a slot, an agent goes on from what it wrote, slot for slot."""
    last = 0
    for _ in range(scale(2, 30)):
        for _ in range(SLOTS_TILL_WRITTEN):
            home.use()
            home.next_slot()
        home.use()
        home.end(signal.SIGKILL)
        kept = home.kept().used if home.minutes.exists() else ()
        home.start()
        used = 300 - home.left(GAMES, Period.WEEK)
        assert used == max((one.this_week for one in kept if one.target == 3), default=0)
        assert used >= last
        last = used

    assert 0 < last <= 5 * SLOTS_TILL_WRITTEN * scale(2, 30)


def test_at_most_one_write_in_a_quarter_of_an_hour(home: RealHome) -> None:
    """While everything is used, writes are seen to lie fifteen minutes apart."""
    # The file changed between two looks, and nobody can say when: after the one, at the latest at
    # the other.
    written: list[tuple[datetime, datetime]] = []
    seen, looked = None, home.time.now
    for look in range(150):
        if not look % 4:
            home.use("other.example", moments=1)
        home.pass_until(home.time.now + timedelta(seconds=13))
        inode = home.minutes.stat().st_ino if home.minutes.exists() else None
        if inode != seen:
            seen = inode
            written.append((looked, home.time.now))
        looked = home.time.now

    assert 2 <= len(written) <= 3
    at_most_apart = [after[1] - before[0] for before, after in pairwise(written)]
    assert min(at_most_apart) >= timedelta(minutes=15)


def test_warnings_come_ten_and_five_minutes_before_an_end() -> None:
    """Before bedtime, and while games are used, each is given once, and is there for who asks."""
    with real_home(datetime(2027, 3, 28, 19, 44, 50, tzinfo=UTC)) as home:

        def due() -> list[tuple[str, int]]:
            answer = home.ask(AskWarnings())
            assert isinstance(answer, WarningsDue)
            assert {one.young_person for one in answer.warnings} <= {SAM}
            return [(one.title, one.minutes) for one in answer.warnings]

        home.next_slot()
        assert due() == []
        home.use()
        home.next_slot()
        assert due() == [("Bedtime", 10)]
        home.use()
        home.next_slot()
        assert due() == [("Bedtime", 10), ("games", 10), ("Bedtime", 5)]
        home.use()
        home.next_slot()
        assert due() == [("games", 10), ("games", 5)]
        assert home.comes_to(lambda: home.blocks("other.example"))


def test_ten_minutes_are_borrowed_once_and_paid_back_tomorrow(home: RealHome) -> None:
    """What was used up opens again for ten minutes, once; the day after has ten fewer."""
    for _ in range(4):
        home.use()
        home.next_slot()
    assert home.comes_to(lambda: home.blocks(PLAY))

    answer = home.ask(Borrow(young_person=SAM, target=GAMES))
    assert isinstance(answer, TimeLeft)
    assert home.left(GAMES) == 10
    assert home.comes_to(lambda: not home.blocks(PLAY))
    assert home.ask(Borrow(young_person=SAM, target=ALL)) == NotDone(why=Refused.BORROWED)

    home.end()
    home.time.advance(22 * 60 * 60)
    home.start()
    home.noticed()
    assert (home.left(GAMES), home.left(ALL)) == (10, 60)


def test_fixing_an_app_shows_one_device_its_own_blocks_for_two_minutes(home: RealHome) -> None:
    """Only what is blocked after the tap, only there, and not a second longer."""
    home.look_up("before.closed.example")
    home.ask(BeginFix(address=PHONE))
    home.look_up("www.closed.example")
    home.look_up("www.closed.example", TABLET)
    home.look_up("open.example")

    shown = home.ask(AskJustBlocked(address=PHONE))
    assert isinstance(shown, JustBlocked)
    assert [one.name for one in shown.names] == ["closed.example"]
    for other in (TABLET, JOS, NOBODYS, SCHOOL):
        assert home.ask(AskJustBlocked(address=other)) == NotDone(why=Refused.NOT_ASKED)
    home.pass_until(home.time.now + timedelta(seconds=121))
    assert home.ask(AskJustBlocked(address=PHONE)) == NotDone(why=Refused.NOT_ASKED)


def test_a_clock_that_cannot_be_right_closes_nothing_and_counts_nothing() -> None:
    """Before the build of the agent no budget holds, and nothing is written."""
    with real_home(datetime(2020, 1, 1, 12, tzinfo=UTC)) as home:
        home.use()
        home.next_slot()

        assert home.ask(AskTimeLeft()) == TimeLeft(left=(), knows_the_time=False)
        assert home.end() == 0
        assert not home.minutes.exists()


def test_a_damaged_file_is_said_and_the_internet_works(home: RealHome) -> None:
    """Minutes that cannot be read close nothing: counting begins from nothing."""
    home.end()
    home.minutes.write_bytes(b'{"format": "lamplight-minutes/v9"}')
    home.start()

    assert home.left(GAMES) == 20
    assert not home.blocks(PLAY)
    assert "Counting begins from nothing" in home.printed


def test_after_a_day_of_unique_names_none_is_anywhere(home: RealHome, scale: Scale) -> None:
    """Hundreds of names of every kind, shown, blocked and counted, stand in no file and no word."""
    word = f"zq{secrets.token_hex(10)}"
    for slot in range(scale(5, 250)):
        home.ask(BeginFix(address=PHONE))
        for number in range(12):
            home.time.advance(1)
            for kind in ("play.example", "closed.example", "open.example"):
                home.look_up(f"{word}{slot}x{number}.{kind}", (PHONE, TABLET, JOS)[number % 3])
        home.ask(AskJustBlocked(address=PHONE))
        home.next_slot()
    assert home.left(GAMES, Period.WEEK) < 300
    assert home.end() == 0

    assert home.minutes.exists()
    assert places(home.folder, word) == []
    assert [form for form, look in forms(word).items() if look.search(home.printed.encode())] == []
    assert _is_numbers(home.minutes)


def _is_numbers(path: Path) -> bool:
    """Say whether a file holds numbers alone, beside its format and its members' names."""
    document = json.loads(path.read_bytes())
    members = {"format", "day", "week", "through", "used", "borrowed"}
    rest = json.dumps([value for key, value in document.items() if key != "format"])
    return document.keys() == members and re.fullmatch(r"[\[\]0-9, ]+", rest) is not None

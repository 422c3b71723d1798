"""The page about what is written down, asked for by real devices of a home with a real recorder."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.types import ASGIApp, Message, Scope

from agent.recorder.serving import LEASES_SOCKET
from consent.acts import NoticeStarted, StoppedByPress, ViewReason
from consent.codes import Code
from consent.lease import Lend
from consent.spoken import HomeSecret, are_receipt_words
from console import words
from console.app import create_app
from console.pages.times import time_in_words
from console.render import Page, Renderer
from console.security.hosts import OUR_NAMES
from console.store.published import Published
from console.store.recorder import Recorder
from tests.agent.recorder.home import AgentEnd
from tests.consent.commands import ceremony
from tests.console import homes
from tests.console.recorder_home import (
    LAPTOP,
    SHARED,
    STRANGER,
    TABLET,
    RecorderHome,
    recorder_home,
    until,
)
from tests.console.running import Answer, Console, running
from tests.console.serving import Heard

PAGE: Final = "/recorded"
STOP: Final = "/recorded/stop"
OPENED: Final = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
_KEPT_PEOPLE, _KEPT_DEVICES, _KEPT_RULES, _KEPT_ACTS, _KEPT_WRITTEN = words.KEEPS_LIST
KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "console/snapshot.json": (_KEPT_PEOPLE, _KEPT_DEVICES, _KEPT_RULES),
    "console/allowed.json": (_KEPT_RULES,),
    "console/household.db": (_KEPT_PEOPLE, _KEPT_DEVICES, _KEPT_RULES, _KEPT_WRITTEN),
    # SQLite's own: what was changed lately, and where to find it.
    "console/household.db-wal": (_KEPT_PEOPLE, _KEPT_DEVICES, _KEPT_RULES, _KEPT_WRITTEN),
    "console/household.db-shm": (),
    "recorder/home.json": (_KEPT_DEVICES,),
    "recorder/journal.jsonl": (_KEPT_ACTS,),
    "recorder/checkpoint": (_KEPT_ACTS,),
    "recorder/ledger.jsonl": (_KEPT_ACTS,),
    # What says nothing of anybody: the box's own keys, and how late it was last.
    "recorder/box.key": (),
    "recorder/spoken.key": (),
    "recorder/clock.json": (),
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home with an agency and three devices, and nothing agreed yet."""
    with recorder_home(tmp_path / "home") as home:
        yield home.enrolled()


@dataclass(frozen=True, slots=True)
class Box:
    """A console whose recorder is found at a place that a test can point elsewhere."""

    console: Console
    state: Path
    recorder: Path


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Return one console for all the homes here, since it asks the recorder anew each time."""
    folder = tmp_path_factory.mktemp("box")
    household = folder / "household.toml"
    household.write_text(homes.FULL, encoding="utf-8")
    lists = homes.lists_in(folder / "lists").folder
    state, recorder = folder / "state", folder / "recorder.sock"
    with running(household, state, lists=lists, recorder=recorder) as console:
        yield Box(console, state, recorder)


@pytest.fixture
def console(box: Box, home: RecorderHome) -> Iterator[Console]:
    """Return the console, in that home."""
    box.recorder.symlink_to(home.socket)
    yield box.console
    box.recorder.unlink()


def opened(console: Console, source: str = TABLET, **headers: str) -> Answer:
    """Open the page on the device at an address, as a browser does."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return console.ask(PAGE, headers=OPENED | named, source=source)


def notices(home: RecorderHome) -> int:
    """Return how many notices have begun to count."""
    return sum(isinstance(entry.act, NoticeStarted) for entry in home.journal())


def shown_and_counted(console: Console, home: RecorderHome) -> Answer:
    """Open the page on the tablet, and wait until the recorder has heard of it."""
    answer = opened(console)
    until(lambda: notices(home) == 1)
    return answer


def button_of(answer: Answer) -> str:
    """Return what the Stop of a page sends."""
    [found] = re.findall(
        r'action="/recorded/stop".*?name="agreement" value="(\w+)"', answer.body, re.DOTALL
    )
    assert isinstance(found, str)
    return found


def test_a_young_person_reads_waits_sees_who_looked_and_stops(
    console: Console, home: RecorderHome
) -> None:
    """From the first page to the four words, on the device in hand, each page says what is so."""
    digest = home.agreed()
    first = shown_and_counted(console, home)
    waiting = opened(console)
    home.later(days=2, hours=8)
    on = opened(console)
    home.looked(digest)
    seen = opened(console)
    pressed = console.send(STOP, source=TABLET, agreement=button_of(seen))
    off = home.device().off
    after = opened(console)

    assert (first.status, words.RECORDED_NO_TEXT in first.body) == (200, True)
    assert "Somebody you do not know keeps asking to meet you." in first.body
    assert words.NOTICE_FIRST.format(time="23 November 2026, 00:00") in first.body
    assert (
        words.NOTICE_COUNTS.format(
            since=time_in_words(home.how().notices[0].told_at or home.how().at),
            time="23 November 2026, 00:00",
        )
        in waiting.body
    )
    assert words.RECORDED_YES_TEXT in on.body
    assert words.LOOKS_NOBODY in on.body
    assert words.LOOKS_NOBODY not in seen.body
    assert words.LOOKS_REASONS[ViewReason.OWN_ENTRIES] in seen.body
    assert (pressed.status, pressed.headers["location"]) == (303, PAGE)
    assert off is Code.WITHDRAWN
    assert words.RECORDED_NO_TEXT in after.body
    assert words.WHY_OFF[Code.WITHDRAWN] in after.body
    [receipt] = re.findall(r'class="receipt"><bdi>([a-z -]+)</bdi>', after.body)
    secret = HomeSecret((home.state / "spoken.key").read_bytes())
    assert are_receipt_words(receipt, secret, digest)


def test_where_lists_are_missing_the_page_says_that_nothing_is_written(
    console: Console, box: Box, home: RecorderHome
) -> None:
    """It is on, and what the agent says of its lists decides what is read beside the yes."""
    home.agreed()
    shown_and_counted(console, home)
    home.later(days=2, hours=8)
    published, bodies = Published(box.state), []
    with homes.agent_at(box.state):
        for status in (homes.IN_FORCE, homes.ALL_WRONG):
            homes.leave_status(published, status)
            bodies.append(opened(console).body)
    published.status_path.unlink()

    assert all(words.RECORDED_YES_TEXT in body for body in bodies)
    assert [words.RECORDED_WITHOUT_LISTS in body for body in bodies] == [False, True]


NOT_SEEN: dict[str, dict[str, str]] = {
    "from a device that nobody bound": {"source": STRANGER},
    "from another device": {"source": LAPTOP},
    "from a shared one": {"source": SHARED},
    "fetched ahead of time": {"sec_purpose": "prefetch"},
    "as a picture of another page": {"sec_fetch_dest": "image", "sec_fetch_mode": "no-cors"},
    "sent by another site": {"sec_fetch_site": "cross-site"},
    "by a program": {"Accept": "*/*"},
    "in the name of another device": {"source": LAPTOP, "x_forwarded_for": TABLET},
    "in its name by another header": {"source": STRANGER, "forwarded": f"for={TABLET}"},
}


def test_only_the_device_itself_starts_its_notice(console: Console, home: RecorderHome) -> None:
    """Nobody starts the wait for a device, and nothing that nobody looks at does."""
    home.agreed()
    answers = {case: opened(console, **asked).status for case, asked in NOT_SEEN.items()}
    head = console.ask(PAGE, method="HEAD", headers=OPENED, source=TABLET)
    # Each page asks the recorder before it is answered, so what it was told is told by now.
    elsewhere = opened(console, STRANGER).status
    before = notices(home)
    shown_and_counted(console, home)
    [entry] = [one for one in home.journal() if isinstance(one.act, NoticeStarted)]

    assert set(answers.values()) == {200}
    assert (head.status, elsewhere, before) == (200, 200, 0)
    assert isinstance(entry.act, NoticeStarted)
    assert entry.act.device == home.device().id


def test_an_open_page_hears_what_becomes_of_it_and_starts_no_notice(
    console: Console, home: RecorderHome
) -> None:
    """Its stream tells that the wait began and that it was stopped; by itself it begins nothing."""
    home.agreed()
    heard = Heard(console.port, PAGE, TABLET)
    unseen = heard.version()
    before = notices(home)
    seen = shown_and_counted(console, home)
    waiting = heard.version()
    console.send(STOP, source=TABLET, agreement=button_of(seen))
    stopped = heard.version()
    heard.close()

    assert before == 0
    assert len({unseen, waiting, stopped}) == 3


def test_the_notice_is_shown_whenever_it_is_asked_for(console: Console, home: RecorderHome) -> None:
    """Every paragraph of the agreement is on the page, the first time and each time after."""
    home.agreed()
    first, again = shown_and_counted(console, home), opened(console)
    paragraphs = [line for line in home.desk.files["text.txt"].decode().splitlines() if line]

    for answer in (first, again):
        read = answer.body.replace("&#34;", '"').replace("&#39;", "'")
        assert [line for line in paragraphs if line not in read] == []
    assert notices(home) == 1


def test_each_device_sees_what_is_its_own(console: Console, home: RecorderHome) -> None:
    """No other device of the home learns that there is an agreement about this one."""
    digest = home.agreed()
    others = [opened(console, source) for source in (LAPTOP, SHARED, STRANGER, "127.0.0.1")]

    assert digest in opened(console).body
    for answer in others:
        assert answer.status == 200
        assert digest not in answer.body
        assert "Somebody you do not know" not in answer.body
        assert words.AGREED not in answer.body
    assert words.RECORDED_UNKNOWN in others[2].body


def test_what_no_device_has_is_lent_to_nobody(console: Console, home: RecorderHome) -> None:
    """An address that no device has is in no lease, so nothing of it can be written down."""
    home.agreed()
    shown_and_counted(console, home)
    agent = AgentEnd(home.folder / "run" / LEASES_SOCKET)
    until(lambda: home.how().is_agent_there)
    home.later(days=2, hours=8)
    until(lambda: bool(agent.hear()) or bool(agent.lent))
    lent = [one for one in agent.messages if isinstance(one, Lend)]
    agent.close()

    assert words.RECORDED_UNKNOWN_TEXT in opened(console, STRANGER).body
    assert {address for one in lent for address in one.addresses} == {TABLET}


def test_another_page_of_the_internet_stops_nothing(console: Console, home: RecorderHome) -> None:
    """What is not sent from a page of this box is refused, and nothing is stopped."""
    digest = home.agreed()
    body = f"agreement={digest}".encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    cross = {"Sec-Fetch-Site": "cross-site", **kind}
    refused = console.ask(STOP, method="POST", headers=cross, body=body, source=TABLET)
    read = console.ask(STOP, source=TABLET)

    assert (refused.status, read.status) == (403, 405)
    assert [one for one in home.journal() if isinstance(one.act, StoppedByPress)] == []


def test_another_device_stops_nothing_over_the_wire(console: Console, home: RecorderHome) -> None:
    """The form of one device, sent by another, is answered with that other's own page."""
    digest = home.agreed()
    answer = console.send(STOP, source=LAPTOP, agreement=digest)

    assert (answer.status, answer.headers["location"]) == (303, PAGE)
    assert [one for one in home.journal() if isinstance(one.act, StoppedByPress)] == []


def test_the_words_are_there_again_after_a_restart(
    household_file: Path, tmp_path: Path, console: Console, home: RecorderHome
) -> None:
    """A console that forgot the four words has a button for them, and it gives the same."""
    digest = home.agreed(ceremony.BY_A_PARENT)
    console.send(STOP, source=TABLET, agreement=digest)
    first = re.findall(r'class="receipt"><bdi>(.+)</bdi>', opened(console).body)
    with running(household_file, tmp_path / "another", recorder=home.socket) as another:
        forgotten = opened(another)
        asked = another.send("/recorded/words", source=TABLET, agreement=digest)
        again = re.findall(r'class="receipt"><bdi>(.+)</bdi>', opened(another).body)

    assert words.STOP_WORDS_AGAIN in forgotten.body
    assert (asked.status, asked.headers["location"]) == (303, PAGE)
    assert first
    assert again == first


def test_while_the_recorder_is_silent_the_rest_works(console: Console, home: RecorderHome) -> None:
    """The page says that it cannot say, a press is not said to be done, and the home page works."""
    digest = home.agreed()
    home.stop()
    page, front = opened(console), console.ask()
    pressed = console.send(STOP, source=TABLET, agreement=digest)
    home.start()

    assert (page.status, front.status, pressed.status) == (503, 200, 503)
    assert words.RECORDED_SILENT in page.body
    assert words.RECORDED_NO_TEXT not in page.body
    assert words.STOP_UNANSWERED in pressed.body
    assert digest in pressed.body
    assert opened(console).status == 200


def test_the_home_page_leads_there_only_where_there_is_a_recorder(
    console: Console, household_file: Path, tmp_path: Path
) -> None:
    """A home without a recorder hears of no agreement, one with it hears no promise too many."""
    with running(household_file, tmp_path / "without") as without:
        alone, nowhere = without.ask(), without.ask(PAGE)
    front = console.ask()

    assert nowhere.status == 404
    assert PAGE not in alone.body
    assert words.WRITTEN_TEXT in alone.body
    assert words.WRITTEN_AGREED not in alone.body
    assert f'href="{PAGE}"' in front.body
    assert words.WRITTEN_AGREED in front.body
    assert words.WRITTEN_TEXT not in front.body


def test_what_is_kept_without_an_agreement_is_on_the_list(
    box: Box, console: Console, home: RecorderHome
) -> None:
    """Every file that console and recorder keep is of a kind that the page names, or of nobody."""
    opened(console)
    allowed = console.send("/allow", device="", name="bet.example")
    kept = {
        path.relative_to(state).as_posix()
        for state in (box.state, home.state.parent)
        for path in state.rglob("*")
        if path.is_file()
    }

    assert allowed.status == 303
    assert {"recorder/home.json", "console/snapshot.json", "console/allowed.json"} <= kept
    assert kept <= KEPT.keys()
    assert {said for one in KEPT.values() for said in one} == set(words.KEEPS_LIST)
    for said in words.KEEPS_LIST:
        assert said in opened(console).body


def test_no_address_and_no_title_says_anything_of_anybody(
    household_file: Path, tmp_path: Path, home: RecorderHome
) -> None:
    """What browsers keep, and what the console prints, holds no device, agreement or person."""
    digest = home.agreed()
    with running(household_file, tmp_path / "state", recorder=home.socket) as console:
        answer = opened(console)
        console.send(STOP, source=TABLET, agreement=digest)
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', answer.body)
        _, printed = console.end(15)

    assert f"<title>{words.RECORDED_TITLE} - Lamplight</title>" in answer.body
    assert [one for one in addresses if digest in one or "Tablet" in one] == []
    assert printed == ""


def test_a_page_that_could_not_be_made_starts_no_notice(
    home: RecorderHome, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where anything goes wrong before the whole answer is there, nothing was shown."""
    home.agreed()
    house = homes.house_at(state, homes.FULL, homes.IN_FORCE, recorder=Recorder(home.socket))
    whole = create_app(house, OUR_NAMES)
    real = Renderer.html

    def broken(renderer: Renderer, page: Page, **beside: Any) -> str:  # noqa: ANN401 - as given
        return real(renderer, page, **beside) + str(1 // 0)

    monkeypatch.setattr(Renderer, "html", broken)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(opened_within(whole))
    before = notices(home)
    monkeypatch.undo()
    told_when = asyncio.run(opened_within(whole, home))

    assert before == 0
    assert told_when == [0, 0]
    assert notices(home) == 1


async def opened_within(app: ASGIApp, home: RecorderHome | None = None) -> list[int]:
    """Open the page without a server; return how many notices counted at each of its parts."""
    counted: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: Message) -> None:
        if home is not None:
            counted.append(notices(home))

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": PAGE,
        "raw_path": PAGE.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"accept", b"text/html")],
        "client": (TABLET, 1),
        "server": ("127.0.0.1", 2),
    }
    await app(scope, receive, send)
    return counted

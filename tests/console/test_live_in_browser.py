"""Live pages in a real browser: others' hands are seen, one's own are left alone."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from console.security.permissions import Level, Role
from console.security.sessions import Kept, Visit, digest_of, token
from console.services.grants import MoreTime, give
from console.services.requests import Asking, ask, say_no
from console.static_files import FOLDER
from console.store.database.sign_ins import add_sign_in, begin_visit
from console.words import ask as ask_words
from console.words import live, tonight
from policy.agent_answers import Answer, DueWarning, TimeLeft, WarningKind, WarningsDue
from policy.agent_requests import AskTimeLeft, AskWarnings, Request
from policy.names import from_text
from tests.console.answering import answering
from tests.console.given_home import GAMES, TEXT, GivenHome, given_home
from tests.console.serving import CALM, serving
from tests.console.test_browser import MAX_OCTETS, MAX_PAGE_OCTETS, MAX_REQUESTS
from tests.console.test_evening_in_browser import ANSWERS

OWN: Final = TEXT.replace('"127.0.0.11"', '"127.0.0.1"')
"""The home in which this machine is Sam's phone; whoever signed in on it is a carer."""

MAX_SCRIPT_OCTETS: Final = 20_000
LINE: Final = "#live"
SHOWN_LONG_ENOUGH: Final = """
    const since = performance.now.bind(performance);
    performance.now = () => since() + 60000;
"""
PATIENCE_MS: Final = 20_000
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Live:
    """A home whose pages are open in a browser, and can be taken away for a while."""

    home: GivenHome
    browser: Browser
    visit: str
    answers: dict[type[Request], Answer]
    said: list[str] = field(default_factory=list)
    port: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Serve the pages, where they were before."""
        house = self.home.house
        self.port = self._stack.enter_context(serving(house, port=self.port, pace=CALM))

    def stop(self) -> None:
        """Serve them no more."""
        self._stack.close()

    def address(self, path: str) -> str:
        """Return where a page is."""
        return f"http://127.0.0.1:{self.port}{path}"

    @contextmanager
    def opened(self, path: str, *, signed_in: bool = True, scripts: bool = True) -> Iterator[Page]:
        """Open a page, as a carer who signed in or on Sam's phone, and mark what was loaded."""
        context = self.browser.new_context(java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE_MS)
        if signed_in:
            context.add_cookies(
                [{"name": Kept.VISIT, "value": self.visit, "url": self.address("/")}]
            )
        try:
            page = context.new_page()
            page.on("console", lambda message: self.said.append(message.text))
            page.on("pageerror", lambda error: self.said.append(str(error)))
            page.goto(self.address(path))
            if scripts:
                page.evaluate("window.isTheSame = true")
            yield page
        finally:
            context.close()

    def asks(self, site: str, words: str = "", who: str = "Sam") -> None:
        """Let a young person ask for a site."""
        asking = Asking(young_person=who, name=from_text(site), words=words)
        assert ask(self.home.house, asking) is None


@pytest.fixture
def live_home(tmp_path: Path, browser: Browser) -> Iterator[Live]:
    """Return a home with its pages and a carer who signed in."""
    home = given_home(tmp_path, OWN, agent=tmp_path / "agent.sock")
    kept = token()
    now = home.clock()
    with home.house.database.changing() as session:
        sign_in = add_sign_in(session, "Jo", Role.CARER, "", now)
        begin_visit(
            session,
            Visit(
                digest=digest_of(kept),
                sign_in=sign_in.number,
                phone=None,
                level=Level.FULL,
                began_at=now,
                seen_at=now,
            ),
        )
    assert home.house.agent is not None
    answers = dict(ANSWERS)
    with home.with_agent(), answering(home.house.agent, answers):
        home.taken_up()
        found = Live(home, browser, kept, answers)
        found.start()
        yield found
        found.stop()


def _is_the_same(page: Page) -> bool:
    """Say whether a page was never loaded anew."""
    return bool(page.evaluate("window.isTheSame === true"))


def test_what_is_asked_and_given_is_seen_by_both_without_loading(live_home: Live) -> None:
    """From Sam's form to Jo's open page, and from Jo's button to Sam's open page."""
    with (
        live_home.opened("/tonight") as jos,
        live_home.opened("/mine", signed_in=False) as sams,
        live_home.opened("/mine/ask", signed_in=False) as form,
    ):
        form.locator("#site-name").fill("chess.example")
        form.locator("#site-words").fill("for school")
        form.locator("form[action='/mine/ask/site'] button").click()
        form.wait_for_url("**/mine/ask#asked")
        expect(jos.locator("#request-1")).to_contain_text("chess.example")
        was_loaded = not _is_the_same(jos)
        jos.locator("form[action='/tonight/more'] button").first.click()
        expect(sams.locator("main")).to_contain_text("15 more minutes of games")
        was_loaded |= not _is_the_same(sams)
        expect(sams.locator(LINE)).to_contain_text(live.AGAIN.split("{")[0].strip())

    assert not was_loaded
    assert live_home.said == []


def test_what_is_being_typed_stays_while_the_page_changes(live_home: Live) -> None:
    """The fold stays open, its field keeps text, caret and focus, and a choice stays chosen."""
    with live_home.opened("/tonight") as page:
        page.locator("#person-1 summary").first.click()
        page.select_option("#pause-length-1", "60")
        page.locator("#pause-reason-1").press_sequentially("dinner")
        page.locator("#pause-reason-1").press("ArrowLeft")
        live_home.asks("go.example")
        expect(page.locator("#request-1")).to_contain_text("go.example")
        page.keyboard.type("X")
        typed = page.locator("#pause-reason-1").input_value()
        chosen = page.locator("#pause-length-1").input_value()
        is_open = page.locator("#person-1 details").first.get_attribute("open") is not None
        same = _is_the_same(page)

    assert (typed, chosen, is_open, same) == ("dinneXr", "60", True, True)


def test_a_button_stays_what_it_is_under_the_focus(live_home: Live) -> None:
    """With the requests before it gone, Enter still answers the one that had the focus."""
    for site in ("one.example", "two.example", "three.example"):
        live_home.asks(site)
    with live_home.opened("/tonight") as page:
        focused = "form[action='/tonight/yes']:has([name=request][value='3']) button"
        page.locator(focused).focus()
        assert say_no(live_home.home.house, "Kim", 1, "Not tonight.") is None
        assert say_no(live_home.home.house, "Kim", 2, "Not tonight.") is None
        expect(page.locator("#request-1")).to_have_count(0)
        expect(page.locator("#request-2")).to_have_count(0)
        is_kept = page.locator(focused).evaluate("one => one === document.activeElement")
        same = _is_the_same(page)
        page.keyboard.press("Enter")
        expect(page.locator("#request-3")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("three.example")

    assert (is_kept, same) == (True, True)


def test_what_goes_away_under_the_focus_leaves_the_keyboard_on_the_page(live_home: Live) -> None:
    """The focus is then on the page's own part, and no button stands in for what is gone."""
    live_home.asks("one.example")
    with live_home.opened("/tonight") as page:
        page.locator("form[action='/tonight/yes'] button").focus()
        assert say_no(live_home.home.house, "Kim", 1, "Not tonight.") is None
        expect(page.locator("#request-1")).to_have_count(0)
        focused = page.evaluate("document.activeElement.id")

    assert focused == "main"


def test_a_page_that_nobody_keeps_up_says_so_and_catches_up(live_home: Live) -> None:
    """Away is "Reconnecting", in sight; back again is the newest state and since when."""
    with live_home.opened("/tonight") as page:
        live_home.asks("one.example")
        expect(page.locator("#request-1")).to_have_count(1)
        live_home.stop()
        expect(page.locator(LINE)).to_contain_text(live.LOST.split("{")[0].strip())
        expect(page.locator(LINE)).to_be_in_viewport()
        live_home.asks("two.example")
        live_home.start()
        expect(page.locator("#request-2")).to_contain_text("two.example")
        expect(page.locator(LINE)).not_to_contain_text("Reconnecting")
        line = page.locator(LINE).inner_text()
        same = _is_the_same(page)

    assert line.startswith(live.AGAIN.split("{")[0])
    assert same
    # A browser tells of each try that nobody answered, and of nothing else.
    assert [text for text in live_home.said if "ERR_" not in text] == []


def test_a_visit_that_locks_leaves_nothing_on_the_screen(live_home: Live) -> None:
    """An open page keeps no visit alive; after its time the page goes where one signs in again."""
    with live_home.opened("/tonight") as page:
        live_home.asks("one.example")
        expect(page.locator("#request-1")).to_have_count(1)
        live_home.home.clock.goes(minutes=16)
        page.wait_for_url(re.compile(r"/(unlock|sign-in)$"))

        assert "one.example" not in page.content()


def test_a_page_that_is_over_calls_nobody_back_who_is_going_elsewhere(live_home: Live) -> None:
    """Whoever goes to another page on a slow line arrives there, also when the visit locks."""
    with live_home.opened("/tonight") as page:
        page.add_init_script(SHOWN_LONG_ENOUGH)
        page.reload()
        held: list[Route] = []
        ended: list[object] = []
        for event in ("requestfailed", "requestfinished"):
            page.on(event, lambda one: ended.append(one) if "/live/" in one.url else None)
        page.route("**/help", lambda route: held.append(route))  # noqa: PLW0108 - it is inspected
        with page.expect_request("**/help"):
            page.evaluate("setTimeout(() => location.assign('/help'))")
        live_home.home.clock.goes(minutes=16)
        live_home.asks("one.example")
        # The page's line ends, by either side; then the page does what it does.
        end = monotonic() + PATIENCE_MS / 1_000
        while not ended:
            assert monotonic() < end, "the page never heard that it is over"
            page.context.cookies()
        held[0].continue_()
        page.wait_for_url("**/help")


def test_without_scripts_nothing_is_lost(live_home: Live) -> None:
    """Asked, answered and read again by forms and links alone; no line promises to keep it up."""
    live_home.asks("one.example", "for school")
    with live_home.opened("/tonight", scripts=False) as page:
        line = page.locator(LINE).inner_text()
        page.get_by_role("button", name=tonight.YES, exact=True).click()
        page.wait_for_url("**/tonight")
        answered = page.locator("#request-1").count() == 0
    with live_home.opened("/mine/ask", signed_in=False, scripts=False) as page:
        told = page.locator("main").inner_text()

    assert (line, answered) == ("", True)
    assert ask_words.YES.format(who="Jo") in told


def test_a_first_load_with_its_stream_is_small(live_home: Live) -> None:
    """Scripts are at most 20 kB packed; with them and the stream a page stays within its bounds."""
    live_home.asks("one.example")
    packed = sum(
        len(gzip.compress(path.read_bytes(), 6))
        for path in FOLDER.iterdir()
        if path.suffix == ".js"
    )
    context = live_home.browser.new_context()
    context.add_cookies(
        [{"name": Kept.VISIT, "value": live_home.visit, "url": live_home.address("/")}]
    )
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    octets: list[float] = []
    asked: list[str] = []
    wire.on("Network.loadingFinished", lambda event: octets.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_request("**/live/tonight"):
        page.goto(live_home.address("/tonight"))
    context.close()

    assert packed <= MAX_SCRIPT_OCTETS
    assert sum(octets) <= MAX_OCTETS + MAX_PAGE_OCTETS
    assert 6 < len(asked) <= MAX_REQUESTS
    assert {url.split("/")[2] for url in asked} == {f"127.0.0.1:{live_home.port}"}


def test_what_is_given_by_the_clock_ends_on_the_open_page(live_home: Live) -> None:
    """Nobody pressed anything: the time went by, and the page says so by itself."""
    assert give(live_home.home.house, "Jo", MoreTime(young_person="Sam", target=GAMES)) is None
    with live_home.opened("/mine", signed_in=False) as page:
        expect(page.locator("main")).to_contain_text("15 more minutes of games")
        live_home.home.clock.goes(hours=24)
        expect(page.locator("main")).not_to_contain_text("15 more minutes of games")
        same = _is_the_same(page)

    assert same


def _due(minutes: int) -> WarningsDue:
    ends = DueWarning(
        number=1, young_person=1, kind=WarningKind.END, title="Bedtime", minutes=minutes
    )
    return WarningsDue(warnings=(ends,))


def test_the_bell_in_the_kitchen_rings_once_for_each_warning(live_home: Live) -> None:
    """A tablet that was touched once rings at the next warning, and not at every change."""
    with live_home.opened("/kitchen") as page:
        page.evaluate(
            "window.rung = [];"
            "document.addEventListener('play', rings => rung.push(rings.target.id), true)"
        )
        page.locator("h1").click()
        live_home.answers[AskWarnings] = _due(5)
        expect(page.locator("#bell-1-5")).to_have_js_property("ended", True)
        left = live_home.answers[AskTimeLeft]
        assert isinstance(left, TimeLeft)
        live_home.answers[AskTimeLeft] = replace(
            left, left=tuple(replace(one, minutes=10) for one in left.left)
        )
        expect(page.locator("main")).to_contain_text("up to 15 minutes")

        assert page.evaluate("rung") == ["bell-1-5"]
        assert _is_the_same(page)
    assert live_home.said == []

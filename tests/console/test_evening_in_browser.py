"""The pages of the evening in a real browser: by keyboard, without scripts, and to help."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser

from console.app import create_app
from console.config import ListenAddress, listen_address
from console.house import House
from console.security.hosts import our_names
from console.serve import take_port
from console.services.grants import CutFamilyTime, Later, MoreTime, Opened, Pause, give
from console.services.requests import Asking, ask, say_no
from console.services.turns import take
from console.words import ask as ask_words
from policy.agent_answers import (
    Answer,
    BlockedName,
    DueWarning,
    JustBlocked,
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
    Request,
)
from policy.categories import Category
from policy.coverage import Asked
from policy.names import from_text
from policy.timed import Period
from policy.what import What
from policy.why import Why
from tests.console.answering import answering
from tests.console.given_home import GAMES, STREAMING, TEXT, given_home
from tests.console.test_browser import _opened

LIMIT_SECONDS = 30
ANSWERS: dict[type[Request], Answer] = {
    AskTimeLeft: TimeLeft(
        left=tuple(
            TargetLeft(young_person=1, target=target, period=period, minutes=35, may_borrow=True)
            for target, period in ((GAMES, Period.DAY), (STREAMING, Period.WEEK))
        ),
        knows_the_time=True,
    ),
    AskWarnings: WarningsDue(
        warnings=(
            DueWarning(number=1, young_person=1, kind=WarningKind.END, title="Bedtime", minutes=10),
        )
    ),
    AskTotals: Totals(asked=Asked()),
    BeginFix: JustBlocked(names=(), seconds=120),
    AskJustBlocked: JustBlocked(
        names=(
            BlockedName("a-rather-long-name-of-a-site." * 4 + "example", Why.RULE, None),
            BlockedName("bad.example", Why.CATEGORY, Category.MALWARE),
        ),
        seconds=77,
    ),
}


OWN = TEXT.replace('"127.0.0.11"', '"127.0.0.1"')
"""The same home, in which this machine is Sam's phone."""

PLACES = {
    "tonight": (TEXT, "/tonight"),
    "ask": (OWN, "/mine/ask"),
}


class Street:
    """The same home twice: asked from the box, and from a phone."""

    def __init__(self, ports: dict[str, int]) -> None:
        """Hold the port of each."""
        self._ports = ports

    def address(self, name: str) -> str:
        """Return where a page is."""
        text, path = PLACES[name]
        return f"http://127.0.0.1:{self._ports[text]}{path}"


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """Return homes in which much is given and asked, with their pages in this process."""
    with ExitStack() as stack:
        ports = {}
        for text in (TEXT, OWN):
            folder = tmp_path_factory.mktemp("home")
            home = given_home(folder, text, agent=folder / "agent.sock")
            _fill(home.house)
            assert home.house.agent is not None
            stack.enter_context(home.with_agent())
            stack.enter_context(answering(home.house.agent, ANSWERS))
            home.taken_up()
            ports[text] = stack.enter_context(_serving(home.house))
        yield Street(ports)


@contextmanager
def _serving(house: House) -> Iterator[int]:
    """Serve the pages of a house on a port of this process, and stop."""
    listen = listen_address("127.0.0.1:0")
    with take_port(listen) as holder:
        port: int = holder.getsockname()[1]
        app = create_app(house, our_names(ListenAddress(host=listen.host, port=port)))
        config = uvicorn.Config(app, lifespan="off", log_level="warning", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [holder]})
        thread.start()
        try:
            yield port
        finally:
            server.should_exit = True
            thread.join(LIMIT_SECONDS)


def _fill(house: House) -> None:
    site = What(names=frozenset({from_text("chess.example")}))
    for wanted in (
        Pause(young_person=None, reason="dinner is ready, and the food gets cold"),
        MoreTime(young_person="Sam", target=GAMES),
        Later(young_person="Sam", title="Bedtime"),
        Opened(young_person="Sam", what=site),
        CutFamilyTime(young_person="Sam", reason="we rest"),
    ):
        assert give(house, "Jo", wanted) is None
    for asking in (
        Asking(young_person="Sam", name=from_text("go.example"), words="for a game with Alex"),
        Asking(young_person="Sam", target=GAMES, minutes=30),
        Asking(young_person="Alex", title="Bedtime"),
        Asking(young_person="Sam", title="Bedtime", words="film night"),
    ):
        assert ask(house, asking) is None
    assert say_no(house, "Jo", 4, "Not tonight. We can talk about it tomorrow.") is None
    assert take(house, "Tablet", "Sam") is None


def test_a_pause_without_a_reason_comes_back_with_what_was_chosen(
    browser: Browser, street: Street
) -> None:
    """By keyboard and without scripts: the fold stands open, says what to do, and kept the rest."""
    with _opened(browser, street.address("tonight"), java_script_enabled=False) as page:
        page.locator("#person-1 summary").first.click()
        page.select_option("#pause-length-1", "60")
        page.locator("#pause-reason-1").fill(" ")
        page.locator("#pause-reason-1").press("Enter")
        page.wait_for_url("**/tonight/pause")
        chosen = page.locator("#pause-length-1").input_value()
        error = page.locator("#pause-reason-1-error").inner_text()
        trouble = page.locator("#trouble").inner_text()

    assert chosen == "60"
    assert error in trouble


def test_something_is_wrong_leads_to_help_without_a_form(browser: Browser, street: Street) -> None:
    """The first choice on Ask is a link, and what it opens has the numbers."""
    with _opened(browser, street.address("ask")) as page:
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method))
        page.get_by_role("link", name=ask_words.WRONG).click()
        page.wait_for_load_state()
        number = page.get_by_text("0800 1111").is_visible()

    assert number
    assert set(sent) == {"GET"}

"""The page about what is written down in a real browser, on the device that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from consent.acts import NoticeStarted
from consent.codes import Code
from consent.encoding import JsonValue
from consent.recorder_requests import Bind, NoticeShown
from console import words
from tests.consent.commands import ceremony
from tests.console import homes
from tests.console.recorder_home import RecorderHome, recorder_home, until
from tests.console.running import Console, running
from tests.console.test_browser import (
    AXE,
    AXE_OPTIONS,
    HEIGHTS,
    MAX_OCTETS,
    MAX_REQUESTS,
    MIN_TARGET,
    PRESSABLE,
    SCHEMES,
    WIDTHS,
    Scheme,
    _opened,
)

HERE: Final = "127.0.0.1"
"""From where this machine's own browser asks."""

STOP: Final = "form[action='/recorded/stop'] button"


def _unknown(_: RecorderHome) -> None:
    """Leave the browser's device unbound."""


def _agreed(home: RecorderHome) -> str:
    home.done(Bind(label="Phone", addresses=(HERE,), sole_user=True))
    # A long name that nothing breaks, as somebody could type it.
    watch: list[JsonValue] = ["a" * 58 + ".example", "example.org"]
    phone: list[JsonValue] = [home.device("Phone").id]
    return home.agreed({**ceremony.A_LIST, "scope.watch": watch, "home.devices": phone})


def _nothing(home: RecorderHome) -> None:
    home.done(Bind(label="Phone", addresses=(HERE,), sole_user=True))


def _waiting(home: RecorderHome) -> None:
    _agreed(home)


def _on(home: RecorderHome) -> None:
    digest = _agreed(home)
    home.done(NoticeShown(address=HERE))
    home.later(days=2, hours=8)
    for _ in range(10):
        home.looked(digest, device="Phone")


def _stopped(home: RecorderHome) -> None:
    _on(home)


def _silent(home: RecorderHome) -> None:
    home.stop()


STATES: Final[dict[str, Callable[[RecorderHome], object]]] = {
    "a device that nobody knows": _unknown,
    "a device with no agreement": _nothing,
    "a notice": _waiting,
    "something is written down": _on,
    "stopped": _stopped,
    "a silent recorder": _silent,
}
EXPECTED: Final = {
    "a device that nobody knows": words.RECORDED_UNKNOWN,
    "a device with no agreement": words.RECORDED_NO_TEXT,
    "a notice": words.NOTICE,
    "something is written down": words.RECORDED_YES_TEXT,
    "stopped": words.STOP_DONE,
    "a silent recorder": words.RECORDED_SILENT,
}
FULL: Final = ("a notice", "something is written down", "stopped")
LOOKS: list[tuple[str, int, Scheme]] = [
    (name, width, scheme)
    for name in STATES
    for width in WIDTHS
    for scheme in SCHEMES
    if name in FULL or (width, scheme) in {(320, "light"), (1280, "dark")}
]


@dataclass(slots=True)
class Street:
    """One console, and a home for each state, each made when it is first asked for."""

    console: Console
    recorder: Path
    folder: Path
    stack: ExitStack
    homes: dict[str, RecorderHome] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"{self.console.url}recorded"

    def home(self, name: str) -> RecorderHome:
        """Point the console at the home in a state, and return it."""
        if name not in self.homes:
            folder = self.folder / f"home-{len(self.homes)}"
            home = self.stack.enter_context(recorder_home(folder)).enrolled()
            STATES[name](home)
            self.homes[name] = home
        self.point_at(self.homes[name])
        if name == "stopped" and self.homes[name].device("Phone").off is None:
            agreement = self.homes[name].how().agreements[0].agreement
            self.console.send("/recorded/stop", source=HERE, agreement=agreement)
        return self.homes[name]

    def point_at(self, home: RecorderHome) -> None:
        """Let the console ask this home's recorder."""
        self.recorder.unlink(missing_ok=True)
        self.recorder.symlink_to(home.socket)


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """Return a running console with no home yet."""
    folder = tmp_path_factory.mktemp("street")
    household = folder / "household.toml"
    household.write_text(homes.FULL, encoding="utf-8")
    recorder = folder / "recorder.sock"
    with ExitStack() as stack:
        console = stack.enter_context(running(household, folder / "state", recorder=recorder))
        yield Street(console, recorder, folder, stack)


@contextmanager
def page_in(
    street: Street,
    browser: Browser,
    name: str,
    width: int = 390,
    *,
    color_scheme: Scheme = "light",
    java_script_enabled: bool = True,
) -> Iterator[Page]:
    """Open the page in a state."""
    street.home(name)
    with _opened(
        browser,
        street.address,
        width,
        color_scheme=color_scheme,
        java_script_enabled=java_script_enabled,
    ) as page:
        yield page


@pytest.mark.parametrize(("name", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_to_mend(
    name: str, width: int, scheme: Scheme, browser: Browser, street: Street
) -> None:
    """No rule of WCAG 2.2 AA that axe can check is broken, nothing is cut off, all fits a thumb."""
    with page_in(street, browser, name, width, color_scheme=scheme) as page:
        said = page.get_by_text(EXPECTED[name]).first.is_visible()
        heights = page.evaluate(HEIGHTS, PRESSABLE)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide_at_twice = page.evaluate("document.documentElement.scrollWidth")

    assert said
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert min(heights) >= MIN_TARGET
    assert (wide, wide_at_twice) <= (width, width)


def test_opening_the_page_in_a_browser_starts_the_wait(browser: Browser, street: Street) -> None:
    """What a real browser says when somebody opens a page is what counts as opened."""
    home = street.home("a notice")
    with page_in(street, browser, "a notice") as page:
        text = page.get_by_text("Somebody you do not know keeps asking to meet you.")
        shown = text.is_visible()
        until(lambda: any(isinstance(entry.act, NoticeStarted) for entry in home.journal()))
        page.reload(wait_until="networkidle")
        counts = page.get_by_text(words.NOTICE_COUNTS.split("{", maxsplit=1)[0]).is_visible()

    assert (shown, counts) == (True, True)


def test_stop_works_by_keyboard_and_without_scripts(
    browser: Browser, street: Street, tmp_path: Path
) -> None:
    """Tab to the button, press Enter, and the page says that nothing is written down."""
    with recorder_home(tmp_path / "home") as home:
        _on(home.enrolled())
        street.point_at(home)
        with _opened(browser, street.address, java_script_enabled=False) as page:
            before = page.get_by_text(words.RECORDED_YES_TEXT).is_visible()
            page.locator(STOP).focus()
            page.keyboard.press("Enter")
            page.locator(".receipt").wait_for()
            after = page.get_by_text(words.RECORDED_NO_TEXT).is_visible()
            receipt = page.locator(".receipt").inner_text().split()
            address = page.url
        off = home.device("Phone").off

    assert (before, after, off) == (True, True, Code.WITHDRAWN)
    assert len(receipt) == 4
    assert address == street.address


@pytest.mark.parametrize("width", WIDTHS)
def test_stop_is_as_large_as_any_other_button(width: int, browser: Browser, street: Street) -> None:
    """Nothing of the page is easier to press, and nothing has to be opened to see what it does."""
    with page_in(street, browser, "something is written down", width) as page:
        stop = page.locator(STOP)
        size = "part => { const s = getComputedStyle(part); return [s.fontSize, s.minHeight] }"
        mine = stop.evaluate(size)
        seen = [page.get_by_text(text).first.is_visible() for text in words.STOP_FOR_GOOD]
        folded = page.locator(f"details {STOP}").count()
        box = stop.bounding_box()
        page.goto(street.console.url, wait_until="networkidle")
        others = [one.evaluate(size) for one in page.locator("a.button, button.button").all()]

    assert others
    assert {tuple(one) for one in others} == {tuple(mine)}
    assert (all(seen), folded) == (True, 0)
    assert box is not None
    assert box["width"] >= 2 * MIN_TARGET


@pytest.mark.parametrize("name", STATES)
def test_no_other_host_is_asked_and_little_is(name: str, browser: Browser, street: Street) -> None:
    """Whatever the page needs comes from this machine, and a first load is small."""
    street.home(name)
    asked: list[str] = []
    said: list[str] = []
    octets: list[float] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: octets.append(event["encodedDataLength"]))
    page.goto(street.address, wait_until="networkidle")
    context.close()

    assert [url for url in asked if not url.startswith(street.console.url)] == []
    assert [text for text in said if "503" not in text] == []
    assert 3 < len(octets) <= MAX_REQUESTS
    assert sum(octets) <= MAX_OCTETS


def test_the_keyboard_reaches_everything_in_order(browser: Browser, street: Street) -> None:
    """Pressing Tab from the top visits each link, fold and button once, in their order."""
    with page_in(street, browser, "something is written down") as page:
        count = page.evaluate(
            "wanted => { const all = [...document.querySelectorAll(wanted)]"
            ".filter(part => part.checkVisibility());"
            "all.forEach((part, place) => part.dataset.place = place); return all.length }",
            PRESSABLE,
        )
        visited = []
        for _ in range(count):
            page.keyboard.press("Tab")
            visited.append(page.evaluate("Number(document.activeElement.dataset.place ?? -1)"))

    assert count > 4
    assert visited == list(range(count))


def test_that_something_is_written_down_is_told_without_colour(
    browser: Browser, street: Street
) -> None:
    """Violet stands for it and for nothing else, and a word and a picture say the same."""
    grounds, icons = {}, {}
    for name in STATES:
        with page_in(street, browser, name) as page:
            banner = page.locator(".verdict")
            grounds[name] = banner.evaluate("part => getComputedStyle(part).backgroundColor")
            icons[name] = str(banner.locator("use").first.get_attribute("href")).split("#")[-1]

    assert [name for name, ground in grounds.items() if ground == "rgb(67, 48, 143)"] == [
        "something is written down"
    ]
    assert [name for name, icon in icons.items() if icon == "eye"] == ["something is written down"]

"""The page in a real browser: accessible, small, calm, and asking nobody but this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urljoin

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from console import words
from console.store.allowed_file import AllowedName
from console.store.published import Published
from policy.categories import Category
from policy.list_standing import ListsStanding, standing_to_bytes
from policy.names import from_text
from policy.status import AgentStatus
from tests.console import homes
from tests.console.running import Console, running

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
WIDTHS = (320, 390, 1280)
Scheme: TypeAlias = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
MAX_OCTETS = 80_000
MAX_PAGE_OCTETS = 8_000
MAX_REQUESTS = 8
MIN_TARGET = 48
PRESSABLE = "a[href], summary, button, select, input:not([type=hidden]), [tabindex='0']"
HEIGHTS = """
wanted => [...document.querySelectorAll(wanted)]
    .filter(part => part.checkVisibility() && !part.matches('.skip, pre'))
    .map(part => part.getBoundingClientRect().height)
"""

_TALL: dict[int, ViewportSize] = {
    width: {"width": width, "height": 844 if width < 1000 else 900} for width in WIDTHS
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page in one state of the home."""

    home: str
    status: AgentStatus | None
    path: str = "/"
    lists: ListsStanding | None = None
    allowed: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is filled in on the page that says why, in one state of the home."""

    device: str
    name: str
    status: AgentStatus = homes.IN_FORCE


PLACES = {
    "in force": Place(homes.FULL, homes.IN_FORCE, lists=homes.LISTS, allowed=3),
    "all wrong": Place(homes.FULL, homes.ALL_WRONG, lists=homes.LISTS_IN_TROUBLE, allowed=12),
    "starting rules": Place(homes.FULL, homes.DEFAULT),
    "no agent, no devices": Place(homes.EMPTY, None),
    "silent agent": Place(homes.FULL, None),
    "unknown address": Place(homes.FULL, None, "/nothing"),
    "a question": Place(homes.FULL, homes.IN_FORCE, "/why"),
}

QUESTIONS = {
    "a list": Question("Living room TV", "www.bet.example"),
    "two lists": Question(words.WHY_VISITOR, "adult.example", homes.BEHIND),
    "help": Question("Maya's tablet", "harm.example"),
    "a rule": Question("Maya's tablet", "chat.example"),
    "allowed": Question("Maya's tablet", "fine.example"),
    "mistyped": Question("Maya's tablet", "https://bet example/" + "x" * 200),
    "a very long name": Question("Maya's tablet", ".".join(["a" * 60] * 3 + ["bet.example"])),
}

QUESTION_LOOKS: list[tuple[str, int, Scheme]] = [
    (name, width, scheme)
    for name in QUESTIONS
    for width in WIDTHS
    for scheme in SCHEMES
    if name in {"help", "mistyped"} or (width, scheme) in {(320, "light"), (1280, "dark")}
]

# The two fullest pages in every dress, the others in the narrowest light and the widest dark one.
LOOKS: list[tuple[str, int, Scheme]] = [
    (name, width, scheme)
    for name in PLACES
    for width in WIDTHS
    for scheme in SCHEMES
    if name in {"in force", "all wrong"} or (width, scheme) in {(320, "light"), (1280, "dark")}
]


class Street:
    """The consoles of several homes, each started when it is first asked for."""

    def __init__(self, consoles: dict[str, tuple[Console, Published]]) -> None:
        """Hold a running console for each household text."""
        self._consoles = consoles

    def address(self, place: Place) -> str:
        """Bring the home into the state wanted, and return the page's address."""
        console, published = self._consoles[place.home]
        published.status_path.unlink(missing_ok=True)
        if place.status is not None:
            homes.leave_status(published, place.status)
        standing = published.state.parent / "lists" / "lists.json"
        standing.unlink(missing_ok=True)
        if place.lists is not None:
            standing.write_bytes(standing_to_bytes(place.lists))
        allowed = tuple(
            AllowedName(from_text(f"n{number}.example"), Category.ADULT, ("adult-one",))
            for number in range(place.allowed)
        )
        homes.let_through(published.state, *allowed)
        return console.url.rstrip("/") + place.path


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """Return running consoles over a full and an empty home."""
    with _home(tmp_path_factory, homes.FULL) as full, _home(tmp_path_factory, homes.EMPTY) as empty:
        yield Street({homes.FULL: full, homes.EMPTY: empty})


@contextmanager
def _home(folders: pytest.TempPathFactory, text: str) -> Iterator[tuple[Console, Published]]:
    folder = folders.mktemp("home")
    household = folder / "household.toml"
    household.write_text(text, encoding="utf-8")
    state = folder / "state"
    lists = homes.lists_in(folder / "lists").folder
    with running(household, state, lists=lists) as console, homes.agent_at(state):
        yield console, Published(state)


@contextmanager
def _opened(
    browser: Browser,
    address: str,
    width: int = 390,
    *,
    color_scheme: Scheme = "light",
    forced_colors: Literal["active", "none"] = "none",
    java_script_enabled: bool = True,
) -> Iterator[Page]:
    context = browser.new_context(
        viewport=_TALL[width],
        color_scheme=color_scheme,
        forced_colors=forced_colors,
        java_script_enabled=java_script_enabled,
    )
    try:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        yield page
    finally:
        context.close()


@pytest.mark.parametrize(("name", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_to_mend(
    name: str, width: int, scheme: Scheme, browser: Browser, street: Street
) -> None:
    """No rule of WCAG 2.2 AA or of good practice that axe can check is broken, folds open."""
    address = street.address(PLACES[name])
    with _opened(browser, address, width, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)

    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


@pytest.mark.parametrize(("name", "width", "scheme"), QUESTION_LOOKS)
def test_axe_finds_nothing_to_mend_in_an_answer(
    name: str, width: int, scheme: Scheme, browser: Browser, street: Street
) -> None:
    """Answers and errors break no rule that axe can check, and fit the window, pressed or not."""
    question = QUESTIONS[name]
    address = street.address(Place(homes.FULL, question.status, "/why", homes.LISTS))
    with _opened(browser, address, width, color_scheme=scheme) as page:
        page.select_option("#device", label=question.device)
        page.fill("#name", question.name)
        page.click("main form[action='/why'] button")
        page.wait_for_load_state()
        answered = page.locator("#answer, #name-error").count()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        heights = page.evaluate(HEIGHTS, PRESSABLE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide_at_twice = page.evaluate("document.documentElement.scrollWidth")

    assert answered == 1
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert min(heights) >= MIN_TARGET
    assert (wide, wide_at_twice) <= (width, width)


def test_axe_would_find_a_fault(browser: Browser, street: Street) -> None:
    """The check above can fail: a picture without a text and pale letters are found."""
    with _opened(browser, street.address(PLACES["in force"])) as page:
        page.evaluate(
            "document.querySelector('h1').style.color = '#eee';"
            "document.querySelector('main').append(document.createElement('img'))"
        )
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)

    assert {"color-contrast", "image-alt"} <= {rule["id"] for rule in found["violations"]}


@pytest.mark.parametrize("text_size", [100, 200])
@pytest.mark.parametrize("name", PLACES)
def test_nothing_needs_scrolling_sideways(
    name: str, text_size: int, browser: Browser, street: Street
) -> None:
    """At 320 pixels, also with text twice as large, every line is within the window."""
    with _opened(browser, street.address(PLACES[name]), 320) as page:
        page.evaluate(
            "size => { document.documentElement.style.fontSize = size + '%';"
            "document.querySelectorAll('details').forEach(fold => fold.open = true) }",
            text_size,
        )
        width = page.evaluate("document.documentElement.scrollWidth")

    assert width <= 320


def test_it_works_without_scripts(browser: Browser, street: Street) -> None:
    """With scripts off a fold opens by a press, and what it hid can be read."""
    address = street.address(PLACES["in force"])
    with _opened(browser, address, java_script_enabled=False) as page:
        hidden = page.get_by_text("samaritans.org").is_visible()
        page.get_by_text(words.LIFELINES_ALL.split("{", maxsplit=1)[0]).last.click()
        shown = page.get_by_text("samaritans.org").is_visible()

    assert (hidden, shown) == (False, True)


@pytest.mark.parametrize("name", PLACES)
def test_no_other_host_is_asked(name: str, browser: Browser, street: Street) -> None:
    """Whatever the page needs comes from this machine, and nothing is refused or reported."""
    address = street.address(PLACES[name])
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address, wait_until="networkidle")
    context.close()
    ours = address.removesuffix(PLACES[name].path)

    assert [url for url in asked if not url.startswith(f"{ours}/")] == []
    assert [text for text in said if "404" not in text or PLACES[name].path == "/"] == []


def test_the_first_load_is_small(browser: Browser, street: Street) -> None:
    """A cold first load is at most 80 kB on the wire, in at most 8 requests."""
    address = street.address(PLACES["in force"])
    context = browser.new_context()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    octets: list[float] = []
    wire.on("Network.loadingFinished", lambda event: octets.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    context.close()

    assert 3 < len(octets) <= MAX_REQUESTS
    assert sum(octets) <= MAX_OCTETS


@pytest.mark.parametrize("name", ["in force", "a question"])
def test_the_keyboard_reaches_everything_that_can_be_pressed(
    name: str, browser: Browser, street: Street
) -> None:
    """Pressing Tab from the top visits each link, fold, field and button once, in their order."""
    with _opened(browser, street.address(PLACES[name])) as page:
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


def test_the_first_tab_offers_to_skip_to_the_content(browser: Browser, street: Street) -> None:
    """The first thing a keyboard meets leads past the top of the page."""
    with _opened(browser, street.address(PLACES["in force"])) as page:
        page.keyboard.press("Tab")
        skip = page.get_by_text(words.SKIP)
        box = skip.bounding_box()
        page.keyboard.press("Enter")
        focused = page.evaluate("document.activeElement.id")

    assert box is not None
    assert box["x"] >= 0
    assert focused == "main"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_has_the_focus_is_ringed(scheme: Scheme, browser: Browser, street: Street) -> None:
    """The ring is yellow and black, so that one of the two shows on any ground."""
    address = street.address(PLACES["in force"])
    with _opened(browser, address, color_scheme=scheme) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(style => [style.outlineColor, style.outlineWidth, style.boxShadow])"
            "(getComputedStyle(document.activeElement))"
        )

    assert ring == ["rgb(255, 221, 0)", "3px", "rgb(11, 12, 12) 0px 0px 0px 6px"]


@pytest.mark.parametrize("name", ["in force", "unknown address", "a question"])
def test_everything_pressable_is_large_enough(name: str, browser: Browser, street: Street) -> None:
    """Each link, fold, field and button is at least 48 pixels high, for a thumb."""
    with _opened(browser, street.address(PLACES[name]), 320) as page:
        heights = page.evaluate(HEIGHTS, PRESSABLE)

    assert heights
    assert min(heights) >= MIN_TARGET


def test_every_link_leads_somewhere(browser: Browser, street: Street) -> None:
    """Each link is a page of this console, a place on the page, or a telephone number."""
    with _opened(browser, street.address(PLACES["in force"])) as page:
        links = page.evaluate(
            "[...document.links].map(link => link.getAttribute('href'))"
            ".filter(target => !target.startsWith('#') || !document.querySelector(target))"
        )

    pages = {link for link in links if link.startswith("/")}
    with _opened(browser, street.address(PLACES["in force"])) as page:
        statuses = {link: page.request.get(urljoin(page.url, link)).status for link in pages}
    assert set(links) - pages == {"tel:08001111", "tel:116123", "tel:999"}
    assert {"/", "/why"} <= pages
    assert set(statuses.values()) == {200}, statuses


def test_on_paper_the_folds_are_open_and_the_ground_is_white(
    browser: Browser, street: Street
) -> None:
    """What is printed holds every rule, and no ink is spent on colour."""
    with _opened(browser, street.address(PLACES["in force"]), 1280) as page:
        page.emulate_media(media="print")
        folded = page.get_by_text("n9.example").bounding_box()
        ground = page.evaluate(
            "['body', '.banner', '.truth'].map(part =>"
            "getComputedStyle(document.querySelector(part)).backgroundColor)"
        )

    assert folded is not None
    assert folded["height"] > 0
    assert set(ground) == {"rgb(255, 255, 255)"}


def test_with_forced_colours_what_was_a_ground_becomes_a_border(
    browser: Browser, street: Street
) -> None:
    """Where the system chooses the colours, rules and the banner keep their edges."""
    with _opened(browser, street.address(PLACES["in force"]), forced_colors="active") as page:
        widths = page.evaluate(
            "['.chips li', '.banner', '.face', '.truth'].map(part =>"
            "getComputedStyle(document.querySelector(part)).borderTopWidth)"
        )

    assert all(float(width.removesuffix("px")) >= 1 for width in widths)


def test_dark_is_dark(browser: Browser, street: Street) -> None:
    """At night the page follows the device, and its letters are lighter than its ground."""
    address = street.address(PLACES["in force"])
    with _opened(browser, address, color_scheme="dark") as page:
        ground, ink = page.evaluate(
            "(style => [style.backgroundColor, style.color])(getComputedStyle(document.body))"
        )

    assert (ground, ink) == ("rgb(18, 24, 22)", "rgb(243, 239, 230)")


def test_our_own_letters_are_used(browser: Browser, street: Street) -> None:
    """The font that the box carries is loaded under the content policy."""
    with _opened(browser, street.address(PLACES["in force"])) as page:
        loaded = page.evaluate("[...document.fonts].map(font => [font.family, font.status])")

    assert loaded == [["Figtree", "loaded"]]

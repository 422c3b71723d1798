"""The console from right to left, in a real browser: in a language made up for that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext

from console.static_files import FOLDER
from console.words.pseudo import MIRRORED
from tests.console import homes
from tests.console.running import Console, command, started
from tests.console.test_browser import AXE, AXE_OPTIONS, SCHEMES

NARROW: Final = {"width": 320, "height": 800}
FULLEST: Final = ("/", "/tonight", "/rules/person-1", "/rules/person-1/kinds", "/devices", "/help")
PHYSICAL: Final = re.compile(
    r"(?<![-\w])((margin|padding|border|scroll-margin)-(left|right)|(left|right)(?=\s*:))"
    r"|text-align:\s*(left|right)|float:\s*(left|right)|border-(top|bottom)-(left|right)-radius"
)


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Return a console that offers what is made up for tests."""
    folder = tmp_path_factory.mktemp("mirrored")
    household = folder / "household.toml"
    household.write_text(homes.FULL, encoding="utf-8")
    with started([*command(household, folder / "state"), "--pseudo-languages"]) as console:
        yield console


@pytest.fixture(scope="module")
def mirrored(browser: Browser, console: Console) -> Iterator[BrowserContext]:
    """Return a browser in which that language was chosen."""
    context = browser.new_context()
    context.add_cookies([{"name": "language", "value": MIRRORED.tag, "url": console.url}])
    yield context
    context.close()


@pytest.mark.parametrize("path", FULLEST)
def test_a_page_stands_the_other_way_round(
    mirrored: BrowserContext, console: Console, path: str
) -> None:
    """In the narrowest window nothing is cut off, and axe finds nothing, in light and in dark."""
    page = mirrored.new_page()
    page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    answer = page.goto(console.url + path[1:])
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    page.evaluate(AXE.read_text(encoding="utf-8"))

    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        broken = [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]
        assert broken == []
    page.close()


def test_a_language_is_chosen_on_a_page(browser: Browser, console: Console) -> None:
    """With two presses a page is in another language, and with two more in English again."""
    page = browser.new_page()
    page.goto(f"{console.url}help")
    page.locator("footer summary").click()
    page.get_by_role("button", name=MIRRORED.name).click()
    there = (page.url, page.locator("html").get_attribute("lang"))
    page.locator("footer summary").click()
    page.get_by_role("button", name="English").click()
    back = (page.url, page.locator("html").get_attribute("lang"))
    page.close()

    assert (there, back) == ((f"{console.url}help", MIRRORED.tag), (f"{console.url}help", "en-GB"))


def test_the_stylesheet_knows_no_left_and_no_right() -> None:
    """Everything that has a side is said by the direction of the text."""
    css = (Path(FOLDER) / "app.css").read_text(encoding="utf-8")

    assert [found[0] for found in PHYSICAL.finditer(css)] == []

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from agent.files import replace_file
from console.words import health as words
from policy.coverage import FindingKind
from policy.neighbours_document import neighbours_to_bytes
from tests.console import homes
from tests.console.running import Console, command, started
from tests.console.test_browser import AXE, AXE_OPTIONS, HEIGHTS, MIN_TARGET, PRESSABLE, Scheme
from tests.policy.test_coverage import CAUSES

PATHS = ("/health", "/coverage", "/check", f"/check/{'0' * 32}")
DRESSES: tuple[tuple[int, Scheme], ...] = ((320, "light"), (1280, "dark"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Return a console in a home with much to tell: nobody answers, and two use one address."""
    folder: Path = tmp_path_factory.mktemp("home")
    household, seen = folder / "household.toml", folder / "seen.json"
    household.write_text(homes.FULL, encoding="utf-8")
    conflict, _, _ = CAUSES[FindingKind.BOX_TWICE]
    assert conflict is not None
    replace_file(seen, (neighbours_to_bytes(conflict),))
    options = [*command(household, folder / "state"), "--neighbours", str(seen)]
    with started(options) as console:
        yield console


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return an empty page in a dress, without scripts of the pages themselves."""
    width, scheme = getattr(request, "param", DRESSES[0])
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    with context:
        yield context.new_page()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("page", DRESSES, indirect=True, ids=["narrow", "wide and dark"])
def test_axe_finds_nothing_to_mend_on_health_pages(page: Page, home: Console, path: str) -> None:
    """The pages break no rule that axe can check, fit the window, and are easy to press."""
    page.goto(home.url.rstrip("/") + path)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.add_script_tag(path=AXE)
    found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    heights = page.evaluate(HEIGHTS, PRESSABLE)

    assert [one["id"] for one in found["violations"]] == []
    assert width <= 0
    assert min(heights) >= MIN_TARGET


def test_the_test_asks_for_its_own_name_and_for_nothing_else(
    browser: Browser, home: Console
) -> None:
    """A browser that opens the page asks the box, and for one picture at the test's own name."""
    asked: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("request", lambda one: asked.append(one.url))
        page.goto(f"{home.url}check")
        result = page.get_attribute("main a.button", "href")
        page.click("main a.button")
        heading = page.text_content("h1")
    assert result is not None
    number = result.removeprefix("/check/")
    others = [one for one in asked if not one.startswith(home.url)]

    assert [urlsplit(one).hostname for one in others] == [f"{number}.selftest.lamplight.home.arpa"]
    assert heading == words.CHECK_NOBODY

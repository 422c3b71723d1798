from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, PdfMargins

from tests.console import homes
from tests.console.looking import looked_at
from tests.console.running import Console, running

MARGINS: Final[PdfMargins] = {
    "top": "15mm",
    "right": "15mm",
    "bottom": "15mm",
    "left": "15mm",
}


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Return a running console of a home."""
    folder = tmp_path_factory.mktemp("stops")
    household = folder / "household.toml"
    household.write_text(homes.FULL, encoding="utf-8")
    with running(household, folder / "state") as console:
        yield console


def test_it_is_one_sheet_of_paper_and_asks_nobody_else(browser: Browser, console: Console) -> None:
    """Printed with a printer's margins it is one page of A4, without the hints for the screen."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{console.url}if-it-stops")
    sheet = page.pdf(format="A4", margin=MARGINS)
    page.emulate_media(media="print")
    shown = page.locator(".screen:visible, .foot:visible, .nav:visible").count()
    page.close()

    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert shown == 0
    assert [url for url in asked if not url.startswith(console.url)] == []


def test_it_can_be_read_on_a_small_phone(browser: Browser, console: Console) -> None:
    """At 320 pixels nothing is cut off, nothing is small, and axe finds nothing to mend."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{console.url}if-it-stops")
    looked_at(page)
    page.close()

"""What people may know, and pages in pictures, in a real browser: on paper and in every dress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser

from console.words.rights_pack import Say, read_packs
from tests.console import homes
from tests.console.looking import looked_at
from tests.console.running import Console, running

PACK: Final = read_packs().english


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Return a console of a home with a recorder, whose only young person's device is this one."""
    folder = tmp_path_factory.mktemp("rights")
    household = folder / "household.toml"
    household.write_text(homes.FULL.replace("192.168.77.21", "127.0.0.1"), encoding="utf-8")
    with running(household, folder / "state", recorder=folder / "nobody") as console:
        yield console


def test_it_is_one_sheet_of_paper(browser: Browser, console: Console) -> None:
    """Printed with all its sentences it is one page of A4."""
    page = browser.new_page()
    page.goto(f"{console.url}rights")
    printed = page.pdf(format="A4")
    text = page.locator("main").inner_text()
    page.close()

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert PACK.sentences[Say.HELP_CHILDLINE] in text


def test_it_can_be_used_by_everybody(browser: Browser, console: Console) -> None:
    """Nothing that axe would mend, nothing small and nothing cut off, in words and in pictures."""
    page = browser.new_page()
    for path in ("rights", "mine", "mine/ask"):
        page.goto(console.url + path)
        looked_at(page)
        page.context.add_cookies([{"name": "pictures", "value": "yes", "url": console.url}])
        page.goto(console.url + path)
        looked_at(page)
        page.context.clear_cookies()
    page.close()

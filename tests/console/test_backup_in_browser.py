"""The pages about backups in a real browser, without scripts: a home brought back, a text taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from console.services.backup import backup_of
from console.words import backup as words
from tests.console import homes
from tests.console.running import Console, command, started
from tests.console.signing_in import home_in
from tests.console.test_browser import AXE, AXE_OPTIONS, HEIGHTS, MIN_TARGET, PRESSABLE

PHRASE: Final = "seven quiet herons"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the backup of a home, as a carer has it on a stick."""
    folder = tmp_path_factory.mktemp("stick")
    home = home_in(folder / "state", "Sam")
    path = folder / "lamplight-backup.txt"
    path.write_bytes(backup_of(home.house, PHRASE))
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Return a console on a box that nobody set up."""
    with started(command(None, tmp_path_factory.mktemp("box") / "state")) as console:
        yield console


@pytest.fixture
def lived_in(household_file: Path, state: Path) -> Iterator[Console]:
    """Return a console in a home where nobody signs in yet, at the box itself."""
    with started(command(household_file, state)) as console:
        yield console


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty narrow page, on which no script of ours runs."""
    context = browser.new_context(
        viewport={"width": 320, "height": 844}, color_scheme="dark", bypass_csp=True
    )
    with context:
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        yield page


def check(page: Page) -> None:
    """Look whether axe finds anything, the page fits, and everything is easy to press."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    heights = page.evaluate(HEIGHTS, PRESSABLE)

    assert [one["id"] for one in found["violations"]] == []
    assert width <= 0
    assert min(heights) >= MIN_TARGET


def test_a_home_is_brought_back_by_two_presses(page: Page, empty: Console, file: Path) -> None:
    """A wrong passphrase says so; then it is told what would change; then the home is there."""
    page.goto(f"{empty.url}first-run/backup")
    for phrase in ("another phrase", PHRASE):
        page.get_by_label(words.RESTORE_FILE).set_input_files(file)
        page.get_by_label(words.RESTORE_PHRASE).fill(phrase)
        page.get_by_role("button", name=words.RESTORE_NOW).click()
        check(page)
    assert page.get_by_role("heading", level=1).inner_text() == words.PREVIEW
    assert page.get_by_text(words.YOUNG_PEOPLE.format(names="Maya, Leo, Noor")).is_visible()
    page.get_by_role("button", name=words.NO).click()
    assert page.url.endswith("/first-run/backup")

    page.get_by_label(words.RESTORE_FILE).set_input_files(file)
    page.get_by_label(words.RESTORE_PHRASE).fill(PHRASE)
    page.get_by_role("button", name=words.RESTORE_NOW).click()
    page.get_by_role("button", name=words.YES).click()
    assert page.url.endswith("/first-run")
    assert "Maya" not in page.title()


def test_a_text_is_taken_by_two_presses(page: Page, lived_in: Console, tmp_path: Path) -> None:
    """A slip says where; then it is told what would change; a yes takes it, and says so."""
    path = tmp_path / "household.toml"
    changed = homes.FULL.replace("chat.example", "other.example", 1)
    for text in (f"{homes.FULL}[[devices]]\n", changed.replace('name = "Noor"', 'name = "Nora"')):
        page.goto(f"{lived_in.url}backup")
        path.write_text(text, encoding="utf-8")
        page.get_by_label(words.TAKE_FILE).set_input_files(path)
        page.locator("form[action='/backup/text'] button").click()
        check(page)
    assert page.get_by_role("heading", level=1).inner_text() == words.TAKE_PREVIEW
    assert page.get_by_text(words.TAKE_LEAVES.format(names="Noor")).is_visible()
    page.get_by_role("button", name=words.TAKE_NO).click()
    assert page.url.endswith("/backup")

    path.write_text(changed, encoding="utf-8")
    page.get_by_label(words.TAKE_FILE).set_input_files(path)
    page.locator("form[action='/backup/text'] button").click()
    page.get_by_role("button", name=words.TAKE_YES).click()
    page.wait_for_url("**/backup/taken")
    page.get_by_text(words.TAKE_DONE).wait_for()
    check(page)

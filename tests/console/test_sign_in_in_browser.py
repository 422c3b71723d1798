"""Signing in with a real browser, on a small phone in the dark."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from console.house import House
from console.security.permissions import Role
from console.services.accounts import First, add
from console.store.database.engine import Database
from console.store.published import Published
from console.words import sign_in
from tests.console import homes
from tests.console.running import Console, running
from tests.console.test_browser import AXE, AXE_OPTIONS

PIN = "4711"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Console, str]]:
    """Return a running console and the first password of Sam, who signs in there."""
    folder = tmp_path_factory.mktemp("home")
    file, state = folder / "household.toml", folder / "state"
    file.write_text(homes.FULL, encoding="utf-8")
    house = House(database=Database.open(state), published=Published(state))
    first = add(house, "Sam", "Sam", Role.CARER)
    assert isinstance(first, First)
    with running(file, state) as console:
        yield console, first.password


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Return a phone of 320 pixels, in the dark."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark")
    yield context
    context.close()


def _is_in_order(page: Page) -> None:
    """Nothing that axe can check is broken, nothing runs out of the window, nobody is named."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
    width = page.evaluate("document.documentElement.scrollWidth")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == [], page.url
    assert width <= 320, page.url
    assert "Sam" not in page.title() + page.url


def test_from_the_password_to_the_pin(home: tuple[Console, str], phone: BrowserContext) -> None:
    """Sign in, pair, write the codes down, lock, PIN: each page is in order on a small phone."""
    console, password = home
    page = phone.new_page()
    page.goto(f"{console.url}tonight")
    assert page.url.endswith("/sign-in")
    _is_in_order(page)
    page.get_by_label(sign_in.NAME).fill("Sam")
    page.get_by_label(sign_in.PASSWORD, exact=True).fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_text(sign_in.WRONG).wait_for()
    _is_in_order(page)
    page.get_by_label(sign_in.PASSWORD, exact=True).fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(console.url)
    page.goto(console.url + "pair")
    _is_in_order(page)
    assert page.get_by_role("img", name=sign_in.PAIR_APP_PICTURE).is_visible()
    secret = page.locator("form code").inner_text().replace(" ", "")
    page.get_by_label(sign_in.PAIR_LABEL).fill("Blue phone")
    page.get_by_label(sign_in.PAIR_PIN, exact=True).fill("1234")
    page.get_by_label(sign_in.CODE).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name=sign_in.PAIR).click()
    page.get_by_text(sign_in.PAIR_PIN_WRONG).wait_for()
    _is_in_order(page)
    page.get_by_label(sign_in.PAIR_PIN, exact=True).fill(PIN)
    page.get_by_label(sign_in.CODE).fill(pyotp.TOTP(secret).at(int(time.time())))
    page.get_by_role("button", name=sign_in.PAIR).click()
    page.get_by_text(sign_in.CODES_TEXT).wait_for()
    assert page.locator(".codes code").count() == 10
    _is_in_order(page)
    page.goto(console.url + "sign-ins")
    _is_in_order(page)
    page.get_by_role("button", name=sign_in.SIGN_OUT, exact=True).click()
    page.wait_for_url(f"{console.url}sign-in")
    page.goto(console.url + "unlock")
    _is_in_order(page)
    page.get_by_label(sign_in.PIN).fill(PIN)
    page.keyboard.press("Enter")
    page.get_by_text(sign_in.UNLOCKED).wait_for()
    _is_in_order(page)
    page.goto(console.url + "lost")
    _is_in_order(page)


def test_the_place_before_the_first_run_is_in_order(phone: BrowserContext, tmp_path: Path) -> None:
    """The page that welcomes somebody to an empty box is in order on a small phone."""
    with running(None, tmp_path / "state") as console:
        page = phone.new_page()
        page.goto(console.url)
        _is_in_order(page)

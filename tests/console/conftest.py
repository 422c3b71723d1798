"""What the tests of the console may ask for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.console import homes
from tests.console.running import Console, running

_CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP lamplight.local 127.0.0.1",
)


@pytest.fixture
def household_file(tmp_path: Path) -> Path:
    """Return the file of a home with people, devices and visitors."""
    path = tmp_path / "household.toml"
    path.write_text(homes.FULL, encoding="utf-8")
    return path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return a state folder that is not there yet."""
    return tmp_path / "state"


@pytest.fixture
def console(household_file: Path, state: Path) -> Iterator[Console]:
    """Return a running console over that home; no agent has said anything yet."""
    with running(household_file, state) as console:
        yield console


@pytest.fixture(scope="module")  # not longer: Playwright holds an event loop in this thread
def browser() -> Iterator[Browser]:
    """Return the browser that Debian ships. Without it these tests fail; they are never skipped."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


def chromium(playwright: Playwright) -> Browser:
    """Start the browser that Debian ships."""
    found = shutil.which("chromium")
    assert found, "the browser tests need chromium; install it with: apt-get install chromium"
    return playwright.chromium.launch(executable_path=found, args=[*_CHROMIUM_OPTIONS])

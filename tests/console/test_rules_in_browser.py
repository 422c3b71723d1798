"""The Devices and Rules pages in a real browser: accessible, and usable by keyboard alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from console import words
from policy.neighbours import DhcpFacts, Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.console.at_hand import here
from tests.console.running import command, started
from tests.console.test_browser import AXE, AXE_OPTIONS, HEIGHTS, MIN_TARGET, PRESSABLE

Scheme: TypeAlias = Literal["light", "dark"]
SOAK = os.environ.get("LAMPLIGHT_SOAK") == "1"
LOOKS: tuple[tuple[int, Scheme], ...] = (
    *((320, "light"), (320, "dark"), (390, "dark")),
    *((390, "light"), (1280, "light"), (1280, "dark")),
)
"""Every width in both dresses; of these every other one in the quick gear, so each of both."""

HOUSEHOLD = """\
format = "lamplight-household/v1"

[everyone]
block_categories = ["ads", "malware"]
block = ["chat.example"]

[[young_people]]
name = "Maya"
age = "13-15"
budgets = [{ minutes = 120, category = "games" }, { minutes = 600, per = "week" }]
family_time = [{ title = "Nan", services = ["whatsapp"] }]

[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
leaves = { services = ["spotify"] }
when = [{ from = "21:30", until = "07:00", days = ["mon", "tue"], during = "term" }]

[[young_people.timed]]
title = "Games"
effect = "allow"
categories = ["games"]
when = [{ from = "16:00", until = "17:00" }]

[[young_people]]
name = "Leo"
age = "6-9"

[[carers]]
name = "Sam"

[[devices]]
name = "Television"
belongs_to = "everyone"
addresses = ["127.0.0.1"]
shared_by = ["Maya", "Leo"]

[[devices]]
name = "Maya's phone with a name as long as any name of one may be"
belongs_to = "Maya"
links = ["06:00:00:00:00:05"]
"""
IN_HAND = HOUSEHOLD.replace('belongs_to = "everyone"', 'belongs_to = "Maya"').replace(
    'shared_by = ["Maya", "Leo"]\n', ""
)
PAGES = (
    *("/rules", "/rules/everyone", "/rules/person-1", "/rules/person-2", "/rules/visitors"),
    *("/rules/person-1/kinds", "/rules/person-1/names", "/rules/person-1/time/0"),
    *("/rules/person-1/minutes", "/rules/person-1/family/0", "/rules/person-1/age"),
    *("/rules/person-9", "/devices", "/devices/1", "/devices/2", "/turn"),
)
KEYBOARD = ("/rules/person-1", "/rules/person-1/age", "/devices")


@dataclass(frozen=True, slots=True)
class Homes:
    """The addresses of two running consoles: at the box, and on a young person's own device."""

    box: str
    in_hand: str


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    """Return two consoles in processes of their own."""
    with (
        _console(tmp_path_factory.mktemp("box"), HOUSEHOLD) as box,
        _console(tmp_path_factory.mktemp("hand"), IN_HAND) as hand,
    ):
        yield Homes(box, hand)


@contextmanager
def _console(folder: Path, household: str) -> Iterator[str]:
    file, neighbours = folder / "household.toml", folder / "neighbours.json"
    file.write_text(household, encoding="utf-8")
    seen = Neighbours(
        neighbours=(
            here("3c:22:fb:10:20:30", "192.168.77.90", mdns_name="iPad"),
            here("06:22:fb:10:20:31", dhcp=DhcpFacts(host_name="x" * 60)),
        )
    )
    neighbours.write_bytes(neighbours_to_bytes(seen))
    options = command(file, folder / "state", recorder=folder / "no.sock")
    with started([*options, "--neighbours", str(neighbours)]) as console:
        yield console.url.removesuffix("/")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a tab without scripts of the page's own; what checks it runs all the same."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_to_mend(path: str, page: Page, homes: Homes) -> None:
    """In each width and dress, folds open: no rule is broken, and nothing is wide or small."""
    page.goto(homes.box + path, wait_until="networkidle")
    _check(page)


def test_axe_finds_nothing_to_mend_in_what_comes_back(page: Page, homes: Homes) -> None:
    """Errors, what is compared, what was saved, a PIN to type and pictures to tap."""
    page.goto(f"{homes.box}/rules/person-1/names")
    page.fill("#block", "bad name")
    page.click("main form button")
    _check(page)
    page.fill("#block", "www.childline.org.uk\nchess.example")
    page.click("main form button")
    _check(page)
    page.click(f"text={words.rules.SAVE}")
    assert page.url.endswith("/rules/person-1/saved")
    _check(page)
    page.goto(f"{homes.box}/rules")
    _check(page)
    page.goto(f"{homes.box}/devices")
    page.click(f"text={words.devices.NAME_BUTTON}")
    _check(page)
    for person, pin in (("Maya", "2580"), ("Leo", None)):
        page.goto(f"{homes.box}/devices/1")
        form = page.locator(
            "form", has=page.locator(f'input[type="hidden"][name="person"][value="{person}"]')
        )
        if pin:
            form.locator('input[name="pin"]').fill(pin)
        else:
            for place, picture in enumerate(("cat", "sun", "cat", "boat")):
                form.locator("select").nth(place).select_option(picture)
        form.locator("button").click()
        page.goto(f"{homes.box}/turn")
        page.click(f"text={words.turns.TURN_ME.format(who=person)}")
        _check(page)


def test_axe_finds_nothing_to_mend_where_a_device_is_set_up(page: Page, homes: Homes) -> None:
    """The page that takes a code, and what it says of a wrong one."""
    page.goto(f"{homes.in_hand}/bind")
    assert page.locator("#code").count() == 1
    _check(page)
    page.fill("#code", "123456")
    page.keyboard.press("Enter")
    page.get_by_text(words.binding.NO_CODE).wait_for()
    _check(page)


@pytest.mark.parametrize("path", KEYBOARD)
def test_the_keyboard_reaches_everything_that_can_be_pressed(
    path: str, page: Page, homes: Homes
) -> None:
    """Tab visits each link, fold, field and button once, in their order; radios as one group."""
    page.goto(homes.box + path)
    count = page.evaluate(
        "wanted => { const groups = new Set();"
        "const all = [...document.querySelectorAll(wanted)].filter(part => {"
        "  if (!part.checkVisibility()) return false;"
        "  if (part.type !== 'radio') return true;"
        "  const key = part.form.action + [...document.forms].indexOf(part.form) + part.name;"
        "  const first = !groups.has(key) &&"
        "    (part.checked || !part.form.querySelector(`[name=${part.name}]:checked`));"
        "  if (first) groups.add(key); return first });"
        "all.forEach((part, place) => part.dataset.place = place); return all.length }",
        PRESSABLE,
    )
    visited = []
    for _ in range(count):
        page.keyboard.press("Tab")
        visited.append(page.evaluate("Number(document.activeElement.dataset.place ?? -1)"))

    assert count > 4
    assert visited == list(range(count))


def test_a_bedtime_is_set_without_a_mouse_and_without_scripts(
    browser: Browser, homes: Homes
) -> None:
    """From the young person's rules to a saved bedtime, with keys alone, and scripts off."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{homes.box}/rules/person-2")
    page.get_by_role("link", name=words.rules.ADD_TIME).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/time/new")
    page.locator("#title").focus()
    page.keyboard.type("Bedtime")
    page.fill("#from-1", "20:00")  # how keys set a time differs with the language of the machine
    page.fill("#until-1", "06:30")
    page.get_by_role("button", name=words.rules.LOOK).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=words.rules.SAVE).wait_for()
    compared = page.inner_text("main")
    page.get_by_role("button", name=words.rules.SAVE).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/saved")
    saved = page.inner_text("main")
    context.close()

    assert "everything is closed from 20:00 to 06:30" in compared
    assert words.rules.SAVED in saved
    assert "Monday: closed from 00:00 to 06:30, closed from 20:00 to 24:00" in saved


def test_nothing_is_asked_of_another_host_and_nothing_is_reported(page: Page, homes: Homes) -> None:
    """Whatever these pages need comes from this machine, and the browser has nothing to say."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in ("/rules/person-1", "/rules/person-1/time/0", "/devices", "/devices/1", "/turn"):
        page.goto(homes.box + path, wait_until="networkidle")

    assert [url for url in asked if not url.startswith(f"{homes.box}/")] == []
    assert said == []


def _check(page: Page) -> None:
    """Check a page in every width and dress; the soak opens every fold of a long form too."""
    folds = "document.querySelectorAll('details')"
    some = "" if SOAK else ".values().take(1)"
    page.evaluate(f"[...{folds}{some}].forEach(fold => fold.open = true)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in LOOKS if SOAK else LOOKS[::2]:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        broken = [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]
        assert broken == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = page.evaluate(HEIGHTS, PRESSABLE.replace("input", "label:has(> input), input"))
    assert [height for height in heights if height < MIN_TARGET / 2] == []
    page.evaluate(f"{folds}.forEach(fold => fold.open = true)")
    page.set_viewport_size({"width": 320, "height": 844})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("document.documentElement.style.fontSize = ''")

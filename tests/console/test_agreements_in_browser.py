"""The pages about agreements in a real browser: accessible, on one sheet, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pytest
import segno
from playwright.sync_api import Browser, Page

from consent.codes import Code
from consent.home import Press
from consent.recorder_requests import Bind, NoticeShown, Stop
from console import words
from tests.console.recorder_home import TABLET, RecorderHome, recorder_home
from tests.console.test_browser import (
    AXE,
    AXE_OPTIONS,
    HEIGHTS,
    MIN_TARGET,
    PRESSABLE,
    SCHEMES,
    WIDTHS,
    Scheme,
    _opened,
)
from tests.console.visit_home import HERE, HOUSEHOLD, Box, box_in

PHONE: Final = (
    HOUSEHOLD
    + f"""
[[devices]]
name = "Phone"
belongs_to = "Maya"
addresses = ["{HERE}"]
"""
)
"""The home in which this machine's own browser is a young person's phone."""

CARERS: Final = {
    "/agreements": words.contacts.TELL_STOP,
    "/agreements/home-card": words.agreement.CARD_TEXT,
    "/agreements/end": words.agreement.END_TEXT[0],
    "/agreements/numbers": words.contacts.NUMBERS_TEXT,
    "/visit": words.visit.SPOKEN,
    "/visit/stop": words.visit.CODE_TEXT[0],
}
YOUNG: Final = {
    "/my-words": words.own_words.WRITE,
    "/viewing": words.viewing.DAYS,
    "/visit": words.visit.EYE,
}
FULLEST: Final = ("/agreements", "/my-words", "/visit")
LOOKS: list[tuple[str, str, int, Scheme]] = [
    (whose, at, width, scheme)
    for whose, pages in (("carer", CARERS), ("young person", YOUNG))
    for at in pages
    for width in WIDTHS
    for scheme in SCHEMES
    if (width, scheme) in {(320, "light"), (1280, "dark")}
    or (at in FULLEST and (width, scheme) == (390, "dark"))
]


@dataclass(frozen=True, slots=True)
class Street:
    """A box for a carer's browser and one for a young person's, each with its home."""

    boxes: dict[str, tuple[Box, RecorderHome]]

    def address(self, whose: str, at: str) -> str:
        """Return where a page is."""
        return self.boxes[whose][0].console.url.rstrip("/") + at


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """Return two running consoles, each with something written down behind it."""
    with _home(tmp_path_factory, HOUSEHOLD) as carers, _home(tmp_path_factory, PHONE) as young:
        box, home = carers
        home.done(Stop(agreement=home.agreed(), press=Press.YOUNG_PERSON))
        _begun(home, TABLET)
        _, phone = young
        phone.done(Bind(label="Phone", addresses=(HERE,), sole_user=True))
        phone.agreed({"home.devices": [phone.device("Phone").id]})
        _begun(phone, HERE)
        yield Street({"carer": (box, home), "young person": young})


@contextmanager
def _home(folders: pytest.TempPathFactory, text: str) -> Iterator[tuple[Box, RecorderHome]]:
    folder = folders.mktemp("street")
    with recorder_home(folder / "home") as home, box_in(folder, text) as box:
        home.enrolled()
        box.point_at(home)
        yield box, home


def _begun(home: RecorderHome, address: str) -> None:
    home.done(NoticeShown(address=address))
    home.later(days=2, hours=8)


@pytest.mark.parametrize(("whose", "at", "width", "scheme"), LOOKS)
def test_axe_finds_nothing_to_mend(
    whose: str, at: str, width: int, scheme: Scheme, browser: Browser, street: Street
) -> None:
    """No rule of WCAG 2.2 AA that axe can check is broken, nothing is cut off, all fits a thumb."""
    expected = (CARERS if whose == "carer" else YOUNG)[at]
    with _opened(browser, street.address(whose, at), width, color_scheme=scheme) as page:
        said = page.get_by_text(expected).first.is_visible()
        heights = page.evaluate(HEIGHTS, PRESSABLE)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        wide = page.evaluate("document.documentElement.scrollWidth")

    assert said
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert [height for height in heights if height < MIN_TARGET and height != 24] == []
    assert wide <= width


@pytest.mark.parametrize("asked", [False, True])
def test_the_visit_page_is_one_sheet_of_paper(
    browser: Browser, street: Street, *, asked: bool
) -> None:
    """Printed on A4 it is one page, also with a signed statement and its square code."""
    with _opened(browser, street.address("carer", "/visit")) as page:
        if asked:
            page.fill("#challenge", "482913")
            page.keyboard.press("Enter")
            page.locator(".square").wait_for()
        octets = page.pdf(format="A4")

    assert octets.count(b"/Type /Page\n") + octets.count(b"/Type /Page ") == 1


SEEN: Final = """async () => {
    const drawn = document.querySelector('.square').cloneNode(true);
    const wide = drawn.viewBox.baseVal.width, each = 4;
    drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    for (const side of ['width', 'height']) drawn.setAttribute(side, wide * each);
    const picture = new Image();
    picture.src = 'data:image/svg+xml,' + encodeURIComponent(drawn.outerHTML);
    await picture.decode();
    const canvas = new OffscreenCanvas(wide * each, wide * each).getContext('2d');
    canvas.drawImage(picture, 0, 0);
    const dots = canvas.getImageData(0, 0, wide * each, wide * each).data;
    return Array.from({length: wide}, (_, row) => Array.from({length: wide}, (_, column) => {
        const inside = [];
        for (let down = 0; down < each; down += 1) for (let right = 0; right < each; right += 1)
            inside.push(dots[4 * ((row * each + down) * wide * each + column * each + right)]);
        return inside.every(dot => dot === 0) ? 1 : inside.every(dot => dot === 255) ? 0 : 2;
    }));
}"""
"""Of each field of a square code: 1 where all of it is black, 0 where all is white, else 2."""


def test_a_camera_sees_the_very_code_field_for_field(browser: Browser, street: Street) -> None:
    """What the browser draws is the code of the text beside it, in the middle of a light rim."""
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(street.address("carer", "/agreements/home-card"))
    text = page.locator("pre code").text_content() or ""
    seen = page.evaluate(SEEN)
    page.context.close()
    code = segno.make_qr(text.encode(), error="l", mode="byte")

    assert seen == [list(row) for row in code.matrix_iter(border=4)]


def test_the_spoken_check_works_by_keyboard_and_without_scripts(
    browser: Browser, street: Street
) -> None:
    """Tab to the field, type four digits, press Enter, and four words can be read out."""
    address = street.address("carer", "/visit")
    with _opened(browser, address, java_script_enabled=False) as page:
        _tab_to(page, "digits")
        page.keyboard.type("4071")
        page.keyboard.press("Enter")
        page.locator(".notice .receipt").wait_for()
        said = page.locator(".notice .receipt").inner_text().split()

    assert len(said) == 4


def test_a_stop_is_entered_by_keyboard_and_words_are_kept(browser: Browser, street: Street) -> None:
    """A young person writes with the keyboard alone, and what they wrote stands on the page."""
    with _opened(
        browser, street.address("young person", "/my-words"), java_script_enabled=False
    ) as page:
        _tab_to(page, "text")
        page.keyboard.type("I want to be heard.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("blockquote").wait_for()
        kept = page.locator("blockquote").inner_text()

    assert kept == "I want to be heard."
    assert street.boxes["young person"][1].device("Phone").off is not Code.PAUSED


def _tab_to(page: Page, wanted: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")

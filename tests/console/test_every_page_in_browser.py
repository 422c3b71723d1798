"""Every page of the console in a real browser: accessible, small, calm, and fit for everybody.

A quick run looks at each page in one size, one scheme and one way of reading, drawn by the seed.
The soak looks at each in all of them.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from console.static_files import FOLDER
from tests.conftest import SOAK
from tests.console.every_page import AS, LOOKS, NO_PAGES, Look, OneHome, every_home
from tests.console.test_browser import (
    _TALL,
    AXE,
    AXE_OPTIONS,
    HEIGHTS,
    MAX_OCTETS,
    MAX_PAGE_OCTETS,
    MAX_REQUESTS,
    MIN_TARGET,
    SCHEMES,
    WIDTHS,
    Scheme,
)

MAX_SCRIPT_OCTETS: Final = 20_000

AGENCY: Final = re.compile(r"placement|agreement|agency|agencies|social worker", re.IGNORECASE)
SETTINGS: Final = frozenset({("empty", "/first-run")})
"""The one page on which somebody says which kind of home it is."""

OF_CHANCE: Final = frozenset({"/check", "/pair"})
"""What is never twice the same."""

ONE_PICTURE: Final = frozenset({"/check"})
"""The test of a device, whose picture comes from a name of its own that nobody has."""


class Way(StrEnum):
    """A way of reading, beside the plain one."""

    LARGE = "letters twice as large"
    FORCED = "colours that the system chooses"
    STILL = "nothing that moves"
    NO_SCRIPTS = "no scripts"


BOX: Final = "input:is([type=checkbox], [type=radio])"
THUMBED: Final = (
    f"a[href], summary, button, select, input:not([type=hidden], {BOX}), label:has({BOX})"
)
"""What a thumb meets: of a box to tick the whole line."""

CLIPPED: Final = """
() => {
    const wrong = [];
    const hidden = '.unseen, .skip, svg, option, audio, title, input';
    for (const part of document.querySelectorAll('body *')) {
        if (!part.checkVisibility() || part.closest(hidden)) continue;
        const style = getComputedStyle(part);
        const cuts = side => ['hidden', 'clip'].includes(style['overflow' + side]);
        if ((cuts('X') && part.scrollWidth > part.clientWidth + 1)
            || (cuts('Y') && part.scrollHeight > part.clientHeight + 1))
            wrong.push('cut: ' + part.outerHTML.slice(0, 120));
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode;
        const part = node.parentElement;
        if (!node.data.trim() || !part.checkVisibility() || part.closest(hidden)) continue;
        if (part.closest('pre')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects())
            if (box.right > innerWidth + 1 || box.left < -1)
                wrong.push('outside: ' + node.data.trim().slice(0, 60));
    }
    return wrong;
}
"""
"""What is cut off by the part that it stands in, or by the window. A field scrolls by itself."""

BROKEN: Final = """
() => {
    const wrong = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode;
        const part = node.parentElement;
        if (!part.checkVisibility() || part.closest('.unseen, .skip, svg, option, pre')) continue;
        for (const word of node.data.matchAll(/(?<![^\\s("])\\p{L}{2,16}(?![^\\s.,:;?!)"])/gu)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            const tops = [...range.getClientRects()].map(box => Math.round(box.top));
            if (new Set(tops).size > 1) wrong.push('broken: ' + word[0]);
        }
    }
    return wrong;
}
"""
"""Plain words that stand on two lines. A site's name may, and what no line could hold."""

UNSEEN: Final = """
() => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea')]
    .filter(part => part.checkVisibility() && !part.closest('.skip'))
    .filter(part => {
        const style = getComputedStyle(part);
        if (part.type === 'file') return false;
        if (['checkbox', 'radio'].includes(part.type)) return style.appearance === 'none';
        let under = part;
        const clear = colour => colour === 'rgba(0, 0, 0, 0)';
        while (under && clear(getComputedStyle(under).backgroundColor)) under = under.parentElement;
        const ground = under ? getComputedStyle(under).backgroundColor : 'rgb(255, 255, 255)';
        const edged = ['Top', 'Bottom', 'Left', 'Right'].every(side =>
            parseFloat(style['border' + side + 'Width']) >= 1
            && !clear(style['border' + side + 'Color'])
            && style['border' + side + 'Color'] !== ground);
        const said = part.innerText && part.innerText.trim() && style.color !== ground;
        return part.tagName === 'A' ? !(said || part.querySelector('svg')) : !edged;
    })
    .map(part => part.outerHTML.slice(0, 120))
"""
"""Links without a text to see and fields and buttons without an edge."""

MOVING: Final = """
() => [
    ...document.getAnimations().map(one => 'runs: ' + one.constructor.name),
    ...[...document.querySelectorAll('*')].filter(part => {
        const style = getComputedStyle(part);
        return parseFloat(style.animationDuration) > 0 || parseFloat(style.transitionDuration) > 0
            || style.scrollBehavior === 'smooth';
    }).map(part => 'would: ' + part.outerHTML.slice(0, 120)),
]
"""

WORDS: Final = """
() => ({
    words: document.querySelector('main').innerText.split(/\\s+/).join(' '),
    forms: [...document.forms].map(form => [
        form.method, form.action,
        [...form.elements].map(one => [one.tagName, one.name, one.type, one.value]).join(';'),
    ].join()),
})
"""


@dataclass(slots=True)
class Heard:
    """What a browser asked for and said while a page was opened."""

    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    octets: list[float] = field(default_factory=list)


@pytest.fixture(scope="module")
def all_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, OneHome]]:
    """Return every home, each on a port."""
    with every_home(tmp_path_factory.mktemp("every")) as found:
        yield found


def test_every_address_is_looked_at(all_homes: Mapping[str, OneHome]) -> None:
    """What is opened by GET is a page of the list or said to be none; the list holds no other."""
    there = {
        route.path: route
        for home in all_homes.values()
        for route in home.app.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    looked = {look.route for look in LOOKS}
    astray = [
        look.name
        for look in LOOKS
        if not there[look.route].path_regex.fullmatch(all_homes[look.home].place(look))
    ]

    assert looked ^ (there.keys() - NO_PAGES.keys()) == set()
    assert NO_PAGES.keys() - there.keys() == set()
    assert astray == []


@pytest.mark.parametrize("route", list(dict.fromkeys(look.route for look in LOOKS)))
def test_a_page_is_fit_for_everybody(
    route: str, browser: Browser, all_homes: Mapping[str, OneHome], dice: random.Random
) -> None:
    """In this size, scheme and way nothing is to mend, nothing is cut off, and it is small."""
    looks = [look for look in LOOKS if look.route == route]
    wrong = [
        f"{look.name}: {one}"
        for look in (looks if SOAK else [dice.choice(looks)])
        for one in _looked_at(look, browser, all_homes, dice)
    ]

    assert "\n".join(dict.fromkeys(wrong)) == ""


def _looked_at(
    look: Look, browser: Browser, all_homes: Mapping[str, OneHome], dice: random.Random
) -> list[str]:
    """Return what is wrong with a page."""
    home = all_homes[look.home]
    dresses = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
    ways = list(Way)
    if not SOAK:
        dresses, ways = [dice.choice(dresses)], [dice.choice(ways)]
    wrong: list[str] = []
    with _opened(browser, home, look, *dresses[0]) as (page, heard):
        wrong += _loaded(page, heard, home, look)
        plain = page.evaluate(WORDS)
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width, scheme in dresses:
            page.set_viewport_size(_TALL[width])
            page.emulate_media(color_scheme=scheme)
            seen = [*_mended(page), *_fits(page, width)]
            seen += [*page.evaluate(CLIPPED), *page.evaluate(BROKEN)]
            for way in ways:
                if SOAK and way is not Way.LARGE and width != WIDTHS[0]:
                    continue  # neither colours nor what moves differ by size
                seen += [f"{way.value}: {one}" for one in _read(page, way, width, scheme)]
            wrong += [f"{width} {scheme}: {one}" for one in seen]
        if look.route not in ONE_PICTURE:
            wrong += [f"console: {one}" for one in heard.said]
    if Way.NO_SCRIPTS in ways and look.route not in OF_CHANCE:
        with _opened(browser, home, look, *dresses[0], scripts=False) as (page, _):
            bare = page.evaluate(WORDS)
            wrong += [] if bare == plain else [f"without scripts: {bare} is not {plain}"]
    return wrong


def test_scripts_are_small() -> None:
    """All scripts together are at most 20 kB packed."""
    scripts = [path for path in Path(FOLDER).iterdir() if path.suffix == ".js"]

    assert scripts
    assert sum(len(gzip.compress(one.read_bytes(), 6)) for one in scripts) <= MAX_SCRIPT_OCTETS


def test_no_page_of_a_family_home_speaks_of_an_agency(all_homes: Mapping[str, OneHome]) -> None:
    """No word of placements stands on any page of a family home, but where the kind is chosen."""
    found = {}
    for look in LOOKS:
        if look.home not in {"family", "empty"}:
            continue
        home = all_homes[look.home]
        _, octets = home.opened(look)
        told = re.sub(r"<[^>]*>", " ", octets.decode())
        if AGENCY.search(told):
            found[look.home, look.route] = sorted({one.lower() for one in AGENCY.findall(told)})

    assert found.keys() == SETTINGS, found


@pytest.mark.parametrize(
    ("fault", "way"),
    [
        ("document.querySelector('h1').style.whiteSpace = 'nowrap'", Way.LARGE),
        ("document.querySelector('button').style.border = 'none'", Way.FORCED),
        ("document.querySelector('h1').style.transition = 'color 3s'", Way.STILL),
    ],
    ids=["cut off", "no edge", "it moves"],
)
def test_a_fault_would_be_found(
    fault: str, way: Way, browser: Browser, all_homes: Mapping[str, OneHome]
) -> None:
    """The checks above can fail: each of these faults on a page is found by one of them."""
    look = Look("/sign-in", "nobody")
    with _opened(browser, all_homes["foster"], look, 320, "light") as (page, _):
        page.evaluate(AXE.read_text(encoding="utf-8"))
        before = _read(page, way, 320, "light")
        page.evaluate(fault)
        page.evaluate("document.querySelector('h1').append(' ' + 'and so on '.repeat(20))")
        after = _read(page, way, 320, "light")

    assert before == []
    assert after != []


def test_a_broken_word_would_be_found(browser: Browser, all_homes: Mapping[str, OneHome]) -> None:
    """In a column too narrow for it a word breaks, and the check above says which."""
    look = Look("/sign-in", "nobody")
    with _opened(browser, all_homes["foster"], look, 320, "light") as (page, _):
        before = page.evaluate(BROKEN)
        page.evaluate("document.querySelector('h1').style.width = '2rem'")
        after = page.evaluate(BROKEN)

    assert before == []
    assert after != []


@contextmanager
def _opened(
    browser: Browser,
    home: OneHome,
    look: Look,
    width: int,
    scheme: Scheme,
    *,
    scripts: bool = True,
) -> Iterator[tuple[Page, Heard]]:
    context = browser.new_context(
        viewport=_TALL[width],
        color_scheme=scheme,
        java_script_enabled=scripts,
        extra_http_headers={AS: look.header},
    )
    heard = Heard()
    try:
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on(
            "Network.loadingFinished", lambda one: heard.octets.append(one["encodedDataLength"])
        )
        page.on("request", lambda request: heard.asked.append(request.url))
        page.on("console", lambda message: heard.said.append(message.text))
        page.on("pageerror", lambda error: heard.said.append(str(error)))
        page.goto(f"http://127.0.0.1:{home.port}{home.place(look)}", wait_until="load")
        yield page, heard
    finally:
        context.close()


def _loaded(page: Page, heard: Heard, home: OneHome, look: Look) -> list[str]:
    """Return what is wrong with how a page came."""
    own = f"http://127.0.0.1:{home.port}"
    page.evaluate("document.fonts.ready.then(() => 0)")
    status, octets = home.opened(look, **{"accept-encoding": "gzip"})
    packed = len(octets)
    others = [url for url in heard.asked if not url.startswith((f"{own}/", "data:"))]
    allowed = 1 if look.route in ONE_PICTURE else 0
    wrong = []
    if page.url != own + home.place(look) or status != 200:
        wrong.append(f"it is not there: {status}, {page.url}")
    if not 0 < packed <= MAX_PAGE_OCTETS:
        wrong.append(f"{packed} octets packed")
    if sum(heard.octets) > MAX_OCTETS:
        wrong.append(f"{sum(heard.octets)} octets in the first load")
    if len(heard.asked) - len(others) > MAX_REQUESTS:
        wrong.append(f"{len(heard.asked)} requests")
    if len(others) > allowed:
        wrong.append(f"asks elsewhere: {others}")
    return wrong


def _mended(page: Page) -> list[str]:
    """Return what axe would mend."""
    found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:160]} {rule['nodes'][0]['failureSummary'][:300]}"
        for rule in found["violations"]
    ]


def _fits(page: Page, width: int) -> list[str]:
    """Return what is small for a thumb, and whether one has to scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    small = [one for one in page.evaluate(HEIGHTS, THUMBED) if one < MIN_TARGET]
    return [f"{wide} wide"] * (wide > width) + [f"a target of {one}" for one in small]


def _read(page: Page, way: Way, width: int, scheme: Scheme) -> list[str]:
    """Return what is wrong in a way of reading; then the page is as it was."""
    if way is Way.LARGE:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wrong = [*_fits(page, width), *page.evaluate(CLIPPED)]
        page.evaluate("document.documentElement.style.fontSize = ''")
        return wrong
    if way is Way.FORCED:
        page.emulate_media(color_scheme=scheme, forced_colors="active")
        wrong = [*_mended(page), *page.evaluate(UNSEEN)]
        page.emulate_media(color_scheme=scheme, forced_colors="none")
        return wrong
    if way is Way.STILL:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        wrong = [str(one) for one in page.evaluate(MOVING)]
        page.emulate_media(color_scheme=scheme, reduced_motion="no-preference")
        return wrong
    return []

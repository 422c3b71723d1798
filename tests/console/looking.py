"""Holding a page that is open in a real browser against what every page has to be."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page

from tests.console.test_browser import (
    _TALL,
    AXE,
    AXE_OPTIONS,
    HEIGHTS,
    MIN_TARGET,
    PRESSABLE,
    SCHEMES,
    WIDTHS,
)

THUMBED: Final = PRESSABLE.replace("[type=hidden]", "[type=hidden], .tick input") + ", .tick"
"""What a thumb meets: of a box to tick the whole line."""


def looked_at(page: Page) -> None:
    """Find nothing that axe would mend, no small target and nothing cut off, however it is shown.

    It is looked at in every width, in light and dark, with every fold open, and in the narrowest
    window with letters twice as large.
    """
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in WIDTHS:
        for scheme in SCHEMES:
            page.set_viewport_size(_TALL[width])
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
            broken = [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]]
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert (width, scheme, []) == (width, scheme, broken)
            assert min(page.evaluate(HEIGHTS, THUMBED)) >= MIN_TARGET
            assert wide <= width
    page.set_viewport_size(_TALL[WIDTHS[0]])
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert wide <= WIDTHS[0]

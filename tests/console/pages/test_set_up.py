from __future__ import annotations

import pytest

from console.pages.set_up import CodeRefused, set_up_page
from console.render import Renderer
from console.words import set_up

PAGES = {
    "the words": (set_up_page(is_over=False), 200, set_up.FIELD, set_up.OVER),
    "wrong": (
        set_up_page(is_over=False, refused=CodeRefused.WRONG),
        422,
        set_up.WRONG,
        set_up.OVER,
    ),
    "too often": (
        set_up_page(is_over=False, refused=CodeRefused.TOO_OFTEN),
        429,
        set_up.TOO_OFTEN,
        set_up.OVER,
    ),
    "over": (set_up_page(is_over=True), 200, set_up.OVER_TEXT, set_up.FIELD),
    "over meanwhile": (
        set_up_page(is_over=True, refused=CodeRefused.WRONG),
        200,
        set_up.OVER_TEXT,
        set_up.WRONG,
    ),
}


@pytest.mark.parametrize("case", PAGES)
def test_each_page_says_what_is_so_and_nothing_else(case: str) -> None:
    """The sentence for the case stands on the page, and that of its opposite does not."""
    page, status, shown, hidden = PAGES[case]
    html = Renderer("/static").html(page)

    assert page.status == status
    assert shown in html
    assert hidden not in html

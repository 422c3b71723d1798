from __future__ import annotations

from console.pages.get_help import get_help_page
from console.render import Renderer
from console.words import HELP_LINES, get_help


def test_it_is_the_same_page_for_everybody_and_has_every_number() -> None:
    """It is drawn from words alone, with each help line to tap and nothing to send."""
    html = Renderer("/static").html(get_help_page())

    assert html == Renderer("/static").html(get_help_page())
    assert all(f'href="tel:{line.tel}"' in html for line in HELP_LINES)
    assert "<form" not in html
    assert get_help.PRIVATE in html

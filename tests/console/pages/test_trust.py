from __future__ import annotations

import pytest

from console.pages.trust import trust_page
from console.render import Renderer
from console.words import trust


@pytest.mark.parametrize("case", ["offered", "not offered"])
def test_the_certificate_is_on_the_page_only_where_it_is_offered(case: str) -> None:
    """Where it is not, neither a button nor an address of it stands on the page."""
    is_offered = case == "offered"
    html = Renderer("/static").html(trust_page(("one", "two"), is_offered=is_offered))

    assert ("/trust/authority" in html) is is_offered
    assert (trust.NOT_NEEDED in html) is not is_offered
    assert "<li>one</li>\n<li>two</li>" in html


def test_a_certificate_that_is_gone_after_the_next_start_is_told_as_one() -> None:
    """Nobody puts it on a device, and the page says why and where to read what to do."""
    html = Renderer("/static").html(
        trust_page(("one", "two"), is_offered=False, is_passing=True),
    )

    assert "/trust/authority" not in html
    assert trust.PASSING in html
    assert trust.NOT_NEEDED not in html
    assert "<li>one</li>\n<li>two</li>" in html

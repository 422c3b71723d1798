from __future__ import annotations

from http import HTTPStatus

import pytest

from console import words
from console.errors import ConsoleError, NothingPublished, PublishedDamaged
from console.pages.trouble import broken_page, refused_page, unpublished_page

UNPUBLISHED: dict[str, tuple[ConsoleError, str]] = {
    "missing": (NothingPublished("/secret/place"), words.NOT_PUBLISHED),
    "damaged": (PublishedDamaged("/secret/place"), words.DAMAGED),
}


def test_an_unknown_address_leads_home() -> None:
    """A page that is not here offers the one that is."""
    page = refused_page(404)

    assert (page.status, page.heading, page.onward) == (404, words.NO_PAGE, words.TO_HOME)


def test_a_wrong_method_says_that_nothing_changed() -> None:
    """Sending something to a page that can only be read is answered in plain words."""
    page = refused_page(405)

    assert (page.status, page.text) == (405, words.WRONG_METHOD_TEXT)


@pytest.mark.parametrize("case", UNPUBLISHED)
def test_rules_that_cannot_be_had_are_a_page_with_a_next_step(case: str) -> None:
    """Missing and damaged rules are told apart, and neither shows a path of this machine."""
    error, heading = UNPUBLISHED[case]
    page = unpublished_page(error)

    assert (page.status, page.heading) == (HTTPStatus.SERVICE_UNAVAILABLE, heading)
    assert page.todo
    assert "/secret" not in repr(page)


def test_a_fault_of_our_own_says_what_still_works() -> None:
    """A broken page does not let anyone think that the filter is broken."""
    page = broken_page()

    assert (page.status, page.text) == (500, words.BROKEN_TEXT)

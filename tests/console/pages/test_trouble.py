from __future__ import annotations

from http import HTTPStatus

import pytest

from console import words
from console.errors import (
    AllowedDamaged,
    AllowedRefused,
    ConsoleError,
    DeviceStays,
    NothingPublished,
    PublishedDamaged,
    PublishRefused,
)
from console.pages.trouble import broken_page, refused_page, unpublished_page

UNPUBLISHED: dict[str, tuple[ConsoleError, str]] = {
    "missing": (NothingPublished("/secret/place"), words.NOT_PUBLISHED),
    "damaged": (PublishedDamaged("/secret/place"), words.DAMAGED),
    "what was allowed is damaged": (AllowedDamaged("/secret/place"), words.ALLOWED_DAMAGED),
    "too much is allowed": (AllowedRefused("/secret/place"), words.NOT_CHANGED),
    "a device stays": (DeviceStays("/secret/place"), words.DEVICE_STAYS),
    "cannot be written": (PublishRefused("/secret/place"), words.NOT_CHANGED),
}


def test_an_unknown_address_leads_home() -> None:
    """A page that is not here offers the one that is."""
    page = refused_page(404)

    assert (page.status, page.heading, page.onward) == (404, words.NO_PAGE, words.TO_HOME)


def test_a_wrong_method_says_that_nothing_changed() -> None:
    """Sending something to a page that can only be read is answered in plain words."""
    page = refused_page(405)

    assert (page.status, page.text) == (405, words.WRONG_METHOD_TEXT)


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (403, words.ELSEWHERE),
        (400, words.NOT_OUR_FORM),
        (413, words.NOT_OUR_FORM),
        (415, words.NOT_OUR_FORM),
    ],
)
def test_what_may_not_be_sent_is_told_in_words(status: int, heading: str) -> None:
    """A refusal says that nothing was done and leads home."""
    page = refused_page(status)

    assert (page.status, page.heading, page.onward) == (status, heading, words.TO_HOME)


@pytest.mark.parametrize("case", UNPUBLISHED)
def test_rules_that_cannot_be_had_are_a_page_with_a_next_step(case: str) -> None:
    """Missing, damaged and full are told apart, and neither shows a path of this machine."""
    error, heading = UNPUBLISHED[case]
    page = unpublished_page(error)

    assert (page.status, page.heading) == (HTTPStatus.SERVICE_UNAVAILABLE, heading)
    assert page.todo
    assert "/secret" not in repr(page)


def test_a_fault_of_our_own_says_what_still_works() -> None:
    """A broken page does not let anyone think that the filter is broken."""
    page = broken_page()

    assert (page.status, page.text) == (500, words.BROKEN_TEXT)

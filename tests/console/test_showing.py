from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path

import pytest

from console.pages.trouble import broken_page
from console.routes.live import LIVE_PAGES, VERSION_HEADER
from console.showing import showing
from tests.console.browsing import Came
from tests.console.signing_in import home_in

AS_LOADED = {
    "a page that nothing changes": ("GET", "/help", 200),
    "no page": ("GET", "/nothing", 404),
    "something that was sent": ("POST", "/tonight/pause", 415),
}


def _streams_in(came: Came) -> list[tuple[str, str]]:
    return re.findall(r'data-live="([^"]*)" data-version="([0-9a-f]+)"', came.body)


def test_a_live_page_says_where_its_stream_is_and_how_it_looks(state: Path) -> None:
    """The version on the page is that of its answer, and the same at the next load."""
    browser = home_in(state).browser()
    first, again = browser.open("/tonight"), browser.open("/tonight")

    assert _streams_in(first) == [("/live/tonight", first[VERSION_HEADER])]
    assert first.body == again.body


NUMBERED = {"/tonight/1", "/rules/person-1", "/rules/everyone/saved"}


@pytest.mark.parametrize("path", sorted((LIVE_PAGES | NUMBERED) - {"/recorded"}))
def test_each_live_page_looks_the_same_while_nothing_changes(path: str, state: Path) -> None:
    """No page has anything on it that is new at each load, or it would load without end."""
    browser = home_in(state).browser()

    assert browser.open(path).body == browser.open(path).body


@pytest.mark.parametrize("case", AS_LOADED)
def test_any_other_answer_stays_as_it_is(case: str, state: Path) -> None:
    """It bears no script and no stream, so nothing is taken away from under who reads it."""
    method, path, status = AS_LOADED[case]
    came = home_in(state).browser().ask(method, path, {"sec-fetch-site": "same-origin"}, b"x")

    assert came.status == status
    assert _streams_in(came) == []
    assert "<script" not in came.body
    assert VERSION_HEADER not in dict(came.headers)


def test_a_page_that_answers_no_request_is_shown_as_it_is(state: Path) -> None:
    """What is made outside of any request, such as in a fault, has no stream."""
    shown = showing("/static/0", home_in(state).house)
    answer = shown(broken_page(), HTTPStatus.NOT_FOUND)

    assert answer.status_code == 404
    assert b"data-live" not in bytes(answer.body)

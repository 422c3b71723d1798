from __future__ import annotations

from pathlib import Path

import pytest

from console import words
from console.words.language import ENGLISH
from console.words.pseudo import ACCENTED, MIRRORED, accented, mirrored
from tests.console.browsing import ELSEWHERE, Browser
from tests.console.signing_in import Home, home_in

OFFERED = {one.tag: one for one in (ENGLISH, ACCENTED, MIRRORED)}
SENT_BACK = {
    "/help": "/help",
    "/mine/ask": "/mine/ask",
    "//elsewhere.example": "/",
    "/\\elsewhere.example": "/",
    "https://elsewhere.example/": "/",
    "": "/",
    "help": "/",
    "/help\r\nset-cookie: a=b": "/",
    "/hélp": "/",
}


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home whose pages can be read in two languages that nobody speaks."""
    return home_in(state, "Sam", languages=OFFERED)


@pytest.fixture
def browser(home: Home) -> Browser:
    """Return the browser of a device that nobody named."""
    return home.browser(ELSEWHERE)


def test_a_chosen_language_is_kept_by_the_browser_alone(browser: Browser) -> None:
    """The cookie says the language and nothing else, and the next page is in it."""
    came = browser.send("/language", language="ar-XB", back="/help")
    page = browser.open("/help")

    assert (came.status, came["location"]) == (303, "/help")
    assert came.cookies == ("language=ar-XB; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax",)
    assert '<html lang="ar-XB" dir="rtl">' in page.body
    assert page.shows(mirrored(words.get_help.HEADING))


def test_what_was_chosen_goes_before_what_the_browser_asks_for(browser: Browser) -> None:
    """Without a choice the browser's own language is taken; after one, the choice."""
    wants = {"accept-language": "en-XA"}
    before = browser.ask("GET", "/help", wants, b"")
    browser.send("/language", language="en-GB", back="/")
    after = browser.ask("GET", "/help", wants, b"")

    assert before.shows(accented(words.get_help.HEADING))
    assert '<html lang="en-GB" dir="ltr">' in after.body
    assert after.shows(words.get_help.HEADING)


@pytest.mark.parametrize("tag", ["fr", "", "../../etc", "en-xa", "a" * 300])
def test_a_language_that_is_not_offered_is_none(browser: Browser, tag: str) -> None:
    """Nothing is kept of it, and a cookie that says it counts for nothing."""
    came = browser.send("/language", language=tag, back="/help")
    page = browser.ask("GET", "/help", {"cookie": f"language={tag}"}, b"")

    assert came.cookies == ()
    assert '<html lang="en-GB" dir="ltr">' in page.body


@pytest.mark.parametrize("back", SENT_BACK)
def test_one_is_sent_back_to_a_page_of_this_box(browser: Browser, back: str) -> None:
    """Whatever a form says, the browser stays here."""
    assert browser.send("/language", language="en-XA", back=back)["location"] == SENT_BACK[back]


def test_a_page_names_the_languages_and_the_way_back(browser: Browser) -> None:
    """Each language is a button in its own name, read out in its own language."""
    body = browser.open("/help").body

    assert '<input type="hidden" name="back" value="/help">' in body
    assert f'value="ar-XB" lang="ar-XB" dir="rtl">{MIRRORED.name}</button>' in body


def test_with_english_alone_there_is_nothing_to_choose(state: Path) -> None:
    """A choice of one is none, and the door is no use to anybody."""
    browser = home_in(state, "Sam").browser(ELSEWHERE)

    assert 'action="/language"' not in browser.open("/help").body
    assert browser.send("/language", language="ar-XB", back="/help").cookies == ()


def test_trouble_is_told_in_the_language_too(browser: Browser) -> None:
    """Also what refuses a request speaks it."""
    browser.send("/language", language="en-XA", back="/")

    assert browser.open("/nothing-here").shows(accented(words.NO_PAGE))

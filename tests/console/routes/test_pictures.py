from __future__ import annotations

import re
from pathlib import Path

import pytest

from console import words
from tests.console import homes
from tests.console.browsing import Browser
from tests.console.signing_in import home_in

MAYAS = "192.168.77.21"
PAGES = ("/mine", "/mine/ask", "/help")


@pytest.fixture
def browser(state: Path) -> Browser:
    """Return the browser of a young person's own device."""
    return home_in(state, "Sam").browser(MAYAS)


def test_pictures_are_chosen_and_left_again(browser: Browser) -> None:
    """The cookie says that and nothing else, and whoever goes back to words has none."""
    came = browser.send("/pictures", pictures="yes", back="/mine")
    left = browser.send("/pictures", pictures="no", back="/mine")

    assert (came.status, came["location"]) == (303, "/mine")
    assert came.cookies == ("pictures=yes; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax",)
    assert browser.jar == {}
    assert "Max-Age=0" in left.cookies[0]


@pytest.mark.parametrize("back", ["//elsewhere.example", "https://elsewhere.example", ""])
def test_nobody_is_sent_elsewhere(browser: Browser, back: str) -> None:
    """Whatever a form says, the browser stays here."""
    assert browser.send("/pictures", pictures="yes", back=back)["location"] == "/"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_pictures_has_all_its_words_too(browser: Browser, path: str) -> None:
    """Pictures come first, and nothing of the page is left out."""
    plain = browser.open(path)
    browser.send("/pictures", pictures="yes", back=path)
    drawn = browser.open(path)

    assert '<body class="in-pictures">' in drawn.body
    assert '<body class="in-pictures">' not in plain.body
    assert _sentences(plain.body) <= _sentences(drawn.body) | {words.pictures.SHOW}


def test_asking_is_by_pictures_that_lead_to_the_forms(browser: Browser) -> None:
    """Each picture leads to its form on the page, and the first to help."""
    browser.send("/pictures", pictures="yes", back="/")
    body = browser.open("/mine/ask").body

    assert body.index('class="drawn" href="/help"') < body.index('class="drawn" href="#site"')
    assert 'id="site"' in body


def test_a_picture_of_help_dials(browser: Browser) -> None:
    """On Get help each number is a large picture that a phone dials."""
    browser.send("/pictures", pictures="yes", back="/")

    for line in words.HELP_LINES:
        assert f'class="drawn" href="tel:{line.tel}"' in browser.open("/help").body


def test_no_voice_is_promised_where_there_is_none(browser: Browser) -> None:
    """Nobody has read the sentences out yet, so nothing of a voice stands on any page."""
    browser.send("/pictures", pictures="yes", back="/")

    assert [path for path in PAGES if "<audio" in browser.open(path).body] == []


@pytest.mark.parametrize(
    ("age", "is_first"), [("6-9", True), ("10-12", False), ("13-15", False), ("16-17", False)]
)
def test_every_age_has_its_page_and_the_youngest_is_offered_pictures_first(
    state: Path,
    age: str,
    is_first: bool,  # noqa: FBT001 - a table's column
) -> None:
    """My time is there in all four bands; to the youngest, pictures are offered first."""
    text = homes.FULL.replace('name = "Maya"\n', f'name = "Maya"\nage = "{age}"\n', 1)
    came = home_in(state, "Sam", text=text).browser(MAYAS).open("/mine")
    main = came.body[came.body.index("<main") :]

    assert came.status == 200
    assert came.shows("Hello Maya")
    assert main.count('action="/pictures"') == 1
    assert (main.index('action="/pictures"') < main.index('id="time"')) is is_first


def _sentences(body: str) -> set[str]:
    return {text.strip() for text in re.split("<[^>]*>", body) if text.strip()}

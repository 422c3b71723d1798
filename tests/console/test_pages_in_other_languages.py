"""Every page in languages that nobody speaks, made from the English: and what is left of that.

The pages are those of a home in which everything that the console shows by itself is set up, asked
for by a carer, a young person and a visitor, each from page to page as the links lead.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

import pytest

from console import words
from console.store.recorder import Recorder
from console.words.language import ENGLISH, Language
from console.words.pseudo import ACCENTED, MIRRORED, accented
from console.words.unsaid import unsaid
from policy.never_blocked import LIFELINES
from policy.services import SERVICES
from tests.console import homes
from tests.console.browsing import Browser, Came
from tests.console.signing_in import Home, home_in

MAYAS: Final = "192.168.77.21"
STRANGERS: Final = "192.168.77.99"
SEEN_AT_LEAST: Final = 40
"""How many pages the walk comes to, at the least; fewer would mean that it was turned away."""


def _half(english: str) -> str:
    """Say every other sentence, so that a page has both kinds."""
    return accented(english) if len(english) % 2 else unsaid(english)


LACKING: Final = Language(tag="cy", name="Cymraeg", lookup=_half)
OFFERED: Final = {one.tag: one for one in (ENGLISH, ACCENTED, MIRRORED, LACKING)}

_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_HOST: Final = re.compile(r"[\w*-]+(\.[\w-]+)+")
_ENGLISH: Final = re.compile(r'<span lang="en" dir="ltr">.*?</span>', re.DOTALL)

NAMES: Final = {
    *_WORD.findall(homes.FULL),
    *(word for one in SERVICES for word in _WORD.findall(one.label)),
    *(word for one in LIFELINES for word in _WORD.findall(str(one.name))),
    *(words.PRODUCT, ENGLISH.name, LACKING.name),
}
"""What people and firms are called, and what people typed; that is the same in every language."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home whose pages are offered in these languages."""
    state = tmp_path_factory.mktemp("languages") / "state"
    return home_in(state, "Sam", languages=OFFERED, recorder=Recorder(state / "nobody"))


@pytest.mark.parametrize("language", [ACCENTED, MIRRORED], ids=lambda one: one.tag)
def test_no_english_is_left_on_any_page(home: Home, language: Language) -> None:
    """What is shown is translated, or says that it is English; and every gap is filled."""
    seen = dict(_pages(home, language))
    left = {
        (path, text.strip())
        for path, came in seen.items()
        for text in _texts(_ENGLISH.sub("", came.body))
        if "{" in text or not NAMES.issuperset(_WORD.findall(_HOST.sub("", text)))
    }

    assert left == set()
    assert len(seen) >= SEEN_AT_LEAST
    assert {
        path
        for path, came in seen.items()
        if f'<html lang="{language.tag}" dir="{language.direction}">' not in came.body
    } == set()


def test_what_a_language_lacks_is_english_and_says_so(home: Home) -> None:
    """Nothing is empty, no key is shown and no mark; lacking sentences are there, as English."""
    for path, came in _pages(home, LACKING):
        marked = _ENGLISH.findall(came.body)
        assert marked, path
        assert not re.search("[\ufdd0\ufdd1]", came.body), path
        assert not re.search(r"<(h\d|button|label|title)[^>]*>\s*</\1>", came.body), path
        assert not re.search(r"words\.\w+", came.body), path


def _pages(home: Home, language: Language) -> Iterator[tuple[str, Came]]:
    """Yield every page that links lead to, of each kind once, with who asked before its address."""
    for who, browser, start in (
        ("carer", home.signed_in("Sam"), ("/", "/tonight", "/agreements", "/backup", "/why")),
        ("young", home.browser(MAYAS), ("/", "/mine", "/my-words", "/bind", "/turn", "/recorded")),
        ("visitor", home.browser(STRANGERS), ("/", "/card", "/kitchen", "/lost", "/visit")),
    ):
        browser.jar["language"] = language.tag
        for path, came in _walked(browser, start):
            yield f"{who} {path}", came


def _walked(browser: Browser, start: tuple[str, ...]) -> Iterator[tuple[str, Came]]:
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        path = waiting.pop(0)
        # The rights page is in a pack's language (`tests/console/routes/test_rights.py`).
        kind = re.sub(r"\d+", "#", path.replace("carer", "person").replace("device", "person"))
        if kind in seen or path.startswith(("/static", "/live", "/rights")):
            continue
        seen.add(kind)
        came = browser.open(path)
        if "location" in dict(came.headers) or "text/html" not in came["content-type"]:
            continue
        waiting += [html.unescape(one) for one in re.findall(r'href="(/[^"#]*)"', came.body)]
        yield path, came


def _texts(body: str) -> Iterator[str]:
    """Yield what is read of a page: between its tags, and in attributes that are read out."""
    # What is copied letter by letter, or typed, is for no reader.
    body = re.sub(r"<(style|script|pre|code|textarea)\b.*?</\1>", "", body, flags=re.DOTALL)
    yield from map(html.unescape, re.split("<[^>]*>", body))
    said = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', body)
    yield from (html.unescape(text) for text in said if not text.startswith("/"))

"""The test of the device in hand: the page that makes it ask, and the page with the result.

Rules kept here:
- It works without a script. The first page holds a picture that is nowhere, under a name that only
  this box knows; a browser has to look that name up, and nothing more can come of it.
- Nothing on it says which device it is, and no result is shown to another one.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.pages.standing import Notice, Tone
from console.services.selftest import NoResult, Result, has_come
from console.words import TITLE as PAGE_TITLE
from console.words import health as health_words
from console.words.of_policy import selftest_told
from policy.coverage_words import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """The page that begins a test. `name` is looked up by whoever opens it."""

    title: str
    nonce: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPage:
    """The page with a result: a notice, and where there is one all that is told of it."""

    title: str
    notice: Notice
    told: Told | None


def check_page(nonce: str, name: str) -> CheckPage:
    """Return the page that begins the test of a number."""
    return CheckPage(title=PAGE_TITLE.format(page=health_words.CHECK_TITLE), nonce=nonce, name=name)


def checked_page(result: Result) -> CheckedPage:
    """Return the page with the result of a test."""
    title = PAGE_TITLE.format(page=health_words.CHECK_TITLE)
    if isinstance(result, NoResult):
        return CheckedPage(title=title, notice=_unknown(result), told=None)
    told = selftest_told(over_ipv4=result.over_ipv4, over_ipv6=result.over_ipv6)
    came = has_come(result)
    return CheckedPage(
        title=title,
        notice=Notice(
            tone=Tone.FINE if came else Tone.CARE,
            icon="circle-check" if came else "triangle-alert",
            heading=told.title,
            texts=(told.means,),
        ),
        told=told,
    )


def _unknown(result: NoResult) -> Notice:
    match result:
        case NoResult.TOO_OLD:
            heading, text = health_words.CHECK_OLD, health_words.CHECK_OLD_TEXT
        case NoResult.NOBODY_TO_ASK:
            heading, text = health_words.CHECK_NOBODY, health_words.CHECK_NOBODY_TEXT
    return Notice(tone=Tone.CARE, icon="hourglass", heading=heading, texts=(text,))

from __future__ import annotations

import pytest

from console.pages.check import check_page, checked_page
from console.pages.standing import Tone
from console.services.selftest import NoResult, Result, name_of
from policy.agent_answers import SelftestCame

RESULTS: dict[str, tuple[Result, Tone, str]] = {
    "over IPv4": (SelftestCame(over_ipv4=True, over_ipv6=False), Tone.FINE, "over IPv4."),
    "over IPv6": (SelftestCame(over_ipv4=False, over_ipv6=True), Tone.FINE, "over IPv6."),
    "over both": (SelftestCame(over_ipv4=True, over_ipv6=True), Tone.FINE, "IPv4 and IPv6."),
    "not at all": (SelftestCame(over_ipv4=False, over_ipv6=False), Tone.CARE, "not arrive"),
    "too old": (NoResult.TOO_OLD, Tone.CARE, "less than a minute"),
    "nobody to ask": (NoResult.NOBODY_TO_ASK, Tone.CARE, "does not answer"),
}


@pytest.mark.parametrize(("result", "tone", "words"), RESULTS.values(), ids=RESULTS)
def test_a_result_is_told_in_words(result: Result, tone: Tone, words: str) -> None:
    """Each result has its sentence, says by which family the name came, and is fine or is not."""
    page = checked_page(result)

    assert page.notice.tone is tone
    assert words in " ".join(page.notice.texts)
    assert (page.told is None) is isinstance(result, NoResult)


def test_a_test_that_failed_says_what_to_do() -> None:
    """Whose question did not arrive is told what to switch off, and of a locked router."""
    page = checked_page(SelftestCame(over_ipv4=False, over_ipv6=False))

    assert page.told is not None
    assert len(page.told.todo) > 3


def test_no_title_says_what_came_of_it() -> None:
    """A browser keeps titles, so all of them are alike."""
    titles = {checked_page(result).title for result, _, _ in RESULTS.values()}

    assert titles == {check_page("0" * 32, name_of("0" * 32)).title}

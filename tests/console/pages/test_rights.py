from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from consent.codes import Code
from console import words
from console.pages.recorded import recorded_page
from console.pages.rights import RightsPage, rights_page
from console.words.rights_pack import Reviewer, Say, read_packs
from tests.consent.scene import agreed
from tests.console.told import here, phone, standing_of, told

PACK: Final = read_packs().english
STRANGER: Final = told(devices=())
TWO: Final = told(devices=(phone(), phone()))

ANSWERS: Final = {
    "on": (told(here()), {Say.RECORDED_YES, Say.STOP_HERE}),
    "off": (told(off=Code.PAUSED), {Say.RECORDED_NO, Say.UNTIL_NOT_NOW, Say.STOP_NOTHING}),
    "off, and can begin again": (
        told(here(), off=Code.PAUSED),
        {Say.RECORDED_NO, Say.UNTIL_NOT_NOW, Say.STOP_HERE},
    ),
    "nobody's": (STRANGER, {Say.RECORDED_UNKNOWN, Say.UNTIL_LAST_DAY, Say.STOP_HERE}),
    "one of two": (TWO, {Say.RECORDED_TWO, Say.UNTIL_LAST_DAY}),
    "silent": (None, {Say.RECORDED_SILENT, Say.UNTIL_LAST_DAY}),
}
ONE_OF: Final = {
    *(Say.RECORDED_YES, Say.RECORDED_NO, Say.RECORDED_NO_BOX, Say.RECORDED_UNKNOWN),
    *(Say.RECORDED_TWO, Say.RECORDED_SILENT),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_it_says_what_the_recorder_says(case: str) -> None:
    """For each thing that can be told there is one answer, and what follows from it."""
    found, expected = ANSWERS[case]
    said = _said(rights_page(PACK, found, has_recorder=True))

    assert said >= {PACK.sentences[one] for one in expected}
    assert len(said & {PACK.sentences[one] for one in ONE_OF}) == 1


@pytest.mark.parametrize("off", [None, Code.PAUSED, Code.TIME_ENDED])
def test_it_agrees_with_the_page_about_the_device(off: Code | None) -> None:
    """Yes and no, and the last day, are those that the other page shows."""
    found = told(here(), off=off)
    page, other = rights_page(PACK, found, has_recorder=True), recorded_page(found)

    assert (page.parts[0].is_on, page.parts[0].is_on) == (
        other.verdict.is_on,
        other.verdict.large == words.RECORDED_YES,
    )
    day = "2 January 2027"
    assert any(day in text for text in _said(page)) == any(
        day in text for text in other.verdict.texts
    )


def test_what_is_over_is_not_to_be_stopped() -> None:
    """Where nothing goes on and nothing can begin, nobody is sent to a button."""
    over = here(standing=standing_of(agreed(), is_closed=True))
    said = _said(rights_page(PACK, told(over, off=Code.STOPPED), has_recorder=True))

    assert PACK.sentences[Say.STOP_NOTHING] in said
    assert PACK.sentences[Say.STOP_HERE] not in said


def test_a_home_without_a_recorder_reads_nothing_of_papers() -> None:
    """There nothing can be written down, and the page says that and whom to ring."""
    page = rights_page(PACK, None, has_recorder=False)

    assert [part.id for part in page.parts] == ["recorded", "help"]
    assert page.see_all is None
    assert not any("paper" in text or "worker" in text for text in _said(page))


def test_english_says_that_nobody_checked_it() -> None:
    """Only a translation has a reviewer to name, and it names them."""
    on = date(2026, 11, 1)
    pack = replace(PACK, reviewer=Reviewer(name="Ann Example", role="interpreter", on=on))

    assert rights_page(PACK, STRANGER, has_recorder=True).is_source
    checked = rights_page(pack, STRANGER, has_recorder=True)
    assert not checked.is_source
    assert checked.reviewed is not None
    assert checked.reviewed.startswith("Ann Example (interpreter) has checked")
    assert "on 1 November 2026" in checked.reviewed


def _said(page: RightsPage) -> set[str]:
    return {line.text for part in page.parts for line in part.lines}

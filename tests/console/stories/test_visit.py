"""The social worker rings: four digits and four words; and then the code that stops it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from console import words
from console.words import visit
from tests.console.stories.agreed_home import STOP_CODE, agreed_home
from tests.console.stories.person import Way


def test_a_visit_with_the_spoken_check_and_the_stop_code(
    browser: Browser, tmp_path: Path, way: Way
) -> None:
    """The words that are read out change once it is stopped, and its receipt is given once."""
    with agreed_home(browser, tmp_path, way) as here:
        carer, young = here.carer(), here.young_person()
        here.begun(carer, young)
        here.comes_back(carer, visit.VISIT)
        carer.reads(visit.YES_TEXT.format(devices="Blue tablet"))
        said = []
        for _ in range(2):
            carer.types(visit.SPOKEN_FIELD, "4071")
            carer.presses(visit.SPOKEN_BUTTON)
            carer.reads(visit.SPOKEN_WORDS)
            said.append(carer.page.locator(".notice .receipt").inner_text())
            if len(said) == 1:
                carer.follows(visit.CODE_OPEN)
                carer.reads(*visit.CODE_TEXT)
                carer.types(visit.CODE_FIELD, "1234")
                carer.presses(visit.CODE_BUTTON)
                carer.types(visit.CODE_FIELD, STOP_CODE)
                carer.presses(visit.CODE_BUTTON)
                carer.reads(visit.STOPPED)
                carer.follows(visit.VISIT)
                carer.reads(visit.NO_TEXT)
        assert said[0] != said[1]
        young.opens("/recorded")
        young.reads(words.RECORDED_NO_TEXT)
        here.home.is_told()

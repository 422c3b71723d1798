"""A review that was due is not held: recording stops by itself, and the pages say why."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from consent.codes import Code
from console import words
from console.words import agreement, visit
from tests.console.stories.agreed_home import SITE, TABLET, agreed_home
from tests.console.stories.person import Way


def test_a_missed_review_stops_recording(browser: Browser, tmp_path: Path, way: Way) -> None:
    """On the day after it was due nothing is written down, whoever asks, and nobody pressed."""
    with agreed_home(browser, tmp_path, way) as here:
        carer, young = here.carer(), here.young_person()
        here.begun(carer, young)
        here.comes_back(carer, visit.VISIT)
        carer.reads(visit.YES_TEXT.format(devices="Blue tablet"), visit.DUE)

        for _ in range(2):  # the page is looked at now and then, or that alone would end it
            here.later(days=10)
            young.opens("/recorded")
            young.reads(words.RECORDED_YES_TEXT)
        here.later(days=10)
        assert here.device().off is Code.TIME_REVIEW
        young.opens("/recorded")
        young.reads(words.RECORDED_NO_TEXT, words.WHY_OFF[Code.TIME_REVIEW])
        here.home.asks(TABLET, SITE)
        here.comes_back(carer, visit.VISIT)
        carer.reads(visit.NO_TEXT)
        carer.opens("/agreements")
        carer.reads(agreement.HEADING_OVER.format(devices="Blue tablet"))
        young.opens("/mine")
        young.reads_not(visit.EYE)
        here.home.is_told()

"""An agreement from the mail to the box's word that nothing of it is left.

It is imported, its notice is seen, it is on, a look is listed on the young person's page, and they
stop it. Another one is made, reviewed, taken back, and what was written down is erased.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser

from consent.acts import ViewReason
from consent.codes import Code
from consent.frozen import Kind
from console import words
from console.words import agreement, viewing, visit, ways
from tests.console.stories.agreed_home import CARERS_FIVE, SITE, TABLET, agreed_home
from tests.console.stories.evening import CARER
from tests.console.stories.person import Way

ANOTHER = {
    "home.id": "2d" * 16,
    "starts_on": "2026-11-25",
    "valid_until": "2026-12-24",
    "end_by": "2027-02-25",
}
"""What is different in the second agreement."""


def test_an_agreement_from_the_mail_to_the_deletion_statement(
    browser: Browser, tmp_path: Path, way: Way
) -> None:
    """Each step stands on a page of whoever it is about, and nothing begins by itself."""
    with agreed_home(browser, tmp_path, way) as here:
        carer, young = here.carer(), here.young_person()
        here.begun(carer, young)
        young.reads(words.LOOKS_NOBODY)
        young.follows(ways.MINE)
        young.reads(visit.EYE)
        here.asks()

        # A carer looks; who, when and why stands on the young person's page.
        here.comes_back(carer, agreement.AGREEMENTS)
        carer.follows(viewing.TITLE)
        carer.ticks(viewing.REASONS[ViewReason.AS_AGREED])
        carer.types(viewing.WORDS, CARERS_FIVE)
        carer.presses(viewing.BUTTON)
        carer.reads(viewing.SHOWN, SITE.removeprefix("www."), viewing.ASKED)
        young.opens("/recorded")
        young.reads_not(words.LOOKS_NOBODY)
        young.reads(CARER, within=words.LOOKS)

        # The young person stops it.
        young.presses(words.STOP)
        young.reads(words.STOP_DONE)
        assert here.home.is_blocked(TABLET, SITE)
        carer.follows(ways.TONIGHT)
        carer.opens("/agreements")
        carer.reads(words.contacts.TELL_STOP)

        # Another agreement is made, and a review lets less of it go on.
        here.agrees(carer, young, ANOTHER)
        for _ in range(2):
            here.later(days=11)
            young.opens("/recorded")  # where nobody opens it for two weeks, it stops
        here.settled()
        here.comes_back(carer, agreement.AGREEMENTS)
        today = here.home.time.now.date()
        held = {
            "held_on": today.isoformat(),
            "young_person_heard_on": (today - timedelta(days=1)).isoformat(),
        }
        here.pastes(carer, here.reviewed(held))
        carer.reads(agreement.ADMITTED[Kind.REVIEW])
        young.opens("/recorded")
        young.reads(words.RECORDED_YES_TEXT, words.AGREED_LEVELS[0].partition("{")[0])

        # It is taken back, and three days later the box says that nothing is left.
        here.pastes(carer, here.withdrawn())
        carer.reads(agreement.ADMITTED[Kind.WITHDRAWAL])
        young.opens("/recorded")
        young.reads(words.WHY_OFF[Code.WITHDRAWN])
        here.later(hours=73)
        here.comes_back(carer, agreement.AGREEMENTS)
        carer.opens("/agreements")
        young.opens("/recorded")
        for person in (carer, young):
            statements = person.saves(visit.ERASED)
            assert len(statements) == 2  # of the one that was stopped, and of this one
            assert any("reason withdrawn" in one for one in statements)
        here.home.is_told()

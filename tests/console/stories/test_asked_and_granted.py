"""A young person asks for a site, a carer says yes, and the young person sees it and has it."""

from __future__ import annotations

from console.services.outcomes import Length
from console.words import ask, given, tonight, ways
from tests.console.stories.evening import CARER, Evening

SITE = "chess.example"
WHY = "My club plays there tonight."


def test_a_request_is_granted_and_seen_by_the_young_person(evening: Evening) -> None:
    """What was blocked is asked for, given for an hour, open on that device, and closed again."""
    home, me = evening.home, evening.young
    assert home.is_blocked(me.device, SITE)

    young = evening.young_person()
    young.opens("/mine")
    young.follows(ways.ASK)
    young.types(ask.SITE_NAME, SITE)
    young.types(ask.WORDS, WHY, within=ask.SITE)
    young.presses(ask.SEND_SITE)
    young.reads(ask.ASKED_SITE.format(site=SITE), ask.WAITS, WHY)

    carer = evening.carer()
    carer.follows(ways.TONIGHT)
    asked = tonight.ASKS_SITE.format(person=me.name, site=SITE)
    carer.reads(WHY, within=asked)
    carer.chooses(tonight.YES_LENGTH, tonight.LENGTHS[Length.HOUR], within=asked)
    carer.presses(tonight.YES, within=asked)
    carer.reads(tonight.REQUESTS_NONE)
    assert home.comes_to(me.device, SITE, blocked=False)

    young.follows(ways.ASK)
    young.reads(ask.YES.format(who=CARER))
    young.follows(ways.MINE)
    young.reads(SITE, given.BY.format(who=CARER))

    home.passes(minutes=61)
    assert home.comes_to(me.device, SITE, blocked=True)
    young.follows(ways.MINE)
    young.reads_not(SITE)
    home.is_told()

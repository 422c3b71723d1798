"""An app does not work: the young person sees why, asks for what is in its way, and it works."""

from __future__ import annotations

from console.words import ask, fix, mine, tonight, ways
from tests.console.stories.evening import Evening

IN_THE_WAY = "cdn.example"


def test_an_app_is_fixed(evening: Evening) -> None:
    """What was blocked stands on that device alone, until its owner asks; then a carer opens it."""
    home, me = evening.home, evening.young
    carer = evening.carer()

    young = evening.young_person()
    young.opens("/mine")
    young.follows(ways.FIX)
    young.reads(fix.SHOWN, fix.FORGOTTEN, fix.USED)
    young.presses(fix.START)
    young.reads(fix.NOTHING)
    assert home.is_blocked(me.device, IN_THE_WAY)  # the app is opened
    young.follows(fix.AGAIN)
    young.reads(IN_THE_WAY, within=fix.FOUND)
    carer.follows(ways.TONIGHT)
    carer.reads_not(IN_THE_WAY, within=me.name)

    young.presses(fix.ASK.format(site=IN_THE_WAY))
    young.reads(ask.ASKED_SITE.format(site=IN_THE_WAY))
    carer.follows(ways.TONIGHT)
    carer.presses(tonight.YES, within=tonight.ASKS_SITE.format(person=me.name, site=IN_THE_WAY))
    assert home.comes_to(me.device, IN_THE_WAY, blocked=False)

    home.passes(minutes=3)
    young.follows(ways.FIX)
    young.reads_not(fix.FOUND)
    young.follows(ways.MINE)
    young.reads(mine.FIX_USED_HEADING)
    home.is_told()

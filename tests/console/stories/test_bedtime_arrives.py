"""A carer sets a bedtime; it arrives when it said it would, with its warnings before it."""

from __future__ import annotations

from console.words import given, mine, rules, ways
from tests.console.stories.evening import Evening

OPEN = "news.example"


def test_a_bedtime_arrives_with_its_warnings(evening: Evening) -> None:
    """It is set on one page, told ten minutes and five before on another, and then it is on."""
    home, me = evening.home, evening.young
    home.becomes("20:00")

    carer = evening.carer()
    carer.follows(ways.RULES)
    carer.follows(me.name)
    carer.follows(rules.ADD_TIME)
    carer.types(rules.TITLE, "Bedtime")
    carer.types(rules.FROM, "21:00", within=rules.ROW.format(number=1))
    carer.types(rules.UNTIL, "07:00", within=rules.ROW.format(number=1))
    carer.presses(rules.LOOK)
    carer.reads(rules.COMPARE_TEXT, "21:00")
    carer.presses(rules.SAVE)
    carer.reads(rules.SAVED)
    assert home.holds()

    young = evening.young_person()
    young.opens("/mine")
    young.reads(given.NEXT.format(title="Bedtime", time="21:00"))
    young.reads_not(mine.SOON_END.format(title="Bedtime", count=10))
    for count, clock in ((10, "20:50"), (5, "20:55")):
        home.becomes(clock)
        assert not home.is_blocked(me.device, OPEN)
        young.follows(ways.MINE)
        young.reads_soon(mine.SOON_END.format(title="Bedtime", count=count))

    home.becomes("21:00")
    assert home.comes_to(me.device, OPEN, blocked=True)
    assert not home.is_blocked(me.device, "childline.org.uk")
    on = given.RULE_CLOSES.format(title="Bedtime", time=given.TIME_TOMORROW.format(time="07:00"))
    young.follows(ways.MINE)
    young.reads(on)
    evening.comes_back(carer)
    carer.reads(on, within=me.name)

    home.becomes("07:00")
    assert home.comes_to(me.device, OPEN, blocked=False)
    evening.comes_back(carer)
    carer.reads_not(on)
    home.is_told()

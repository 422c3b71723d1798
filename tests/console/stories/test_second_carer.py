"""A second carer comes: the first lets them sign in, and what they do stands under their name."""

from __future__ import annotations

from console.security.permissions import Role
from console.store.changed import Changed
from console.words import changes, given, sign_in, tonight, ways
from tests.console.stories.evening import MAYA, Evening, signs_in

CALLED = {True: "Josephine", False: "Konrad"}


def test_a_second_carer_signs_in_and_gives_under_their_own_name(evening: Evening) -> None:
    """With a first password on paper they come in, give something, and are taken away again."""
    home, me = evening.home, evening.young
    name = CALLED[me is MAYA]
    home.becomes("16:00")
    first = evening.carer()
    first.follows(sign_in.ALL_TITLE)
    first.types(sign_in.ALL_ADD_NAME, name)
    first.chooses(sign_in.ALL_ROLE, sign_in.ROLES[Role.CARER])
    first.presses(sign_in.ALL_ADD_BUTTON)
    first.reads(sign_in.ADDED, sign_in.ADDED_TEXT)
    password = first.page.locator("main code").inner_text()
    first.follows(sign_in.ADDED_ONWARD)
    first.reads_not(password)

    second = home.takes(evening.way, me.spare, safely=True)
    second.opens("/tonight")
    second.reads(sign_in.HEADING)
    signs_in(second, name, password)
    second.follows(ways.TONIGHT)
    second.unfolds(tonight.PAUSE_PERSON.format(person=me.name))
    second.types(tonight.PAUSE_WHY, "Dinner", within=me.name)
    second.presses(tonight.PAUSE, within=me.name)
    second.reads(given.BY_WHY.format(who=name, reason="Dinner"), within=me.name)
    assert home.comes_to(me.device, "news.example", blocked=True)

    first.follows(ways.CHANGES)
    first.reads(changes.DID[Changed.PAUSED].format(who=name))
    young = evening.young_person()
    young.opens("/mine")
    young.reads(given.BY_WHY.format(who=name, reason="Dinner"))
    second.follows(ways.TONIGHT)
    second.presses(tonight.UNDO, within=me.name)
    assert home.comes_to(me.device, "news.example", blocked=False)

    first.opens("/sign-ins")
    first.presses(f"{sign_in.ALL_REMOVE} {name}", within=name)
    second.follows(ways.TONIGHT)
    second.reads(sign_in.HEADING)
    home.is_told()

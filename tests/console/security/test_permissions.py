from __future__ import annotations

from itertools import product

import pytest

from console.security.permissions import (
    HOME,
    TABLE,
    Action,
    Asker,
    AtTheBox,
    ByCard,
    Level,
    Nobody,
    OnDevice,
    Resource,
    Role,
    Seat,
    SignedIn,
    WithSetUpCode,
    may,
    seat_of,
    who_may,
)

MAYA = OnDevice(device="Maya's phone", owner="Maya", young_person=1)
BY_CARD = ByCard(person="Maya", number=1, session="c")
SAM = SignedIn(number=1, name="Sam", role=Role.CARER, session="s")


def _signed_in(role: Role, level: Level) -> SignedIn:
    return SignedIn(number=1, name="Sam", role=role, session="s", level=level)


SEATS: dict[str, tuple[Asker, Seat]] = {
    "nobody": (Nobody(), Seat.NOBODY),
    "at the box": (AtTheBox(), Seat.BOX),
    "the set-up code": (WithSetUpCode(), Seat.CODE),
    "a young person's device": (MAYA, Seat.YOUNG_PERSON),
    "a young person's card": (BY_CARD, Seat.CARD),
    "a shared device": (OnDevice(device="TV", owner="everyone"), Seat.NOBODY),
    "a carer's device": (OnDevice(device="Sam's laptop", owner="Sam"), Seat.NOBODY),
    "a carer": (_signed_in(Role.CARER, Level.FULL), Seat.CARER),
    "a carer by PIN": (_signed_in(Role.CARER, Level.QUICK), Seat.QUICK),
    "a carer left alone": (_signed_in(Role.CARER, Level.LOCKED), Seat.LOCKED),
    "a carer with a password alone": (_signed_in(Role.CARER, Level.HALF), Seat.HALF),
    "a helper": (_signed_in(Role.HELPER, Level.FULL), Seat.HELPER),
    "a helper by PIN": (_signed_in(Role.HELPER, Level.QUICK), Seat.LOCKED),
    "a helper left alone": (_signed_in(Role.HELPER, Level.LOCKED), Seat.LOCKED),
    "a helper with a password alone": (_signed_in(Role.HELPER, Level.HALF), Seat.HALF),
}

NOBODYS = {
    Action.HELP,
    Action.SIGN_IN,
    Action.UNLOCK,
    Action.SEE_IN_HAND,
    Action.STOP_IN_HAND,
    Action.STOP_CODE,
    Action.SEE_START,
}
BY_CARDS = NOBODYS | {
    Action.SEE_OWN_PAGE,
    Action.ASK,
    Action.BORROW,
    Action.VISIT_PAGE,
    Action.SPOKEN_CHECK,
    Action.LEAVE_CARD,
    Action.READ_AGREEMENT,
}
YOUNG_PERSONS = (BY_CARDS - {Action.LEAVE_CARD}) | {Action.FIX_OWN_APP, Action.OWN_CARD}
HELPERS = NOBODYS | {
    Action.CONFIRM_TIME,
    Action.EDIT_DEVICES,
    Action.SEE_HEALTH,
    Action.CONFIGURE,
    Action.OWN_SIGN_IN,
    Action.SIGN_OUT,
}
CARERS = NOBODYS | {
    Action.VISIT_PAGE,
    Action.SPOKEN_CHECK,
    Action.GIVE_TIME,
    Action.UNDO,
    Action.PAUSE,
    Action.SEE_TONIGHT,
    Action.SEE_REQUESTS,
    Action.ANSWER_REQUESTS,
    Action.CONFIRM_TIME,
    Action.SEE_RULES,
    Action.ASK_WHY,
    Action.EDIT_RULES,
    Action.EDIT_PEOPLE,
    Action.EDIT_DEVICES,
    Action.SEE_CHANGES,
    Action.SEE_HEALTH,
    Action.CONFIGURE,
    Action.MANAGE_SIGN_INS,
    Action.READ_AGREEMENT,
    Action.IMPORT_AGREEMENT,
}
EVERYTHING = {
    Seat.NOBODY: NOBODYS,
    Seat.BOX: CARERS | {Action.SET_UP, Action.SEE_FIRST_RUN},
    Seat.CODE: NOBODYS | {Action.SET_UP, Action.SEE_FIRST_RUN},
    Seat.YOUNG_PERSON: YOUNG_PERSONS,
    Seat.CARD: BY_CARDS,
    Seat.CARER: CARERS | {Action.SEE_FIRST_RUN} | {Action.OWN_SIGN_IN, Action.SIGN_OUT},
    Seat.HELPER: HELPERS,
    Seat.QUICK: NOBODYS | {Action.GIVE_TIME, Action.UNDO, Action.SIGN_OUT},
    Seat.LOCKED: NOBODYS | {Action.SIGN_OUT},
    Seat.HALF: NOBODYS | {Action.OWN_SIGN_IN, Action.SIGN_OUT},
}
"""What each seat may do in a home, said a second time and the other way round than the table."""


@pytest.mark.parametrize(("asker", "seat"), SEATS.values(), ids=SEATS)
def test_everybody_sits_somewhere(asker: Asker, seat: Seat) -> None:
    """Who signed in, how far, and whose device it is say from which seat somebody asks."""
    assert seat_of(asker) is seat


@pytest.mark.parametrize(("case", "action"), list(product(SEATS, Action)))
def test_every_seat_may_what_is_written_here_and_nothing_else(case: str, action: Action) -> None:
    """Each action from each seat is given or refused as the second list says."""
    asker, seat = SEATS[case]

    assert may(asker, action) is (action in EVERYTHING[seat])


def test_every_action_stands_in_the_table() -> None:
    """An action that was forgotten would be nobody's by accident and not by decision."""
    assert TABLE.keys() == set(Action)
    assert {action for action in Action if not who_may(action)} == {
        Action.SEE_LOOKED_UP,
        Action.SEE_ONLINE_NOW,
        Action.SEE_MESSAGES,
    }


def test_a_young_persons_own_is_nobody_elses() -> None:
    """What is Leo's is refused to whoever holds Maya's device or card, whatever it is."""
    for asker, actions in ((MAYA, YOUNG_PERSONS), (BY_CARD, BY_CARDS)):
        for action in actions - NOBODYS:
            assert may(asker, action, Resource(person="Maya"))
            assert not may(asker, action, Resource(person="Leo"))


def test_what_was_recorded_is_for_those_whom_the_record_names() -> None:
    """A carer looks only where the record names them, and a young person where it names them."""
    named = Resource(person="Maya", viewers=frozenset({"Sam", "Maya"}))
    unnamed = Resource(person="Maya", viewers=frozenset({"Kim"}))

    assert may(SAM, Action.SEE_RECORDED, named)
    assert may(MAYA, Action.SEE_RECORDED, named)
    assert may(BY_CARD, Action.SEE_RECORDED, named)
    for resource in (unnamed, HOME, Resource(person="Maya")):
        for asker in (SAM, MAYA, BY_CARD, AtTheBox(), _signed_in(Role.HELPER, Level.FULL)):
            assert not may(asker, Action.SEE_RECORDED, resource)


def test_a_name_alone_opens_nothing() -> None:
    """A device that bears a viewer's name is not that viewer signed in."""
    sams = OnDevice(device="Sam's laptop", owner="Sam")

    assert not may(sams, Action.SEE_RECORDED, Resource(viewers=frozenset({"Sam"})))

"""Who may do what: one table, and nothing else decides.

Rules kept here:
- A page asks `may` and never judges by itself; each address of the console names its action.
- What is not in the table is refused. Where a row is empty, nobody at all may.
- A young person's own things are theirs: the table gives them to whoever holds the young person's
  device, and to nobody for another young person's.
- What was recorded is opened for those whom the record names as viewers, and for no role as such.
- By the words of their card a young person may on any device what they may on their own, save what
  is about the device in hand.
- Who typed the set-up code may begin the home, and nothing else.
- A helper sets up the box and sees nothing of the people who live here.
- By PIN a carer may do what is wanted in the evening in a hurry, and undo it, and sees nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias


class Role(StrEnum):
    """What somebody who signs in is in this home."""

    CARER = "carer"
    HELPER = "helper"


class Level(StrEnum):
    """How far somebody is signed in.

    HALF is a password alone, from where that is not enough: they may set up the second step.
    QUICK is the PIN of a paired phone, LOCKED a visit that was left alone for a while.
    """

    FULL = "full"
    HALF = "half"
    QUICK = "quick"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Nobody:
    """Somebody who did not sign in, on no device of this home."""


@dataclass(frozen=True, slots=True)
class AtTheBox:
    """Somebody at the machine itself, while this home has nobody yet who signs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDevice:
    """Somebody who holds a device of this home. `owner` is whose it is, as the home says it.

    `young_person` is the number of the young person whose it is, None for anybody else's.
    """

    device: str
    owner: str
    young_person: int | None = None


@dataclass(frozen=True, slots=True)
class WithSetUpCode:
    """Somebody who typed the set-up code, while this home has nobody yet who signs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCard:
    """A young person who typed the words of their card, on whichever device.

    `number` is theirs, `session` this visit.
    """

    person: str
    number: int
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A carer or helper who signed in. `number` is that of their sign-in, `session` of this visit.

    `phone` is the number of the paired phone in hand, None where there is none.
    """

    number: int
    name: str
    role: Role
    session: str
    phone: int | None = None
    level: Level = Level.FULL


Asker: TypeAlias = Nobody | AtTheBox | WithSetUpCode | OnDevice | ByCard | SignedIn


class Seat(StrEnum):
    """From where somebody asks, as far as the table cares."""

    NOBODY = "nobody"
    BOX = "box"
    CODE = "code"
    YOUNG_PERSON = "young-person"
    CARD = "card"
    CARER = "carer"
    HELPER = "helper"
    QUICK = "quick"
    LOCKED = "locked"
    HALF = "half"


class Action(StrEnum):
    """Everything that can be asked of this console."""

    # Open to everyone who reaches the box.
    HELP = "help"
    SIGN_IN = "sign-in"
    UNLOCK = "unlock"
    SEE_IN_HAND = "see-what-is-written-about-the-device-in-hand"
    STOP_IN_HAND = "stop-recording-on-the-device-in-hand"
    STOP_CODE = "stop-code"
    SEE_START = "see-start"

    # A young person's own.
    SEE_OWN_PAGE = "see-own-page"
    ASK = "ask"
    BORROW = "borrow-own-time"
    FIX_OWN_APP = "fix-own-app"
    VISIT_PAGE = "visit-page"
    SPOKEN_CHECK = "spoken-check"
    OWN_CARD = "own-card"
    LEAVE_CARD = "leave-what-a-card-opened"

    # The evening.
    GIVE_TIME = "give-time"
    UNDO = "undo"
    PAUSE = "pause"
    SEE_TONIGHT = "see-tonight"
    SEE_REQUESTS = "see-requests"
    ANSWER_REQUESTS = "answer-requests"
    CONFIRM_TIME = "confirm-time"

    # The rules of the home.
    SEE_RULES = "see-rules"
    ASK_WHY = "ask-why"
    EDIT_RULES = "edit-rules"
    EDIT_PEOPLE = "edit-people"
    EDIT_DEVICES = "edit-devices"
    SEE_CHANGES = "see-changes"

    # The box.
    SET_UP = "set-up"
    SEE_FIRST_RUN = "see-first-run"
    SEE_HEALTH = "see-health"
    CONFIGURE = "configure"
    MANAGE_SIGN_INS = "manage-sign-ins"
    OWN_SIGN_IN = "own-sign-in"
    SIGN_OUT = "sign-out"

    # Agreements, and what was written down under one.
    READ_AGREEMENT = "read-agreement"
    IMPORT_AGREEMENT = "import-agreement"
    SEE_RECORDED = "see-recorded"

    # What nobody may; a route for one of these cannot exist.
    SEE_LOOKED_UP = "see-looked-up"
    SEE_ONLINE_NOW = "see-online-now"
    SEE_MESSAGES = "see-messages"


_ALL: Final = frozenset(Seat)
_ADULT: Final = frozenset({Seat.CARER, Seat.BOX})
_ADULT_OR_HELPER: Final = _ADULT | {Seat.HELPER}
_QUICK: Final = _ADULT | {Seat.QUICK}
_IN_HAND: Final = frozenset({Seat.YOUNG_PERSON})
_OWN: Final = _IN_HAND | {Seat.CARD}
_BEGINNING: Final = frozenset({Seat.BOX, Seat.CODE})
_IN: Final = frozenset({Seat.CARER, Seat.HELPER, Seat.QUICK, Seat.LOCKED, Seat.HALF})

TABLE: Final[Mapping[Action, frozenset[Seat]]] = MappingProxyType(
    {
        Action.HELP: _ALL,
        Action.SIGN_IN: _ALL,
        Action.UNLOCK: _ALL,
        Action.SEE_IN_HAND: _ALL,
        Action.STOP_IN_HAND: _ALL,
        Action.STOP_CODE: _ALL,
        Action.SEE_START: _ALL,
        Action.SEE_OWN_PAGE: _OWN,
        Action.ASK: _OWN,
        Action.BORROW: _OWN,
        Action.FIX_OWN_APP: _IN_HAND,
        Action.VISIT_PAGE: _OWN | _ADULT,
        Action.SPOKEN_CHECK: _OWN | _ADULT,
        Action.OWN_CARD: _IN_HAND,
        Action.LEAVE_CARD: frozenset({Seat.CARD}),
        Action.GIVE_TIME: _QUICK,
        Action.UNDO: _QUICK,
        Action.PAUSE: _ADULT,
        Action.SEE_TONIGHT: _ADULT,
        Action.SEE_REQUESTS: _ADULT,
        Action.ANSWER_REQUESTS: _ADULT,
        Action.CONFIRM_TIME: _ADULT_OR_HELPER,
        Action.SEE_RULES: _ADULT,
        Action.ASK_WHY: _ADULT,
        Action.EDIT_RULES: _ADULT,
        Action.EDIT_PEOPLE: _ADULT,
        Action.EDIT_DEVICES: _ADULT_OR_HELPER,
        Action.SEE_CHANGES: _ADULT,
        Action.SET_UP: _BEGINNING,
        Action.SEE_FIRST_RUN: _BEGINNING | _ADULT,
        Action.SEE_HEALTH: _ADULT_OR_HELPER,
        Action.CONFIGURE: _ADULT_OR_HELPER,
        Action.MANAGE_SIGN_INS: _ADULT,
        Action.OWN_SIGN_IN: frozenset({Seat.CARER, Seat.HELPER, Seat.HALF}),
        Action.SIGN_OUT: _IN,
        Action.READ_AGREEMENT: _ADULT | _OWN,
        Action.IMPORT_AGREEMENT: _ADULT,
        Action.SEE_RECORDED: _ADULT | _OWN,
        Action.SEE_LOOKED_UP: frozenset(),
        Action.SEE_ONLINE_NOW: frozenset(),
        Action.SEE_MESSAGES: frozenset(),
    }
)

NAMED_ONLY: Final = frozenset({Action.SEE_RECORDED})
"""What is only for those whom a record names, whoever else they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What an action is about. `person` is the young person whose it is, by name.

    `viewers` are the people whom the record names as those who may look, by name.
    """

    person: str | None = None
    viewers: frozenset[str] = frozenset()


HOME: Final = Resource()
"""The whole home, for what is nobody's own."""


def may(asker: Asker, action: Action, resource: Resource = HOME) -> bool:
    """Say whether somebody may do something."""
    seat = seat_of(asker)
    if seat not in TABLE[action]:
        return False
    if action in NAMED_ONLY and _name_of(asker) not in resource.viewers:
        return False
    if seat in _OWN and resource.person is not None:
        return _name_of(asker) == resource.person
    return True


def seat_of(asker: Asker) -> Seat:
    """Return from where somebody asks."""
    match asker:
        case Nobody():
            return Seat.NOBODY
        case AtTheBox():
            return Seat.BOX
        case WithSetUpCode():
            return Seat.CODE
        case ByCard():
            return Seat.CARD
        case OnDevice():
            return Seat.NOBODY if asker.young_person is None else Seat.YOUNG_PERSON
        case SignedIn(level=Level.HALF):
            return Seat.HALF
        case SignedIn(level=Level.LOCKED):
            return Seat.LOCKED
        case SignedIn(level=Level.QUICK):
            return Seat.QUICK if asker.role is Role.CARER else Seat.LOCKED
        case SignedIn():
            return Seat.CARER if asker.role is Role.CARER else Seat.HELPER


def who_may(action: Action) -> frozenset[Seat]:
    """Return the seats from which an action is possible at all."""
    return TABLE[action]


def _name_of(asker: Asker) -> str | None:
    match asker:
        case OnDevice():
            return asker.owner
        case ByCard():
            return asker.person
        case SignedIn():
            return asker.name
        case _:
            return None

"""A young person asks and a carer answers: kept, given where it is a yes, listed and published.

Rules kept here:
- A yes is the grant and the answer in one transaction: nobody reads a yes that gives nothing.
- What is given is decided by the carer, at the moment of the answer: the site that was asked for,
  the minutes that were asked for, or the rule that comes later, for as long as the carer says.
- A no has words that the young person reads. It can be given after all, and stays a no: what was
  answered is never another answer later.
- To ask changes nothing but the list of requests, and is not in the list of changes; the answer is.
- Words are kept for thirty days after the last of them, then they are gone
  (`policy.given.requests`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from sqlmodel import Session

from console.errors import ConsoleError
from console.house import House
from console.services.grants import (
    Later,
    MoreTime,
    Opened,
    Wanted,
    given_or_not,
    grant_of,
    keep_grant,
    note_of,
    said,
)
from console.services.home import home_in
from console.services.moments import moment_in
from console.services.outcomes import Length, NotAsked, NotGiven
from console.store.database.changes import Changed, Note
from console.store.database.given import (
    KeptGrant,
    add_request,
    confirmed_in,
    grants_in,
    replace_request,
    requests_in,
)
from console.store.database.homes import home_of
from policy.given.grants import Grant
from policy.given.requests import MAX_WORDS, Answer, Request, answered, may_ask
from policy.names import Name
from policy.timed import Target
from policy.what import What

ASKED_MINUTES: Final = (15, 30, 60)
"""How many minutes can be asked for at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a young person asks for: a site, minutes of something, or that a rule comes later."""

    young_person: str
    words: str = ""
    name: Name | None = None
    target: Target | None = None
    minutes: int = 0
    title: str | None = None


NotAnswered: TypeAlias = NotAsked | NotGiven


class _Late(ConsoleError):
    """The transaction is to be taken back: somebody else answered in the meantime."""


def ask(house: House, asking: Asking) -> NotAsked | None:
    """Keep a request, and return None once that is done; or why it was not asked."""
    words = said(asking.words)
    if len(words) > MAX_WORDS:
        return NotAsked.LONG_WORDS
    with house.database.changing() as session:
        home = home_of(session)
        if home is None:
            return NotAsked.NOT_SET_UP
        if all(one.name != asking.young_person for one in home.household.young_people):
            return NotAsked.NOBODY
        at = moment_in(house, home.household, confirmed_in(session)).at
        if not may_ask(requests_in(session, at), asking.young_person):
            return NotAsked.TOO_MANY
        try:
            request = Request(
                number=0,
                young_person=asking.young_person,
                asked=at,
                words=words,
                name=asking.name,
                target=asking.target,
                minutes=asking.minutes,
                title=asking.title,
            )
        except ValueError:
            return NotAsked.NOTHING_SAID
        add_request(session, request)
    return None


def say_yes(
    house: House, carer: str, number: int, *, words: str = "", length: Length = Length.HOUR
) -> NotAnswered | None:
    """Give what was asked for and say so; return None once it is done, or why it was not.

    `length` is for how long a site opens, or by how much a rule comes later. Raises as
    `console.services.grants.give` does.
    """
    return _answer(house, carer, number, said(words), length)


def say_no(house: House, carer: str, number: int, words: str) -> NotAnswered | None:
    """Say no, with why; return None once it is done, or why it was not. Raises as `say_yes`."""
    if not said(words):
        return NotAsked.NO_WORDS
    return _answer(house, carer, number, said(words), None)


def give_after_all(
    house: House, carer: str, number: int, *, length: Length = Length.HOUR
) -> NotAnswered | None:
    """Give what was asked for and answered with no; return None once it is done, or why it was not.

    The answer stays as it was given, so that nobody finds that a no was always a yes. Raises as
    `say_yes` does.
    """
    home = home_in(house)
    if home is None:
        return NotAsked.NOT_SET_UP
    with house.database.reading() as session:
        moment = moment_in(house, home.household, confirmed_in(session))
        found, given = requests_in(session, moment.at), grants_in(session)
    request = next((one for one in found if one.number == number), None)
    if request is None or request.answer is not Answer.NO:
        return NotAsked.ANSWERED
    if is_given(request, given):
        return None  # a second tap
    grant = grant_of(wanted_by(request, length), home.household, moment, carer)
    if isinstance(grant, NotGiven):
        return grant

    def kept(session: Session) -> None:
        if is_given(request, grants_in(session)):
            raise _Late("this was given already")  # a second tap at the same moment
        keep_grant(session, grant, moment.at)

    try:
        return given_or_not(house, note_of(grant), kept)
    except _Late:
        return None


def is_given(request: Request, kept: Iterable[KeptGrant]) -> bool:
    """Say whether what a request asks for was given after its answer, and not taken back."""
    return any(
        one.ended is None
        and one.grant.young_person == request.young_person
        and one.grant.given >= request.last_word
        and _is_what(request, one.grant)
        for one in kept
    )


def _is_what(request: Request, grant: Grant) -> bool:
    if request.name is not None:
        return request.name in grant.what.names
    if request.target is not None:
        return request.target == grant.target
    return request.title == grant.title


def wanted_by(request: Request, length: Length) -> Wanted:
    """Return what a yes to a request gives."""
    who = request.young_person
    if request.name is not None:
        return Opened(young_person=who, what=What(names=frozenset({request.name})), length=length)
    if request.target is not None:
        return MoreTime(young_person=who, target=request.target, minutes=request.minutes)
    assert request.title is not None  # a request asks for one of three things
    return Later(young_person=who, title=request.title, length=length)


def _answer(
    house: House, carer: str, number: int, words: str, length: Length | None
) -> NotAnswered | None:
    if len(words) > MAX_WORDS:
        return NotAsked.LONG_WORDS
    home = home_in(house)
    if home is None:
        return NotAsked.NOT_SET_UP
    with house.database.reading() as session:
        moment = moment_in(house, home.household, confirmed_in(session))
        request = _waiting(session, number, moment.at)
    if request is None:
        return NotAsked.ANSWERED
    grant = None
    if length is not None:
        found = grant_of(wanted_by(request, length), home.household, moment, carer)
        if isinstance(found, NotGiven):
            return found
        grant = found
    # Without its words: those are kept for thirty days, and the list of changes for longer.
    note = Note(who=carer, what=Changed.REQUEST_ANSWERED, about=request.young_person)

    def kept(session: Session) -> None:
        now = _waiting(session, number, moment.at)
        if now is None:
            raise _Late("this was answered already")
        done = answered(
            now, yes=grant is not None, carer=carer, words=words, at=max(moment.at, now.asked)
        )
        replace_request(session, done)
        if grant is not None:
            keep_grant(session, grant, moment.at)

    try:
        return given_or_not(house, note, kept)
    except _Late:
        return NotAsked.ANSWERED


def _waiting(session: Session, number: int, at: datetime) -> Request | None:
    found = (one for one in requests_in(session, at) if one.number == number)
    return next((one for one in found if one.answer is Answer.WAITING), None)

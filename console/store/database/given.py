"""What carers gave and young people asked: rows to values of `policy.given`, and back.

Rules kept here:
- What is published is what was given and not undone (`given_of`). An undone grant stays as long as
  any other, with who ended it and when, for the young person reads both.
- What is over is erased in its time: a grant a week after its end, a request and its answer thirty
  days after the last word, a turn with its time. Whoever keeps the home tidy calls `tidy`.
- Pauses that together were over 24 hours in a week are listed before the grants are erased. The
  list is only added to; it goes with all else when somebody's stay is long over.
- A row that breaks a rule of `policy` cannot be read, and nothing is guessed of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, select

from console.store.database.tables.given import (
    ConfirmedTimeRow,
    GrantRow,
    ListedPauseRow,
    RequestRow,
    TurnRow,
)
from policy import names
from policy.confirmed import ConfirmedTime
from policy.given.document import (
    confirmed_from,
    confirmed_to,
    grants_from,
    grants_to,
    instant,
    written,
)
from policy.given.grants import Grant, GrantKind, still_kept
from policy.given.pauses import to_be_listed
from policy.given.requests import Answer, Request, kept, without_person
from policy.given.turns import Turn
from policy.household import Device
from policy.timed_document import target_from, target_to

THE_ONE: Final = 1
"""The only row of a table that holds one thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is published beside the household."""

    grants: tuple[Grant, ...] = ()
    turns: tuple[Turn, ...] = ()
    confirmed: ConfirmedTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptGrant:
    """A grant by its number. `ended` and `ended_by` are set where somebody undid it."""

    number: int
    grant: Grant
    ended: datetime | None = None
    ended_by: str | None = None

    @property
    def held(self) -> Grant | None:
        """The grant as it held: up to when it was undone; None where that was at once."""
        if self.ended is None:
            return self.grant
        if self.ended <= self.grant.given:
            return None
        return replace(self.grant, until=min(self.ended, self.grant.until))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPause:
    """A pause that stands on a young person's list: who gave it, why, from when to when."""

    giver: str
    reason: str
    given: datetime
    until: datetime


def given_of(session: Session) -> Given:
    """Return what is published: what was given and not undone, whose turn it is, the time said."""
    return Given(
        grants=tuple(one.grant for one in grants_in(session) if one.ended is None),
        turns=turns_in(session),
        confirmed=confirmed_in(session),
    )


def grants_in(session: Session) -> tuple[KeptGrant, ...]:
    """Return every grant that is kept, in the order in which they were given."""
    rows = session.exec(select(GrantRow).order_by(col(GrantRow.number)))
    return tuple(_kept_grant(row) for row in rows)


def add_grant(session: Session, grant: Grant) -> KeptGrant:
    """Keep a grant, and return it with its number."""
    row = GrantRow(document=json.dumps(grants_to([grant])[0]))
    session.add(row)
    session.flush()
    return _kept_grant(row)


def end_grant(session: Session, number: int, by: str, at: datetime) -> KeptGrant | None:
    """End a grant before its time; None where it is not there, or over or ended already."""
    row = session.get(GrantRow, number)
    if row is None or row.ended is not None or _kept_grant(row).grant.until <= at:
        return None
    row.ended, row.ended_by = written(at), by
    session.add(row)
    session.flush()
    return _kept_grant(row)


def requests_in(session: Session, at: datetime) -> tuple[Request, ...]:
    """Return the requests as they stand at an instant, the earliest asked first."""
    rows = session.exec(select(RequestRow).order_by(col(RequestRow.number)))
    return kept((_request(row) for row in rows), at)


def add_request(session: Session, request: Request) -> Request:
    """Keep a request, and return it with its number."""
    row = _request_to(replace(request, number=0))
    row.number = None
    session.add(row)
    session.flush()
    return _request(row)


def replace_request(session: Session, request: Request) -> None:
    """Keep what became of a request."""
    session.merge(_request_to(request))
    session.flush()


def turns_in(session: Session) -> tuple[Turn, ...]:
    """Return whose turn it is on each shared device, by the devices' names."""
    rows = session.exec(select(TurnRow).order_by(col(TurnRow.device)))
    return tuple(_turn(row) for row in rows)


def take_turn(session: Session, turn: Turn) -> None:
    """Make it somebody's turn on a device, in place of whoever's it was."""
    session.merge(TurnRow(device=turn.device, person=turn.person, since=written(turn.since)))
    session.flush()


def end_turn(session: Session, device: str) -> bool:
    """Make it nobody's turn on a device; False where it was nobody's."""
    row = session.get(TurnRow, device)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def confirmed_in(session: Session) -> ConfirmedTime | None:
    """Return what time a carer said it is, None where nobody did."""
    row = session.get(ConfirmedTimeRow, THE_ONE)
    return None if row is None else confirmed_from({"said": json.loads(row.document)}, "said")


def confirm(session: Session, confirmed: ConfirmedTime) -> None:
    """Keep what time a carer said it is, in place of what was said before."""
    document = json.dumps(confirmed_to(confirmed))
    session.merge(ConfirmedTimeRow(number=THE_ONE, document=document))
    session.flush()


def listed_pauses(session: Session, young_person: str) -> tuple[ListedPause, ...]:
    """Return a young person's list of pauses over 24 hours in a week, the earliest first."""
    rows = session.exec(
        select(ListedPauseRow)
        .where(ListedPauseRow.young_person == young_person)
        .order_by(col(ListedPauseRow.given), col(ListedPauseRow.number))
    )
    return tuple(
        ListedPause(
            giver=row.giver,
            reason=row.reason,
            given=instant({"given": row.given}, "given", "listed_pauses"),
            until=instant({"until": row.until}, "until", "listed_pauses"),
        )
        for row in rows
    )


def tidy(
    session: Session, young_people: Iterable[str], devices: Iterable[Device], at: datetime
) -> None:
    """List the pauses that have to be listed, and erase whatever is over at an instant."""
    grants = grants_in(session)
    for young_person in young_people:
        _list_pauses(session, grants, young_person, at)
    staying = set(map(id, still_kept((one.grant for one in grants), at)))
    _erase(session, [one.number for one in grants if id(one.grant) not in staying])
    _tidy_requests(session, at)
    times = {device.name: timedelta(minutes=device.hand_back_minutes) for device in devices}
    for turn in turns_in(session):
        if turn.device not in times or at >= turn.since + times[turn.device]:
            end_turn(session, turn.device)


def forget_young_person(session: Session, young_person: str) -> None:
    """Erase everything that was given to a young person, asked by them or listed of them."""
    _erase(
        session,
        [one.number for one in grants_in(session) if one.grant.young_person == young_person],
    )
    everything = tuple(_request(row) for row in session.exec(select(RequestRow)))
    of_others = {one.number for one in without_person(everything, young_person)}
    gone = [one.number for one in everything if one.number not in of_others]
    session.exec(delete(RequestRow).where(col(RequestRow.number).in_(gone)))
    session.exec(delete(TurnRow).where(col(TurnRow.person) == young_person))
    session.exec(delete(ListedPauseRow).where(col(ListedPauseRow.young_person) == young_person))


def _list_pauses(
    session: Session, grants: Sequence[KeptGrant], young_person: str, at: datetime
) -> None:
    """Add the pauses that are over and were part of more than 24 hours within seven days.

    The sum over seven days is largest when a pause ends, so no other instant has to be looked at:
    whoever looks late finds what there was to find.
    """
    held = [
        (one.number, grant)
        for one in grants
        if one.grant.kind is GrantKind.PAUSE and (grant := one.held) is not None
    ]
    ends = {grant.until for _, grant in held if grant.until < at}
    over = {
        pause
        for end in (*ends, at)
        for pause in to_be_listed((grant for _, grant in held), young_person, end)
        if pause.until <= at
    }
    listed = set(
        session.exec(
            select(ListedPauseRow.grant_number).where(ListedPauseRow.young_person == young_person)
        )
    )
    for number, pause in held:
        if pause in over and number not in listed:
            session.add(
                ListedPauseRow(
                    young_person=young_person,
                    grant_number=number,
                    giver=pause.giver,
                    reason=pause.reason,
                    given=written(pause.given),
                    until=written(pause.until),
                )
            )
    session.flush()


def _erase(session: Session, numbers: Sequence[int]) -> None:
    session.exec(delete(GrantRow).where(col(GrantRow.number).in_(numbers)))


def _tidy_requests(session: Session, at: datetime) -> None:
    staying = {one.number: one for one in requests_in(session, at)}
    for row in session.exec(select(RequestRow)).all():
        if (one := staying.get(row.number or 0)) is None:
            session.delete(row)
        elif one.answer is not Answer(row.answer):
            replace_request(session, one)
    session.flush()


def _kept_grant(row: GrantRow) -> KeptGrant:
    assert row.number is not None
    [grant] = grants_from({"grants": [json.loads(row.document)]}, "grants")
    ended = None if row.ended is None else instant({"ended": row.ended}, "ended", "grants")
    return KeptGrant(number=row.number, grant=grant, ended=ended, ended_by=row.ended_by)


def _request(row: RequestRow) -> Request:
    assert row.number is not None
    answered = row.answered
    return Request(
        number=row.number,
        young_person=row.young_person,
        asked=instant({"asked": row.asked}, "asked", "requests"),
        words=row.words,
        name=None if row.name is None else names.from_text(row.name),
        target=None if row.target is None else target_from(json.loads(row.target), "target"),
        minutes=row.minutes,
        title=row.title,
        answer=Answer(row.answer),
        answered=(
            None if answered is None else instant({"answered": answered}, "answered", "requests")
        ),
        answered_by=row.answered_by,
        answer_words=row.answer_words,
    )


def _request_to(request: Request) -> RequestRow:
    return RequestRow(
        number=request.number,
        young_person=request.young_person,
        asked=written(request.asked),
        words=request.words,
        name=None if request.name is None else names.to_text(request.name),
        target=None if request.target is None else json.dumps(target_to(request.target)),
        minutes=request.minutes,
        title=request.title,
        answer=str(request.answer),
        answered=None if request.answered is None else written(request.answered),
        answered_by=request.answered_by,
        answer_words=request.answer_words,
    )


def _turn(row: TurnRow) -> Turn:
    since = instant({"since": row.since}, "since", "turns")
    return Turn(device=row.device, person=row.person, since=since)

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select, update

from console.store.database.engine import Database
from console.store.database.given import (
    Given,
    ListedPause,
    add_grant,
    add_request,
    confirm,
    confirmed_in,
    end_grant,
    end_turn,
    forget_young_person,
    given_of,
    grants_in,
    listed_pauses,
    replace_request,
    requests_in,
    take_turn,
    tidy,
    turns_in,
)
from console.store.database.tables.given import ListedPauseRow, RequestRow
from policy.categories import Category
from policy.confirmed import ConfirmedTime
from policy.errors import HouseholdMalformed
from policy.given.grants import Grant, GrantKind
from policy.given.requests import KEPT, Answer, Request, answered
from policy.given.turns import Turn
from policy.household import EVERYONE, Device
from policy.names import from_text
from policy.timed import Target
from policy.what import What

AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
PEOPLE = ("Sam", "Alex")
TABLET = Device(name="Tablet", belongs_to=EVERYONE, shared_by=PEOPLE, hand_back_minutes=30)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Return a transaction on a database of its own."""
    with Database.open(tmp_path).changing() as session:
        yield session


def pause(
    since: datetime = AT, hours: float = 1, person: str | None = "Sam", why: str = "dinner"
) -> Grant:
    """Return a pause from Jo."""
    until = since + timedelta(hours=hours)
    return Grant(
        kind=GrantKind.PAUSE,
        giver="Jo",
        given=since,
        until=until,
        young_person=person,
        reason=why,
    )


def asked(number: int = 0, *, person: str = "Sam", at: datetime = AT) -> Request:
    """Return a request for a site."""
    return Request(
        number=number,
        young_person=person,
        asked=at,
        words="for my homework",
        name=from_text("chess.example"),
    )


GIVEN = {
    "a pause for all": pause(person=None),
    "more time": Grant(
        kind=GrantKind.MORE_TIME,
        giver="Jo",
        given=AT,
        until=AT + HOUR,
        young_person="Sam",
        target=Target(category=Category.GAMES),
        minutes=15,
    ),
    "a site and a service": Grant(
        kind=GrantKind.OPEN,
        giver="Jo",
        given=AT,
        until=AT + HOUR,
        young_person="Sam",
        what=What(names=frozenset({from_text("chess.example")}), services=frozenset({"whatsapp"})),
    ),
    "later": Grant(
        kind=GrantKind.LATER,
        giver="Jo",
        given=AT,
        until=AT + HOUR,
        young_person="Sam",
        title="Bedtime",
    ),
    "a device": Grant(
        kind=GrantKind.IS_IT_US,
        giver="Jo",
        given=AT,
        until=AT + timedelta(minutes=10),
        device="Sam's phone",
    ),
}

ASKED = {
    "a site": asked(),
    "minutes": Request(
        number=0, young_person="Sam", asked=AT, target=Target(service="youtube"), minutes=30
    ),
    "later": Request(number=0, young_person="Sam", asked=AT, title="Bedtime", words="film night"),
    "no more": answered(asked(), yes=False, carer="Jo", words="Homework first.", at=AT + HOUR),
}


def test_nothing_is_given_to_begin_with(session: Session) -> None:
    """An empty database publishes no grant, no turn and no time."""
    assert given_of(session) == Given()


@pytest.mark.parametrize("grant", GIVEN.values(), ids=GIVEN)
def test_a_grant_comes_back_as_it_was_given(grant: Grant, session: Session) -> None:
    """What is kept of a grant is all of it, and what is published is the very grant."""
    added = add_grant(session, grant)

    assert grants_in(session) == (added,)
    assert given_of(session).grants == (grant,)


def test_an_undone_grant_is_published_no_more_and_stays_in_the_list(session: Session) -> None:
    """Undo takes it out of what is published; who did it and when is kept; it is done once."""
    first, second = add_grant(session, pause()), add_grant(session, pause(why="bath"))
    half_past = AT + HOUR / 2
    done = end_grant(session, first.number, "Kim", half_past)

    assert given_of(session).grants == (second.grant,)
    assert done is not None
    assert (done.ended, done.ended_by) == (half_past, "Kim")
    assert grants_in(session)[0] == done
    assert done.held == pause(hours=0.5)
    assert end_grant(session, first.number, "Jo", half_past) is None


def test_a_grant_undone_at_once_never_held(session: Session) -> None:
    """A grant that was ended in the second in which it was given has held for no time."""
    one = add_grant(session, pause())
    done = end_grant(session, one.number, "Jo", AT)

    assert done is not None
    assert done.held is None


def test_what_is_over_or_unknown_cannot_be_undone(session: Session) -> None:
    """To undo a grant that has ended by itself, or that nobody gave, changes nothing."""
    one = add_grant(session, pause())

    assert end_grant(session, one.number, "Jo", AT + HOUR) is None
    assert end_grant(session, one.number + 1, "Jo", AT) is None
    assert grants_in(session) == (one,)


def test_the_number_of_an_erased_grant_is_never_given_again(session: Session) -> None:
    """An old page cannot undo what it never showed."""
    first = add_grant(session, pause())
    tidy(session, PEOPLE, (), AT + timedelta(days=30))
    second = add_grant(session, pause())

    assert second.number > first.number


@pytest.mark.parametrize("request_kept", ASKED.values(), ids=ASKED)
def test_a_request_comes_back_as_it_was_asked(request_kept: Request, session: Session) -> None:
    """What is kept of a request and of its answer is all of it."""
    added = add_request(session, request_kept)

    assert requests_in(session, AT + HOUR) == (added,)
    assert added.young_person == request_kept.young_person
    assert (added.words, added.name, added.target) == (
        request_kept.words,
        request_kept.name,
        request_kept.target,
    )
    assert (added.minutes, added.title, added.answer) == (
        request_kept.minutes,
        request_kept.title,
        request_kept.answer,
    )
    assert (added.answered, added.answered_by, added.answer_words) == (
        request_kept.answered,
        request_kept.answered_by,
        request_kept.answer_words,
    )


def test_an_answer_takes_the_place_of_the_question(session: Session) -> None:
    """After an answer there is still one request, with the answer in it."""
    one = add_request(session, asked())
    done = answered(one, yes=True, carer="Jo", words="", at=AT + HOUR)
    replace_request(session, done)

    assert requests_in(session, AT + HOUR) == (done,)


def test_after_thirty_days_no_word_of_a_request_is_in_the_file(tmp_path: Path) -> None:
    """What was asked and answered is erased from the file itself, not only from the pages."""
    database = Database.open(tmp_path)
    with database.changing() as session:
        one = add_request(session, asked())
        replace_request(
            session,
            answered(one, yes=False, carer="Jo", words="Read me later.", at=AT + HOUR),
        )
    last = AT + HOUR + KEPT
    with database.changing() as session:
        tidy(session, PEOPLE, (), last - timedelta(seconds=1))
    before = _octets(database)
    with database.changing() as session:
        shown = requests_in(session, last)
        tidy(session, PEOPLE, (), last)
    after = _octets(database)

    assert shown == ()
    assert b"for my homework" in before
    assert b"for my homework" not in after
    assert b"Read me later." not in after


def test_a_request_nobody_answers_is_closed_after_three_days(session: Session) -> None:
    """It says so whether or not somebody has tidied, and is kept as closed."""
    add_request(session, asked())
    at = AT + timedelta(days=3)
    [shown] = requests_in(session, at)
    tidy(session, PEOPLE, (), at)
    [row] = session.exec(select(RequestRow))

    assert shown.answer is Answer.NOT_ANSWERED
    assert row.answer == Answer.NOT_ANSWERED


def test_a_grant_is_erased_a_week_after_its_end(session: Session) -> None:
    """Up to then the list of the week needs it; after that it is gone."""
    one = add_grant(session, pause())
    week = AT + HOUR + timedelta(days=7)
    tidy(session, PEOPLE, (), week - timedelta(seconds=1))
    before = grants_in(session)
    tidy(session, PEOPLE, (), week)

    assert before == (one,)
    assert grants_in(session) == ()


def test_the_latest_turn_is_kept_until_it_is_over(session: Session) -> None:
    """There is one turn on a device; with its time, or with the device, it is gone."""
    take_turn(session, Turn(device="Tablet", person="Sam", since=AT))
    second = Turn(device="Tablet", person="Alex", since=AT + timedelta(minutes=5))
    take_turn(session, second)
    kept = turns_in(session)
    tidy(session, PEOPLE, (TABLET,), AT + timedelta(minutes=34, seconds=59))
    still = turns_in(session)
    tidy(session, PEOPLE, (TABLET,), AT + timedelta(minutes=35))
    over = turns_in(session)
    take_turn(session, second)
    tidy(session, PEOPLE, (), AT)

    assert kept == still == (second,)
    assert over == turns_in(session) == ()


def test_a_turn_can_be_ended(session: Session) -> None:
    """Whoever hands the device back ends it; where it was nobody's there is nothing to end."""
    take_turn(session, Turn(device="Tablet", person="Sam", since=AT))

    assert end_turn(session, "Tablet")
    assert not end_turn(session, "Tablet")
    assert turns_in(session) == ()


def test_the_latest_word_for_the_time_counts(session: Session) -> None:
    """A carer's word for the time comes back as it was said, and a later one replaces it."""
    said = [
        ConfirmedTime(at=AT, clock=AT - DAY * count, boot_id="0" * 32, boot_ms=count)
        for count in (1, 2)
    ]
    for one in said:
        confirm(session, one)

    assert confirmed_in(session) == said[1]
    assert given_of(session).confirmed == said[1]


def test_pauses_over_a_day_in_a_week_are_listed_with_giver_and_reason(session: Session) -> None:
    """Three pauses of nine hours are listed, each once, and stay when the grants are erased."""
    since = [AT + DAY * day for day in range(3)]
    for day in since:
        add_grant(session, pause(day, hours=9, person=None))
    expected = tuple(
        ListedPause(giver="Jo", reason="dinner", given=day, until=day + 9 * HOUR) for day in since
    )
    tidy(session, PEOPLE, (), since[-1] + HOUR)
    early = listed_pauses(session, "Sam")
    tidy(session, PEOPLE, (), since[-1] + 9 * HOUR)
    tidy(session, PEOPLE, (), AT + timedelta(days=30))

    assert early == ()
    assert grants_in(session) == ()
    assert listed_pauses(session, "Sam") == listed_pauses(session, "Alex") == expected


def test_a_pause_that_was_undone_counts_as_long_as_it_held(session: Session) -> None:
    """Twenty-four hours of which somebody undid the half are not listed."""
    numbers = [add_grant(session, pause(AT + DAY * day, hours=12)).number for day in range(3)]
    for day, number in enumerate(numbers):
        end_grant(session, number, "Jo", AT + DAY * day + 6 * HOUR)
    tidy(session, PEOPLE, (), AT + timedelta(days=30))

    assert listed_pauses(session, "Sam") == ()


def test_a_box_that_was_off_for_weeks_lists_what_there_was(session: Session) -> None:
    """Whoever looks late finds the week in which it was too much, wherever it lies."""
    for day in range(3):
        add_grant(session, pause(AT + DAY * day, hours=9))
    add_grant(session, pause(AT + DAY * 20, hours=1, why="bath"))
    tidy(session, PEOPLE, (), AT + timedelta(days=200))

    assert [one.reason for one in listed_pauses(session, "Sam")] == ["dinner"] * 3


def test_the_list_of_pauses_cannot_be_changed(session: Session) -> None:
    """The database itself refuses to change a line of it."""
    for day in range(3):
        add_grant(session, pause(AT + DAY * day, hours=9))
    tidy(session, PEOPLE, (), AT + timedelta(days=4))
    with pytest.raises(IntegrityError, match="only added to"):
        session.exec(update(ListedPauseRow).values(reason="none"))


def test_whose_stay_is_long_over_is_forgotten_and_nobody_else(session: Session) -> None:
    """All that was given to them, asked by them and listed of them goes; others keep theirs."""
    for person in PEOPLE:
        for day in range(3):
            add_grant(session, pause(AT + DAY * day, hours=9, person=person))
        add_request(session, asked(person=person))
    tidy(session, PEOPLE, (), AT + DAY * 3)
    take_turn(session, Turn(device="Tablet", person="Sam", since=AT))
    forget_young_person(session, "Sam")

    assert {one.grant.young_person for one in grants_in(session)} == {"Alex"}
    assert [one.young_person for one in requests_in(session, AT)] == ["Alex"]
    assert (listed_pauses(session, "Sam"), turns_in(session)) == ((), ())
    assert len(listed_pauses(session, "Alex")) == 3


def test_a_grant_that_breaks_a_rule_cannot_be_read(tmp_path: Path) -> None:
    """A row that somebody changed by hand gives no grant without an end or a giver."""
    database = Database.open(tmp_path)
    with database.changing() as session:
        add_grant(session, pause())
    with sqlite3.connect(database.path) as connection:
        [[text]] = connection.execute("SELECT document FROM given_grant")
        broken = json.loads(text) | {"until": "2027-11-21T18:00:00Z"}
        connection.execute("UPDATE given_grant SET document = ?", [json.dumps(broken)])
    connection.close()
    with database.reading() as session, pytest.raises(HouseholdMalformed, match="24 hours"):
        given_of(session)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    pauses=st.lists(
        st.tuples(st.integers(0, 14 * 24), st.integers(1, 24), st.none() | st.integers(1, 24)),
        max_size=8,
    ),
    looks=st.lists(st.integers(0, 30 * 24), max_size=6),
)
def test_listing_does_not_hang_on_how_often_somebody_looks(
    pauses: list[tuple[int, int, int | None]], looks: list[int], session: Session
) -> None:
    """Looked at often, or once at the end, the same pauses are listed."""
    often = _listed(session, pauses, sorted(looks))
    once = _listed(session, pauses, [])

    assert often == once


def _listed(
    session: Session, pauses: list[tuple[int, int, int | None]], looks: list[int]
) -> tuple[ListedPause, ...]:
    """Return what is listed of pauses (when, how long, undone after how long), and forget it."""
    events: list[tuple[int, int, int]] = []
    for place, (begins, lasts, undone) in enumerate(pauses):
        events.append((begins, 1, place))
        if undone is not None and undone < lasts:
            events.append((begins + undone, 0, place))
    events += [(hour, 2, 0) for hour in looks]
    numbers: dict[int, int] = {}
    for hour, what, place in sorted(events):
        if what == 0:
            end_grant(session, numbers[place], "Jo", AT + hour * HOUR)
        elif what == 1:
            grant = pause(AT + hour * HOUR, hours=pauses[place][1])
            numbers[place] = add_grant(session, grant).number
        else:
            tidy(session, PEOPLE, (), AT + hour * HOUR)
    tidy(session, PEOPLE, (), AT + timedelta(days=90))
    found = listed_pauses(session, "Sam")
    forget_young_person(session, "Sam")
    return found


def _octets(database: Database) -> bytes:
    """Return all that the files of a database hold."""
    database.close()
    return b"".join(
        path.read_bytes() for path in sorted(database.path.parent.glob("household.db*"))
    )

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consent.codes import Code
from consent.entries import Entry
from consent.errors import ConsentError
from consent.home import Press, Stopped
from consent.ledger import TrustedLedger
from consent.records.agreement import Agreement
from consent.records.reading import Record
from consent.records.review import Review
from consent.standing import Line, Standing, check_linked, line_from, line_to, standing_of
from tests.consent.profiles import sample
from tests.consent.samples import keyset, objection, record_digest, signed, stop, withdrawal
from tests.consent.scene import (
    ADMITTED,
    AGREEMENT,
    MOTHERS,
    MOTHERS_REVIEW,
    REVIEW,
    REVIEWED,
    agreed,
    holding,
)

DAY = timedelta(days=1)
OBJECTED = datetime(2026, 12, 27, 20, tzinfo=UTC)
AGREED = len(agreed().entries) - 1


def standing(
    ledger: TrustedLedger,
    *later: tuple[Record, datetime],
    stopped: tuple[Stopped, ...] = (),
) -> Standing:
    """Return what the only agreement amounts to once these stand in the ledger too."""
    held = holding(ledger, *((signed(record), at) for record, at in later))
    return standing_of(line_from(held.entries, AGREED), held.chains[-1], stopped)


def refusal(act: Callable[[], object]) -> Code:
    """Return the code with which an act is refused."""
    with pytest.raises(ConsentError) as caught:
        act()
    return caught.value.code


def pressed(press: Press, at: datetime, agreement: Agreement = AGREEMENT) -> tuple[Stopped, ...]:
    """Return that an agreement was stopped on the box."""
    return (Stopped(agreement=record_digest(agreement), press=press, at=at),)


def reviewing(review: Review, **changes: object) -> Review:
    """Return a review with other fields; its text is not asked for here."""
    return replace(review, **changes)  # type: ignore[arg-type]  # fields by their names


def test_an_agreement_stands_as_it_was_signed() -> None:
    """Before its first review it says itself what holds."""
    found = standing(agreed())

    assert (found.agreement, found.scope) == (AGREEMENT, AGREEMENT.scope)
    assert (found.digest, found.tip, found.seq) == (*(record_digest(AGREEMENT),) * 2, 0)
    assert found.valid_until == AGREEMENT.valid_until
    assert (found.ended, found.is_objected) == (None, False)


def test_a_review_takes_its_place() -> None:
    """What a review leaves is what holds, until the day that it names."""
    found = standing(agreed(), (REVIEW, REVIEWED))

    assert found.scope == REVIEW.scope
    assert (found.tip, found.seq) == (record_digest(REVIEW), 1)
    assert found.valid_until == REVIEW.valid_until
    assert found.digest == record_digest(AGREEMENT)


def test_a_review_without_a_scope_keeps_it() -> None:
    """What was reduced once stays reduced."""
    second = sample.SECOND.review
    assert second.scope is None

    found = standing(agreed(), (REVIEW, REVIEWED), (second, second.issued_at))

    assert (found.scope, found.seq) == (REVIEW.scope, 2)


UNTIL = {
    "the review after next": ({"next_review_due": date(2027, 2, 1)}, date(2027, 2, 1)),
    "the last day": ({"valid_until": date(2027, 2, 1)}, date(2027, 2, 1)),
    "the end": (
        {"valid_until": date(2027, 9, 1), "next_review_due": date(2027, 9, 1)},
        AGREEMENT.end_by,
    ),
    "nothing said": ({"valid_until": None, "next_review_due": None}, AGREEMENT.valid_until),
}


@pytest.mark.parametrize(("changes", "until"), UNTIL.values(), ids=UNTIL)
def test_the_earliest_day_counts(changes: dict[str, object], until: date) -> None:
    """Last day, next review and end are three ends, and the first of them is the end."""
    assert standing(agreed(), (reviewing(REVIEW, **changes), REVIEWED)).valid_until == until


def test_a_review_out_of_turn_is_refused() -> None:
    """The first review is number one."""
    second = reviewing(REVIEW, seq=2)

    assert refusal(lambda: standing(agreed(), (second, REVIEWED))) is Code.CHAIN_NUMBER


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=1)], ids=["in time", "late"])
def test_a_late_review_revives_nothing(late: timedelta) -> None:
    """The last second of the last day is in time, and the next is too late."""
    last = datetime(2027, 1, 2, 23, 59, 59, tzinfo=UTC)

    if late:
        assert refusal(lambda: standing(agreed(), (REVIEW, last + late))) is Code.CHAIN_LATE
    else:
        assert standing(agreed(), (REVIEW, last)).seq == 1


def test_a_review_that_stops_is_never_too_late() -> None:
    """It ends the agreement whenever it comes, and a review after it changes nothing."""
    stops = sample.STOPPED.review
    goes_on = reviewing(REVIEW, seq=2, prev=record_digest(stops), issued_at=REVIEWED)

    assert standing(agreed(), (stops, REVIEWED + 30 * DAY)).ended is Code.STOPPED
    assert standing(agreed(), (stops, REVIEWED), (goes_on, REVIEWED)).ended is Code.STOPPED


def test_two_reviews_of_one_record_break_the_chain() -> None:
    """Nobody can say which of them holds."""
    other = reviewing(REVIEW, id="11" * 16)
    forked = holding(agreed(), (signed(REVIEW), REVIEWED), (signed(other), REVIEWED))

    line = line_from(forked.entries, AGREED)

    assert line.places == (AGREED,)
    assert refusal(lambda: check_linked(line)) is Code.CHAIN_FORK
    assert line_to(forked.entries, AGREED + 2).digests[1] == record_digest(other)


def test_a_review_that_hangs_in_the_air_breaks_the_chain() -> None:
    """Whoever took a record out of the middle leaves one that follows nothing."""
    lost = holding(agreed(), (signed(sample.SECOND.review), REVIEWED))

    assert refusal(lambda: check_linked(line_from(lost.entries, AGREED))) is Code.CHAIN_PREVIOUS
    assert refusal(lambda: line_to(lost.entries, AGREED + 1)) is Code.CHAIN_PREVIOUS


def test_a_review_of_something_else_is_refused() -> None:
    """A review follows an agreement, and not a list of workers."""
    odd = reviewing(REVIEW, prev=record_digest(keyset()))
    held = holding(agreed(), (signed(odd), REVIEWED))

    assert refusal(lambda: line_to(held.entries, AGREED + 1)) is Code.CHAIN_PREVIOUS


def test_a_whole_chain_is_linked() -> None:
    """Neither an agreement alone nor one with its reviews is broken."""
    check_linked(line_from(agreed().entries, AGREED))
    check_linked(line_from(holding(agreed(), (signed(REVIEW), REVIEWED)).entries, AGREED))


ENDINGS = {
    "withdrawn": (((withdrawal(), REVIEWED),), (), Code.WITHDRAWN),
    "stopped": (((stop(), REVIEWED),), (), Code.STOPPED),
    "the giver objects": (
        ((objection(agreement=record_digest(AGREEMENT)), REVIEWED),),
        (),
        Code.WITHDRAWN,
    ),
    "the giver's button": ((), pressed(Press.YOUNG_PERSON, REVIEWED), Code.WITHDRAWN),
    "the stop code": ((), pressed(Press.STOP_CODE, REVIEWED), Code.STOPPED),
    "the carer": ((), pressed(Press.CARER, REVIEWED), Code.STOPPED),
    "another's withdrawal": (
        ((withdrawal(agreement=record_digest(MOTHERS)), REVIEWED),),
        (),
        None,
    ),
    "another's button": ((), pressed(Press.CARER, REVIEWED, MOTHERS), None),
    "another's objection": (((objection(), REVIEWED),), (), None),
}


@pytest.mark.parametrize(("later", "stopped", "code"), ENDINGS.values(), ids=ENDINGS)
def test_an_ending_is_for_good(
    later: tuple[tuple[Record, datetime], ...], stopped: tuple[Stopped, ...], code: Code | None
) -> None:
    """Whoever may end it ends it, with the reason that people are told, also before a review."""
    assert standing(agreed(), *later, stopped=stopped).ended is code
    if code is not None:
        assert standing(agreed(), *later, (REVIEW, REVIEWED), stopped=stopped).ended is code


@pytest.mark.parametrize("record", [AGREEMENT, REVIEW], ids=["agreement", "review"])
def test_an_agency_ends_it_in_its_keyset(record: Record) -> None:
    """The digest of the agreement or of any review of it on a keyset is enough."""
    listed = keyset(version=5, withdrawn=(record_digest(record),))
    held = holding(agreed(), (signed(REVIEW), REVIEWED))
    chain = held.chains[-1].with_keyset(signed(listed))

    found = standing_of(line_from(held.entries, AGREED), chain)

    assert found.ended is Code.STOPPED_BY_AGENCY


def mothers(*later: tuple[Record, datetime], stopped: tuple[Stopped, ...] = ()) -> Standing:
    """Return what an agreement that a mother gave amounts to."""
    return standing(agreed(MOTHERS), *later, stopped=stopped)


OBJECTION = objection(issued_at=OBJECTED)
PRESSED = pressed(Press.YOUNG_PERSON, OBJECTED, MOTHERS)


@pytest.mark.parametrize("at", [OBJECTED, OBJECTED + 3 * DAY], ids=["at once", "later"])
def test_an_objection_pauses_and_shortens(at: datetime) -> None:
    """It pauses until a review, which is due seven days after the day it was made."""
    found = mothers((OBJECTION, at))

    assert (found.ended, found.is_objected) == (None, True)
    assert found.valid_until == MOTHERS.valid_until


def test_an_objection_counts_from_the_earlier_of_its_two_days() -> None:
    """It counts from when it was signed, or from when it came in where its own time lies ahead."""
    early = replace(OBJECTION, issued_at=OBJECTED - 9 * DAY)

    assert mothers((early, OBJECTED)).valid_until == date(2026, 12, 25)
    assert mothers((OBJECTION, OBJECTED - 9 * DAY)).valid_until == date(2026, 12, 25)


def test_a_button_is_an_objection_where_somebody_else_gave() -> None:
    """The young person's own button does what their signature does."""
    found = mothers(stopped=pressed(Press.YOUNG_PERSON, ADMITTED + 3 * DAY, MOTHERS))

    assert (found.ended, found.is_objected) == (None, True)
    assert found.valid_until == date(2026, 12, 10)


HEARD = {
    "heard after it": ({}, True),
    "not heard": ({"young_person_heard_on": None}, False),
    "heard the day before": ({"young_person_heard_on": date(2026, 12, 26)}, False),
    "heard that day": ({"young_person_heard_on": date(2026, 12, 27)}, True),
    "held and heard that day": (
        {"held_on": date(2026, 12, 27), "young_person_heard_on": date(2026, 12, 27)},
        True,
    ),
    "held the day before": ({"held_on": date(2026, 12, 26)}, False),
    "written before it": ({"issued_at": OBJECTED}, False),
}


@pytest.mark.parametrize(("changes", "answers"), HEARD.values(), ids=HEARD)
def test_only_a_review_that_heard_them_answers_it(
    changes: dict[str, object], *, answers: bool
) -> None:
    """Held and written after it, with the young person heard since; the box's button alike."""
    review = reviewing(MOTHERS_REVIEW, **changes)

    for found in (
        mothers((OBJECTION, OBJECTED), (review, REVIEWED)),
        mothers((review, REVIEWED), stopped=PRESSED),
    ):
        assert found.is_objected is not answers
        assert found.seq == 1
        assert found.valid_until == (review.valid_until if answers else date(2027, 1, 3)), changes


def test_a_review_that_was_there_before_answers_nothing() -> None:
    """What was admitted before an objection was known cannot have been about it."""
    assert mothers((MOTHERS_REVIEW, REVIEWED), (OBJECTION, REVIEWED)).is_objected
    assert mothers((MOTHERS_REVIEW, OBJECTED), stopped=PRESSED).is_objected


@pytest.mark.parametrize("stopped", [(), PRESSED], ids=["signed", "pressed"])
def test_a_review_after_the_seventh_day_revives_nothing(stopped: tuple[Stopped, ...]) -> None:
    """An objection's week is over when it is over, although the agreement had longer to go."""
    review = reviewing(MOTHERS_REVIEW, valid_until=date(2027, 3, 1))
    second = reviewing(
        review,
        seq=2,
        prev=record_digest(review),
        issued_at=datetime(2027, 1, 20, 12, tzinfo=UTC),
        held_on=date(2027, 1, 19),
        young_person_heard_on=date(2027, 1, 19),
    )
    objected = datetime(2027, 1, 12, 20, tzinfo=UTC)
    signed_too = () if stopped else ((replace(OBJECTION, issued_at=objected), objected),)
    press = tuple(replace(one, at=objected) for one in stopped)
    last = datetime(2027, 1, 19, 23, 59, 59, tzinfo=UTC)

    def after(at: datetime) -> Standing:
        early = replace(second, issued_at=at - timedelta(hours=1))
        return mothers((review, REVIEWED), *signed_too, (early, at), stopped=press)

    assert after(last).is_objected is False
    assert refusal(lambda: after(last + timedelta(seconds=1))) is Code.CHAIN_LATE


def test_who_became_the_giver_withdraws() -> None:
    """Once the young person has agreed for themselves, their no ends it; before, it paused it."""
    competent = sample.COMPETENT_BY_NOW.review
    later = replace(OBJECTION, issued_at=REVIEWED + DAY)

    before = mothers((OBJECTION, OBJECTED), (competent, REVIEWED))
    after = mothers((competent, REVIEWED), (later, REVIEWED + DAY))

    assert (before.ended, before.is_objected) == (None, False)
    assert after.ended is Code.WITHDRAWN


def test_a_line_says_which_records_it_has() -> None:
    """Agreement and reviews stand in it with their entries, in order."""
    held = holding(agreed(), (signed(REVIEW), REVIEWED))
    line = Line(held.entries, (AGREED, AGREED + 1))

    assert line.records == ((AGREEMENT, held.entries[AGREED]), (REVIEW, held.entries[AGREED + 1]))
    assert line.first == Entry(ADMITTED, held.entries[AGREED].envelope)

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.calendar import end_of, london_day
from consent.codes import Code
from consent.decide import decide
from consent.entries import LedgerRefused
from consent.home import Press, Stopped
from consent.ledger import TrustedLedger
from consent.permits import Off, Permit
from consent.profiles.dates import OBJECTION_REVIEW
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agency import RevokedKey
from consent.records.fields import (
    AgeBand,
    AgencyRole,
    Capacity,
    Interpreter,
    Outcome,
    Revocation,
    ViewerRole,
)
from consent.standing import line_from
from consent.texts import render
from console import words
from console.pages.agreed import stop_part
from console.pages.times import day_in_words
from console.services.agreements import _pressed, _text, read_agreements
from tests.consent.people import PRIYA, keyid
from tests.consent.profiles import sample
from tests.consent.profiles.sample import SERVICE
from tests.consent.samples import keyset, record_digest, signed
from tests.consent.scene import (
    ADMITTED,
    AFTER_REVIEW,
    NOW,
    agreed,
    clock_at,
    device_of,
    holding,
    home_of,
    notices_of,
    octets_of,
    reviewed,
    signers_of,
    trusting,
)
from tests.console.told import how_of, lines_of, only

GIVERS = {
    "the young person, with their card": sample.YOUNG_PERSON_GIVES,
    "the young person, on paper": sample.ON_PAPER,
    "a mother, with a key": sample.MOTHER_GIVES,
    "a mother, on paper": sample.MOTHER_GIVES_ON_PAPER,
    "a carer who is special guardian": sample.GUARDIAN_GIVES,
}


def of_band(case: AgreementCase, band: AgeBand) -> AgreementCase:
    """Return the same agreement about a young person of another age."""
    agreement = case.agreement
    is_theirs = agreement.giver.capacity is Capacity.YOUNG_PERSON
    is_older = band is AgeBand.SIXTEEN_TO_SEVENTEEN
    countersign = sample.AGREEMENT.giver.countersign if is_theirs and not is_older else None
    return sample.worded(
        replace(
            case,
            agreement=replace(
                agreement,
                young_person=replace(agreement.young_person, age_band=band),
                giver=replace(agreement.giver, countersign=countersign),
                # At every hour, so that only the press decides.
                scope=replace(agreement.scope, hours=None),
            ),
        )
    )


def review_after_a_press(case: AgreementCase, at: datetime) -> ReviewCase:
    """Return a review held that day in which the young person was heard, as short as may be."""
    day = london_day(at)
    return sample.review_of(
        case,
        replace(
            sample.REVIEW,
            issued_at=at,
            held_on=day,
            young_person_heard_on=day,
            gillick_competent=case.agreement.giver.gillick.competent,
            giver=case.agreement.giver.how
            if case.agreement.giver.how.how == "own_key"
            else sample.paper(day),
            outcome=Outcome.CONTINUE,
            scope=None,
            # A review in the first three weeks moves nothing, so the day stays what it was.
            next_review_due=case.agreement.valid_until,
            valid_until=case.agreement.valid_until,
        ),
    )


def answer(ledger: TrustedLedger, now: datetime, *stopped: Stopped) -> Permit | Off:
    """Return what is decided at a time, where nothing but a press stands in the way."""
    seen = notices_of(ledger.agreements, last_seen_at=now)
    home = home_of(ledger, notices=seen, stopped=stopped)
    return decide(ledger, home, device_of(), clock_at(now), now)


@cache
def agreed_by(giver: str, band: AgeBand) -> tuple[AgreementCase, TrustedLedger, list[bytes]]:
    """Return an agreement of one giver and one age, in its ledger, and the ledger's lines."""
    case = of_band(GIVERS[giver], band)
    ledger = agreed(case.agreement)
    return case, ledger, lines_of(ledger)


def press_and_review(giver: str, band: AgeBand, *, minutes: int, later: int) -> None:
    """Press Stop so long after, hold a review so long after that, and compare with the sentences.

    A review that hears the young person is the only thing that could let it go on.
    """
    case, ledger, lines = agreed_by(giver, band)
    pressed_at = NOW + timedelta(minutes=minutes)
    digest = record_digest(case.agreement)
    read = read_agreements(lines, how_of(ledger, pressed_at))
    assert read is not None
    texts = stop_part(digest, read[digest]).texts
    press = Stopped(agreement=digest, press=Press.YOUNG_PERSON, at=pressed_at)
    before, after = answer(ledger, pressed_at), answer(ledger, pressed_at, press)
    held_at = pressed_at + timedelta(minutes=later, seconds=1)
    review = review_after_a_press(case, held_at).review
    signers = {*signers_of(review), *((SERVICE,) if case.agreement.giver.is_carer else ())}
    with suppress(LedgerRefused):  # what comes too late is not even admitted
        ledger = ledger.admit(octets_of(review, *signers), at=held_at)
    again = answer(ledger, held_at, press)

    assert isinstance(before, Permit)
    assert isinstance(after, Off)
    assert texts[-1] == words.STOP_FREE
    if after.code is Code.WITHDRAWN:
        assert texts[:-1] == words.STOP_FOR_GOOD
        assert again == Off(Code.WITHDRAWN)
    else:
        last = min(london_day(pressed_at) + OBJECTION_REVIEW, case.agreement.valid_until)
        assert after == Off(Code.OBJECTED)
        assert texts[:-1] == tuple(
            text.format(date=day_in_words(last)) for text in words.STOP_PAUSES
        )
        assert isinstance(again, Permit) == (held_at < end_of(last))


@pytest.mark.parametrize("later", [0, 8 * 24 * 60])
@pytest.mark.parametrize("band", AgeBand)
@pytest.mark.parametrize("giver", GIVERS)
def test_the_sentence_before_stop_is_what_is_decided_after_it(
    giver: str, band: AgeBand, later: int
) -> None:
    """For each giver and age, for good is for good, and a pause ends by the review it names."""
    press_and_review(giver, band, minutes=0, later=later)


@given(
    giver=st.sampled_from(sorted(GIVERS)),
    band=st.sampled_from(AgeBand),
    minutes=st.integers(0, 20 * 24 * 60),
    later=st.integers(0, 9 * 24 * 60),
)
def test_the_sentence_before_stop_is_true_at_any_time(
    giver: str, band: AgeBand, minutes: int, later: int
) -> None:
    """Whenever Stop is pressed, and whenever a review follows, the sentences hold to the minute."""
    press_and_review(giver, band, minutes=minutes, later=later)


@pytest.mark.parametrize("band", AgeBand)
def test_whoever_has_become_able_to_decide_stops_it_for_good(band: AgeBand) -> None:
    """Once a review found the young person able to decide, their Stop takes back their own yes."""
    case = of_band(sample.MOTHER_GIVES, band)
    ledger = reviewed(case.agreement, sample.review_of(case).review)
    digest = record_digest(case.agreement)
    texts = stop_part(digest, only(ledger, AFTER_REVIEW)).texts
    press = Stopped(agreement=digest, press=Press.YOUNG_PERSON, at=AFTER_REVIEW)

    assert isinstance(answer(ledger, AFTER_REVIEW), Permit)
    assert answer(ledger, AFTER_REVIEW, press) == Off(Code.WITHDRAWN)
    assert texts[:-1] == words.STOP_FOR_GOOD


def test_where_nobody_can_tell_what_a_stop_does_only_what_is_sure_is_said() -> None:
    """Where an agreement's record cannot be read, the sentences are those that are always true."""
    assert _pressed(agreed(), "0" * 64, NOW, Press.YOUNG_PERSON) is None
    assert stop_part("0" * 64, None).texts[:-1] == words.STOP_EITHER


@pytest.mark.parametrize("band", AgeBand)
@pytest.mark.parametrize("giver", GIVERS)
def test_the_text_is_of_the_young_persons_own_age(giver: str, band: AgeBand) -> None:
    """Whoever gave it, the words on their page are those for their age, from this very record."""
    case, _, lines = agreed_by(giver, band)
    [found] = (read_agreements(lines, how_of(agreed_by(giver, band)[1])) or {}).values()

    assert found.text is not None
    assert found.text.template.split("/")[1] == band
    assert found.text.digest == render(case.agreement, found.text.template).digest
    assert found.is_text_signed == (case.agreement.giver.capacity is Capacity.YOUNG_PERSON)


def test_after_a_review_the_text_is_that_of_the_review() -> None:
    """What holds now is what is shown: less is written down, and until another day."""
    found = only(reviewed(), AFTER_REVIEW)

    assert found.text is not None
    assert found.text.digest == (sample.REDUCED.review.text or found.agreement.text).digest
    assert found.is_text_signed


def test_a_second_review_is_told_from_what_the_first_had_left() -> None:
    """The text of a review that changes nothing tells what the review before it had left."""
    first, at = sample.REDUCED.review, datetime(2027, 3, 18, 18, tzinfo=UTC)
    january, may = datetime(2027, 1, 25, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)
    renewed = keyset(version=5, issued_at=january, expires_at=may)
    under = replace(sample.SECOND.review.agency, keyset_version=5)
    later = replace(sample.SECOND, review=replace(sample.SECOND.review, agency=under))
    second = sample.worded(later).review
    ledger = reviewed(review=first).admit(octets_of(renewed), at=january + timedelta(days=1))
    found = only(ledger.admit(octets_of(second, *signers_of(second)), at=at), at)

    assert found.line.scope == first.scope
    assert found.is_text_signed


def test_a_review_that_ends_it_leaves_the_text_before_it() -> None:
    """A review that stops has no text, so what was agreed before stays to be read."""
    found = only(reviewed(review=sample.STOPPED.review), AFTER_REVIEW)

    assert found.text is not None
    assert found.text.digest == found.agreement.text.digest


def test_who_signed_is_read_off_the_signatures() -> None:
    """Roles are those of the keys that did sign, not those of everybody who could."""
    wider = sample.EVERY_SITE.agreement

    assert only(agreed()).signed_by == (AgencyRole.SOCIAL_WORKER, AgencyRole.TEAM_MANAGER)
    assert only(agreed(wider)).signed_by == (
        AgencyRole.SOCIAL_WORKER,
        AgencyRole.TEAM_MANAGER,
        AgencyRole.SERVICE_MANAGER,
    )


def test_whose_key_does_not_count_any_more_is_no_viewer() -> None:
    """A social worker who left cannot look, so nobody says that she can."""
    left = RevokedKey(
        keyid=keyid(PRIYA), reason=Revocation.LEFT, accept_before=NOW - timedelta(days=1)
    )
    before = agreed()
    after = before.admit(octets_of(keyset(version=5, revoked=(left,))), at=NOW)

    assert [one.role for one in only(before).viewers] == [
        ViewerRole.YOUNG_PERSON,
        ViewerRole.SOCIAL_WORKER,
        ViewerRole.CARER,
    ]
    assert [one.role for one in only(after).viewers] == [
        ViewerRole.YOUNG_PERSON,
        ViewerRole.CARER,
    ]


def test_another_language_than_the_one_talked_in_is_noticed() -> None:
    """Who was talked with in Dari has not read what is written in English."""
    agreement = sample.YOUNG_PERSON_GIVES.agreement
    discussion = replace(agreement.discussion, language="prs", interpreter=Interpreter.INDEPENDENT)
    case = sample.worded(
        replace(sample.YOUNG_PERSON_GIVES, agreement=replace(agreement, discussion=discussion))
    )

    assert only(agreed(case.agreement)).is_text_foreign
    assert not only(agreed()).is_text_foreign


UNKNOWN = {
    "a language that this console has no words of": {"language": "prs"},
    "a template of a later version": {"template": "eng-foster-1/13-15/9"},
}


@pytest.mark.parametrize("changes", UNKNOWN.values(), ids=UNKNOWN)
def test_a_text_that_cannot_be_rendered_is_none(changes: dict[str, str]) -> None:
    """What this console has no words for, it does not show in others."""
    agreement = sample.YOUNG_PERSON_GIVES.agreement
    strange = replace(agreement, text=replace(agreement.text, **changes))
    ledger = trusting()
    entry = (signed(strange, *signers_of(strange)), ADMITTED)
    line = line_from(holding(ledger, entry).entries, len(ledger.entries))

    assert _text(line) is None


UNREADABLE = {
    "no line of a ledger": [b"{}"],
    "not text": [b"\xff"],
    "an agreement before the agency's keys": lines_of(agreed())[2:],
    "a line that was cut off": [*lines_of(agreed())[:-1], lines_of(agreed())[-1][:-9]],
}


@pytest.mark.parametrize("lines", UNREADABLE.values(), ids=UNREADABLE)
def test_records_that_cannot_be_read_are_none(lines: list[bytes]) -> None:
    """Where the records cannot be read, nothing of them is told in part."""
    assert read_agreements(lines, how_of(agreed())) is None


def test_a_box_without_an_agency_has_no_agreement() -> None:
    """Before an agency is trusted there is nothing to read, and that is no fault."""
    assert read_agreements([], how_of(agreed())) == {}

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.calendar import end_of, london_day
from consent.codes import Code
from consent.decide import decide
from consent.envelope import Envelope, envelope_to_bytes
from consent.errors import ConsentError
from consent.home import ClockState, Press, Stopped, Tip
from consent.ledger import TrustedLedger
from consent.permits import Off, Permit
from consent.profiles import eng_foster_1
from consent.profiles.rules import AgreementCase
from consent.records.agency import Limits, RevokedKey
from consent.records.agreement import Agreement, Hours
from consent.records.fields import Revocation, Setting
from consent.records.review import Review
from consent.signer import Ed25519Signer
from tests.consent import faults
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER, keyid
from tests.consent.profiles import sample
from tests.consent.profiles.sample import ADVOCATE, CARER, MOTHER, REVIEWER, SERVICE, own_key
from tests.consent.samples import (
    DELEGATOR,
    OFFLINE,
    keyset,
    objection,
    record_digest,
    signed,
    stop,
    trust_root,
    withdrawal,
)
from tests.consent.scene import (
    ADMITTED,
    AFTER_REVIEW,
    AGREEMENT,
    BEGUN,
    MOTHERS,
    MOTHERS_REVIEW,
    NOW,
    PHONE,
    REVIEW,
    REVIEWED,
    SEEN,
    agreed,
    begun,
    clock_at,
    decided,
    device_of,
    holding,
    home_of,
    notices_of,
    octets_of,
    reviewed,
    signers_of,
    trusting,
)

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DIGEST = record_digest(AGREEMENT)
ALONE = trusting()
RUNNING = agreed()
MOTHERS_RUNNING = agreed(MOTHERS)
REVIEWED_ONCE = reviewed()


def code_of(answer: Permit | Off) -> Code | None:
    """Return why there is no permit, None where there is one."""
    return answer.code if isinstance(answer, Off) else None


def permit_of(answer: Permit | Off) -> Permit:
    """Return the permit that must be there."""
    assert isinstance(answer, Permit), answer
    return answer


def asked(
    ledger: TrustedLedger = RUNNING,
    now: datetime = NOW,
    *,
    home: dict[str, Any] | None = None,
    device: dict[str, Any] | None = None,
    clock: dict[str, Any] | None = None,
) -> Code | None:
    """Return why there is no permit where these things are otherwise than they should be."""
    seen = notices_of(ledger.agreements, last_seen_at=now)
    return code_of(
        decide(
            ledger,
            home_of(ledger, **{"notices": seen, **(home or {})}),
            device_of(**(device or {})),
            clock_at(now, **(clock or {})),
            now,
        )
    )


def worded(**changes: object) -> Agreement:
    """Return the agreement with other fields, and the text that comes out of it."""
    made = replace(AGREEMENT, **changes)  # type: ignore[arg-type]  # fields by their names
    return sample.worded(replace(sample.YOUNG_PERSON_GIVES, agreement=made)).agreement


def scoped(**changes: object) -> Agreement:
    """Return the agreement with another scope."""
    scope = replace(AGREEMENT.scope, **changes)  # type: ignore[arg-type]  # fields by their names
    return worded(scope=scope)


def test_a_valid_agreement_gives_a_permit() -> None:
    """It says for which device, how much, on which day, under what, for whom and until when."""
    permit = permit_of(decided(RUNNING))

    assert (permit.device, permit.level) == (PHONE, 2)
    assert permit.categories == frozenset({"strangers", "dating"})
    assert permit.watch == frozenset()
    assert permit.hours == AGREEMENT.scope.hours
    assert permit.never_recorded == frozenset({"solicitor.example", "clinic.example"})
    assert (permit.day, permit.until) == (date(2026, 12, 9), NOW + timedelta(minutes=10))
    assert (permit.agreement, permit.record) == (DIGEST, DIGEST)
    assert permit.viewers == tuple(one.keys for one in AGREEMENT.viewing.viewers)


@pytest.mark.parametrize("case", sample.AGREEMENTS.values(), ids=sample.AGREEMENTS)
def test_every_way_to_agree_gives_a_permit(case: Any) -> None:  # noqa: ANN401 - a table of cases
    """Whoever gave it, in whatever way, at whatever level."""
    assert permit_of(decided(agreed(case.agreement))).level == case.agreement.scope.level


def test_a_reviewed_agreement_gives_what_the_review_left() -> None:
    """Level, kinds and record are the newest, and the agreement stays the first."""
    permit = permit_of(decided(REVIEWED_ONCE, AFTER_REVIEW))

    assert (permit.level, permit.categories) == (1, frozenset({"strangers"}))
    assert (permit.agreement, permit.record) == (DIGEST, record_digest(REVIEW))


def test_the_same_question_has_the_same_answer() -> None:
    """The decision is of values alone."""
    assert decided(RUNNING) == decided(RUNNING)


# Step 1: the clock.
@pytest.mark.parametrize(
    ("state", "code"),
    [
        (ClockState.UNSYNCHRONISED, Code.CLOCK_UNSYNCHRONISED),
        (ClockState.STALE, Code.CLOCK_STALE),
        (ClockState.BACK, Code.CLOCK_BACK),
        (ClockState.FORWARD, Code.CLOCK_FORWARD),
    ],
)
def test_without_trusted_time_there_is_no_permit(state: ClockState, code: Code) -> None:
    """Each reason to doubt the time is told apart."""
    assert asked(clock={"state": state}) is code


MARKS = {
    "five seconds back": (NOW + 5 * SECOND, None),
    "six seconds back": (NOW + 6 * SECOND, Code.CLOCK_BACK),
    "400 days on": (NOW - 400 * DAY, None),
}


@pytest.mark.parametrize(("mark", "code"), MARKS.values(), ids=MARKS)
def test_time_does_not_go_back(mark: datetime, code: Code | None) -> None:
    """A clock before the latest trusted time is doubted, wherever that time was noted."""
    marks = replace(RUNNING.marks, newest_at=mark)

    assert asked(clock={"mark": mark}) is code
    assert asked(home={"marks": marks}) is code


def test_time_does_not_go_back_behind_a_record() -> None:
    """What was admitted at a time proves that this time has been."""
    ahead = RUNNING.admit(octets_of(stop()), at=NOW + HOUR)

    assert asked(ahead, clock={"mark": ADMITTED}) is Code.CLOCK_BACK


@pytest.mark.parametrize("too_far", [timedelta(), SECOND], ids=["400 days", "a second more"])
def test_time_does_not_leap(too_far: timedelta) -> None:
    """A box that was off for 400 days still knows the time, and for longer it does not."""
    now = ADMITTED + 400 * DAY + too_far

    code = asked(now=now, clock={"mark": ADMITTED})

    assert (code is Code.CLOCK_FORWARD) == bool(too_far)


# Step 2: trust.
def keysets(*envelopes: Envelope, at: datetime = ADMITTED) -> TrustedLedger:
    """Return the running ledger with these after it, unlooked at."""
    return holding(RUNNING, *((envelope, at) for envelope in envelopes))


ROOT_2 = trust_root(version=2)
SHORT_ROOT = trust_root(expires_at=datetime(2026, 12, 9, 18, tzinfo=UTC))
TRUST: dict[str, tuple[TrustedLedger, dict[str, Any], Code | None]] = {
    "the agency's own site, a week ago": (
        RUNNING,
        {"hosted": True, "last_fetched_at": NOW - 7 * DAY},
        None,
    ),
    "no domain proved": (RUNNING, {"proven_domain": None}, Code.TRUST_UNPROVEN),
    "another domain proved": (
        RUNNING,
        {"proven_domain": "southmoor.gov.uk"},
        Code.TRUST_UNPROVEN,
    ),
    "another fingerprint": (
        replace(RUNNING, fingerprint="0" * 64),
        {},
        Code.TRUST_FINGERPRINT,
    ),
    "a root signed by one": (
        replace(
            RUNNING,
            entries=(
                *holding(
                    replace(RUNNING, entries=()),
                    (signed(trust_root(), OFFLINE[0]), BEGUN),
                ).entries,
                *RUNNING.entries[1:],
            ),
        ),
        {},
        Code.SIG_MISSING,
    ),
    "a keyset by a worker": (
        keysets(signed(keyset(version=5), PRIYA)),
        {},
        Code.SIG_UNKNOWN,
    ),
    "a keyset that fell": (keysets(signed(keyset(version=3))), {}, Code.TRUST_ROLLBACK),
    "a keyset twice": (
        keysets(signed(keyset(withdrawn=("00" * 32,)))),
        {},
        Code.TRUST_FORK,
    ),
    "a new root and no keyset under it": (
        keysets(signed(ROOT_2)),
        {},
        Code.TRUST_OLD_ROOT,
    ),
    "a root left out": (
        keysets(signed(trust_root(version=3))),
        {},
        Code.TRUST_SKIPPED,
    ),
    "no keyset": (begun(), {}, Code.TRUST_NO_KEYSET),
    "a root version that fell": (
        RUNNING,
        {"marks": replace(RUNNING.marks, root_version=2)},
        Code.TRUST_ROLLBACK,
    ),
    "a keyset version that fell": (
        RUNNING,
        {"marks": replace(RUNNING.marks, keyset_version=5)},
        Code.TRUST_ROLLBACK,
    ),
    "a record that is gone": (
        RUNNING,
        {"marks": replace(RUNNING.marks, entries=4)},
        Code.TRUST_ROLLBACK,
    ),
    "never fetched": (RUNNING, {"hosted": True}, Code.TRUST_STALE),
    "fetched too long ago": (
        RUNNING,
        {"hosted": True, "last_fetched_at": NOW - 7 * DAY - SECOND},
        Code.TRUST_STALE,
    ),
    "fetched in a time to come": (
        RUNNING,
        {"hosted": True, "last_fetched_at": NOW + 5 * MINUTE + SECOND},
        Code.TRUST_STALE,
    ),
    "fetched a moment ahead": (
        RUNNING,
        {"hosted": True, "last_fetched_at": NOW + 5 * MINUTE},
        None,
    ),
}


@pytest.mark.parametrize(("ledger", "home", "code"), TRUST.values(), ids=TRUST)
def test_without_trust_there_is_no_permit(
    ledger: TrustedLedger, home: dict[str, Any], code: Code | None
) -> None:
    """The agency's keys are checked anew, and must be of now, whole, and fresh."""
    assert asked(ledger, home=home) is code


@pytest.mark.parametrize("at", [timedelta(), SECOND], ids=["over", "the last second"])
def test_nothing_outlives_its_keyset(at: timedelta) -> None:
    """An agreement that goes on does so only under a keyset that has not expired."""
    now = keyset().expires_at - at

    code = asked(REVIEWED_ONCE, now)

    # Both are outside the hours; what counts is which of the two is said.
    assert code is (Code.TIME_HOURS if at else Code.TRUST_KEYSET_EXPIRED)


def test_nothing_outlives_its_trust_root() -> None:
    """A trust root that has expired stands under nothing."""
    root = SHORT_ROOT
    ledger = begun(root_octets=octets_of(root), fingerprint=signed(root).digest)
    for record, at in ((keyset(), BEGUN), (AGREEMENT, ADMITTED)):
        ledger = ledger.admit(octets_of(record), at=at)

    assert asked(ledger, NOW - SECOND) is None
    assert asked(ledger, NOW) is Code.TRUST_ROOT_EXPIRED


def test_the_demonstration_s_agency_counts_there_only() -> None:
    """A ledger that says that it is no demonstration's is not believed with that domain."""
    root = trust_root(domain="demo.invalid")
    ledger = begun(
        root_octets=octets_of(root),
        fingerprint=signed(root).digest,
        proven_domain="demo.invalid",
        demonstration=True,
    )
    home = {"proven_domain": "demo.invalid"}

    assert asked(ledger, home=home) is Code.TRUST_NO_KEYSET
    assert asked(replace(ledger, demonstration=False), home=home) is Code.TRUST_UNCONTROLLED


# Steps 3 to 6: the records.
def unlooked(
    *envelopes: Envelope, at: datetime = ADMITTED, ledger: TrustedLedger = ALONE
) -> TrustedLedger:
    """Return a ledger with records that nobody checked."""
    return holding(ledger, *((envelope, at) for envelope in envelopes))


def given_by(who: Ed25519Signer) -> Agreement:
    """Return the mother's agreement with another's key in her place."""
    return replace(MOTHERS, giver=replace(MOTHERS.giver, how=own_key(who)))


OTHER_REVIEW = replace(REVIEW, id="11" * 16)
RECORDS: dict[str, tuple[TrustedLedger, Code | None]] = {
    "none": (ALONE, Code.AGREEMENT_NONE),
    "of another device": (
        agreed(worded(devices=AGREEMENT.devices[1:])),
        Code.AGREEMENT_NONE,
    ),
    "of another box": (
        unlooked(signed(replace(AGREEMENT, box="ab" * 32))),
        Code.LEDGER_BOX,
    ),
    "of a time to come": (
        unlooked(signed(AGREEMENT), at=AGREEMENT.issued_at - 5 * MINUTE - SECOND),
        Code.LEDGER_EARLY,
    ),
    "no social worker": (unlooked(signed(AGREEMENT, MORGAN, ALEX)), Code.SIGNERS),
    "no manager": (unlooked(signed(AGREEMENT, PRIYA, ALEX)), Code.SIGNERS),
    "no giver": (unlooked(signed(AGREEMENT, PRIYA, MORGAN)), Code.NO_GIVER),
    "a stranger too": (
        unlooked(signed(AGREEMENT, PRIYA, MORGAN, ALEX, STRANGER)),
        Code.SIG_UNKNOWN,
    ),
    "the reviewing officer gives": (
        unlooked(signed(given_by(REVIEWER), PRIYA, MORGAN, REVIEWER)),
        Code.CORPORATE_PARENT,
    ),
    "the agency says that it gives": (
        unlooked(
            signed(
                replace(MOTHERS, giver=replace(MOTHERS.giver, is_agency=True)),
                *signers_of(MOTHERS),
            )
        ),
        Code.CORPORATE_PARENT,
    ),
    "a rule is broken": (
        unlooked(signed(replace(AGREEMENT, setting=Setting.CHILDRENS_HOME))),
        Code.SETTING,
    ),
    "the text is another": (
        unlooked(signed(replace(AGREEMENT, text=replace(AGREEMENT.text, digest="00" * 32)))),
        Code.RULE_TEXT,
    ),
    "a review breaks a rule": (
        unlooked(signed(replace(REVIEW, still_necessary=False)), at=REVIEWED, ledger=RUNNING),
        Code.RULE_REVIEW_NECESSARY,
    ),
    "a review of another box": (
        unlooked(signed(replace(REVIEW, box="ab" * 32)), at=REVIEWED, ledger=RUNNING),
        Code.LEDGER_BOX,
    ),
    "a review without a manager": (
        unlooked(signed(REVIEW, PRIYA, ALEX), at=REVIEWED, ledger=RUNNING),
        Code.SIGNERS,
    ),
    "a review out of turn": (
        unlooked(signed(replace(REVIEW, seq=2)), at=REVIEWED, ledger=RUNNING),
        Code.CHAIN_NUMBER,
    ),
    "a review in the air": (
        unlooked(signed(replace(REVIEW, prev="00" * 32)), at=REVIEWED, ledger=RUNNING),
        Code.CHAIN_PREVIOUS,
    ),
    "two reviews": (
        unlooked(signed(REVIEW), signed(OTHER_REVIEW), at=REVIEWED, ledger=RUNNING),
        Code.CHAIN_FORK,
    ),
    "a late review": (
        unlooked(signed(REVIEW), at=REVIEWED + 7 * DAY, ledger=RUNNING),
        Code.CHAIN_LATE,
    ),
}


@pytest.mark.parametrize(("ledger", "code"), RECORDS.values(), ids=RECORDS)
def test_without_a_whole_record_there_is_no_permit(
    ledger: TrustedLedger, code: Code | None
) -> None:
    """Whatever got into the ledger, it is asked again who signed and what the rules are."""
    assert asked(ledger, AFTER_REVIEW) is code


def test_a_ledger_of_another_box_gives_no_permit() -> None:
    """A whole ledger that was carried to another home is useless there."""
    assert asked(home={"box": "ab" * 32}) is Code.LEDGER_BOX
    assert asked(replace(RUNNING, box="ab" * 32)) is Code.LEDGER_BOX


# What an earlier question finds first: on whose box it is, or that the giver's key has not signed.
SOONER = {
    "GIVER_KEY": Code.NO_GIVER,
    "REVIEW_BOX": Code.LEDGER_BOX,
    "REVIEW_COMPETENT_SIGNS": Code.NO_GIVER,
    "REVIEW_GIVER_KEY": Code.NO_GIVER,
}


def everyone(record: Agreement | Review) -> tuple[Ed25519Signer, ...]:
    """Return everyone who could have to sign a record."""
    how = record.giver.how if isinstance(record, Agreement) else record.giver
    own = [one for one in (ALEX, MOTHER, CARER) if getattr(how, "keyid", "") == keyid(one)]
    return (PRIYA, MORGAN, SERVICE, *own)


@pytest.mark.parametrize("name", faults.AGREEMENT_FAULTS)
def test_each_rule_of_an_agreement_stands_in_the_way(name: str) -> None:
    """A signed agreement that breaks one rule gives no permit, and the code is the rule's."""
    case = faults.AGREEMENT_FAULTS[name].case
    made = case.agreement
    ledger = trusting(limits=case.keyset.limits, keys=case.keyset.keys)
    at = max(ADMITTED, made.issued_at)

    code = asked(unlooked(signed(made, *everyone(made)), ledger=ledger, at=at), max(NOW, at))

    rules = {rule.name: rule.code for rule in eng_foster_1.AGREEMENT_RULES}
    assert code is SOONER.get(name, rules[name])


@pytest.mark.parametrize("name", faults.REVIEW_FAULTS)
def test_each_rule_of_a_review_stands_in_the_way(name: str) -> None:
    """A signed review that breaks one rule gives no permit, and the code is the rule's."""
    case = faults.REVIEW_FAULTS[name].case
    at = case.review.issued_at
    ledger = unlooked(signed(case.agreement, *everyone(case.agreement)))
    if case.before is not None:
        ledger = unlooked(signed(case.before, *everyone(case.before)), ledger=ledger)
    if case.keyset.limits != keyset().limits:
        tighter = keyset(version=5, limits=case.keyset.limits)
        ledger = unlooked(signed(tighter), ledger=ledger)

    code = asked(unlooked(signed(case.review, *everyone(case.review)), ledger=ledger, at=at), at)

    rules = {rule.name: rule.code for rule in eng_foster_1.REVIEW_RULES}
    assert code is SOONER.get(name, rules[name])


@pytest.mark.parametrize("revoked", [PRIYA, MORGAN], ids=["social worker", "manager"])
def test_a_key_that_is_revoked_later_stands_in_the_way(revoked: Ed25519Signer) -> None:
    """Compromised undoes it at once; left undoes it only where it came in too late."""
    one = RevokedKey(keyid=keyid(revoked), reason=Revocation.LEFT, accept_before=ADMITTED + SECOND)

    def with_revoked(key: RevokedKey) -> TrustedLedger:
        listed = keyset(version=5, revoked=(key,))
        return RUNNING.admit(octets_of(listed), at=ADMITTED)

    compromised = replace(one, reason=Revocation.COMPROMISED, accept_before=None)
    assert asked(with_revoked(one)) is None
    assert asked(with_revoked(replace(one, accept_before=ADMITTED))) is Code.SIGNER_LEFT
    assert asked(with_revoked(compromised)) is Code.SIGNER_COMPROMISED


def test_a_viewer_who_left_sees_nothing_more() -> None:
    """No day's key is sealed to a worker who was taken off the list."""
    gone = RevokedKey(keyid=keyid(PRIYA), reason=Revocation.LEFT, accept_before=NOW)
    ledger = RUNNING.admit(octets_of(keyset(version=5, revoked=(gone,))), at=ADMITTED)

    viewers = permit_of(decided(ledger)).viewers

    assert [one.keyid for one in viewers] == [keyid(ALEX), keyid(CARER)]


LIMITS = {
    "the level": (RUNNING, Limits(max_level=2, max_end_months=None), NOW, None),
    "less than the level": (
        RUNNING,
        Limits(max_level=1, max_end_months=None),
        NOW,
        Code.RULE_LIMIT_LEVEL,
    ),
    "a level that a review left": (
        REVIEWED_ONCE,
        Limits(max_level=1, max_end_months=None),
        AFTER_REVIEW,
        None,
    ),
    "the months": (RUNNING, Limits(max_level=None, max_end_months=5), NOW, None),
    "the months to the day": (
        agreed(worded(end_by=date(2027, 4, 2))),
        Limits(max_level=None, max_end_months=4),
        NOW,
        None,
    ),
    "fewer months": (
        RUNNING,
        Limits(max_level=None, max_end_months=4),
        NOW,
        Code.RULE_LIMIT_END,
    ),
}


@pytest.mark.parametrize(("ledger", "limits", "now", "code"), LIMITS.values(), ids=LIMITS)
def test_an_agency_may_allow_less_from_now_on(
    ledger: TrustedLedger, limits: Limits, now: datetime, code: Code | None
) -> None:
    """A newer keyset's limits hold also for what was agreed before it."""
    tighter = ledger.admit(octets_of(keyset(version=5, limits=limits)), at=REVIEWED)

    assert asked(tighter, max(now, REVIEWED)) is code


@pytest.mark.parametrize(("seq", "code"), [(1, None), (2, Code.CHAIN_ROLLBACK)])
def test_a_review_that_was_there_is_missed(seq: int, code: Code | None) -> None:
    """Where the box has seen a higher number, its ledger was put back."""
    marks = replace(REVIEWED_ONCE.marks, tips=(Tip(agreement=DIGEST, seq=seq),))

    assert asked(REVIEWED_ONCE, AFTER_REVIEW, home={"marks": marks}) is code


# Step 7: endings and pauses.
def pressed(press: Press, agreement: str = DIGEST, at: datetime = NOW - HOUR) -> dict[str, Any]:
    """Return that it was stopped on the box."""
    return {"stopped": (Stopped(agreement=agreement, press=press, at=at),)}


MOTHERS_DIGEST = record_digest(MOTHERS)
STOPS: dict[str, tuple[TrustedLedger, dict[str, Any], Code | None]] = {
    "withdrawn": (RUNNING.admit(octets_of(withdrawal()), at=NOW), {}, Code.WITHDRAWN),
    "stopped": (RUNNING.admit(octets_of(stop()), at=NOW), {}, Code.STOPPED),
    "stopped by a review": (
        RUNNING.admit(octets_of(sample.STOPPED.review, PRIYA), at=REVIEWED),
        {},
        Code.STOPPED,
    ),
    "ended by the agency": (
        RUNNING.admit(octets_of(keyset(version=5, withdrawn=(DIGEST,))), at=NOW),
        {},
        Code.STOPPED_BY_AGENCY,
    ),
    "objected": (
        MOTHERS_RUNNING.admit(octets_of(objection()), at=NOW),
        {},
        Code.OBJECTED,
    ),
    "the young person's button": (RUNNING, pressed(Press.YOUNG_PERSON), Code.WITHDRAWN),
    "their button under a mother's": (
        MOTHERS_RUNNING,
        pressed(Press.YOUNG_PERSON, MOTHERS_DIGEST),
        Code.OBJECTED,
    ),
    "the stop code": (RUNNING, pressed(Press.STOP_CODE), Code.STOPPED),
    "the carer's stop": (RUNNING, pressed(Press.CARER), Code.STOPPED),
    "a stop of another agreement": (RUNNING, pressed(Press.CARER, MOTHERS_DIGEST), None),
    "paused": (RUNNING, {"paused": frozenset({DIGEST})}, Code.PAUSED),
    "another one paused": (RUNNING, {"paused": frozenset({MOTHERS_DIGEST})}, None),
}


@pytest.mark.parametrize(("ledger", "home", "code"), STOPS.values(), ids=STOPS)
def test_what_was_stopped_gives_no_permit(
    ledger: TrustedLedger, home: dict[str, Any], code: Code | None
) -> None:
    """Each way to stop it or to pause it is told apart, and is of that agreement alone."""
    now = max(NOW, *(entry.at for entry in ledger.entries))

    assert asked(ledger, now, home=home) is code


def test_a_review_that_heard_them_lets_it_go_on() -> None:
    """After an objection, signed or pressed, only such a review brings the permit back."""
    objected = datetime(2026, 12, 27, 20, tzinfo=UTC)
    said = octets_of(objection(issued_at=objected))
    heard = octets_of(MOTHERS_REVIEW, *signers_of(MOTHERS_REVIEW))
    paused = MOTHERS_RUNNING.admit(said, at=objected)
    home = pressed(Press.YOUNG_PERSON, MOTHERS_DIGEST, objected)
    unheard = replace(MOTHERS_REVIEW, young_person_heard_on=None)

    assert asked(paused, REVIEWED) is Code.OBJECTED
    assert asked(paused.admit(heard, at=REVIEWED), REVIEWED) is None
    assert asked(MOTHERS_RUNNING.admit(heard, at=REVIEWED), REVIEWED, home=home) is None
    assert asked(
        unlooked(signed(unheard, PRIYA, MORGAN, MOTHER), at=REVIEWED, ledger=paused), REVIEWED
    ) in {Code.RULE_P19_HEARD, Code.OBJECTED}


# Step 8: notice.
URGENT = worded(urgent=True)
URGENT_RUNNING = agreed(URGENT)
NOTICES: dict[str, tuple[TrustedLedger, datetime, dict[str, Any], Code | None]] = {
    "nobody told": (RUNNING, NOW, {"first_seen_at": None, "last_seen_at": None}, Code.NOTICE_NONE),
    "a day and no second less": (RUNNING, NOW, {"first_seen_at": NOW - DAY}, None),
    "less than a day": (
        RUNNING,
        NOW,
        {"first_seen_at": NOW - DAY + SECOND},
        Code.NOTICE_WAIT,
    ),
    "an hour, not urgent": (RUNNING, NOW, {"first_seen_at": NOW - HOUR}, Code.NOTICE_WAIT),
    "an hour, urgent": (URGENT_RUNNING, NOW, {"first_seen_at": NOW - HOUR}, None),
    "less than an hour, urgent": (
        URGENT_RUNNING,
        NOW,
        {"first_seen_at": NOW - HOUR + SECOND},
        Code.NOTICE_WAIT,
    ),
    "on paper": (
        RUNNING,
        NOW,
        {"first_seen_at": None, "last_seen_at": None, "paper_at": NOW - DAY},
        None,
    ),
    "seen in a time to come": (
        RUNNING,
        NOW,
        {"first_seen_at": NOW + HOUR, "last_seen_at": None},
        Code.NOTICE_WAIT,
    ),
    "unseen for 14 days": (
        RUNNING,
        NOW + 10 * DAY,
        {"last_seen_at": NOW - 4 * DAY},
        None,
    ),
    "unseen for longer": (
        RUNNING,
        NOW + 10 * DAY,
        {"last_seen_at": NOW - 4 * DAY - SECOND, "first_seen_at": SEEN},
        Code.NOTICE_LAPSED,
    ),
    "looked at together": (
        RUNNING,
        NOW + 10 * DAY,
        {"last_seen_at": SEEN, "looked_together_on": date(2026, 12, 18)},
        None,
    ),
}


@pytest.mark.parametrize(("ledger", "now", "changes", "code"), NOTICES.values(), ids=NOTICES)
def test_without_notice_there_is_no_permit(
    ledger: TrustedLedger, now: datetime, changes: dict[str, Any], code: Code | None
) -> None:
    """A day from when it was seen, an hour where it is urgent, and seen again within 14 days."""
    assert asked(ledger, now, home={"notices": notices_of(ledger.agreements, **changes)}) is code


def test_notice_is_of_this_device_and_this_agreement() -> None:
    """What was seen on another device, or of another agreement, tells nobody anything."""
    tablet = [one for one in notices_of([DIGEST]) if one.device != PHONE]

    assert asked(home={"notices": tuple(tablet)}) is Code.NOTICE_NONE
    assert asked(home={"notices": notices_of([MOTHERS_DIGEST])}) is Code.NOTICE_NONE


def test_of_two_notices_the_later_counts() -> None:
    """A notice that is there twice is read the strict way."""
    early, late = (
        one
        for first in (SEEN, NOW - HOUR)
        for one in notices_of([DIGEST], first_seen_at=first)
        if one.device == PHONE
    )

    assert asked(home={"notices": (early, late)}) is Code.NOTICE_WAIT
    lapsed = replace(early, last_seen_at=SEEN - DAY)
    assert asked(now=NOW + 10 * DAY, home={"notices": (lapsed, early)}) is Code.NOTICE_LAPSED


# Step 9: time.
ALL_DAY = agreed(sample.LEAST.agreement)
REVIEWED_ALL_DAY = reviewed(sample.LEAST.agreement, sample.LEAST_REVIEWED.review)
AFTER_EVERYTHING = keyset(
    version=5,
    issued_at=datetime(2027, 1, 30, tzinfo=UTC),
    expires_at=datetime(2027, 5, 9, tzinfo=UTC),
)
LAST = REVIEWED_ALL_DAY.admit(octets_of(AFTER_EVERYTHING), at=datetime(2027, 1, 30, tzinfo=UTC))
MIDNIGHT = datetime(2026, 12, 2, tzinfo=UTC)
TIMES: dict[str, tuple[TrustedLedger, datetime, Code | None]] = {
    "the last second before": (ALL_DAY, MIDNIGHT - SECOND, Code.TIME_EARLY),
    "the first second": (ALL_DAY, MIDNIGHT, None),
    "the last second": (ALL_DAY, datetime(2027, 1, 2, 23, 59, 59, tzinfo=UTC), None),
    "a missed review": (ALL_DAY, datetime(2027, 1, 3, tzinfo=UTC), Code.TIME_REVIEW),
    "the last evening of a review": (LAST, datetime(2027, 3, 20, 21, 59, 59, tzinfo=UTC), None),
    "the next review missed": (LAST, datetime(2027, 3, 21, tzinfo=UTC), Code.TIME_REVIEW),
    "the end": (LAST, datetime(2027, 4, 30, 23, tzinfo=UTC), Code.TIME_ENDED),
    "the last second before the end": (
        LAST,
        datetime(2027, 4, 30, 22, 59, 59, tzinfo=UTC),
        Code.TIME_REVIEW,
    ),
    "before the hours": (
        RUNNING,
        datetime(2026, 12, 9, 14, 59, 59, tzinfo=UTC),
        Code.TIME_HOURS,
    ),
    "the first second of the hours": (RUNNING, datetime(2026, 12, 9, 15, tzinfo=UTC), None),
    "the last second of the hours": (
        RUNNING,
        datetime(2026, 12, 9, 21, 59, 59, tzinfo=UTC),
        None,
    ),
    "after the hours": (RUNNING, datetime(2026, 12, 9, 22, tzinfo=UTC), Code.TIME_HOURS),
}


@pytest.mark.parametrize(("ledger", "now", "code"), TIMES.values(), ids=TIMES)
def test_outside_its_time_there_is_no_permit(
    ledger: TrustedLedger, now: datetime, code: Code | None
) -> None:
    """From the first second of its first day to the last of its last, inside its hours."""
    notices = notices_of(ledger.agreements, first_seen_at=MIDNIGHT - 2 * DAY, last_seen_at=now)

    assert asked(ledger, now, home={"notices": notices}) is code


UNTIL = {
    "ten minutes": (RUNNING, NOW, NOW + 10 * MINUTE),
    "the end of the hours": (
        RUNNING,
        datetime(2026, 12, 9, 21, 53, 20, tzinfo=UTC),
        datetime(2026, 12, 9, 22, tzinfo=UTC),
    ),
    "just not the end of the hours": (
        RUNNING,
        datetime(2026, 12, 9, 21, 50, tzinfo=UTC),
        datetime(2026, 12, 9, 22, tzinfo=UTC),
    ),
    "the end of the day": (
        ALL_DAY,
        datetime(2026, 12, 9, 23, 55, tzinfo=UTC),
        datetime(2026, 12, 10, tzinfo=UTC),
    ),
    "the last day": (
        ALL_DAY,
        datetime(2027, 1, 2, 23, 55, tzinfo=UTC),
        datetime(2027, 1, 3, tzinfo=UTC),
    ),
}


@pytest.mark.parametrize(("ledger", "now", "until"), UNTIL.values(), ids=UNTIL)
def test_a_permit_ends(ledger: TrustedLedger, now: datetime, until: datetime) -> None:
    """After ten minutes, or where the hours, the day or the agreement end before."""
    assert permit_of(decided(ledger, now)).until == until


def at_night() -> TrustedLedger:
    """Return a ledger whose agreement holds from midnight to two, also when clocks go forward."""
    first = sample.worded(
        replace(sample.LEAST, agreement=scoped(level=1, why_not_lower=None, hours=NIGHT))
    )
    scope = replace(first.agreement.scope, categories=("strangers",))
    review = sample.review_of(first, replace(sample.REVIEW, scope=scope))
    second = sample.review_after(review, replace(sample.SECOND.review, giver=own_key(ALEX)))
    ledger = reviewed(first.agreement, review.review)
    ledger = ledger.admit(octets_of(AFTER_EVERYTHING), at=datetime(2027, 1, 30, tzinfo=UTC))
    return ledger.admit(octets_of(second.review), at=second.review.issued_at)


NIGHT = Hours(start=0, end=2 * 60)


def test_hours_end_early_in_the_night_when_clocks_go_forward() -> None:
    """At one o'clock it is two o'clock, so a permit until two ends there."""
    asked_at = datetime(2027, 3, 28, 0, 55, tzinfo=UTC)
    ledger = at_night()

    assert permit_of(decided(ledger, asked_at)).until == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert code_of(decided(ledger, datetime(2027, 3, 28, 1, tzinfo=UTC))) is Code.TIME_HOURS
    # In summer time, the local day begins an hour before that of UTC.
    assert permit_of(decided(ledger, datetime(2027, 3, 28, 23, tzinfo=UTC))).day == date(
        2027, 3, 29
    )


@given(seconds=st.integers(0, 40 * 24 * 3600))
def test_a_permit_never_leaves_its_day_or_its_hours(seconds: int) -> None:
    """Whenever it is asked for, it ends after now, within ten minutes, and in the same window."""
    now = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    notices = notices_of([DIGEST], first_seen_at=MIDNIGHT - 2 * DAY, last_seen_at=now)
    answer = decided(RUNNING, now, notices=notices)
    hours = AGREEMENT.scope.hours
    assert hours is not None

    if isinstance(answer, Off):
        is_in_hours = hours.start <= now.hour * 60 + now.minute < hours.end
        is_in_days = AGREEMENT.starts_on <= now.date() <= AGREEMENT.valid_until
        assert not (is_in_hours and is_in_days)
    else:
        assert now < answer.until <= now + 10 * MINUTE
        last = answer.until - SECOND
        assert answer.day == london_day(now) == london_day(last)
        assert hours.start <= last.hour * 60 + last.minute < hours.end
        assert answer.until <= end_of(AGREEMENT.valid_until)


# Step 10: the device.
DEVICES = {
    "not bound": ({"bound": False}, Code.DEVICE_UNBOUND),
    "shared": ({"sole_user": False}, Code.DEVICE_SHARED),
    "two of them": ({"ambiguous": True}, Code.DEVICE_AMBIGUOUS),
    "bound anew": ({"bound_on": date(2026, 12, 3)}, Code.DEVICE_CHANGED),
    "another": ({"id": "0d" * 16}, Code.AGREEMENT_NONE),
}


@pytest.mark.parametrize(("device", "code"), DEVICES.values(), ids=DEVICES)
def test_a_device_in_doubt_gives_no_permit(device: dict[str, Any], code: Code) -> None:
    """Bound, theirs alone, only one of it, and the one that was agreed on."""
    assert asked(device=device) is code


def test_each_device_was_bound_on_its_own_day() -> None:
    """That another device of the agreement was bound on another day says nothing of this one."""
    phone, tablet = AGREEMENT.devices
    later = replace(tablet, bound_on=date(2026, 11, 28))

    assert asked(agreed(worded(devices=(phone, later)))) is None


def test_without_an_audit_log_there_is_no_permit() -> None:
    """What cannot be accounted for is not done."""
    assert asked(home={"audit_writable": False}) is Code.AUDIT


def test_the_first_no_is_the_answer() -> None:
    """Where everything is wrong at once, each step's answer hides those behind it."""
    everything: dict[str, tuple[str, dict[str, Any]]] = {
        "E_CLOCK_STALE": ("clock", {"state": ClockState.STALE}),
        "E_TRUST_STALE": ("home", {"hosted": True}),
        "E_CHAIN_ROLLBACK": (
            "home",
            {"marks": replace(RUNNING.marks, tips=(Tip(agreement=DIGEST, seq=1),))},
        ),
        "E_PAUSED": ("home", {"paused": frozenset({DIGEST})}),
        "E_NOTICE_NONE": ("home", {"notices": ()}),
        "E_TIME_HOURS": ("now", {"now": NOW + 5 * HOUR}),
        "E_DEVICE_UNBOUND": ("device", {"bound": False}),
        "E_AUDIT": ("home", {"audit_writable": False}),
    }
    codes = list(everything)
    for at, code in enumerate(codes):
        wrong: dict[str, dict[str, Any]] = {"home": {}, "device": {}, "clock": {}, "now": {}}
        for where, change in (everything[later] for later in codes[at:]):
            wrong[where].update(change)
        answer = asked(
            now=wrong["now"].get("now", NOW),
            home=wrong["home"],
            device=wrong["device"],
            clock=wrong["clock"],
        )
        assert answer is Code(code)


# Several agreements.
def beside(agreement: Agreement, at: datetime = ADMITTED) -> TrustedLedger:
    """Return the running ledger with another agreement beside it."""
    return RUNNING.admit(octets_of(agreement, *signers_of(agreement)), at=at)


SECOND_ONE = worded(id="22" * 16)


def test_two_agreements_for_one_device_give_no_permit() -> None:
    """Nobody knows which was meant, until one of them is ended."""
    both = beside(SECOND_ONE)
    ended = both.admit(octets_of(stop()), at=NOW)

    assert asked(both) is Code.AGREEMENT_TWO
    assert permit_of(decided(ended)).agreement == record_digest(SECOND_ONE)


def test_of_several_that_say_no_the_newest_is_explained() -> None:
    """People have the newest agreement in mind when they ask why."""
    ended = beside(SECOND_ONE).admit(octets_of(stop()), at=NOW)

    assert asked(ended, home={"paused": frozenset({record_digest(SECOND_ONE)})}) is Code.PAUSED


def test_each_device_has_its_own_agreement() -> None:
    """Two agreements for different devices do not stand in each other's way."""
    phone, tablet = (
        worded(id=number * 16, devices=(device,))
        for number, device in zip(("33", "44"), AGREEMENT.devices, strict=True)
    )
    ledger = agreed(phone).admit(octets_of(tablet), at=ADMITTED)

    assert permit_of(decided(ledger)).agreement == record_digest(phone)


# Whatever else.
def test_whatever_goes_wrong_is_a_no() -> None:
    """Values of the wrong kind, a time without a zone or a ledger without entries raise nothing."""
    home, device, clock = home_of(RUNNING), device_of(), clock_at(NOW)
    empty = replace(RUNNING, entries=())
    nothing = cast("Any", None)

    for answer in (
        decide(empty, home, device, clock, NOW),
        decide(RUNNING, home, device, clock, NOW.replace(tzinfo=None)),
        decide(nothing, home, device, clock, NOW),
        decide(RUNNING, nothing, device, clock, NOW),
        decide(RUNNING, home, nothing, clock, NOW),
        decide(RUNNING, home, device, nothing, NOW),
        decide(RUNNING, home, device, clock, nothing),
    ):
        assert answer == Off(Code.DOUBT)


@pytest.mark.parametrize("place", [1, 2, 3], ids=["keyset", "agreement", "review"])
def test_no_required_signature_can_be_missing(place: int) -> None:
    """Whichever signature is taken out of whichever record, the permit goes with it."""
    entry = REVIEWED_ONCE.entries[place]
    for taken in entry.envelope.signatures:
        left = tuple(one for one in entry.envelope.signatures if one != taken)
        less = replace(entry, envelope=replace(entry.envelope, signatures=left))
        entries = (*REVIEWED_ONCE.entries[:place], less, *REVIEWED_ONCE.entries[place + 1 :])

        assert asked(replace(REVIEWED_ONCE, entries=entries), AFTER_REVIEW) in {
            Code.SIGNERS,
            Code.NO_GIVER,
            Code.SIG_MISSING,
        }


@given(chance=st.data())
def test_no_octet_of_what_was_admitted_can_be_another(chance: st.DataObject) -> None:
    """Any octet of any payload or signature that is flipped takes the permit away."""
    place = chance.draw(st.integers(0, len(REVIEWED_ONCE.entries) - 1))
    entry = REVIEWED_ONCE.entries[place]
    number = chance.draw(st.integers(-1, len(entry.envelope.signatures) - 1))
    whole = entry.envelope.payload if number < 0 else entry.envelope.signatures[number].octets
    at = chance.draw(st.integers(0, len(whole) - 1))
    bit = 1 << chance.draw(st.integers(0, 7))
    flipped = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
    signatures = list(entry.envelope.signatures)
    if number >= 0:
        signatures[number] = replace(signatures[number], octets=flipped)
    payload = flipped if number < 0 else whole_payload(entry.envelope)
    try:
        other = replace(
            entry,
            envelope=Envelope(entry.envelope.kind, payload, tuple(signatures)),
        )
    except ConsentError:
        # It is no record any more, so no ledger can hold it.
        return
    entries = (*REVIEWED_ONCE.entries[:place], other, *REVIEWED_ONCE.entries[place + 1 :])

    assert asked(replace(REVIEWED_ONCE, entries=entries), AFTER_REVIEW) is not None


def whole_payload(envelope: Envelope) -> bytes:
    """Return an envelope's payload as it is."""
    return envelope.payload


AGENCY = (PRIYA, MORGAN, SERVICE, REVIEWER, ADVOCATE, DELEGATOR, *OFFLINE)


@given(
    giver=st.sampled_from(AGENCY),
    case=st.sampled_from((sample.MOTHER_GIVES, sample.YOUNG_PERSON_GIVES, sample.GUARDIAN_GIVES)),
    others=st.sets(st.sampled_from((*AGENCY, ALEX, MOTHER, CARER)), max_size=4),
)
def test_nobody_of_an_agency_gives(
    giver: Ed25519Signer, case: AgreementCase, others: set[Ed25519Signer]
) -> None:
    """Whoever else signs, and whoever the record says the giver is, their key gives nothing."""
    made = case.agreement
    made = sample.worded(
        replace(case, agreement=replace(made, giver=replace(made.giver, how=own_key(giver))))
    ).agreement
    signers = {keyid(one): one for one in (PRIYA, MORGAN, SERVICE, giver, *others)}
    envelope = signed(made, *signers.values())

    assert asked(unlooked(envelope)) is Code.CORPORATE_PARENT
    with pytest.raises(ConsentError):
        ALONE.admit(envelope_to_bytes(envelope), at=ADMITTED)

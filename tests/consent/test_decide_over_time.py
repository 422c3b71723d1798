"""What a home can live through, in any order, and that no way of it leads to a permit too many.

The machine keeps a book of its own, simpler than the ledger's: whether an agreement was ended,
paused or objected to, and its last day. A permit must never be found where that book says no.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from consent.calendar import london_day
from consent.decide import decide
from consent.errors import ConsentError
from consent.home import Marks, Notice, Press, Stopped
from consent.ledger import TrustedLedger
from consent.permits import Off, Permit
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agency import RevokedKey
from consent.records.fields import Capacity, Outcome, Revocation
from consent.records.reading import Record
from consent.records.review import TookPart
from consent.signer import Ed25519Signer
from tests.consent.people import ALEX, MORGAN, PRIYA, keyid
from tests.consent.profiles import sample
from tests.consent.profiles.sample import MOTHER, own_key
from tests.consent.samples import keyset, objection, record_digest, stop, withdrawal
from tests.consent.scene import (
    ADMITTED,
    PHONE,
    clock_at,
    device_of,
    home_of,
    octets_of,
    signers_of,
    trusting,
)

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def at_any_hour(case: AgreementCase) -> AgreementCase:
    """Return a case whose agreement holds at every hour, so that no permit is missed for one."""
    scope = replace(case.agreement.scope, level=1, why_not_lower=None, hours=None)
    return sample.worded(replace(case, agreement=replace(case.agreement, scope=scope)))


GIVEN = {
    Capacity.YOUNG_PERSON: at_any_hour(sample.YOUNG_PERSON_GIVES),
    Capacity.PR_HOLDER: at_any_hour(sample.MOTHER_GIVES),
}
ABSENT = TookPart(took_part=False, why_not="They did not want to come.")


class Home(RuleBasedStateMachine):
    """One agreement in one home, and everything that can happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = ADMITTED
        self.ledger: TrustedLedger = trusting()
        self.case = GIVEN[Capacity.YOUNG_PERSON]
        self.digest = record_digest(self.case.agreement)
        self.reviews: list[ReviewCase] = []
        self.sent: list[bytes] = []
        self.stopped: tuple[Stopped, ...] = ()
        self.marks: list[Marks] = []
        self.version = 4
        # The machine's own book.
        self.is_over = False
        self.is_paused = False
        self.objected_at: list[datetime] = []
        self.last_day = date(1, 1, 1)
        self.permits = 0

    @initialize(capacity=st.sampled_from(Capacity))
    def agree(self, capacity: Capacity) -> None:
        """Begin with an agreement, which is seen at once."""
        self.case = GIVEN[capacity]
        self.digest = record_digest(self.case.agreement)
        assert self.offer(self.case.agreement, *signers_of(self.case.agreement))
        self.last_day = self.case.agreement.valid_until

    @rule(hours=st.integers(1, 30 * 24))
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.now += timedelta(hours=hours)

    @rule(minutes=st.integers(1, 5))
    def wait_a_little(self, minutes: int) -> None:
        """Let so little time pass that most things happen on the same day."""
        self.now += timedelta(minutes=minutes)

    @rule(
        days=st.integers(1, 92),
        heard=st.booleans(),
        early=st.integers(0, 3),
        outcome=st.sampled_from((Outcome.CONTINUE, Outcome.CONTINUE, Outcome.STOP)),
    )
    def review(self, days: int, early: int, outcome: Outcome, *, heard: bool) -> None:
        """Hold a review, which may be against the rules; early is how long ago it was held."""
        case = self.review_case(london_day(self.now) - early * DAY, days, outcome, heard=heard)
        signers = (PRIYA, MORGAN, *((ALEX,) if self.is_young_persons else (MOTHER,)))
        if not self.offer(case.review, *(signers if outcome is Outcome.CONTINUE else (PRIYA,))):
            return
        self.reviews.append(case)
        if outcome is Outcome.STOP:
            self.is_over = True
            return
        until = min([self.last_day, *(london_day(at) + WEEK for at in self.objected_at)])
        # The ledger does not know what was pressed on the box; the decision does.
        self.is_over |= london_day(self.now) > until
        self.objected_at = [
            at
            for at in self.objected_at
            if not heard or self.now <= at or case.review.held_on < london_day(at)
        ]
        assert case.review.valid_until is not None
        self.last_day = min(case.review.valid_until, self.case.agreement.end_by)

    @rule()
    def withdraw(self) -> None:
        """Let the young person withdraw."""
        record = withdrawal(agreement=self.digest, issued_at=self.now)
        assert self.offer(record, ALEX)
        self.is_over = True

    @rule(pressed=st.booleans())
    def say_no(self, *, pressed: bool) -> None:
        """Let the young person say no, signed with their card or with the button."""
        if pressed:
            self.press(Press.YOUNG_PERSON)
        else:
            record = objection(agreement=self.digest, issued_at=self.now, id=self.chance())
            assert self.offer(record, ALEX)
        self.is_over |= self.is_young_persons
        self.objected_at.append(self.now)

    @rule()
    def stop(self) -> None:
        """Let the social worker stop it; once her key is lost, she cannot."""
        if self.offer(stop(agreement=self.digest, issued_at=self.now, id=self.chance()), PRIYA):
            self.is_over = True

    @rule(press=st.sampled_from((Press.STOP_CODE, Press.CARER)))
    def stop_here(self, press: Press) -> None:
        """Somebody stops it on the box."""
        self.press(press)
        self.is_over = True

    @rule()
    def pause(self) -> None:
        """Let the carer pause it, or go on with it."""
        self.is_paused = not self.is_paused

    @rule(ends=st.booleans(), loses=st.sampled_from((None, None, Revocation.COMPROMISED)))
    def renew(self, *, ends: bool, loses: Revocation | None) -> None:
        """Issue the agency's list anew, which may end it or call a key compromised."""
        self.version += 1
        lost = RevokedKey(keyid=keyid(PRIYA), reason=loses, accept_before=None) if loses else None
        keys = tuple(
            replace(key, not_before=self.now - DAY, expires_at=self.now + 300 * DAY)
            for key in keyset().keys
        )
        listed = keyset(
            version=self.version,
            issued_at=self.now,
            expires_at=self.now + 100 * DAY,
            keys=keys,
            revoked=(lost,) if lost else (),
            withdrawn=(self.digest,) if ends else (),
        )
        assert self.offer(listed)
        self.is_over |= ends or lost is not None

    @precondition(lambda self: self.sent)
    @rule(chance=st.data())
    def send_again(self, chance: st.DataObject) -> None:
        """Send again whatever was sent before, also what was refused then."""
        octets = chance.draw(st.sampled_from(self.sent[:4]))
        known = self.ledger
        try:
            self.ledger = known.admit(octets, at=self.now)
        except ConsentError:
            return
        # What was refused and is taken now could only have been a review; the book loses track.
        self.is_over |= self.ledger is not known

    @invariant()
    def no_permit_where_the_book_says_no(self) -> None:
        """Whatever happened, a permit is only found where it may be."""
        answer = self.answer()
        if isinstance(answer, Permit):
            self.permits += 1
            today = london_day(self.now)
            assert not self.is_over
            assert not self.is_paused
            assert not self.objected_at
            assert self.case.agreement.starts_on <= today <= self.last_day
            assert today <= self.case.agreement.end_by
            assert answer.until > self.now

    @invariant()
    def marks_never_fall(self) -> None:
        """Each mark is at least what it was."""
        marks = self.ledger.marks
        if self.marks:
            assert self.marks[-1].is_reached_by(marks)
            assert self.marks[-1].newest_at <= marks.newest_at
            assert all(marks.tip(one.agreement) >= one.seq for one in self.marks[-1].tips)
        self.marks.append(marks)

    def answer(self) -> Permit | Off:
        """Return the decision, where notice and device are as they should be."""
        notice = Notice(
            device=PHONE,
            agreement=self.digest,
            first_seen_at=datetime(2026, 11, 30, tzinfo=UTC),
            last_seen_at=self.now,
        )
        home = home_of(
            self.ledger,
            notices=(notice,),
            paused=frozenset({self.digest} if self.is_paused else ()),
            stopped=self.stopped,
        )
        return decide(self.ledger, home, device_of(), clock_at(self.now), self.now)

    @property
    def is_young_persons(self) -> bool:
        """Whether the young person gave it."""
        return self.case.agreement.giver.capacity is Capacity.YOUNG_PERSON

    def chance(self) -> str:
        """Return an id that was not used before."""
        return f"{len(self.sent):032x}"

    def press(self, press: Press) -> None:
        """Note what was pressed on the box."""
        one = Stopped(agreement=self.digest, press=press, at=self.now)
        self.stopped = (*self.stopped, one)

    def offer(self, record: Record, *signers: Ed25519Signer) -> bool:
        """Send a record to the ledger; return whether it was taken."""
        octets = octets_of(record, *signers)
        self.sent.append(octets)
        try:
            self.ledger = self.ledger.admit(octets, at=self.now)
        except ConsentError:
            return False
        return True

    def review_case(self, held_on: date, days: int, outcome: Outcome, *, heard: bool) -> ReviewCase:
        """Return a review that goes on for so many days, or stops."""
        stops = outcome is Outcome.STOP
        until = min(held_on + days * DAY, self.case.agreement.end_by)
        changes: dict[str, Any] = {
            "id": self.chance(),
            "seq": len(self.reviews) + 1,
            "issued_at": self.now,
            "held_on": held_on,
            "young_person_heard_on": held_on if heard else None,
            "outcome": outcome,
            "scope": None,
            "gillick_competent": self.is_young_persons,
            "giver": None if stops else own_key(ALEX if self.is_young_persons else MOTHER),
            "next_review_due": None if stops else until,
            "valid_until": None if stops else until,
        }
        if stops:
            changes["text"] = None
        if not heard:
            present = replace(sample.REVIEW.participants, young_person=ABSENT)
            changes["participants"] = present
        review = replace(sample.REVIEW, **changes)
        if self.reviews:
            return sample.review_after(self.reviews[-1], review)
        return sample.review_of(self.case, review)


TestHome = Home.TestCase
# A decision asks everything again, so a step costs many signatures.
TestHome.settings = settings(
    max_examples=settings().max_examples // 2, stateful_step_count=20, deadline=None
)


def test_the_machine_can_find_a_permit() -> None:
    """The book would be kept for nothing if nothing were ever permitted."""
    for capacity in Capacity:
        home = Home()
        home.agree(capacity)
        home.now += 20 * DAY
        home.no_permit_where_the_book_says_no()
        home.now = datetime(2026, 12, 30, 12, tzinfo=UTC)
        home.review(60, 0, Outcome.CONTINUE, heard=True)
        home.now += 20 * DAY
        home.no_permit_where_the_book_says_no()

        assert home.permits == 2

"""What one agreement amounts to, with its reviews, endings and objections, as far as records say.

Rules kept here:
- A review follows its predecessor by number and by digest. Two reviews of one predecessor leave
  nobody sure what holds, so nothing does.
- A review that was admitted after the last day, or after an objection's seventh, revives nothing.
- Whoever gave an agreement ends it for good. An objection pauses it until a later review, in which
  the young person was heard.
- An ending counts as it stands: to stop needs no second look at who signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, cast

from consent.calendar import london_day
from consent.codes import Code
from consent.entries import Entry, LedgerRefused
from consent.home import Press, Stopped
from consent.parties import must_young_person_sign
from consent.profiles import eng_foster_1
from consent.profiles.dates import OBJECTION_REVIEW
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agreement import Agreement, Scope
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import Capacity, Outcome
from consent.records.reading import Record
from consent.records.review import Review
from consent.signers import check_agreement_signers, check_review_signers
from consent.trust_chain import TrustChain

# How far a desk's clock may be ahead of the box's.
AHEAD: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds: until when, how much, and whether it was ended or objected to.

    `tip` is the newest record's digest and `seq` its number. `ended` is why it is over for good.
    """

    agreement: Agreement
    digest: str
    tip: str
    seq: int
    scope: Scope
    valid_until: date
    ended: Code | None
    is_objected: bool


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection: its place in the ledger (none for one pressed on the box), and its moment."""

    place: int | None
    at: datetime
    moment: datetime

    @property
    def day(self) -> date:
        """The day from which it counts."""
        return london_day(self.moment)

    def is_before(self, place: int, entry: Entry) -> bool:
        """Say whether it was made known before an entry."""
        return self.at < entry.at if self.place is None else self.place < place

    def is_answered_by(self, place: int, entry: Entry, review: Review) -> bool:
        """Say whether a review was held after it in which the young person was heard."""
        heard = review.young_person_heard_on
        return (
            self.is_before(place, entry)
            and review.issued_at > self.moment
            and review.held_on >= self.day
            and heard is not None
            and heard >= self.day
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement and the reviews that follow it, by their places among all entries."""

    entries: Sequence[Entry]
    places: tuple[int, ...]

    @property
    def first(self) -> Entry:
        """The entry that it begins with."""
        return self.entries[self.places[0]]

    @property
    def agreement(self) -> Agreement:
        """The agreement that it begins with."""
        return cast("Agreement", self.first.record)

    @property
    def reviews(self) -> tuple[tuple[int, Review], ...]:
        """Its reviews in order, each with its place."""
        return tuple((at, cast("Review", self.entries[at].record)) for at in self.places[1:])

    @property
    def scope(self) -> Scope:
        """What the newest record that says so allows."""
        scopes = [review.scope for _, review in self.reviews if review.scope is not None]
        return scopes[-1] if scopes else self.agreement.scope

    @property
    def records(self) -> tuple[tuple[Agreement | Review, Entry], ...]:
        """All its records, each with its entry."""
        return tuple(
            (cast("Agreement | Review", self.entries[at].record), self.entries[at])
            for at in self.places
        )

    @property
    def digests(self) -> tuple[str, ...]:
        """The names of its records."""
        return tuple(self.entries[place].digest for place in self.places)


def line_from(entries: Sequence[Entry], place: int) -> Line:
    """Return an agreement and what follows it, as far as that is one thing after another."""
    places = [place]
    while len(following := successors(entries, places[-1])) == 1:
        places.append(following[0])
    return Line(entries, tuple(places))


def line_to(entries: Sequence[Entry], place: int) -> Line:
    """Return a review, what it follows, and so on back to the agreement. Raises LedgerRefused."""
    places = [place]
    while isinstance(review := entries[places[0]].record, Review):
        before = [at for at in range(places[0]) if entries[at].digest == review.prev]
        if not before:
            raise LedgerRefused(Code.CHAIN_PREVIOUS, "prev")
        places.insert(0, before[0])
    if not isinstance(entries[places[0]].record, Agreement):
        raise LedgerRefused(Code.CHAIN_PREVIOUS, "prev")
    return Line(entries, tuple(places))


def successors(entries: Sequence[Entry], place: int) -> list[int]:
    """Return the places of the reviews that name an entry as the one before them."""
    return [
        later
        for later in range(place + 1, len(entries))
        if isinstance(review := entries[later].record, Review)
        and review.prev == entries[place].digest
    ]


def check_box(line: Line, box: str) -> None:
    """Raise LedgerRefused where a record is of another box, or of a day that has not come yet."""
    for record, entry in line.records:
        if record.box != box:
            raise LedgerRefused(Code.LEDGER_BOX, "box")
        if record.issued_at > entry.at + AHEAD:
            raise LedgerRefused(Code.LEDGER_EARLY, "issued_at")


def check_signers(line: Line, chains: Sequence[TrustChain]) -> None:
    """Raise ConsentError unless all who must have signed each record, judged then and now."""
    then, today = chains[line.places[0]], chains[-1]
    check_agreement_signers(line.first, _agreement_case(line, then), then, today)
    for place, case in _review_cases(line, chains):
        check_review_signers(line.entries[place], case, chains[place], today)


def check_rules(line: Line, chains: Sequence[TrustChain]) -> None:
    """Raise LedgerRefused with the first rule of the profile that a record breaks."""
    for rule in eng_foster_1.broken_by(_agreement_case(line, chains[line.places[0]])):
        raise LedgerRefused(rule.code, rule.name)
    for _, case in _review_cases(line, chains):
        for broken in eng_foster_1.broken_by(case):
            raise LedgerRefused(broken.code, broken.name)


def check_linked(line: Line) -> None:
    """Raise LedgerRefused where a review hangs in the air, or where two follow one record."""
    known = {entry.digest for entry in line.entries}
    for entry in line.entries:
        if isinstance(entry.record, Review) and entry.record.prev not in known:
            raise LedgerRefused(Code.CHAIN_PREVIOUS, "prev")
    if successors(line.entries, line.places[-1]):
        raise LedgerRefused(Code.CHAIN_FORK, "prev")


def standing_of(line: Line, today: TrustChain, stopped: Sequence[Stopped] = ()) -> Standing:
    """Return what an agreement amounts to. Raises LedgerRefused for a number or a day too late."""
    agreement = line.agreement
    objections = [one for one in _objections(line, stopped) if not _is_by_giver(line, one)]
    valid_until = agreement.valid_until
    has_stopped = False
    for number, (place, review) in enumerate(line.reviews, start=1):
        entry = line.entries[place]
        if review.seq != number:
            raise LedgerRefused(Code.CHAIN_NUMBER, "seq")
        if review.outcome is Outcome.STOP:
            has_stopped = True
            continue
        open_before = [one for one in objections if one.is_before(place, entry)]
        if london_day(entry.at) > _shortened(valid_until, open_before):
            raise LedgerRefused(Code.CHAIN_LATE, "valid_until")
        objections = [one for one in objections if not one.is_answered_by(place, entry, review)]
        due, until = review.next_review_due, review.valid_until
        valid_until = min(until or valid_until, due or valid_until)
    return Standing(
        agreement=agreement,
        digest=line.digests[0],
        tip=line.digests[-1],
        seq=len(line.reviews),
        scope=line.scope,
        valid_until=min(_shortened(valid_until, objections), agreement.end_by),
        ended=Code.STOPPED if has_stopped else _ended(line, today, stopped),
        is_objected=bool(objections),
    )


def _shortened(valid_until: date, objections: Sequence[Objected]) -> date:
    return min([valid_until, *(one.day + OBJECTION_REVIEW for one in objections)])


def _objections(line: Line, stopped: Sequence[Stopped]) -> list[Objected]:
    """Return every objection to an agreement, whoever gave it, signed or pressed."""
    digest = line.digests[0]
    return [
        *(
            Objected(place, entry.at, min(entry.at, entry.record.issued_at))
            for place, entry in enumerate(line.entries)
            if isinstance(entry.record, Objection) and entry.record.agreement == digest
        ),
        *(
            Objected(None, one.at, one.at)
            for one in stopped
            if one.agreement == digest and one.press is Press.YOUNG_PERSON
        ),
    ]


def _ended(line: Line, today: TrustChain, stopped: Sequence[Stopped]) -> Code | None:
    """Return why an agreement is over for good, None where nobody has ended it."""
    digest = line.digests[0]
    kinds = {type(entry.record) for entry in line.entries if _is_about(entry.record, digest)}
    presses = {one.press for one in stopped if one.agreement == digest}
    if Withdrawal in kinds or any(_is_by_giver(line, one) for one in _objections(line, stopped)):
        return Code.WITHDRAWN
    if Stop in kinds or presses - {Press.YOUNG_PERSON}:
        return Code.STOPPED
    return Code.STOPPED_BY_AGENCY if today.withdrawn.intersection(line.digests) else None


def _is_by_giver(line: Line, objected: Objected) -> bool:
    """Say whether who objected had given the agreement by then, so that it is a withdrawal."""
    agreement = line.agreement
    return agreement.giver.capacity is Capacity.YOUNG_PERSON or any(
        must_young_person_sign(review, agreement)
        and not objected.is_before(place, line.entries[place])
        for place, review in line.reviews
    )


def _is_about(record: Record, agreement: str) -> bool:
    return isinstance(record, Withdrawal | Stop) and record.agreement == agreement


def _agreement_case(line: Line, then: TrustChain) -> AgreementCase:
    return AgreementCase(agreement=line.agreement, trust_root=then.root, keyset=then.keyset)


def _review_cases(line: Line, chains: Sequence[TrustChain]) -> Iterator[tuple[int, ReviewCase]]:
    """Yield each review with what held before it, as its rules ask."""
    before, scope = None, line.agreement.scope
    for place, review in line.reviews:
        then = chains[place]
        yield (
            place,
            ReviewCase(
                review=review,
                agreement=line.agreement,
                before=before,
                scope=scope,
                trust_root=then.root,
                keyset=then.keyset,
            ),
        )
        before, scope = review, review.scope or scope

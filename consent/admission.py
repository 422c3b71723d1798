"""Whether one envelope goes with what a box has admitted so far: signatures, place and time.

Rules kept here:
- Somebody who is known must have signed before a payload is read at all.
- Trust roots, keysets, agreements, reviews and notices on paper are of now: not of a time to come,
  and not admitted while time stands before the newest admission.
- An ending is admitted always, also late, early, or under keys that have expired: it only stops.
- An agreement that was ended is followed by nothing, and no other agreement takes its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from consent.calendar import london_day
from consent.codes import Code
from consent.entries import Entry, LedgerRefused
from consent.envelope import Envelope
from consent.frozen import Kind
from consent.keys import PublicKey
from consent.parties import (
    acknowledgement_requirement,
    keys_of,
    objection_requirement,
    stop_requirement,
    withdrawal_requirement,
)
from consent.records.acknowledgement import Acknowledgement
from consent.records.agreement import Agreement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import Outcome
from consent.records.paper_notice import PaperNotice
from consent.records.review import Review
from consent.signers import check_paper_notice_signers, signers_of
from consent.standing import (
    AHEAD,
    Line,
    check_box,
    check_rules,
    check_signers,
    line_from,
    line_to,
    standing_of,
)
from consent.trust_chain import TrustChain
from consent.verification import check_signatures

# A clock that is put right goes back by a little. By more, it is not to be trusted.
SLACK: Final = timedelta(seconds=5)

_OF_THE_AGENCY: Final = frozenset({Kind.AGREEMENT, Kind.REVIEW, Kind.STOP, Kind.PAPER_NOTICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What a box has admitted: its digest, the entries, and the agency's keys after each."""

    box: str
    entries: tuple[Entry, ...]
    chains: tuple[TrustChain, ...]

    @property
    def today(self) -> TrustChain:
        """The agency's keys as they are now."""
        return self.chains[-1]

    @property
    def newest_at(self) -> datetime:
        """The latest time at which anything was admitted."""
        return max(entry.at for entry in self.entries)

    def followed_by(self, entry: Entry, chain: TrustChain) -> Admitted:
        """Return this with one entry more, and the agency's keys after it."""
        return Admitted(box=self.box, entries=(*self.entries, entry), chains=(*self.chains, chain))

    def agreement_named(self, digest: str) -> Agreement:
        """Return the agreement of this digest. Raises LedgerRefused where there is none."""
        return self.line_of(digest).agreement

    def line_of(self, digest: str) -> Line:
        """Return the agreement of this digest and its reviews. Raises LedgerRefused."""
        for place, entry in enumerate(self.entries):
            if entry.digest == digest and isinstance(entry.record, Agreement):
                return line_from(self.entries, place)
        raise LedgerRefused(Code.LEDGER_AGREEMENT, "agreement")


def admitted_with(
    before: Admitted, envelope: Envelope, at: datetime, *, asks_rules: bool
) -> Admitted:
    """Return what is admitted with one envelope more. Raises ConsentError.

    `asks_rules` is to ask the profile's rules too, as of what comes from outside.
    """
    chain = before.today
    match envelope.kind:
        case Kind.TRUST_ROOT:
            chain = chain.with_root(envelope)
        case Kind.KEYSET:
            chain = chain.with_keyset(envelope)
        case Kind.HOME_CARD:
            raise LedgerRefused(Code.LEDGER_KIND, "payloadType")
        case _:
            _check_somebody_known(before, envelope)
    after = before.followed_by(Entry(at, envelope), chain)
    record, entry = after.entries[-1].record, after.entries[-1]
    match record:
        case Withdrawal() | Objection() | Stop():
            _check_ending(before, entry, record)
        case Acknowledgement():
            _check_acknowledgement(before, entry, record)
        case PaperNotice():
            _check_time(before, entry, record.issued_at)
            _check_paper_notice(before, entry, record)
        case Agreement():
            _check_time(before, entry, record.issued_at)
            _check_id(before, record)
            _check_line(Line(after.entries, (len(before.entries),)), after, asks_rules=asks_rules)
        case Review():
            _check_time(before, entry, record.issued_at)
            line = line_to(after.entries, len(before.entries))
            _check_line(line, after, asks_rules=asks_rules)
        case _:
            _check_time(before, entry, record.issued_at)
    return after


def _check_somebody_known(before: Admitted, envelope: Envelope) -> None:
    if not check_signatures(envelope, _keys_known(before, envelope.kind)).signers:
        raise LedgerRefused(Code.SIGNERS, "signatures")


def _keys_known(before: Admitted, kind: Kind) -> tuple[PublicKey, ...]:
    if kind in _OF_THE_AGENCY:
        return keys_of(before.today.keyset)
    agreements = [one.record for one in before.entries if isinstance(one.record, Agreement)]
    if not agreements:
        raise LedgerRefused(Code.LEDGER_AGREEMENT, "agreement")
    return keys_of(*agreements)


def _check_time(before: Admitted, entry: Entry, issued_at: datetime) -> None:
    if entry.at < before.newest_at - SLACK:
        raise LedgerRefused(Code.CLOCK_BACK, "at")
    if issued_at > entry.at + AHEAD:
        raise LedgerRefused(Code.LEDGER_EARLY, "issued_at")


def _check_id(before: Admitted, agreement: Agreement) -> None:
    known = [one.record for one in before.entries if isinstance(one.record, Agreement)]
    if any(one.id == agreement.id for one in known):
        raise LedgerRefused(Code.LEDGER_ID, "id")


def _check_line(line: Line, after: Admitted, *, asks_rules: bool) -> None:
    check_box(line, after.box)
    check_signers(line, after.chains)
    if asks_rules:
        check_rules(line, after.chains)
    standing = standing_of(line, after.today)
    newest = line.records[-1][0]
    if standing.ended and not (isinstance(newest, Review) and newest.outcome is Outcome.STOP):
        raise LedgerRefused(standing.ended, "agreement")


def _check_ending(before: Admitted, entry: Entry, ending: Withdrawal | Objection | Stop) -> None:
    if ending.box != before.box:
        raise LedgerRefused(Code.LEDGER_BOX, "box")
    agreement = before.agreement_named(ending.agreement)
    today = before.today
    match ending:
        case Withdrawal():
            signers_of(entry, [withdrawal_requirement(agreement)], keys_of(agreement))
        case Objection():
            signers_of(entry, [objection_requirement(agreement)], keys_of(agreement))
        case _:
            signers_of(entry, [stop_requirement(today.root, today.keyset)], keys_of(today.keyset))


def _check_acknowledgement(before: Admitted, entry: Entry, read: Acknowledgement) -> None:
    if read.box != before.box:
        raise LedgerRefused(Code.LEDGER_BOX, "box")
    agreement = before.agreement_named(read.agreement)
    signers = signers_of(entry, [acknowledgement_requirement(agreement)], keys_of(agreement))
    if read.viewer not in signers:
        raise LedgerRefused(Code.LEDGER_VIEWER, "viewer")


def _check_paper_notice(before: Admitted, entry: Entry, notice: PaperNotice) -> None:
    if notice.box != before.box:
        raise LedgerRefused(Code.LEDGER_BOX, "box")
    line = before.line_of(notice.agreement)
    agreement = line.agreement
    check_paper_notice_signers(entry, notice, agreement, before.today)
    ended = standing_of(line, before.today).ended
    if ended:
        raise LedgerRefused(ended, "agreement")
    if notice.device not in {one.id for one in agreement.devices}:
        raise LedgerRefused(Code.PAPER_DEVICE, "device")
    if notice.language != agreement.discussion.language:
        raise LedgerRefused(Code.PAPER_LANGUAGE, "language")
    # Nobody can hand over what is not drawn up yet, or say today what they will do tomorrow.
    first, last = london_day(agreement.issued_at), london_day(notice.issued_at)
    if not first <= notice.handed_over_on <= last:
        raise LedgerRefused(Code.PAPER_DAY, "handed_over_on")

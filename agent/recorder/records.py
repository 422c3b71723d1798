"""Records that arrive: the agency's first trust root, and everything after it.

Rules kept here:
- The recorder alone admits. What it refuses is noted, and changes nothing.
- An ending is taken at any time, also where the clock is not trusted: it only stops. Everything
  else waits until the clock can be trusted.
- An entry of the journal precedes the record on the card; then the record counts. An ending counts
  before that, in memory: whatever cannot be written, it has stopped.
- What is known already is no news, but whatever of it is missing on the card is made up for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agent.recorder.box import CLOCK_CODES, Box
from agent.recorder.erasing import end_of_agreement
from agent.recorder.errors import RecorderRefused
from agent.recorder.memory import TrustedAgency
from consent.acts import (
    Act,
    ActorRole,
    Admitted,
    Erasure,
    KeysetChanged,
    NoticeStarted,
    NoticeWay,
    Objected,
    RootChanged,
    StoppedByRecord,
    Withdrawn,
)
from consent.audit_entry import BOX, Actor
from consent.codes import Code
from consent.entries import Entry
from consent.envelope import Envelope, envelope_from_bytes
from consent.errors import ConsentError
from consent.frozen import Kind
from consent.home import Notice
from consent.ledger import TrustedLedger
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import StopReason
from consent.records.paper_notice import PaperNotice

_SPEAK_FOR_THEM: Final = frozenset({ActorRole.SOCIAL_WORKER, ActorRole.ADVOCATE})
ENDINGS: Final = frozenset({Kind.WITHDRAWAL, Kind.OBJECTION, Kind.STOP})


def enrol(box: Box, root: bytes, *, words: str, domain: str, is_hosted: bool) -> str:
    """Trust an agency from here on; return its domain. Raises ConsentError.

    `domain` is the one whose own site gave this trust root over HTTPS, `words` are those of the
    agency's card. A box trusts one agency, until the placement ends.
    """
    at = box.moment.at
    try:
        if box.memory.agency is not None:
            raise RecorderRefused(Code.LEDGER_AGENCY, "the agency")
        _check_clock(box, None)
        ledger = TrustedLedger.begin(
            box=box.identity.box,
            root_octets=root,
            fingerprint=words,
            proven_domain=domain,
            at=at,
            demonstration=box.demonstration,
        )
    except ConsentError as error:
        box.note_refused(error.code)
        raise
    box.note(_act_of(ledger.entries[0]), Actor(role=ActorRole.AGENCY))
    agency = TrustedAgency(
        domain=ledger.proven_domain, fingerprint=ledger.fingerprint, hosted=is_hosted, fetched_at=at
    )
    box.begin_ledger(ledger, agency)
    return agency.domain


def admit(box: Box, octets: bytes) -> str:
    """Take one record in; return its digest. Raises ConsentError, and then nothing has changed.

    An ending that is not refused for itself, but cannot be written, holds until the box is started
    again; it is raised all the same.
    """
    try:
        envelope = envelope_from_bytes(octets)
        ledger = _ledger(box)
        is_news = not ledger.knows(envelope)
        if is_news:
            _check_clock(box, envelope)
            ledger = ledger.admit(octets, at=box.moment.at, demonstration=box.demonstration)
    except ConsentError as error:
        box.note_refused(error.code)
        raise
    entry = next(one for one in ledger.entries if one.digest == envelope.digest)
    act = _act_of(entry)
    if envelope.kind in ENDINGS:
        # In memory first: what follows can fail, and this must not.
        box.ledger = ledger
    if is_news or act not in (one.act for one in box.journal.entries):
        box.note(act, _actor_of(ledger, entry))
    if is_news or not box.is_all_on_card:
        box.grow(ledger)
    if isinstance(entry.record, PaperNotice):
        _start_on_paper(box, entry.record)
    if isinstance(entry.record, Stop):
        _give_up_copy(box, ledger, entry, entry.record)
    return envelope.digest


def note_fetched(box: Box) -> None:
    """Note that the agency's site was asked just now, and had nothing that is not known here."""
    agency = box.memory.agency
    if agency is None:
        raise RecorderRefused(Code.LEDGER_NO_AGENCY, "the agency")
    _check_clock(box, None)
    found = replace(agency, hosted=True, fetched_at=box.moment.at)
    box.remember(replace(box.memory, agency=found))


def _ledger(box: Box) -> TrustedLedger:
    if box.ledger is None:
        raise RecorderRefused(Code.LEDGER_NO_AGENCY, "the agency")
    return box.ledger


def _check_clock(box: Box, envelope: Envelope | None) -> None:
    is_ending = envelope is not None and envelope.kind in ENDINGS
    if not box.moment.is_trusted and not is_ending:
        raise RecorderRefused(CLOCK_CODES[box.moment.clock.state], "clock")


def _start_on_paper(box: Box, given: PaperNotice) -> None:
    """Start the notice from when the statement was entered, not from the day that it names."""
    known = {(one.device, one.agreement): one for one in box.memory.notices}
    key = (given.device, given.agreement)
    notice = known.get(key, Notice(device=given.device, agreement=given.agreement))
    if notice.paper_at is not None:
        return
    box.note(
        NoticeStarted(
            how="notice_started",
            device=given.device,
            agreement=given.agreement,
            way=NoticeWay.PAPER,
        )
    )
    known[key] = replace(notice, paper_at=box.moment.at)
    box.remember(replace(box.memory, notices=tuple(known.values())))


def _give_up_copy(box: Box, ledger: TrustedLedger, entry: Entry, stop: Stop) -> None:
    """Have the copy that a withdrawal left destroyed, where the young person asked for that.

    Somebody of the agency says so for them, with a signed stop, after the withdrawal.
    """
    role = _actor_of(ledger, entry).role
    is_asked = stop.reason is StopReason.YOUNG_PERSON_ASKED and role in _SPEAK_FOR_THEM
    if is_asked and end_of_agreement(box, stop.agreement) is Erasure.WITHDRAWN:
        given_up = {*box.memory.deleted_sooner, stop.agreement}
        box.remember(replace(box.memory, deleted_sooner=tuple(sorted(given_up))))


def _act_of(entry: Entry) -> Act:
    match entry.record:
        case TrustRoot(version=version):
            return RootChanged(how="root", record=entry.digest, version=version)
        case Keyset(version=version):
            return KeysetChanged(how="keyset", record=entry.digest, version=version)
        case Withdrawal(agreement=agreement):
            return Withdrawn(how="withdrawn", agreement=agreement, record=entry.digest)
        case Objection(agreement=agreement):
            return Objected(how="objected", agreement=agreement, record=entry.digest)
        case Stop(agreement=agreement):
            return StoppedByRecord(how="stopped", agreement=agreement, record=entry.digest)
        case _:
            return Admitted(how="import", record=entry.digest)


def _actor_of(ledger: TrustedLedger, entry: Entry) -> Actor:
    """Return who ended something, by the key that signed; the box where several signed."""
    if entry.envelope.kind not in ENDINGS:
        return BOX
    keyid = str(entry.envelope.signatures[0].keyid)
    for keyset in reversed(ledger.keysets):
        for key in keyset.keys:
            if key.keyid == keyid:
                return Actor(role=ActorRole(key.role), key=keyid[:8])
    cards = {
        one.record.young_person.card.keyid
        for one in ledger.entries
        if isinstance(one.record, Agreement)
    }
    role = ActorRole.YOUNG_PERSON if keyid in cards else ActorRole.GIVER
    return Actor(role=role, key=keyid[:8])

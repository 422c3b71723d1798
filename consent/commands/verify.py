"""Verifying: who could record what, from when to when, who agreed, and what is missing.

Rules kept here:
- A desk does not know when a box admitted a record. Each is taken as admitted when it was issued,
  in that order; what was issued after the time asked about is left out, and that is said.
- What only the box knows (the notice, the device, its clock) is assumed to be in order, and that is
  said too. So `in force` means: on paper, nothing is missing.
- Exit status: 0 in force, 1 not in force, 2 not readable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from consent.calendar import start_of
from consent.commands.agency import fingerprint
from consent.commands.agreement_words import agreement_lines
from consent.commands.case_folder import record_in, refused
from consent.commands.plain import shown
from consent.commands.questions import AnswerRefused, day_typed
from consent.decide import decide
from consent.desk import Desk, DeskRefused
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes
from consent.errors import ConsentError, Reader
from consent.frozen import FINGERPRINT_WORDS, Kind
from consent.home import Clock, ClockState, DeviceFacts, HomeState, Notice
from consent.ledger import TrustedLedger
from consent.pasted import all_from_text
from consent.permits import Off, Permit
from consent.records.agency import TrustRoot
from consent.records.agreement import Agreement
from consent.records.reading import Record
from consent.standing import Standing
from consent.words import check_words, words_for

IN_FORCE: Final = 0
NOT_IN_FORCE: Final = 1
NOT_READABLE: Final = 2

_ORDER: Final = (
    *(Kind.TRUST_ROOT, Kind.KEYSET, Kind.AGREEMENT, Kind.REVIEW, Kind.ACKNOWLEDGEMENT),
    *(Kind.PAPER_NOTICE, Kind.OBJECTION, Kind.WITHDRAWAL, Kind.STOP, Kind.HOME_CARD),
)
_ASSUMED: Final = (
    "This is what the records say. Whether the young person has seen the notice, which device it"
    " is, and the box's clock are for the box: its visit page shows them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One record that was handed in, and the file it came from."""

    file: str
    envelope: Envelope
    record: Record

    @property
    def kind(self) -> Kind:
        """What kind of record it is."""
        return self.envelope.kind

    @property
    def issued_at(self) -> datetime:
        """When it was issued, by its own word."""
        return self.record.issued_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What became of one agreement."""

    agreement: Agreement
    standing: Standing
    answer: Permit | Off

    @property
    def is_in_force(self) -> bool:
        """Say whether something could be recorded."""
        return isinstance(self.answer, Permit)


def verify(
    desk: Desk, files: Sequence[str], *, at: str | None, words: str | None, as_json: bool
) -> int:
    """Say what these records amount to; return the exit status. Raises DeskRefused."""
    now = time_asked(desk, at)
    given = sorted(records_in(desk, files), key=lambda one: (one.issued_at, _ORDER.index(one.kind)))
    roots = [(one, one.record.agency.domain) for one in given if isinstance(one.record, TrustRoot)]
    if not roots:
        raise DeskRefused("none of these files is an agency's trust root (root.json)")
    first, domain = roots[0]
    if words is not None and not check_words(words, _words(first.envelope)):
        desk.say(
            "These records are not of the agency whose eight words you gave. Its words are:"
            f" {fingerprint(first.envelope)}. Do not use them, and tell somebody."
        )
        return NOT_IN_FORCE
    ledger, faults = _admitted([one for one in given if one.issued_at <= now], first, domain)
    findings = [_finding(ledger, digest, now) for digest in ledger.agreements]
    later = sum(one.issued_at > now for one in given)
    if as_json:
        desk.say(json.dumps(_document(findings, faults, now), indent=1))
    else:
        compared = words is not None
        for line in _lines(ledger, findings, faults, now=now, later=later, compared=compared):
            desk.say(line)
    return IN_FORCE if any(one.is_in_force for one in findings) else NOT_IN_FORCE


def records_in(desk: Desk, files: Sequence[str]) -> Iterator[Given]:
    """Yield every record that stands in some files. Raises DeskRefused."""
    for file in files:
        octets = desk.read(file)
        try:
            if octets.lstrip().startswith(b"{"):
                found = [envelope_from_bytes(octets.strip())]
            else:
                text = octets.decode(errors="replace")
                found = [envelope_from_bytes(one) for one in all_from_text(text)]
        except ConsentError as error:
            raise refused(error, file) from None
        for envelope in found:
            yield Given(file=file, envelope=envelope, record=record_in(envelope, file))


def _admitted(given: Sequence[Given], first: Given, domain: str) -> tuple[TrustedLedger, list[str]]:
    """Return what a box would admit of these, and a sentence for each that it would refuse."""
    boxes = [one.record.box for one in given if isinstance(one.record, Agreement)]
    try:
        ledger = TrustedLedger.begin(
            box=boxes[0] if boxes else "0" * 64,
            root_octets=envelope_to_bytes(first.envelope),
            fingerprint=first.envelope.digest,
            proven_domain=domain,
            at=first.issued_at,
        )
    except ConsentError as error:
        raise refused(error, first.file) from None
    faults = []
    for one in given:
        if one is first or one.kind is Kind.HOME_CARD:
            continue
        try:
            ledger = ledger.admit(envelope_to_bytes(one.envelope), at=one.issued_at)
        except ConsentError as error:
            faults.append(f"{one.file}: {error.explain(Reader.SOCIAL_WORKER)} ({error.code})")
    return ledger, faults


def _finding(ledger: TrustedLedger, digest: str, now: datetime) -> Finding:
    [agreement] = [
        entry.record
        for entry in ledger.entries
        if entry.digest == digest and isinstance(entry.record, Agreement)
    ]
    device = agreement.devices[0]
    standing = ledger.standing(digest)
    return Finding(
        agreement=agreement,
        standing=standing,
        answer=decide(
            ledger,
            _home_in_order(ledger, agreement, digest, now),
            DeviceFacts(
                id=device.id,
                bound=True,
                sole_user=device.sole_user,
                ambiguous=False,
                bound_on=device.bound_on,
            ),
            Clock(state=ClockState.TRUSTED, mark=now),
            now,
        ),
    )


def _home_in_order(
    ledger: TrustedLedger, agreement: Agreement, digest: str, now: datetime
) -> HomeState:
    """Return a home in which nothing stands against it: what a desk has to assume."""
    told = min(agreement.issued_at, start_of(agreement.starts_on) - timedelta(days=1))
    return HomeState(
        box=agreement.box,
        proven_domain=ledger.proven_domain,
        hosted=False,
        last_fetched_at=None,
        marks=ledger.marks,
        notices=(
            Notice(
                device=agreement.devices[0].id,
                agreement=digest,
                first_seen_at=told,
                last_seen_at=now,
            ),
        ),
        paused=frozenset(),
        stopped=(),
        audit_writable=True,
    )


def _lines(
    ledger: TrustedLedger,
    findings: Sequence[Finding],
    faults: Sequence[str],
    *,
    now: datetime,
    later: int,
    compared: bool,
) -> Iterator[str]:
    yield f"As of {shown(now)}, London time."
    yield f"The agency is {ledger.proven_domain}. Its eight words:"
    yield f"  {fingerprint(ledger.entries[0].envelope)}"
    yield (
        "  They are the words you gave."
        if compared
        else "  Compare them with the agency's card; nothing here can do that for you."
    )
    if later:
        yield f"Left out, because issued later: {later}."
    for finding in findings:
        yield from _said(ledger, finding)
    if not findings:
        yield "No agreement among these records is one that a box would admit."
    for fault in faults:
        yield f"Refused: {fault}"
    if findings:
        yield _ASSUMED


def _said(ledger: TrustedLedger, finding: Finding) -> Iterator[str]:
    yield ""
    if isinstance(finding.answer, Off):
        why = finding.answer.explain(Reader.SOCIAL_WORKER)
        yield "NOT IN FORCE. Nothing may be recorded."
        yield f"  Why: {why} ({finding.answer.code})"
        yield "What it says:"
    else:
        yield "IN FORCE. This may be recorded:"
    yield from agreement_lines(ledger, finding.standing)


def _words(envelope: Envelope) -> tuple[str, ...]:
    return words_for(bytes.fromhex(envelope.digest), FINGERPRINT_WORDS)


def time_asked(desk: Desk, at: str | None) -> datetime:
    """Return the time asked about: a day means its noon in London. Raises DeskRefused."""
    if at is None:
        return desk.now()
    try:
        if "T" in at:
            moment = datetime.fromisoformat(at)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        day = day_typed(at)
    except (ValueError, AnswerRefused):
        raise DeskRefused(
            f"--at {at}: write a day such as 2026-11-21, or 2026-11-21T09:30:00Z"
        ) from None
    return start_of(day) + timedelta(hours=12)


def _document(findings: Sequence[Finding], faults: Sequence[str], now: datetime) -> object:
    return {
        "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "in_force": any(one.is_in_force for one in findings),
        "agreements": [
            {
                "id": one.agreement.id,
                "in_force": one.is_in_force,
                "code": None if isinstance(one.answer, Permit) else str(one.answer.code),
                "level": one.standing.scope.level,
                "starts_on": one.agreement.starts_on.isoformat(),
                "valid_until": one.standing.valid_until.isoformat(),
                "end_by": one.agreement.end_by.isoformat(),
                "reviews": one.standing.seq,
            }
            for one in findings
        ],
        "refused": list(faults),
    }

"""Holding a bundle's parts against each other: what the box did, by its own word, and what is odd.

Rules kept here:
- First what cannot be argued with: the box's signature, the tree, what was seen before, every
  signature of the ledger. Where one of these fails there is no audit; the error says which.
- Then conduct: each entry is held against the records as they were at that moment. What does not
  fit is named, and the rest is told all the same.
- Nothing outside the bundle is asked, but what the reader brings: the box's words and the agency's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent.acts import (
    ClockLost,
    ClockRegained,
    LoginFailed,
    LookedTogether,
    NoticeStarted,
    Objected,
    Paused,
    Rebooted,
    Refused,
    Resumed,
    StoppedByPress,
    StoppedByRecord,
    Withdrawn,
)
from consent.audit import unmatched, verify_lines
from consent.audit_entry import AuditEntry
from consent.audited_keys import AuditedKeys, KeyCount
from consent.audited_looks import AuditedLooks
from consent.audited_recording import AuditedRecording, Span
from consent.bundle import Bundle, BundleRefused
from consent.checkpoint import Checkpoint, opened_checkpoint
from consent.codes import Code
from consent.findings import Finding, Oddity, found_at
from consent.home import ClockState
from consent.ledger import TrustedLedger
from consent.records.agreement import Agreement
from consent.replayed_home import ReplayedHome
from consent.standing import Standing
from consent.told_records import told_records
from consent.tree import is_consistent, leaf_hash, range_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Nothing could be recorded from then until then. `code` is why; None is a restart.

    `until` is None where it lasts at the journal's end.
    """

    since: datetime
    until: datetime | None
    code: Code | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a box did, by its own word, and how each agreement stands at the journal's end.

    `last_trusted` is the newest trusted time of the journal.
    """

    checkpoint: Checkpoint
    ledger: TrustedLedger | None
    agreements: Mapping[str, Agreement]
    standings: Mapping[str, Standing]
    entries: tuple[AuditEntry, ...]
    notices: tuple[AuditEntry, ...]
    spans: tuple[Span, ...]
    looks: tuple[AuditEntry, ...]
    stops: tuple[AuditEntry, ...]
    keys: tuple[KeyCount, ...]
    gaps: tuple[Gap, ...]
    refused: tuple[AuditEntry, ...]
    findings: tuple[Finding, ...]
    last_trusted: datetime | None


def audited(
    bundle: Bundle, *, seen: Checkpoint | None = None, demonstration: bool = False
) -> Audit:
    """Return what a bundle amounts to. `seen` is the checkpoint of this box seen last.

    Raises ConsentError for whatever is not as the box or the agency signed it.
    """
    remembered = () if seen is None else (seen,)
    entries = verify_lines(bundle.journal, bundle.checkpoint, bundle.box_key, remembered)
    checkpoint = opened_checkpoint(bundle.checkpoint, bundle.box_key)
    _check_proof(bundle, checkpoint)
    ledger = _ledger(bundle, demonstration=demonstration)
    held = ledger.entries if ledger else ()
    told = told_records(entries, held)
    home = ReplayedHome(ledger, told.places)
    recording, looks, keys = AuditedRecording(home), AuditedLooks(home), AuditedKeys(home)
    for entry in entries:
        home.take(entry)
        recording.take(entry)
        looks.take(entry)
        keys.take(entry)
    agreements = {one.digest: one.record for one in held if isinstance(one.record, Agreement)}
    recording.finish()
    keys.finish(bundle.box_key.keyid, bundle.slips, agreements)
    standings = {
        digest: found for digest in agreements if (found := home.standing(digest)) is not None
    }
    without_key = [found_at(entry, Oddity.LOOK_NO_KEY) for entry in unmatched(bundle.journal).views]
    findings = [
        *told.findings,
        *recording.findings,
        *looks.findings,
        *without_key,
        *keys.findings,
    ]
    trusted = [one.at for one in entries if one.clock is ClockState.TRUSTED]
    return Audit(
        checkpoint=checkpoint,
        ledger=ledger,
        agreements=agreements,
        standings=standings,
        entries=entries,
        notices=tuple(
            one for one in entries if isinstance(one.act, NoticeStarted | LookedTogether)
        ),
        spans=tuple(recording.spans),
        looks=tuple(looks.looks),
        stops=tuple(one for one in entries if _is_stop(one)),
        keys=tuple(keys.counts(agreements)),
        gaps=_gaps(entries),
        refused=tuple(one for one in entries if isinstance(one.act, Refused | LoginFailed)),
        findings=tuple(sorted(findings, key=lambda one: (one.entry is None, one.entry or 0))),
        last_trusted=max(trusted, default=None),
    )


def _check_proof(bundle: Bundle, checkpoint: Checkpoint) -> None:
    proof = bundle.proof
    if proof is None:
        return
    first = range_of(leaf_hash(line) for line in bundle.journal[: proof.since]).root
    sizes, roots = (proof.since, checkpoint.size), (first, checkpoint.root)
    if proof.since > checkpoint.size or not is_consistent(*sizes, *roots, proof.hashes):
        raise BundleRefused(Code.BUNDLE_PROOF, "proof", 1)


def _ledger(bundle: Bundle, *, demonstration: bool) -> TrustedLedger | None:
    agency = bundle.agency
    if agency is None:
        return None
    return TrustedLedger.from_lines(
        bundle.ledger,
        box=bundle.box_key.keyid,
        fingerprint=agency.fingerprint,
        proven_domain=agency.domain,
        demonstration=demonstration,
    )


def _is_stop(entry: AuditEntry) -> bool:
    return isinstance(
        entry.act, Withdrawn | Objected | StoppedByRecord | StoppedByPress | Paused | Resumed
    )


def _gaps(entries: Sequence[AuditEntry]) -> tuple[Gap, ...]:
    """Return from when to when the box was off, or did not know what time it was."""
    gaps: list[Gap] = []
    lost: tuple[datetime, Code] | None = None
    before: datetime | None = None
    for entry in entries:
        match entry.act:
            case Rebooted():
                if lost is not None:
                    gaps.append(Gap(since=lost[0], until=entry.at, code=lost[1]))
                    lost = None
                if before is not None:
                    gaps.append(Gap(since=before, until=entry.at, code=None))
            case ClockLost(code=code):
                lost = entry.at, code
            case ClockRegained() if lost is not None:
                gaps.append(Gap(since=lost[0], until=entry.at, code=lost[1]))
                lost = None
            case _:
                pass
        before = entry.at
    if lost is not None:
        gaps.append(Gap(since=lost[0], until=None, code=lost[1]))
    return tuple(gaps)

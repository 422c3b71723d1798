"""Whether the records of a ledger are those its journal tells of: each, at that time, in order.

The journal is signed as a whole, the ledger only record by record. So what somebody took out of a
ledger, or put into it, shows where the two are held against each other.

Rules kept here:
- A record counts from the entry that tells of it: same digest, same second.
- The journal may tell of a record that is not there: its entry precedes the act, and the power may
  fail in between. That is named all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consent.acts import (
    Admitted,
    KeysetChanged,
    Objected,
    RootChanged,
    StoppedByRecord,
    Withdrawn,
)
from consent.audit_entry import AuditEntry
from consent.entries import Entry
from consent.findings import Finding, Oddity, found_at


@dataclass(frozen=True, slots=True)
class ToldRecords:
    """For each record of a ledger the place of the entry that tells of it, and what is odd."""

    places: tuple[int, ...]
    findings: tuple[Finding, ...]


def told_records(entries: Sequence[AuditEntry], held: Sequence[Entry]) -> ToldRecords:
    """Return where the journal tells of each record of a ledger."""
    told: dict[str, list[AuditEntry]] = {}
    for entry in entries:
        for digest in _named(entry):
            told.setdefault(digest, []).append(entry)
    findings: list[Finding] = []
    places: list[int] = []
    earliest = 0
    for one in held:
        named = told.pop(one.digest, [])
        fitting = [entry.n for entry in named if entry.at == one.at and entry.n >= earliest]
        if not fitting:
            what = Oddity.RECORD_OTHER_TIME if named else Oddity.RECORD_NOT_TOLD
            findings.append(Finding(what=what, at=one.at, record=one.digest))
        places.append(fitting[0] if fitting else _first_since(entries, one))
        earliest = fitting[0] + 1 if fitting else earliest
    findings += [
        found_at(left[-1], Oddity.RECORD_MISSING, record=digest) for digest, left in told.items()
    ]
    return ToldRecords(tuple(places), tuple(findings))


def _named(entry: AuditEntry) -> Iterator[str]:
    """Yield the digest of the record that an entry tells of, where it tells of one."""
    match entry.act:
        case (
            Admitted(record=str(digest))
            | RootChanged(record=str(digest))
            | KeysetChanged(record=str(digest))
            | Withdrawn(record=str(digest))
            | Objected(record=str(digest))
            | StoppedByRecord(record=str(digest))
        ):
            yield digest
        case _:
            return


def _first_since(entries: Sequence[AuditEntry], held: Entry) -> int:
    """Return where a record that nobody told of would stand by its time."""
    return next((entry.n for entry in entries if entry.at >= held.at), len(entries))

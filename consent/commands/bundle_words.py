"""An audit as a page of plain words: who could record, who looked, what was stopped, what is left.

Rules kept here:
- Every section is there, also where there is nothing to say in it: that nobody looked is said.
- A device is its label in the agreement, a person is a role. Instants are as clocks in London show.
- What is odd comes last but one, with its place on the journal; what none of it can say comes last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from consent.acts import Exported, LoginFailed, Refused, Viewed
from consent.audit_entry import AuditEntry
from consent.audited_keys import KeyCount
from consent.audited_recording import Span
from consent.bundle_audit import Audit, Gap
from consent.calendar import london_day
from consent.codes import Code
from consent.commands.agreement_words import agreement_lines
from consent.commands.audit_words import (
    CANNOT_SAY,
    ERASURES,
    NOT_SEEN_BEFORE,
    NOT_UNDONE,
    ODDITIES,
    REASONS,
    ROLES,
    notice_words,
    stop_words,
)
from consent.commands.plain import shown
from consent.commands.questions import day_shown
from consent.findings import Finding
from consent.frozen import FINGERPRINT_WORDS
from consent.sentences import SENTENCES
from consent.standing import Standing
from consent.words import words_for

MOST_WORDS: Final = 3


def audit_lines(audit: Audit, *, is_first: bool) -> Iterator[str]:
    """Yield what an audit found. `is_first` is that this box was never checked at this desk."""
    yield from _section("Who could record what", _agreements(audit))
    yield from _section("When notice was given", (_notice(audit, one) for one in audit.notices))
    yield from _section("When recording was on", (_span(audit, one) for one in audit.spans))
    yield from _section("Who looked", (_look(audit, one) for one in audit.looks), "Nobody.")
    yield from _section("What was stopped or paused", map(_stop, audit.stops))
    yield from _section("What is left", map(_keys, audit.keys))
    yield from _section("When nothing could be recorded", map(_gap, audit.gaps))
    yield from _section("What was refused", _refused(audit))
    yield from _section("To look at", map(_finding, audit.findings))
    yield ""
    yield "What this cannot say:"
    if is_first:
        yield f"  {NOT_SEEN_BEFORE}"
    yield from (f"  {one}" for one in CANNOT_SAY)


def called(digest: str) -> str:
    """Return an agreement by the first of its check words."""
    return " ".join(words_for(bytes.fromhex(digest), FINGERPRINT_WORDS)[:MOST_WORDS])


def device_called(audit: Audit, device: str) -> str:
    """Return a device by its label in an agreement, or by the beginning of its id."""
    for agreement in audit.agreements.values():
        for one in agreement.devices:
            if one.id == device:
                return one.label
    return f"a device that no agreement names ({device[:8]})"


def _section(title: str, lines: Iterator[str], nothing: str = "Nothing.") -> Iterator[str]:
    yield ""
    yield f"{title}:"
    found = False
    for line in lines:
        found = True
        yield f"  {line}"
    if not found:
        yield f"  {nothing}"


def _agreements(audit: Audit) -> Iterator[str]:
    for digest in audit.agreements:
        standing = audit.standings.get(digest)
        if standing is None or audit.ledger is None:
            yield f"agreement {called(digest)}: nobody can say how it stands"
            continue
        yield f"agreement {called(digest)} {_end(audit, standing)}:"
        yield from agreement_lines(audit.ledger, standing)


def _end(audit: Audit, standing: Standing) -> str:
    if standing.ended is not None:
        return f"is over ({standing.ended}). It allowed"
    last_day = min(standing.valid_until, standing.agreement.end_by)
    if audit.last_trusted is not None and london_day(audit.last_trusted) > last_day:
        return f"ran out on {day_shown(last_day)}. It allowed"
    return "allows"


def _notice(audit: Audit, entry: AuditEntry) -> str:
    agreement, device, how = notice_words(entry)
    said = f"{device_called(audit, device)}, agreement {called(agreement)}: {how}"
    return f"{shown(entry.at)}: {said}"


def _span(audit: Audit, span: Span) -> str:
    device = device_called(audit, span.device)
    until = "still on at the end" if span.until is None else f"until {shown(span.until)}"
    why = "" if span.code is None else f": {_why(span.code)}"
    return f"{device}, level {span.level}, from {shown(span.since)} {until}{why}"


def _look(audit: Audit, entry: AuditEntry) -> str:
    act = entry.act
    assert isinstance(act, Viewed | Exported)
    device = device_called(audit, act.device)
    days = ", ".join(map(day_shown, act.days))
    if isinstance(act, Exported):
        return f"{shown(entry.at)}: handed out for a social worker's desk: {device}, {days}"
    who = ROLES[entry.actor.role]
    return f"{shown(entry.at)}: {who} looked at {device}, {days}. Reason: {REASONS[act.reason]}"


def _stop(entry: AuditEntry) -> str:
    agreement, said = stop_words(entry)
    return f"{shown(entry.at)}: agreement {called(agreement)}: {said}"


def _keys(count: KeyCount) -> str:
    left = len(count.left)
    said = (
        f"agreement {called(count.agreement)}: day keys: {count.made} made,"
        f" {count.made - left} destroyed, {left} left"
    )
    if count.left:
        said += f": {', '.join(map(day_shown, count.left))}"
    if count.young_persons:
        only = ", ".join(map(day_shown, count.young_persons))
        said += f". For the young person alone: {only}"
    if count.closed_at is None or count.reason is None:
        return said
    why = ERASURES[count.reason]
    return f"{said}. Closed {shown(count.closed_at)}, because {why}. {NOT_UNDONE}"


def _gap(gap: Gap) -> str:
    until = "the end of the journal" if gap.until is None else shown(gap.until)
    why = "the box was started again" if gap.code is None else _why(gap.code)
    return f"from {shown(gap.since)} until {until}: {why}"


def _refused(audit: Audit) -> Iterator[str]:
    refused: Counter[tuple[date, Code]] = Counter()
    failed: Counter[date] = Counter()
    for entry in audit.refused:
        day = london_day(entry.at)
        if isinstance(entry.act, Refused):
            refused[day, entry.act.code] += 1
        if isinstance(entry.act, LoginFailed):
            failed[day] += entry.act.times
    for (day, code), times in refused.items():
        yield f"{day_shown(day)}: {_times(times)}: {_why(code)}"
    for day, times in failed.items():
        yield f"{day_shown(day)}: {_times(times)}: wrong words or a wrong stop code"


def _finding(finding: Finding) -> str:
    where = "" if finding.entry is None else f"entry {finding.entry}, "
    when = "" if finding.at is None else f"{shown(finding.at)}: "
    day = "" if finding.day is None else f" It is about {day_shown(finding.day)}."
    record = "" if finding.record is None else f" Its check words begin {called(finding.record)}."
    code = "" if finding.code is None else f" Why not: {_why(finding.code)}"
    return f"{where}{when}{ODDITIES[finding.what]}{day}{record}{code}"


def _why(code: Code) -> str:
    return f"{SENTENCES[code].social_worker} ({code})"


def _times(times: int) -> str:
    return "once" if times == 1 else f"{times} times"

"""Holding what lies on the card against the box's own journal: every slip, key, frame and entry.

Rules kept here:
- First what the box signed; then each day against the journal; then each entry against the records.
  What cannot be judged because something before it is wrong is not said to be right.
- What is wrong is named by its device and day, or by its place on the journal. It is something to
  look at: a card that fails looks like one that somebody had in their hands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.recorder import words
from agent.recorder.commands.on_card import OnCard, on_card
from agent.recorder.commands.standing import why
from consent.agencies import DEMONSTRATION_DOMAIN
from consent.audit import verify_lines
from consent.audit_entry import AuditEntry
from consent.bundle import Bundle, BundledAgency
from consent.bundle_audit import audited
from consent.commands.audit_words import ODDITIES
from consent.commands.plain import shown
from consent.commands.questions import day_shown
from consent.desk import Desk
from consent.encoding import digest
from consent.entries import entry_from_line
from consent.errors import ConsentError, Reader
from consent.findings import Finding
from consent.kept_days import DayFault, check_days
from consent.records.agreement import Agreement
from consent.sealed_day import Slip, slip_from_octets

RIGHT, WRONG = 0, 1

_START: Final = 8


def check(desk: Desk, state: Path) -> int:
    """Say what on a card is not as its journal says; return the exit status.

    Raises DeskRefused, ConsentError, OSError.
    """
    card = on_card(state)
    try:
        entries = verify_lines(card.journal, card.checkpoint, card.box_key)
    except ConsentError as fault:
        desk.say(words.CHECK_WRONG)
        desk.say(f"  {_said(fault)}")
        return WRONG
    found = [*_days(card, entries), *_entries(card)]
    if not found:
        desk.say(words.CHECK_RIGHT.format(entries=len(entries), days=len(card.days)))
        return RIGHT
    desk.say(words.CHECK_WRONG)
    for line in found:
        desk.say(f"  {line}")
    desk.say(words.CHECK_AGAIN)
    return WRONG


def _days(card: OnCard, entries: tuple[AuditEntry, ...]) -> Iterator[str]:
    """Yield what is wrong with the days on a card."""
    labels = {one.id: one.label for one in card.memory.devices}
    for fault in check_days(card.days, entries, _cards(card)):
        yield words.CHECK_DAY.format(where=_where(fault, labels), why=why(fault.code))


def _cards(card: OnCard) -> dict[str, str]:
    """Return the young person's key in each agreement; a line that cannot be read has none."""
    found: dict[str, str] = {}
    for line in card.ledger:
        try:
            entry = entry_from_line(line)
        except ConsentError:
            continue
        if isinstance(entry.record, Agreement):
            found[entry.digest] = entry.record.young_person.card.keyid
    return found


def _where(fault: DayFault, labels: dict[str, str]) -> str:
    if fault.device is None or fault.day is None:
        return words.CHECK_FOLDER.format(name=fault.fingerprint[:_START])
    gone = words.SHOW_GONE_DEVICE.format(start=fault.device[:_START])
    where = words.LOOK_HEAD.format(label=labels.get(fault.device, gone), day=day_shown(fault.day))
    if fault.viewer is not None:
        return words.CHECK_KEY.format(where=where, key=fault.viewer[:_START])
    if fault.frame is not None:
        return words.CHECK_FRAME.format(where=where, at=fault.frame + 1)
    return where


def _entries(card: OnCard) -> Iterator[str]:
    """Yield what is wrong with the records on a card, and with what the box did by its journal."""
    agency = card.memory.agency
    bundle = Bundle(
        box_key=card.box_key,
        agency=None
        if agency is None
        else BundledAgency(domain=agency.domain, fingerprint=agency.fingerprint),
        checkpoint=card.checkpoint,
        journal=card.journal,
        ledger=card.ledger,
        slips=tuple(_slips(card)),
    )
    try:
        # Whether it may trust the demonstration's agency the recorder was told at its start.
        is_played = agency is not None and agency.domain == DEMONSTRATION_DOMAIN
        audit = audited(bundle, demonstration=is_played)
    except ConsentError as fault:
        yield _said(fault)
        return
    for finding in audit.findings:
        yield _finding(finding)


def _slips(card: OnCard) -> Iterator[Slip]:
    """Yield the slip of each day that has its own; any other was named with the days."""
    for one in card.days:
        if one.slip is not None and digest(one.slip) == one.name:
            with suppress(ConsentError):
                yield slip_from_octets(one.slip)


def _finding(finding: Finding) -> str:
    when = "" if finding.at is None else words.CHECK_AT.format(time=shown(finding.at))
    day = "" if finding.day is None else words.CHECK_ABOUT.format(day=day_shown(finding.day))
    place = "" if finding.entry is None else words.CHECK_ENTRY.format(n=finding.entry)
    return f"{place}{when}{ODDITIES[finding.what]}{day}"


def _said(fault: ConsentError) -> str:
    return words.CHECK_FAULT.format(why=fault.explain(Reader.CARER), code=fault.code)

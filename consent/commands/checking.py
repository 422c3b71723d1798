"""Checking whatever a home sent: records, a bundle, statements, a home card, in one command.

Rules kept here:
- What a file is, its content says, never its name.
- Whatever stands beside a bundle is held against it: records, the home card, statements, days.
- Exit status: 0 all is right (records: in force), 1 something to look at (records: not in force),
  2 not readable.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from consent.commands.box_key import box_key, card_key
from consent.commands.check_options import CheckOptions
from consent.commands.checking_bundle import (
    CheckedBundle,
    check_bundle,
)
from consent.commands.checking_days import check_sealed_days
from consent.commands.checking_notes import CheckedNote, check_deleted, check_status
from consent.commands.verify import Given, records_in, verify
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject, JsonValue
from consent.frozen import BUNDLE_CONTEXT
from consent.keys import PublicKey
from consent.pasted_days import is_days
from consent.pasted_note import NoteKind, note_kind
from consent.records.home_card import HomeCard


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """Which of the files are what: bundles, notes, sealed days, and the rest."""

    bundles: list[str]
    notes: list[tuple[str, NoteKind]]
    days: list[str]
    records: list[str]


def check(desk: Desk, files: Sequence[str], options: CheckOptions) -> int:
    """Say what these files amount to; return the exit status. Raises DeskRefused."""
    sent = _sorted(desk, files)
    bundles, records = sent.bundles, sent.records
    if not (bundles or sent.notes or sent.days):
        return verify(desk, records, at=options.at, words=options.fingerprint, as_json=options.json)
    if len(bundles) > 1:
        raise DeskRefused(f"{bundles[0]} and {bundles[1]} are both bundles; check one at a time")
    beside = list(records_in(desk, records))
    checked = [check_bundle(desk, one, beside, options) for one in bundles]
    statements = [
        *_notes(desk, sent.notes, checked, beside, options),
        *(_days(desk, file, checked) for file in sent.days),
    ]
    if options.json:
        desk.say(json.dumps(_document(checked, statements), indent=1))
    else:
        names = [*(file for file, _ in sent.notes), *sent.days]
        for line in _lines(checked, names, statements):
            desk.say(line)
    return max([*(one.status for one in checked), *(one.status for one in statements)])


def _sorted(desk: Desk, files: Sequence[str]) -> _Sent:
    """Return which files are what. Raises DeskRefused."""
    sent = _Sent(bundles=[], notes=[], days=[], records=[])
    for file in files:
        octets = desk.read(file)
        kind = note_kind(octets)
        if octets.startswith(BUNDLE_CONTEXT.encode()):
            sent.bundles.append(file)
        elif kind is NoteKind.SHARED_WORDS:
            raise DeskRefused(f"{file} holds the home's shared words; `verify spoken` uses them")
        elif kind is not None:
            sent.notes.append((file, kind))
        elif is_days(octets):
            sent.days.append(file)
        else:
            sent.records.append(file)
    return sent


def _notes(
    desk: Desk,
    notes: Sequence[tuple[str, NoteKind]],
    checked: Sequence[CheckedBundle],
    beside: Sequence[Given],
    options: CheckOptions,
) -> list[CheckedNote]:
    if not notes and not checked:
        return []
    key = _key(desk, checked, beside, options)
    return [_note(desk, file, kind, key, checked, options) for file, kind in notes]


def _days(desk: Desk, file: str, checked: Sequence[CheckedBundle]) -> CheckedNote:
    if not checked:
        return check_sealed_days(desk, file, None, None)
    return check_sealed_days(desk, file, checked[0].bundle.box_key.keyid, checked[0].audit)


def _key(
    desk: Desk, checked: Sequence[CheckedBundle], beside: Sequence[Given], options: CheckOptions
) -> PublicKey:
    """Return the key of the box that is meant. Raises DeskRefused."""
    for one in beside:
        if isinstance(one.record, HomeCard):
            return card_key(one.record, one.envelope, one.file)
    if checked and options.card is None and options.box_key is None:
        return checked[0].bundle.box_key
    return box_key(desk, card=options.card, key=options.box_key)


def _note(
    desk: Desk,
    file: str,
    kind: NoteKind,
    key: PublicKey,
    checked: Sequence[CheckedBundle],
    options: CheckOptions,
) -> CheckedNote:
    if kind is NoteKind.STATUS:
        return check_status(desk, file, key, digits=options.digits, seen=options.seen)
    audit = checked[0].audit if checked else None
    lines = checked[0].bundle.journal if checked else ()
    return check_deleted(desk, file, key, audit, lines)


def _lines(
    checked: Sequence[CheckedBundle],
    files: Sequence[str],
    statements: Sequence[CheckedNote],
) -> list[str]:
    lines = [line for one in checked for line in one.lines]
    for file, one in zip(files, statements, strict=True):
        lines += ["", f"{file}:", *(f"  {line}" for line in one.lines)]
    return lines


def _document(checked: Sequence[CheckedBundle], statements: Sequence[CheckedNote]) -> JsonObject:
    found: list[JsonValue] = [one.document for one in statements]
    return {"bundle": checked[0].document if checked else None, "statements": found}

"""Checking whatever a home sent: records, a bundle, statements, a home card, in one command.

Rules kept here:
- What a file is, its content says, never its name.
- Whatever stands beside a bundle is held against it: records, the home card, statements.
- Exit status: 0 all is right (records: in force), 1 something to look at (records: not in force),
  2 not readable.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from consent.commands.box_key import box_key, card_key
from consent.commands.check_options import CheckOptions
from consent.commands.checking_bundle import (
    CheckedBundle,
    check_bundle,
)
from consent.commands.checking_notes import CheckedNote, check_deleted, check_status
from consent.commands.verify import Given, records_in, verify
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject, JsonValue
from consent.frozen import BUNDLE_CONTEXT
from consent.keys import PublicKey
from consent.pasted_note import NoteKind, note_kind
from consent.records.home_card import HomeCard


def check(desk: Desk, files: Sequence[str], options: CheckOptions) -> int:
    """Say what these files amount to; return the exit status. Raises DeskRefused."""
    bundles, notes, records = _sorted(desk, files)
    if not bundles and not notes:
        return verify(desk, records, at=options.at, words=options.fingerprint, as_json=options.json)
    if len(bundles) > 1:
        raise DeskRefused(f"{bundles[0]} and {bundles[1]} are both bundles; check one at a time")
    beside = list(records_in(desk, records))
    checked = [check_bundle(desk, one, beside, options) for one in bundles]
    key = _key(desk, checked, beside, options)
    statements = [_note(desk, file, kind, key, checked, options) for file, kind in notes]
    if options.json:
        desk.say(json.dumps(_document(checked, statements), indent=1))
    else:
        for line in _lines(checked, notes, statements):
            desk.say(line)
    return max([*(one.status for one in checked), *(one.status for one in statements)])


def _sorted(
    desk: Desk, files: Sequence[str]
) -> tuple[list[str], list[tuple[str, NoteKind]], list[str]]:
    """Return which files are bundles, which are notes, and the rest. Raises DeskRefused."""
    bundles: list[str] = []
    notes: list[tuple[str, NoteKind]] = []
    records: list[str] = []
    for file in files:
        octets = desk.read(file)
        kind = note_kind(octets)
        if octets.startswith(BUNDLE_CONTEXT.encode()):
            bundles.append(file)
        elif kind is NoteKind.SHARED_WORDS:
            raise DeskRefused(f"{file} holds the home's shared words; `verify spoken` uses them")
        elif kind is not None:
            notes.append((file, kind))
        else:
            records.append(file)
    return bundles, notes, records


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
    notes: Sequence[tuple[str, NoteKind]],
    statements: Sequence[CheckedNote],
) -> list[str]:
    lines = [line for one in checked for line in one.lines]
    for (file, _), one in zip(notes, statements, strict=True):
        lines += ["", f"{file}:", *(f"  {line}" for line in one.lines)]
    return lines


def _document(checked: Sequence[CheckedBundle], statements: Sequence[CheckedNote]) -> JsonObject:
    found: list[JsonValue] = [one.document for one in statements]
    return {"bundle": checked[0].document if checked else None, "statements": found}

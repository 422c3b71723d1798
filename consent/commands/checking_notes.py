"""Checking what a box has signed as a note: a status statement, and a deletion statement.

Rules kept here:
- A status statement is worth something only for the six digits that were asked, and within ten
  minutes. Without the digits nothing is checked.
- A deletion statement is the box's word. With its bundle the keys are counted again; without, it is
  said that they were not.
- What deleting cannot do is said each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from consent.bundle_audit import Audit
from consent.commands.audit_words import ERASURES, NOT_UNDONE
from consent.commands.bundle_words import called
from consent.commands.plain import shown
from consent.commands.questions import day_shown
from consent.commands.seen_file import seen_in
from consent.deletion import Deletion, check_deletion, opened_deletion
from consent.desk import Desk, DeskRefused
from consent.encoding import JsonObject
from consent.errors import ConsentError, Reader
from consent.home import ClockState
from consent.keys import PublicKey
from consent.pasted_note import NoteKind, note_from_pasted
from consent.sentences import SENTENCES
from consent.status import On, Status, opened_status

RIGHT: Final = 0
WRONG: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedNote:
    """What a page says of a note, the same as an object, and the exit status."""

    lines: tuple[str, ...]
    document: JsonObject
    status: int


def check_status(
    desk: Desk, file: str, key: PublicKey, *, digits: str | None, seen: str
) -> CheckedNote:
    """Return what a status statement says, if it answers these digits now. Raises DeskRefused."""
    if digits is None:
        raise DeskRefused(
            f"{file} answers six digits that you chose; give them with --digits, such as"
            " --digits 482913"
        )
    last = seen_in(desk, seen).box(key.keyid)
    try:
        note = note_from_pasted(desk.read(file), NoteKind.STATUS)
        status = opened_status(
            note,
            key,
            challenge=digits,
            now=desk.now(),
            before=None if last is None else last.checkpoint,
        )
    except ConsentError as error:
        return wrong(file, error)
    return CheckedNote(
        lines=("The statement is right, and of just now.", *_status_lines(status)),
        document={
            "file": file,
            "status": RIGHT,
            "at": status.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "on": isinstance(status.recording, On),
            "code": None if isinstance(status.recording, On) else str(status.recording),
            "agreement": None if status.agreement is None else status.agreement.start,
            "journal": status.checkpoint.size,
        },
        status=RIGHT,
    )


def check_deleted(
    desk: Desk, file: str, key: PublicKey, audit: Audit | None, lines: tuple[bytes, ...]
) -> CheckedNote:
    """Return what a deletion statement says; `lines` are the journal of a bundle beside it.

    Raises DeskRefused.
    """
    agreement: str | None = None
    try:
        deletion = opened_deletion(note_from_pasted(desk.read(file), NoteKind.DELETION), key)
        if audit is not None:
            agreement = check_deletion(deletion, lines)
    except ConsentError as error:
        return wrong(file, error)
    borne_out = (
        "The bundle bears it out: its keys were counted again."
        if agreement is not None
        else "It is the box's word. With the box's bundle beside it, the keys are counted again."
    )
    return CheckedNote(
        lines=(*_deletion_lines(deletion, agreement), borne_out, NOT_UNDONE),
        document={
            "file": file,
            "status": RIGHT,
            "agreement": deletion.agreement if agreement is None else agreement,
            "reason": str(deletion.reason),
            "at": deletion.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "made": deletion.made,
            "destroyed": deletion.destroyed,
            "counted_again": agreement is not None,
        },
        status=RIGHT,
    )


def _status_lines(status: Status) -> tuple[str, ...]:
    match status.recording:
        case On(devices=devices, until=until):
            many = "one device" if devices == 1 else f"{devices} devices"
            recording = f"Recording is ON for {many}, until {day_shown(until)} at the latest."
        case code:
            recording = f"Recording is OFF. Why: {SENTENCES[code].social_worker} ({code})"
    about = status.agreement
    clock = (
        "The box trusts its clock."
        if status.clock is ClockState.TRUSTED
        else "The box does not trust its clock, so nothing can be recorded."
    )
    return (
        recording,
        "There is no agreement on the box."
        if about is None
        else f"The agreement's digest begins {about.start}; reviews: {about.seq}.",
        f"{clock} It says: {shown(status.at)}.",
        f"It runs release {status.release}; its programs hash to {status.image}.",
        f"Its journal has {status.checkpoint.size} entries.",
    )


def _deletion_lines(deletion: Deletion, agreement: str | None) -> tuple[str, ...]:
    which = (
        f"whose digest begins {deletion.agreement}"
        if agreement is None
        else f"whose check words begin {called(agreement)}"
    )
    doubt = "" if deletion.clock is ClockState.TRUSTED else " The box did not trust its clock then."
    counted = f"day keys: {deletion.made} made, {deletion.destroyed} destroyed"
    return (
        f"On {shown(deletion.at)} the box signed that nothing is left of the agreement {which}:",
        f"{counted}, because {ERASURES[deletion.reason]}.{doubt}",
    )


def wrong(file: str, error: ConsentError) -> CheckedNote:
    """Return that a file is not to be relied on, and why."""
    return CheckedNote(
        lines=(
            "NOT RIGHT. Do not rely on it.",
            f"{file}: {error.explain(Reader.SOCIAL_WORKER)} ({error.code}, {error.where})",
        ),
        document={"file": file, "status": WRONG, "refused": str(error.code)},
        status=WRONG,
    )

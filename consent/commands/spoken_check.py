"""The spoken check at a desk: which state the four words heard vouch for, and a stop's receipt.

Rules kept here:
- The words are tried for every state there can be under the agreements that are known here. What is
  said is the state they are right for, never the one that somebody reported.
- Words that fit none are not a lie yet: digits are misheard. They are worth nothing, and the check
  is made again with other digits.
- The home's secret is opened with the worker's key, used, and not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from consent.calendar import london_day
from consent.commands import key_file
from consent.commands.bundle_words import called
from consent.commands.case_folder import AGREEMENT, CaseFolder, envelope_in, record_in, refused
from consent.commands.checking_bundle import box_words
from consent.commands.questions import day_shown
from consent.desk import Desk, DeskRefused
from consent.envelope import Envelope
from consent.errors import ConsentError
from consent.pasted_note import NoteKind, note_from_pasted
from consent.records.agreement import Agreement
from consent.shared_words import SharedWords, home_secret, opened_shared_words
from consent.spoken import (
    SPOKEN_DIGITS,
    HomeSecret,
    are_receipt_words,
    are_spoken_words,
    digits_from_text,
)
from consent.spoken_about import NO_AGREEMENT, VisitState, about_of, states_under

RIGHT: Final = 0
WRONG: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard: the words, and the digits they answer; with a key file and shared words."""

    key: str
    shared: str
    words: str
    digits: str


def spoken(desk: Desk, heard: Heard, agreements: Sequence[str]) -> int:
    """Say which state four words vouch for; return the exit status. Raises DeskRefused.

    `agreements` are files; without any, the folder's agreement is meant.
    """
    try:
        digits = digits_from_text(heard.digits, SPOKEN_DIGITS)
    except ConsentError as error:
        # Before a passphrase is asked for: nobody should type one for nothing.
        raise refused(error, "--digits") from None
    known = _agreements(desk, agreements)
    secret = _secret(desk, heard, known)
    now = desk.now()
    for state in _states(known):
        if are_spoken_words(heard.words, secret, digits, now, about=about_of(state)):
            desk.say(f"The words are right for: {_said(state, known)}")
            desk.say("If the page was read out to you otherwise, believe the words.")
            return RIGHT
    desk.say(
        "The words are right for no state that there could be. Say four new digits and listen"
        " again; words are good for a few minutes only. If they are wrong again, visit the home."
    )
    if not known:
        desk.say("No agreement was at hand here: give its file with --agreement.")
    return WRONG


def receipt(desk: Desk, heard: Heard, agreements: Sequence[str]) -> int:
    """Say whether four words are the receipt of a stop; return the exit status.

    Raises DeskRefused.
    """
    known = _agreements(desk, agreements)
    if not known:
        raise DeskRefused("a receipt is of one agreement; give its file with --agreement")
    secret = _secret(desk, heard, known)
    for envelope, _ in known:
        if are_receipt_words(heard.words, secret, envelope.digest):
            desk.say(
                "The words are the receipt: the box has stopped the agreement whose check words"
                f" begin {called(envelope.digest)}."
            )
            return RIGHT
    desk.say("The words are not the receipt. Have them read out again; else visit the home.")
    return WRONG


def _agreements(desk: Desk, files: Sequence[str]) -> list[tuple[Envelope, Agreement]]:
    """Return the agreements in these files, or that of the folder. Raises DeskRefused."""
    folder = CaseFolder(desk)
    found = [envelope_in(desk.read(file), file) for file in files]
    if not files and folder.has(AGREEMENT):
        found = [folder.envelope(AGREEMENT)]
    known = []
    for envelope in found:
        record = record_in(envelope, AGREEMENT)
        if not isinstance(record, Agreement):
            raise DeskRefused(
                f"an agreement is asked for, and that is another kind ({record.type})"
            )
        known.append((envelope, record))
    return known


def _secret(desk: Desk, heard: Heard, known: Sequence[tuple[Envelope, Agreement]]) -> HomeSecret:
    """Return the home's secret, opened with a worker's key. Raises DeskRefused."""
    shared = _shared(desk, heard.shared)
    box = shared.box_key.keyid
    if any(agreement.box != box for _, agreement in known):
        raise DeskRefused(
            f"{heard.shared} is of another box than the agreement; ask the home for its own words"
        )
    if not known:
        desk.note(f"These are the shared words of the box with the words: {box_words(box)}")
    keys = key_file.unlock(desk, heard.key)
    try:
        return home_secret(shared, keys.public.keyid, keys.opening_key)
    except ConsentError as error:
        raise refused(error, heard.shared) from None


def _shared(desk: Desk, file: str) -> SharedWords:
    try:
        return opened_shared_words(note_from_pasted(desk.read(file), NoteKind.SHARED_WORDS))
    except ConsentError as error:
        raise refused(error, file) from None


def _states(known: Sequence[tuple[Envelope, Agreement]]) -> Iterator[VisitState]:
    """Yield every state there could be."""
    yield NO_AGREEMENT
    for envelope, agreement in known:
        # An objection can move the last day to before the first one, never before it was issued.
        first = min(agreement.starts_on, london_day(agreement.issued_at))
        yield from states_under(envelope.digest, first, agreement.end_by)


def _said(state: VisitState, known: Sequence[tuple[Envelope, Agreement]]) -> str:
    if state.agreement is None:
        return "recording is off. There is no agreement on the box."
    [digest, *_] = [one.digest for one, _ in known if one.digest.startswith(state.agreement)]
    under = f"the agreement whose check words begin {called(digest)}"
    if state.until is None:
        return f"recording is off, and {under} is over."
    until = day_shown(state.until)
    if state.is_on:
        return f"recording is ON, level {state.level}, until {until} at the latest, under {under}."
    return f"recording is off now. It may go on, level {state.level}, until {until}, under {under}."

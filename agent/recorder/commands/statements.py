"""What the box signs or says of itself: bundle, status, spoken words, deletion, card, shared words.

Rules kept here:
- What leaves the box is text that can be pasted, or a file for a social worker. None of it holds a
  site or a name.
- A square code is drawn of the very text that is shown.
"""

from __future__ import annotations

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import (
    attached_one,
    done,
    home_card,
    how_it_stands,
    ledger_of,
)
from agent.recorder.commands.meant import agreement_meant, named
from agent.recorder.commands.square_code import square_code
from agent.recorder.errors import RecorderRefused
from consent.codes import Code
from consent.commands.checking_bundle import box_words
from consent.desk import Desk, DeskRefused
from consent.pasted import to_text
from consent.recorder_requests import (
    AskBundle,
    AskDeletion,
    AskSharedWords,
    AskSpoken,
    AskStatus,
)


def bundle(desk: Desk, recorder: Recorder, file: str) -> None:
    """Write the audit bundle into a file. Raises DeskRefused, ConsentError."""
    desk.write(file, attached_one(recorder, AskBundle()), private=True)
    desk.note(words.BUNDLE_WRITTEN.format(file=file))


def status(desk: Desk, recorder: Recorder, digits: str, picture: str | None) -> None:
    """Show the signed statement that answers six digits. Raises DeskRefused, ConsentError."""
    note = attached_one(recorder, AskStatus(challenge=digits.strip()))
    desk.note(words.STATUS_WHOLE)
    desk.say(note.decode().rstrip("\n"))
    _draw(desk, note, picture)


def spoken(desk: Desk, recorder: Recorder, digits: str) -> None:
    """Show the four words that answer four digits. Raises ConsentError."""
    answer, _ = done(recorder, AskSpoken(digits=digits.strip()))
    desk.say(words.SPOKEN.format(words=" ".join(answer.words)))


def deletion(desk: Desk, recorder: Recorder, file: str, start: str | None) -> None:
    """Write the statement that nothing of an agreement is left. Raises DeskRefused, ConsentError.

    Of several the newest is meant, unless it is said which.
    """
    how = how_it_stands(recorder)
    known = [one.agreement for one in how.agreements]
    closed = [one.agreement for one in how.agreements if one.is_closed]
    digest = agreement_meant(start, known, closed[-1:], words.DELETION_NONE)
    desk.write(file, attached_one(recorder, AskDeletion(agreement=digest)), private=True)
    desk.note(words.DELETION_WRITTEN.format(file=file, called=named(digest)))


def card(desk: Desk, recorder: Recorder, picture: str | None) -> None:
    """Show the home card as text to paste. Raises DeskRefused, ConsentError."""
    octets, found = home_card(recorder)
    text = to_text(octets)
    desk.note(words.CARD.format(words=box_words(found.box)))
    desk.say(text.rstrip("\n"))
    _draw(desk, text.encode(), picture)


def shared(desk: Desk, recorder: Recorder, start: str, picture: str | None) -> None:
    """Show the home's shared words, sealed to a worker. Raises DeskRefused, ConsentError."""
    ledger = ledger_of(recorder, how_it_stands(recorder))
    if ledger is None:
        raise RecorderRefused(Code.LEDGER_NO_AGENCY, "the agency")
    keys = ledger.keysets[-1].keys if ledger.keysets else ()
    found = [one.keyid for one in keys if one.keyid.startswith(start.strip().lower())]
    if len(found) != 1:
        sentence = words.SHARED_SEVERAL if found else words.SHARED_NOBODY
        raise DeskRefused(sentence.format(start=start))
    note = attached_one(recorder, AskSharedWords(key=found[0]))
    desk.note(words.SHARED_WORDS)
    desk.say(note.decode().rstrip("\n"))
    _draw(desk, note, picture)


def _draw(desk: Desk, text: bytes, picture: str | None) -> None:
    if picture is not None:
        desk.write(picture, square_code(text), private=True)
        desk.note(words.CODE_WRITTEN.format(file=picture))

"""Stopping, at the box's terminal: by the young person, by a carer, by a code; and pauses.

Rules kept here:
- What a stop will do is asked of the very function that judges it after: so the sentence before
  cannot say something else.
- Nobody is asked why. One yes, and it stops.
- Whoever stopped gets four words that show it. Where the box could not make a note of a stop, that
  is said: it has stopped all the same.
"""

from __future__ import annotations

from datetime import date
from enum import Enum, auto
from typing import Final

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import done, how_it_stands, kept, ledger_of
from agent.recorder.commands.meant import agreement_meant, agrees, named
from agent.recorder.commands.personal_words import recognised, young_person
from agent.recorder.commands.standing import agreements_in
from consent.codes import Code
from consent.commands.questions import day_shown
from consent.desk import Desk
from consent.envelope import Envelope, envelope_to_bytes, with_signature
from consent.errors import ConsentError
from consent.home import Press, Stopped
from consent.ledger import TrustedLedger
from consent.recorder_answers import Done, HowItStands
from consent.recorder_requests import Admit, Pause, Resume, Stop, TypeStopCode
from consent.records.endings import Objection, Withdrawal
from consent.records.fields import Capacity
from consent.records.reading import kind_of, payload_octets


class Outcome(Enum):
    """What comes of a stop by the young person."""

    FOR_GOOD = auto()
    PAUSED = auto()
    UNSURE = auto()
    OVER = auto()


_BEFORE: Final = {
    Outcome.FOR_GOOD: words.STOP_FOR_GOOD,
    Outcome.PAUSED: words.STOP_PAUSES,
    Outcome.UNSURE: words.STOP_UNSURE,
    Outcome.OVER: words.STOP_OVER,
}
_AFTER: Final = {
    Outcome.FOR_GOOD: words.STOPPED_FOR_GOOD,
    Outcome.PAUSED: words.STOPPED_PAUSED,
    Outcome.UNSURE: words.STOPPED,
    Outcome.OVER: words.STOPPED,
}


def stop(desk: Desk, recorder: Recorder, press: Press, start: str | None) -> None:
    """Stop an agreement on the box, without any key. Raises DeskRefused, ConsentError."""
    how = how_it_stands(recorder)
    digest = _meant(how, start)
    outcome, said = _young_persons(recorder, how, digest)
    if press is not Press.YOUNG_PERSON and outcome is not Outcome.OVER:
        outcome, said = Outcome.FOR_GOOD, words.STOP_ENDS.format(called=named(digest))
    desk.say(said)
    if agrees(desk, words.STOP_QUESTION):
        answer = kept(recorder, Stop(agreement=digest, press=press))
        _tell(desk, answer, _AFTER[outcome])


def stop_by_code(desk: Desk, recorder: Recorder) -> None:
    """Stop whatever a code is for; anyone may type it. Raises DeskRefused, ConsentError."""
    desk.say(words.STOP_CODE_HEAD)
    code = desk.ask(words.STOP_CODE_QUESTION)
    # Whoever has typed the code has said yes.
    answer = kept(recorder, TypeStopCode(code=code.strip()))
    _tell(desk, answer, words.STOPPED_FOR_GOOD)


def stop_by_card(desk: Desk, recorder: Recorder, start: str | None) -> None:
    """Let the young person withdraw or object, with their own card.

    Raises DeskRefused, ConsentError.
    """
    how = how_it_stands(recorder)
    digest = _meant(how, start)
    ledger = ledger_of(recorder, how)
    agreement = agreements_in(ledger)[digest]
    outcome, said = _young_persons(recorder, how, digest)
    desk.say(said)
    if not agrees(desk, words.STOP_QUESTION):
        return
    otherwise = words.STOP_OTHERWISE.format(contact=agreement.stopping.contact)
    _, keys = recognised(
        desk, (young_person(agreement),), question=words.CARD_QUESTION, otherwise=otherwise
    )
    is_givers = agreement.giver.capacity is Capacity.YOUNG_PERSON
    mark, at = desk.chance(16).hex(), how.at
    record: Withdrawal | Objection = (
        Withdrawal(type="withdrawal", v=1, agreement=digest, box=how.box, id=mark, issued_at=at)
        if outcome is Outcome.FOR_GOOD or is_givers
        else Objection(type="objection", v=1, agreement=digest, box=how.box, id=mark, issued_at=at)
    )
    envelope = with_signature(Envelope(kind_of(record), payload_octets(record)), keys.signer)
    answer = kept(recorder, Admit(), envelope_to_bytes(envelope))
    _tell(desk, answer, _AFTER[outcome])


def pause(desk: Desk, recorder: Recorder, start: str | None) -> None:
    """Pause recording, until a carer ends the pause. Raises DeskRefused, ConsentError."""
    digest = _meant(how_it_stands(recorder), start)
    answer = kept(recorder, Pause(agreement=digest))
    desk.say(words.PAUSED if answer is not None else words.UNKEPT)


def resume(desk: Desk, recorder: Recorder, start: str | None) -> None:
    """End a carer's own pause. Raises DeskRefused, ConsentError."""
    how = how_it_stands(recorder)
    known = [one.agreement for one in how.agreements]
    is_paused = [one.agreement for one in how.agreements if one.is_paused]
    digest = agreement_meant(start, known, is_paused, words.NO_AGREEMENT)
    done(recorder, Resume(agreement=digest))
    desk.say(words.RESUMED)


def outcome_of(ledger: TrustedLedger, how: HowItStands, digest: str) -> tuple[Outcome, date | None]:
    """Return what the young person's stop would come to now, and the day by which a review is due.

    The day is None where it ends for good, or where nobody can say.
    """
    if any(one.over for one in how.agreements if one.agreement == digest):
        return Outcome.OVER, None
    pressed = Stopped(agreement=digest, press=Press.YOUNG_PERSON, at=how.at)
    try:
        after = ledger.standing(digest, (pressed,))
    except ConsentError:
        return Outcome.UNSURE, None
    if after.ended is Code.WITHDRAWN:
        return Outcome.FOR_GOOD, None
    if after.ended is not None or not after.is_objected:
        return Outcome.UNSURE, None
    # An earlier stop may have shortened it already: the ledger alone does not know of presses.
    known = [one.valid_until for one in how.agreements if one.agreement == digest]
    return Outcome.PAUSED, min([after.valid_until, *known])


def _young_persons(recorder: Recorder, how: HowItStands, digest: str) -> tuple[Outcome, str]:
    """Return what the young person's stop will come to, and the sentences that say so."""
    ledger = ledger_of(recorder, how)
    outcome, by = (Outcome.UNSURE, None) if ledger is None else outcome_of(ledger, how, digest)
    date_shown = "" if by is None else day_shown(by)
    return outcome, _BEFORE[outcome].format(called=named(digest), date=date_shown)


def _meant(how: HowItStands, start: str | None) -> str:
    """Return which agreement is meant: the one that goes on. Raises DeskRefused."""
    known = [one.agreement for one in how.agreements]
    going_on = [one.agreement for one in how.agreements if one.over is None]
    return agreement_meant(start, known, going_on, words.STOP_NOTHING)


def _tell(desk: Desk, answer: Done | None, said: str) -> None:
    if answer is None:
        desk.say(words.UNKEPT)
        return
    desk.say(said)
    if answer.words:
        desk.say(words.RECEIPT.format(words=" ".join(answer.words)))

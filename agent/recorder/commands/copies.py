"""What is kept, given up: the young person's copy after a withdrawal, and everything at the end.

Rules kept here:
- The copy goes only by the young person's own card.
- Before a placement ends, what the box leaves behind is written where it was asked for: a box that
  forgets everything must not find then that it cannot write.
"""

from __future__ import annotations

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import (
    NO_NUMBER,
    UNSIGNED,
    attached_one,
    how_it_stands,
    ledger_of,
    proven,
)
from agent.recorder.commands.meant import agreement_meant, agrees
from agent.recorder.commands.personal_words import recognised, young_person
from agent.recorder.commands.standing import agreements_in
from agent.recorder.errors import RecorderBroken
from consent.codes import Code
from consent.desk import Desk, DeskRefused
from consent.errors import ConsentError
from consent.recorder_requests import AskBundle, EndPlacement, GiveUpCopy


def give_up_copy(desk: Desk, recorder: Recorder, start: str | None) -> None:
    """Destroy what is kept for the young person alone. Raises DeskRefused, ConsentError."""
    how = how_it_stands(recorder)
    agreements = agreements_in(ledger_of(recorder, how))
    withdrawn = [one.agreement for one in how.agreements if one.over is Code.WITHDRAWN]
    with_days = {one.agreement for one in how.days}
    copies = [one for one in withdrawn if one in with_days]
    digest = agreement_meant(start, list(agreements), copies, words.COPY_NONE)
    if not agrees(desk, words.COPY_QUESTION):
        return
    _, keys = recognised(
        desk,
        (young_person(agreements[digest]),),
        question=words.CARD_QUESTION,
        otherwise=words.COPY_OTHERWISE,
    )
    request = GiveUpCopy(nonce=NO_NUMBER, agreement=digest, signature=UNSIGNED)
    proven(recorder, how, request, keys.signer)
    desk.say(words.COPY_GIVEN_UP)


def end_placement(desk: Desk, recorder: Recorder, file: str) -> None:
    """Destroy everything, and leave the last bundle in a file. Raises DeskRefused, ConsentError.

    Where the box cannot give out its list any more, it ends all the same, and the file is empty.
    """
    if desk.exists(file):
        raise DeskRefused(words.END_THERE.format(file=file))
    desk.write(file, _bundle(recorder), private=True)
    try:
        last = attached_one(recorder, EndPlacement())
    except RecorderBroken as broken:
        raise DeskRefused(f"{words.ENDED_UNSURE.format(file=file)} ({broken})") from None
    desk.write(file, last, private=True)
    desk.say(words.ENDED)
    desk.say((words.ENDED_LIST if last else words.ENDED_NO_LIST).format(file=file))


def _bundle(recorder: Recorder) -> bytes:
    """Return the bundle as it is now, empty where there is none. Raises RecorderBroken."""
    try:
        return attached_one(recorder, AskBundle())
    except ConsentError:
        return b""

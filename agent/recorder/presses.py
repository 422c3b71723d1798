"""Stopping on the box itself: the young person's button, a stop code, the carer; and pauses.

Rules kept here:
- The unsafe direction needs proof, the safe one does not. Whoever presses, it stops.
- A stop holds in memory before anything is written, and holds also where nothing can be written.
- A stop is tied to one agreement, and is never taken back on the box: a pause is, by the carer.
- A wrong stop code says nothing of the right one, and only a few are tried in an hour.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Final

from agent.recorder.box import Box
from agent.recorder.erasing import standing_of
from agent.recorder.errors import RecorderRefused
from consent.acts import Act, ActorRole, LoginFailed, Paused, Resumed, StoppedByPress
from consent.audit_entry import Actor
from consent.codes import Code
from consent.home import Press, Stopped
from consent.passphrase import FULL_COST, Cost, stop_code_matches
from consent.records.agreement import Agreement
from consent.spoken import receipt_words

TRIES: Final = 10
TRIES_IN_MS: Final = 60 * 60 * 1000

_ACTORS: Final = {
    Press.YOUNG_PERSON: Actor(role=ActorRole.YOUNG_PERSON),
    Press.STOP_CODE: Actor(role=ActorRole.ANYONE),
    Press.CARER: Actor(role=ActorRole.CARER),
}


def press(box: Box, agreement: str, how: Press) -> tuple[str, ...]:
    """Stop an agreement; return the four words of its receipt. Raises RecorderRefused.

    Where that it was stopped cannot be kept on the card, it is stopped nevertheless, until the box
    is started again, and the refusal says so.
    """
    check_known(box, agreement)
    if not _is_stopped(box, agreement, how):
        stop = Stopped(agreement=agreement, press=how, at=box.moment.at)
        # In memory first: what follows can fail, and this must not.
        box.memory = replace(box.memory, stopped=(*box.memory.stopped, stop))
    act = StoppedByPress(how="stop_pressed", agreement=agreement, press=how)
    told = sum(one.act == act for one in box.journal.entries)
    _have_on_card(box, None if told >= _times(box, agreement, how) else act, _ACTORS[how])
    return receipt_words(box.identity.secret, agreement)


def _is_stopped(box: Box, agreement: str, how: Press) -> bool:
    """Say whether such a press stops it by now: not where a review has answered the one before."""
    standing = standing_of(box, agreement)
    goes_on = standing is not None and standing.ended is None and not standing.is_objected
    return bool(_times(box, agreement, how)) and not goes_on


def _times(box: Box, agreement: str, how: Press) -> int:
    pressed = [(one.agreement, one.press) for one in box.memory.stopped]
    return pressed.count((agreement, how))


class StopCodes:
    """What was typed as a stop code lately, so that nobody can try them all."""

    def __init__(self, *, cost: Cost = FULL_COST) -> None:
        self._cost = cost
        self._tried_ms: list[int] = []

    def typed(self, box: Box, code: str) -> tuple[str, ...]:
        """Stop the agreement that this code is for; return its receipt. Raises RecorderRefused."""
        now_ms = box.moment.boot_ms
        self._tried_ms = [at for at in self._tried_ms if at > now_ms - TRIES_IN_MS]
        if len(self._tried_ms) >= TRIES:
            raise RecorderRefused(Code.STOP_CODE_TRIES, "stop code")
        for digest, agreement in known_agreements(box).items():
            if stop_code_matches(code, agreement.stopping.code, cost=self._cost):
                return press(box, digest, Press.STOP_CODE)
        self._tried_ms.append(now_ms)
        with suppress(RecorderRefused):
            box.note(LoginFailed(how="login_failed", times=1), Actor(role=ActorRole.ANYONE))
        raise RecorderRefused(Code.STOP_CODE_WRONG, "stop code")


def pause(box: Box, agreement: str) -> None:
    """Pause recording until the carer ends the pause. Raises RecorderRefused."""
    check_known(box, agreement)
    if agreement not in box.memory.paused:
        box.memory = replace(box.memory, paused=(*box.memory.paused, agreement))
    told = [
        one.act
        for one in box.journal.entries
        if isinstance(one.act, Paused | Resumed) and one.act.agreement == agreement
    ]
    act = Paused(how="pause", agreement=agreement)
    _have_on_card(box, None if told[-1:] == [act] else act, _ACTORS[Press.CARER])


def resume(box: Box, agreement: str) -> None:
    """End the carer's own pause; what else stands against recording still does."""
    check_known(box, agreement)
    if agreement in box.memory.paused:
        box.note(Resumed(how="resume", agreement=agreement), _ACTORS[Press.CARER])
        rest = tuple(one for one in box.memory.paused if one != agreement)
        box.remember(replace(box.memory, paused=rest))


def _have_on_card(box: Box, act: Act | None, actor: Actor) -> None:
    """Have what stops on the card, and on the journal if it is not there. Raises RecorderRefused.

    It is kept as well as it can be: where the journal takes nothing more, in the memory at least.
    """
    try:
        if act is not None:
            box.note(act, actor)
    finally:
        if not box.is_all_on_card:
            box.remember(box.memory)


def known_agreements(box: Box) -> dict[str, Agreement]:
    """Return every agreement that was admitted, by its digest."""
    entries = box.ledger.entries if box.ledger else ()
    return {one.digest: one.record for one in entries if isinstance(one.record, Agreement)}


def check_known(box: Box, agreement: str) -> Agreement:
    """Return an agreement that was admitted. Raises RecorderRefused."""
    found = known_agreements(box).get(agreement)
    if found is None:
        raise RecorderRefused(Code.LEDGER_AGREEMENT, "agreement")
    return found

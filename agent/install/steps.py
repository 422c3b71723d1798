"""One thing after another, each said before it is done, and all of them undone where one fails.

Rules kept here:
- A step that is done already is not done again, so a second installation changes nothing.
- A step is said in a sentence before it begins. What exists is touched only after a yes, and all
  questions come first: nobody has to sit there, and after a no nothing has begun.
- Where a step fails, those of this run are undone, the last one first; what was there before this
  run stays. An undoing that fails is told and the others go on.
- A step that was cut off (a power cut) is not done, so the next run does it again.
- Once it has begun, a terminal that goes away ends nothing. Ctrl-C undoes, and a second one does
  not end the undoing: half undone, the home could be left with nobody who answers names.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol


class StepFailed(Exception):
    """A step could not be done; the sentence says why and what to do."""


class Terminal(Protocol):
    """Where it is said, and where it is asked."""

    def say(self, text: str) -> None:
        """Say a sentence."""
        ...

    def agrees(self, question: str) -> bool:
        """Ask, and return whether the answer was yes."""
        ...


def nothing() -> None:
    """Undo nothing: what was done does no harm to whoever has no use for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to be done. `asks` is a question where something that exists would change.

    After a no nothing is done at all, unless the step `may_be_left` and the others go on.
    """

    says: str
    is_done: Callable[[], bool]
    do: Callable[[], object]
    undo: Callable[[], object] = nothing
    asks: str | None = None
    may_be_left: bool = False


def carry_out(steps: Sequence[Step], terminal: Terminal) -> int:
    """Do what is not done, and return how many steps that were. Raises StepFailed, undone."""
    agreed, done = _agreed(steps, terminal), list[Step]()
    with undisturbed(signal.SIGHUP):
        for step in agreed:
            try:
                if step.is_done():
                    continue
                done.append(step)  # first: what failed half-way has to be undone too
                terminal.say(step.says)
                step.do()
            except (StepFailed, OSError, KeyboardInterrupt) as error:
                _undo(done, terminal)
                raise StepFailed(_why(error)) from error
    return len(done)


@contextmanager
def undisturbed(*signals: signal.Signals) -> Iterator[None]:
    """Go on whatever of these comes, and let the programs go on that are started meanwhile."""
    before = {one: signal.signal(one, signal.SIG_IGN) for one in signals}
    try:
        yield
    finally:
        for one, how in before.items():
            signal.signal(one, how)


def _agreed(steps: Sequence[Step], terminal: Terminal) -> list[Step]:
    """Return the steps without what may be left and got a no. Raises StepFailed for another no."""
    agreed = []
    for step in steps:
        if step.asks is None or step.is_done() or _says_yes(step.asks, terminal):
            agreed.append(step)
        elif step.may_be_left:
            terminal.say("It is left as it is.")
        else:
            raise StepFailed("You said no, so nothing is changed.")
    return agreed


def _says_yes(question: str, terminal: Terminal) -> bool:
    try:
        return terminal.agrees(question)
    except KeyboardInterrupt as error:
        raise StepFailed(_why(error)) from error


def _undo(done: Sequence[Step], terminal: Terminal) -> None:
    with undisturbed(signal.SIGINT):
        if done:
            terminal.say("It does not go on. What was done is undone.")
        for step in reversed(done):
            try:
                step.undo()
            except (StepFailed, OSError) as error:
                terminal.say(f"This could not be undone: {step.says} ({_why(error)})")


def _why(error: BaseException) -> str:
    match error:
        case KeyboardInterrupt():
            return "It was stopped from the keyboard."
        case OSError(filename=str(name), strerror=str(reason)):
            return f"{name}: {reason}"
        case _:
            return str(error)

"""Changing rules and devices so that it can be undone, and undoing the latest change.

Rules kept here:
- What is kept for undoing is kept in the same transaction as the change.
- Undoing is a change like any other: kept, listed and published together, and once.
- Only the change that was shown is undone; where another came since, nothing is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlmodel import Session

from console.errors import ConsoleError
from console.house import House
from console.services.home import NotSetUp, change_kept
from console.services.publish import await_taken_up
from console.store.database.changes import MAX_TEXT, Changed, Note
from console.store.database.homes import home_of, save_home
from console.store.database.undo import drop_step, keep_step, last_step
from policy.household import Household
from policy.plan_words import differences
from policy.snapshot import PolicySnapshot


class NothingToUndo(ConsoleError):
    """The change that was to be undone is not the latest any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """The latest change: its number, and what undoing it would change, in sentences."""

    number: int
    sentences: tuple[str, ...]


def change_undoably(
    house: House, note: Note, change: Callable[[Household], Household]
) -> PolicySnapshot:
    """Change the household as `change` says, so that it can be undone.

    Raises as `console.services.home.change_home` does, and then nothing has changed.
    """

    def kept(session: Session) -> None:
        home = home_of(session)
        if home is None:
            raise NotSetUp("this home is not set up yet")
        after = change(home.household)
        if after != home.household:
            keep_step(session, home.household, after)
        save_home(session, replace(home, household=after))

    snapshot = change_kept(house, note, kept)
    await_taken_up(house.published, snapshot.version)
    return snapshot


def undoable(house: House) -> Undoable | None:
    """Return the latest change if it can be undone; None where there is none."""
    with house.database.reading() as session:
        home = home_of(session)
        step = last_step(session, home.household) if home else None
    if home is None or step is None:
        return None
    return Undoable(number=step.number, sentences=differences(home.household, step.before))


def undo(house: House, who: str, number: int) -> None:
    """Undo the change of a number. Raises NothingToUndo and what `change_undoably` raises."""
    latest = undoable(house)
    if latest is None or latest.number != number:
        raise NothingToUndo("another change came since")

    def taken_back(session: Session) -> None:
        home = home_of(session)
        step = last_step(session, home.household) if home else None
        if home is None or step is None or step.number != number:
            raise NothingToUndo("another change came since")
        drop_step(session, number)
        save_home(session, replace(home, household=step.before))

    text = " ".join(latest.sentences)[:MAX_TEXT]
    snapshot = change_kept(house, Note(who=who, what=Changed.UNDONE, text=text), taken_back)
    await_taken_up(house.published, snapshot.version)

"""How far the first run is: one row to a value, and back.

Rules kept here:
- A step is kept in the very transaction that does what the step is for, so a power cut leaves both
  or neither.
"""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import Session

from console.store.database.tables.first_run import FirstRunRow


class Step(StrEnum):
    """The screens in their order, and the end; kept as written here, so none is ever renamed."""

    HOME = "home"
    CARER = "carer"
    PERSON = "person"
    DEVICE = "device"
    TOGETHER = "together"
    DONE = "done"


def step_of(session: Session) -> Step | None:
    """Return the step that is to be done next, None where no first run began."""
    row = session.get(FirstRunRow, 1)
    return None if row is None else Step(row.step)


def keep_step(session: Session, step: Step) -> None:
    """Keep which step is to be done next."""
    session.merge(FirstRunRow(id=1, step=step.value))
    session.flush()

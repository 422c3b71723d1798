"""The names that somebody allowed from a page, with the way back.

Rules kept here:
- A name is said to be allowed only where the published rules allow it, and to be in force only
  where the agent has taken those up.
- Where the household file speaks of the very name for everyone, the page says so: it decides.
- The newest comes first, and a long list is folded behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

from console import words
from console.pages.standing import Notice, Tone
from console.store.allowed_file import AllowedName
from console.words.of_policy import KINDS
from policy import names
from policy.household import Household
from policy.snapshot import PolicySnapshot

UNFOLDED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedRow:
    """One name. `note` is what there is to know of it beside that it is allowed."""

    name: str
    why: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedPart:
    """The part of the home page about these names; `fold` is what to press to see `folded`."""

    text: str
    rows: tuple[AllowedRow, ...]
    folded: tuple[AllowedRow, ...]
    fold: str | None
    notice: Notice | None


def allowed_part(
    allowed: tuple[AllowedName, ...] | None,
    written: Household,
    snapshot: PolicySnapshot,
    *,
    rules_in_force: bool,
) -> AllowedPart | None:
    """Return what to say of the names; None where there are none.

    `allowed` is None where the file cannot be read. `written` is the home as its file has it.
    """
    if allowed is None:
        notice = Notice(
            tone=Tone.CARE,
            icon="triangle-alert",
            heading=words.ALLOWED_DAMAGED,
            texts=(words.ALLOWED_DAMAGED_TEXT,),
            todo=words.ALLOWED_DAMAGED_TODO,
        )
        return AllowedPart(text="", rows=(), folded=(), fold=None, notice=notice)
    if not allowed:
        return None
    rows = [_row(one, written, snapshot) for one in reversed(allowed)]
    return AllowedPart(
        text=words.ALLOWED_IN_FORCE if rules_in_force else words.ALLOWED_NOT_YET,
        rows=tuple(rows[:UNFOLDED]),
        folded=tuple(rows[UNFOLDED:]),
        fold=words.NAMES_ALL.format(count=f"{len(rows):,}") if len(rows) > UNFOLDED else None,
        notice=None,
    )


def _row(one: AllowedName, written: Household, snapshot: PolicySnapshot) -> AllowedRow:
    note = None
    if one.name in written.everyone.block:
        note = words.ALLOWED_FILE_BLOCKS
    elif one.name in written.everyone.allow:
        note = words.ALLOWED_FILE_ALLOWS
    elif one.name not in snapshot.household.everyone.allow:
        note = words.ALLOWED_UNPUBLISHED
    return AllowedRow(
        name=names.to_text(one.name),
        why=words.ALLOWED_WHY.format(kind=KINDS[one.category]),
        note=note,
    )

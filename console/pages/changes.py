"""What was changed in this home: who, what, when and why; and what holds now and can be undone.

Rules kept here:
- The latest change comes first.
- That a young person used "Fix an app" is theirs to read, on their own page: here it would tell
  when somebody's app did not work (people.md, 3 and 14).
- What holds now is the same list that Tonight shows, with the same way back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.pages.evening import GivenLine, given_line, holding_now
from console.pages.times import day_in_words
from console.services.tonight import TonightNow
from console.services.undoing import Undoable
from console.store.database.changes import Change, Changed
from console.words import TITLE as PAGE_TITLE
from console.words import changes
from policy.moment import Moment
from policy.zones import on_the_wall

NOT_FOR_ADULTS = frozenset({Changed.FIX_USED, Changed.TURN})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change: who did what, about whom or what, when, and why."""

    text: str
    about: str
    when: str
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """The page. `whole` says how many changes are shown, where there may be more.

    `undo` is the latest change of rules or devices, where it can be undone.
    """

    title: str
    undo: Undoable | None
    running: tuple[tuple[str, GivenLine], ...]
    rows: tuple[ChangeRow, ...]
    whole: str | None


def changes_page(
    now: TonightNow, found: tuple[Change, ...], limit: int, undo: Undoable | None = None
) -> ChangesPage:
    """Return the page for the latest changes, of which at most `limit` were looked up."""
    rows = change_rows((one for one in found if one.note.what not in NOT_FOR_ADULTS), now.moment)
    return ChangesPage(
        title=PAGE_TITLE.format(page=changes.TITLE),
        undo=undo,
        running=tuple(
            (one.grant.young_person or "", given_line(one, now.household, now.moment))
            for one in reversed(holding_now(now))
        ),
        rows=rows,
        whole=changes.ALL.format(count=len(rows)) if len(found) >= limit else None,
    )


def change_rows(found: Iterable[Change], moment: Moment) -> tuple[ChangeRow, ...]:
    """Return changes as rows of a list, in the order they come in."""
    return tuple(_row(one, moment) for one in found)


def when(change: Change, moment: Moment) -> tuple[str, str]:
    """Return the day and the time at which something was changed, by the home's clocks."""
    wall = on_the_wall(change.at, moment.zone)
    return day_in_words(wall.date()), f"{wall:%H:%M}"


def _row(change: Change, moment: Moment) -> ChangeRow:
    note = change.note
    date, time = when(change, moment)
    about = note.about
    if note.text:
        about = changes.FOR.format(person=about, text=note.text) if about else note.text
    return ChangeRow(
        text=changes.DID[note.what].format(who=note.who),
        about=about,
        when=changes.WHEN.format(date=date, time=time),
        why=changes.WHY.format(reason=note.why) if note.why else None,
    )

"""What is said of a day that was opened: each row, and what none of them shows.

Rules kept here:
- Every row says that the device asked, and that this shows no more than that.
- A day in which nothing was written down is said to be one, and not to be a day without anything.
- What somebody finds here can frighten: where help is stands below it, for whoever reads.
"""

from __future__ import annotations

from typing import Final

from consent.commands.agreement_questions import CATEGORIES
from consent.rows import Row

THE_DEVICE_ASKED: Final = "The device asked; this does not show that anyone opened it."
SOME_NAMES_ONLY: Final = "This shows some site names only."
NOTHING_WRITTEN: Final = (
    "Nothing was written down on this day. This does not show that nothing was asked for."
)
NOT_OVER: Final = (
    "This day was not over when the bundle was made. Its end may be missing, and the journal does"
    " not vouch for it yet."
)
ENDS_EARLY: Final = (
    "This file was made before the day was over, so there is more of it on the box. The journal"
    " does not vouch for a part of a day: ask for the whole day."
)
NOT_HANDED_OUT: Final = (
    "The journal in the bundle does not say that this day was handed out. Ask for a new bundle; if"
    " that does not say so either, visit the home."
)
DESTROYED_SINCE: Final = "The box has destroyed this day since. Delete this file too."
OTHER_AGREEMENT: Final = "This day is of another agreement than the one in this folder."
OTHER_BOX: Final = (
    "This day is of another box than the bundle. Nothing of it is shown; ask for that box's bundle."
)
NOT_PROVEN: Final = (
    "Nothing here shows that the box wrote this: bring its bundle with --bundle, and check the"
    " bundle with `./lamplight verify`."
)
HELD_AGAINST: Final = (
    "The days were held against the journal of the box with the eight words: {words}. Compare them"
    " with the home card."
)
NOT_KEPT: Final = "What you read here is not kept anywhere. Close the window when you have read it."
IF_WORRIED: Final = (
    "If you are worried: in danger now, ring 999. Else ring children's services, or the NSPCC on"
    " 0808 800 5000, and tell your manager. Talk with the young person before anything else is done"
    " about it."
)
IF_YOU_ARE_WORRIED: Final = (
    "If something here worries you: in danger, ring 999. You can ring Childline on 0800 1111, free,"
    " day or night."
)


def row_said(row: Row) -> str:
    """Return a row in plain words."""
    kind = CATEGORIES.get(row.category, row.category)
    if row.times is not None:
        times = "once" if row.times == 1 else f"{row.times} times"
        return f"{kind}: blocked {times}. {THE_DEVICE_ASKED}"
    hour = row.hour or 0
    when = f"{hour:02}:00 to {hour + 1:02}:00"
    what = f"{row.domain}" if kind is None else f"{row.domain} was blocked ({kind})"
    return f"{when}: {what}. {THE_DEVICE_ASKED}"

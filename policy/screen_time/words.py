"""What is said of minutes, in one place: every sentence says that it is an estimate.

Rules kept here:
- The young person reads minutes; adults read steps of fifteen, so that a page that is looked at
  again and again does not show who is using something now.
- Of a label nothing is said but what the family or our own table calls it.
"""

from __future__ import annotations

from typing import Final

from policy.timed import Period, Target

ESTIMATE: Final = "This is an estimate."
WRONG: Final = "It can be wrong. A carer can give minutes back."
ADULTS_STEP: Final = 15

_PERIODS: Final = {Period.DAY: "today", Period.WEEK: "this week"}


def time_left(minutes: int, target: Target, period: Period) -> str:
    """Return what a young person reads about their own minutes."""
    when = _PERIODS[period]
    if not minutes:
        return f"Your time for {target.label} is used up for {when}. {ESTIMATE} {WRONG}"
    return f"You have about {minutes} minutes of {target.label} left {when}. {ESTIMATE}"


def time_left_for_adults(minutes: int, target: Target, period: Period) -> str:
    """Return what an adult reads about somebody's minutes."""
    when = _PERIODS[period]
    if not minutes:
        return f"The time for {target.label} is used up for {when}. {ESTIMATE} {WRONG}"
    most = in_steps(minutes)
    return f"Up to {most} minutes of {target.label} are left {when}. {ESTIMATE}"


def in_steps(minutes: int) -> int:
    """Return minutes as adults read them: the next whole quarter of an hour, 0 for none."""
    return -(-minutes // ADULTS_STEP) * ADULTS_STEP


def ends_soon(title: str, minutes: int) -> str:
    """Return the warning before a rule or a grant ends something."""
    return f"{title}: in about {minutes} minutes."


def runs_out_soon(title: str, minutes: int) -> str:
    """Return the warning before minutes are used up."""
    return f"About {minutes} minutes of {title} are left. {ESTIMATE}"


def borrowed(minutes: int, target: Target) -> str:
    """Return what a young person reads before they borrow."""
    return (
        f"Take {minutes} more minutes of {target.label} now, and have {minutes} minutes less"
        f" tomorrow. You can do this once a day. {ESTIMATE}"
    )

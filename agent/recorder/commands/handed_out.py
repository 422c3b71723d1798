"""Sealed days as the recorder hands them out, and which of those that are kept are meant.

Rules kept here:
- The newest agreement with days is meant, unless it is said which; that there are others is said.
- A day that is not kept for whoever asks is not asked for: the days that are, are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agent.recorder import words
from agent.recorder.commands.meant import agreement_meant, named
from agent.recorder.errors import RecorderBroken
from consent.commands.questions import day_shown
from consent.desk import Desk, DeskRefused
from consent.exported import MOST_DAYS, SealedDay
from consent.recorder_answers import KeptDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to look at, as they typed it; None and nothing where they did not say."""

    label: str
    days: tuple[date, ...] = ()
    reason: str | None = None
    agreement: str | None = None


def sealed_days(parts: Sequence[bytes]) -> Iterator[SealedDay]:
    """Yield the days in what was attached: for each its frames' number, slip, sealed key, frames.

    Raises RecorderBroken where it is not that.
    """
    rest = list(parts)
    while rest:
        count, *rest = rest
        if not count.isdigit() or len(rest) < 2 + int(count):
            raise RecorderBroken(words.NO_SENSE)
        slip, sealed_key, *rest = rest
        frames, rest = rest[: int(count)], rest[int(count) :]
        yield SealedDay(slip=slip, sealed_key=sealed_key, frames=tuple(frames))


def agreement_kept(
    desk: Desk, kept: Sequence[KeptDay], known: Sequence[str], start: str | None, label: str
) -> str:
    """Return the agreement whose days are meant. Raises DeskRefused where no day is kept."""
    with_days = [one for one in known if one in {day.agreement for day in kept}]
    nothing = words.LOOK_NOTHING.format(label=label)
    digest = agreement_meant(start, with_days, with_days[-1:], nothing)
    others = [one for one in with_days if one != digest]
    if others and start is None:
        desk.note(words.LOOK_OLDER.format(known=", ".join(map(named, others))))
    return digest


def days_meant(asked: Sequence[date], kept: Sequence[date], label: str) -> tuple[date, ...]:
    """Return which days to ask for: those asked, or else all. Raises DeskRefused.

    `kept` are those that whoever asks can open. Of many the newest are meant.
    """
    if not kept:
        raise DeskRefused(words.LOOK_NOTHING_FOR.format(label=label))
    missing = sorted(set(asked) - set(kept))
    if missing:
        raise DeskRefused(
            words.LOOK_OTHER_DAYS.format(days=_listed(missing), known=_listed(sorted(kept)))
        )
    return tuple(sorted(set(asked or kept))[-MOST_DAYS:])


def _listed(days: Sequence[date]) -> str:
    return ", ".join(map(day_shown, days))

"""What comes of fetching one list, whoever goes for it: this process, or one that it asks.

Rules kept here:
- A list is in its file only when all of it came. Whatever else happens, no file stays.
- Nothing here knows a network: a job whose lists another process fetches carries nothing that could
  speak over one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from agent.lists.allowance import FetchFault, Limits
from agent.lists.headers import Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One list to be fetched. `validators` belong to the copy that is here, None without one."""

    address: str
    validators: Validators | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Fetched:
    """The list has come. `moved_to`: where it lives now, if it moved there for good."""

    octets: int
    validators: Validators
    moved_to: str | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The publisher says that the copy the validators came with is still the newest."""

    validators: Validators
    moved_to: str | None


@dataclass(frozen=True, slots=True)
class Failed:
    """No list came. `detail` adds a status or the like in our words, never what was sent."""

    fault: FetchFault
    detail: str


Outcome: TypeAlias = Fetched | Unchanged | Failed

Tell = Callable[[int, int | None], None]
"""Hears how many octets have come, as they travel, and how many there will be if that was said."""


class Into(Protocol):
    """Where the octets of a list go."""

    def write(self, octets: bytes, /) -> object:
        """Take all of these. Raises OSError."""
        ...


class Bringer(Protocol):
    """Whoever goes for lists, one after another."""

    def bring(self, wanted: Wanted, *, into: Into, tell: Tell, now: Callable[[], float]) -> Outcome:
        """Write a list into `into`; only after Fetched is it all of it.

        `now` counts seconds. Raises OSError where `into` does, and nothing else.
        """
        ...


def fetch(  # noqa: PLR0913 - seven different things, which every caller names
    address: str,
    *,
    validators: Validators | None,
    limits: Limits,
    to: Path,
    tell: Tell,
    now: Callable[[], float],
    session: Bringer,
) -> Outcome:
    """Bring the list at an address into the file `to`, and say how that went.

    The file is there, complete, only after Fetched; making it durable is left to whoever gives it
    its place. Raises OSError where the file cannot be written, and nothing else.
    """
    wanted = Wanted(address=address, validators=validators, limits=limits)
    outcome: Outcome | None = None
    try:
        with to.open("wb") as file:
            came = session.bring(wanted, into=file, tell=tell, now=now)
        # Only now: what was still in memory may have found no room.
        outcome = came
    finally:
        if not isinstance(outcome, Fetched):
            to.unlink(missing_ok=True)
    return outcome

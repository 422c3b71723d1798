"""The desk: where a person sits and answers, as the commands see it. The only way out of this room.

Rules kept here:
- A command is given a desk and never reaches past it, so it can be tried from beginning to end in
  memory. `consent/__main__.py` is the real desk: terminal, folder, clock, chance.
- A secret is asked for and never shown, and never comes in an argument.
- A file is written whole or not at all.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class DeskRefused(Exception):
    """A command cannot go on; the text is one sentence for the person at the desk."""


class Desk(Protocol):
    """A terminal, a folder, a clock and chance."""

    def say(self, text: str) -> None:
        """Show text that is the command's result."""
        ...

    def note(self, text: str) -> None:
        """Show text beside the result: what is asked for, what was written where."""
        ...

    def ask(self, question: str) -> str:
        """Return one line that was typed. Raises DeskRefused where nobody answers any more."""
        ...

    def ask_secret(self, question: str) -> str:
        """Return one line that was typed unseen. Raises DeskRefused as `ask` does."""
        ...

    def read(self, name: str) -> bytes:
        """Return a file's octets. Raises DeskRefused where there is none."""
        ...

    def write(self, name: str, octets: bytes, *, private: bool = False) -> None:
        """Replace a file, all at once; a private one for its owner only. Raises DeskRefused."""
        ...

    def exists(self, name: str) -> bool:
        """Say whether there is such a file."""
        ...

    def now(self) -> datetime:
        """Return the instant, in UTC, to the second."""
        ...

    def chance(self, octets: int) -> bytes:
        """Return so many octets of chance."""
        ...

"""The terminal of the box: where a carer, a young person or the household's helper sits.

Rules kept here:
- It is a desk as `consent/desk.py` says, for the verbs that ask the recorder; only the composition
  root makes one.
- What was found goes to standard output; what is asked, and what was written, to standard error.
- Words of a card are typed unseen, and never come in an argument.
- A file is written whole or not at all, and is its owner's alone: what leaves the box here is about
  a young person.
"""

from __future__ import annotations

import getpass
import os
import secrets
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from consent.desk import DeskRefused

STANDARD_INPUT: Final = "-"
_NOBODY: Final = "nobody answers any more; nothing was done"


class Terminal:
    """This terminal, the folder that it stands in, this machine's clock and chance."""

    def say(self, text: str) -> None:
        """Show text on standard output."""
        print(text, flush=True)  # noqa: T201 - the composition root's own terminal

    def note(self, text: str) -> None:
        """Show text on standard error."""
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - as above

    def ask(self, question: str) -> str:
        """Return a line that was typed. Raises DeskRefused where there is none."""
        sys.stderr.write(question)
        sys.stderr.flush()
        line = sys.stdin.buffer.readline()
        if not line:
            raise DeskRefused(_NOBODY)
        return line.decode("utf-8", "replace").rstrip("\r\n")

    def ask_secret(self, question: str) -> str:
        """Return a line typed unseen; from a pipe, the next line of it. Raises DeskRefused."""
        if not sys.stdin.isatty():
            return self.ask(question)
        try:
            return getpass.getpass(question)
        except EOFError:
            raise DeskRefused(_NOBODY) from None

    def read(self, name: str) -> bytes:
        """Return a file's octets, or with `-` all that is typed or piped in. Raises DeskRefused."""
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read()
        try:
            return Path(name).read_bytes()
        except OSError as error:
            raise DeskRefused(f"{name} cannot be read ({error.strerror})") from None

    def write(self, name: str, octets: bytes, *, private: bool = False) -> None:
        """Replace a file, all at once; a private one is its owner's alone. Raises DeskRefused."""
        path = Path(name)
        sibling = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            # Its mode from the first octet on: nobody else must have read the beginning.
            mode = 0o600 if private else 0o644
            descriptor = os.open(sibling, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "wb") as file:
                file.write(octets)
                file.flush()
                os.fsync(file.fileno())
            sibling.replace(path)
        except OSError as error:
            raise DeskRefused(f"{name} cannot be written ({error.strerror})") from None
        finally:
            with suppress(OSError):
                sibling.unlink()

    def exists(self, name: str) -> bool:
        """Say whether there is such a file."""
        return Path(name).exists()

    def now(self) -> datetime:
        """Return this machine's instant, to the second."""
        return datetime.now(UTC).replace(microsecond=0)

    def chance(self, octets: int) -> bytes:
        """Return octets from the system's source of chance."""
        return secrets.token_bytes(octets)

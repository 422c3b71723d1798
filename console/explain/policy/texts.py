"""A file that somebody wrote or brought along, as text.

Rules kept here:
- Reading is bounded, so that no file that is named by mistake fills the memory.
- Every failure begins with the file's name, and says what to do where somebody can do something.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from console.errors import ConsoleError
from console.store.whole_file import read_up_to

MAX_OCTETS: Final = 4_000_000
"""As many as there can be in the letters that the readers of these files accept."""


class FileUnreadable(ConsoleError):
    """A file that was named cannot be read as text."""


class FileUnwritable(ConsoleError):
    """A file that was named cannot be written, or is there already."""


def text_of(path: Path) -> str:
    """Return the text of a file. Raises FileUnreadable."""
    try:
        octets = read_up_to(path, MAX_OCTETS)
    except OSError as error:
        raise FileUnreadable(f"{path}: cannot be read: {error.strerror}") from error
    if len(octets) > MAX_OCTETS:
        raise FileUnreadable(f"{path}: this is longer than any such file can be")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileUnreadable(f"{path}: this is not UTF-8 text") from error

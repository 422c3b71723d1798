"""The set-up code of a box that nobody set up yet, `set-up-code` below the console's state.

Rules kept here:
- Only the console itself and root can read the file (mode 0600).
- It is three words drawn by chance: 7,776^3, or 38.8 bits. With five tries a minute from each of
  the 254 addresses of a home's network, half of them take more than three hundred years.
- It stays the same over restarts and power cuts, until somebody can sign in; then it is gone.
- A file that holds anything else is no code, and the next start writes a new one.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from consent.errors import ConsentError
from consent.words import words_for, words_from_text
from console.store.whole_file import read_up_to, replace_whole

CODE_WORDS: Final = 3

_CHANCE_OCTETS: Final = 32
_MAX_OCTETS: Final = 200
_OURS_ALONE: Final = 0o600


def path_below(state: Path) -> Path:
    """Return where the code stands below a state folder."""
    return state / "console" / "set-up-code"


def read_code(state: Path) -> tuple[str, ...] | None:
    """Return the code's words, None where there is none that can be read."""
    try:
        octets = read_up_to(path_below(state), _MAX_OCTETS)
        return words_from_text(octets.decode(), CODE_WORDS)
    except (OSError, UnicodeDecodeError, ConsentError):
        return None


def code_kept(state: Path) -> tuple[str, ...]:
    """Return the code that is there, or else a new one, on the disk by then. Raises OSError."""
    kept = read_code(state)
    if kept is not None:
        return kept
    words = words_for(secrets.token_bytes(_CHANCE_OCTETS), CODE_WORDS)
    replace_whole(path_below(state), f"{' '.join(words)}\n".encode(), _OURS_ALONE)
    return words


def forget_code(state: Path) -> None:
    """Let there be no code. Raises OSError."""
    path_below(state).unlink(missing_ok=True)

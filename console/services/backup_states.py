"""Why a backup was not opened, and what it holds of records, for whoever finds the words.

Rules kept here:
- It knows no database, so that the words can be had without one.
"""

from __future__ import annotations

from enum import StrEnum


class Unopened(StrEnum):
    """Why a backup could not be opened."""

    NO_BACKUP = "no-backup"
    NEWER = "newer"
    WRONG = "wrong"
    CONTENTS = "contents"


class Held(StrEnum):
    """Whether a backup holds records, or why not."""

    HELD = "held"
    NONE = "none"
    SILENT = "silent"
    LARGE = "large"

"""How something that a home sent is to be checked: by which words, by which key, against what."""

from __future__ import annotations

from dataclasses import dataclass

from consent.commands.seen_file import SEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """What is brought along to a check, all of it optional.

    `at` is the time for which records are judged. `fingerprint` and `box` are the eight words of
    the agency and of the box; `card` (a file) or `box_key` says which box a statement is of, and
    `digits` are the six that it answers. `seen` is the file of what was seen before.
    """

    at: str | None = None
    json: bool = False
    fingerprint: str | None = None
    box: str | None = None
    seen: str = SEEN
    card_changed: bool = False
    demonstration: bool = False
    card: str | None = None
    box_key: str | None = None
    digits: str | None = None

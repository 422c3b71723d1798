"""A language in which every sentence reads backwards: one that cannot be taken for English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from console.words.sentence import IN_FORCE


@contextmanager
def upside_down() -> Iterator[None]:
    """Have that language in force."""
    token = IN_FORCE.set(backwards)
    try:
        yield
    finally:
        IN_FORCE.reset(token)


def backwards(english: str) -> str:
    """Return a sentence with its letters in the other order and its gaps as they are."""
    parts = re.split(r"({\w*})", english)
    return "".join(part if part[:1] == "{" else part[::-1] for part in reversed(parts))

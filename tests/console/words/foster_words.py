"""The words of pages that only a foster home has, with every gap filled, for `reading` to judge.

They may say agreement, placement and social worker, which no page of a family home does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Final

from tests.console.words.reading import faults

GAPS: Final = {
    "count": "20", "date": "21 November", "days": "21 November", "device": "Tablet",
    "devices": "Tablet", "end": "19:00", "how_often": "once a week", "kind": "games",
    "label": "Priya", "since": "18:00", "site": "chess.example", "start": "18:00",
    "then": "we talk it over", "time": "18:42", "who": "Sam", "why": "a worry",
}  # fmt: skip
FINE: Final = frozenset({r"\bplacement", r"\bagreement", r"social worker"})


def faults_of(module: ModuleType) -> list[tuple[str, str]]:
    """Return what is wrong with a module's words."""
    filled = ModuleType(module.__name__)
    for name, value in vars(module).items():
        if name.isupper():
            setattr(filled, name, tuple(text.format(**GAPS) for text in _texts(value)))
    return [
        (why, text)
        for why, text in faults(filled)
        if why not in FINE and (why, "right now" in text) != (r"\bright\b", True)
    ]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from map(str, value.values())
    elif isinstance(value, tuple):
        yield from map(str, value)

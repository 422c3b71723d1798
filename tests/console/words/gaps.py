"""The words of a page with every gap filled, for `reading` to judge."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Final

from tests.console.words.reading import faults

GAPS: Final = {
    "all": "4", "count": "20", "day": "Monday", "device": "Blue phone", "end": "07:00",
    "home": "/bind", "kind": "Games", "number": "2", "part": "Names of sites",
    "parts": "closed from 21:00 to 07:00", "start": "21:00", "time": "18:42", "title": "Bedtime",
    "who": "Sam",
}  # fmt: skip


def faults_but(module: ModuleType, *fine: str) -> list[tuple[str, str]]:
    """Return what is wrong with a module's words, save what a pattern of `fine` forbids."""
    filled = ModuleType(module.__name__)
    for name, value in vars(module).items():
        if name.isupper():
            setattr(filled, name, tuple(text.format(**GAPS) for text in _texts(value)))
    return [(why, text) for why, text in faults(filled) if why not in fine]


def _texts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []

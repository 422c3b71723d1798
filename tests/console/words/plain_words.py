"""A page's words in the one shape that `reading` judges: each a text, with its gaps filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Final

from console.words import HelpLine
from tests.console.words.reading import faults

GAPS: Final = {
    "number": "2",
    "count": "5",
    "minutes": "10",
    "title": "Bedtime",
    "target": "games",
    "time": "18:42",
    "names": "Sam and Kim",
}


def faults_in(module: ModuleType, *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return what is wrong with the words of a module, save those that are judged elsewhere."""
    plain = ModuleType(module.__name__)
    for name, value in vars(module).items():
        if name.isupper() and name not in without:
            texts = [text.format(**GAPS) for text in _texts(value)]
            setattr(plain, name, tuple(texts))
    return faults(plain)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, HelpLine):
        yield value.text
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)

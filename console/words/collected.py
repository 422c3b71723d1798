"""Every sentence that a page can show, gathered for translators, with the places that show it.

Rules kept here:
- It is read from the sentences themselves and not from their source, so it misses none of those
  that are made by a table.
- A place is `module.NAME`: with the name beside it, a translator knows what a short word is for.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from console import words
from console.words.catalogue import Entry
from console.words.sentence import Sentence


def entries() -> tuple[Entry, ...]:
    """Return each sentence once, in the order of the modules and the names in them."""
    places: dict[str, list[str]] = {}
    for place, sentence in _all():
        found = places.setdefault(sentence, [])
        if place not in found:
            found.append(place)
    return tuple(Entry(english=english, places=tuple(found)) for english, found in places.items())


def sentences() -> tuple[str, ...]:
    """Return each sentence once."""
    return tuple(entry.english for entry in entries())


def _all() -> Iterator[tuple[str, str]]:
    found = pkgutil.iter_modules(words.__path__)
    names = sorted(module.name for module in found if not module.name.startswith("_"))
    modules = [words, *(importlib.import_module(f"{words.__name__}.{name}") for name in names)]
    for module in modules:
        short = module.__name__.removeprefix("console.")
        for name, value in vars(module).items():
            if name.isupper():
                for sentence in _within(value):
                    yield f"{short}.{name}", sentence


def _within(value: object) -> Iterator[str]:
    match value:
        case Sentence():
            yield str.__str__(value)
        case str():
            return
        case Mapping():
            for one in value.values():
                yield from _within(one)
        case tuple():
            for one in value:
                yield from _within(one)

"""The languages that pages can be shown in, and the one that is in force for this request.

Rules kept here:
- English is the text of the program. Every other language is looked up, by the standard library's
  gettext, in `languages/TAG/LC_MESSAGES/lamplight.mo`.
- A sentence that a language lacks is shown in English and says so (`console.words.unsaid`); it is
  never empty and never a key.
- A language is offered for pages where its rights pack is whole (`console.words.rights`), so that
  nobody is greeted in a language in which they cannot read what is written down about them.
- What a translation fills its gaps with is checked at the start: a catalogue with another gap than
  the English has is not offered, since a page would break on it.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from console.words.catalogue import gaps_in
from console.words.sentence import IN_FORCE, Lookup
from console.words.unsaid import unsaid

FOLDER: Final = Path(__file__).parent / "languages"
DOMAIN: Final = "lamplight"


class Direction(StrEnum):
    """In which direction a language is written, as HTML's `dir` says it."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: its tag (BCP 47), its name in itself, and how a sentence is looked up in it.

    `lookup` is None for English alone, in which nothing is looked up. `is_for_pages` is that there
    is a catalogue; without one a language has the page of rights alone, and all others are English.
    """

    tag: str
    name: str
    direction: Direction = Direction.LEFT_TO_RIGHT
    lookup: Lookup | None = None
    is_for_pages: bool = True


ENGLISH: Final = Language(tag="en-GB", name="English")

_HERE: Final[ContextVar[Language]] = ContextVar("language")
_CHOSEN: Final[ContextVar[Language]] = ContextVar("chosen")


def language_here() -> Language:
    """Return the language in force for this request."""
    return _HERE.get(ENGLISH)


def chosen_here() -> Language:
    """Return the language that whoever asks reads, also where pages are not in it."""
    return _CHOSEN.get(ENGLISH)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Have a language in force; where it is not one for pages, English, and it is chosen."""
    language = chosen if chosen.is_for_pages else ENGLISH
    marks = (_CHOSEN.set(chosen), _HERE.set(language))
    lookup = IN_FORCE.set(language.lookup)
    try:
        yield
    finally:
        IN_FORCE.reset(lookup)
        _HERE.reset(marks[1])
        _CHOSEN.reset(marks[0])


class _Unsaid(gettext.NullTranslations):
    """What stands behind a catalogue: English, marked as such."""

    def gettext(self, message: str) -> str:
        return unsaid(message)


def lookup_in(folder: Path, tag: str) -> Lookup | None:
    """Return what a language's catalogue says, None where it has none that can be used."""
    try:
        found = gettext.translation(DOMAIN, folder, [tag.replace("-", "_"), tag])
    except (OSError, ValueError):  # absent, or no catalogue
        return None
    found.add_fallback(_Unsaid())
    return found.gettext


def is_sound(lookup: Lookup, sentences: Iterable[str]) -> bool:
    """Say whether every translation has just the gaps that its English has."""
    return all(gaps_in(lookup(english)) == gaps_in(english) for english in sentences)


def wanted(accept: str, offered: Mapping[str, Language]) -> Language | None:
    """Return the first of the offered languages that a browser asks for (RFC 9110, 12.5.4).

    A tag is cut from its end until it is one of them: cy-GB finds cy (RFC 4647, 3.4). None where
    none of them is asked for.
    """
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept.split(",")[:20]):
        tag, _, weight = part.partition(";")
        quality = _quality(weight)
        if quality > 0:
            weighed.append((-quality, place, tag.strip().lower()))
    by_tag = {tag.lower(): language for tag, language in offered.items()}
    for _, _, tag in sorted(weighed):
        parts = tag.split("-")
        for length in range(len(parts), 0, -1):
            if (found := by_tag.get("-".join(parts[:length]))) is not None:
                return found
            if parts[:length] == ["en"]:
                return ENGLISH
    return None


def _quality(weight: str) -> float:
    name, _, number = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        found = float(number) if name.strip().lower() == "q" else 0.0
    except ValueError:
        return 0.0
    return found if 0 <= found <= 1 else 0.0

"""How the words of one page are judged: by whole sentences, as `tests/console/test_words.py` does.

A word that may vary stands in braces; a sentence with a name in it is read with a name in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

import console

ROOM: Final = Path(next(iter(console.__path__)))
MAX_GRADE: Final = 7.0
MAX_GRADE_OF_ONE: Final = 10.0
MAX_WORDS: Final = 20

SAMPLES: Final = {
    "count": "20",
    "date": "21 November",
    "day": "21",
    "device": "Blue phone",
    "end": "19:00",
    "kind": "games",
    "month": "November",
    "person": "Sam",
    "reason": "dinner",
    "site": "chess.example",
    "start": "18:00",
    "target": "games",
    "text": "a pause",
    "time": "18:42",
    "title": "Bedtime",
    "weekday": "Monday",
    "what": "chess.example",
    "who": "Jo",
}

FORBIDDEN: Final = (
    r"\babove\b", r"\bbelow\b", r"\bleft\b", r"\bright\b", r"you tried", r"\bchild\b", r"\bkids?\b",
    r"\buser", r"\bparents?\b", r"\badmin", r"you will be asked first", r"nobody can see",
    r"you will not be in trouble", r"\bis told\b", r"\bplacement", r"\bagreement", r"\bagency\b",
    r"social worker",
)  # fmt: skip
"""No direction, no blame, no word that a family would not use, no promise that cannot be kept."""


def faults(module: ModuleType) -> list[tuple[str, str]]:
    """Return what is wrong with the words of a module: the fault, and where it stands."""
    texts = _texts(module)
    sentences = [part for text in texts.values() for part in _sentences(text)]
    found = (
        [("a grade above seven", str(_grade(sentences)))] if _grade(sentences) > MAX_GRADE else []
    )
    found += [
        ("a hard sentence", one)
        for one in sentences
        if len(_words(one)) >= 5 and _grade([one]) > MAX_GRADE_OF_ONE
    ]
    found += [("a long sentence", one) for one in sentences if len(_words(one)) > MAX_WORDS]
    found += [
        (pattern, one)
        for pattern in FORBIDDEN
        for one in sentences
        if re.search(pattern, one, re.IGNORECASE)
    ]
    return found + [("not used", name) for name in _unused(module)]


def _texts(module: ModuleType) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, value in vars(module).items():
        if not name.isupper():
            continue
        if isinstance(value, str):
            texts[name] = value
        elif isinstance(value, Mapping):
            texts |= {f"{name} {key}": text for key, text in value.items()}
        else:
            texts |= {f"{name} {place}": text for place, text in enumerate(value)}
    return texts


def _sentences(text: str) -> list[str]:
    whole = text.format(**SAMPLES)
    return [part for part in re.split(r"(?<=[.?:])\s+", whole) if _words(part)]


def _unused(module: ModuleType) -> list[str]:
    page = module.__name__.rpartition(".")[2]
    patterns = ("templates/*.html", "pages/*.py", "routes/*.py", "services/*.py")
    sources = "".join(
        path.read_text(encoding="utf-8") for pattern in patterns for path in ROOM.glob(pattern)
    )
    return [
        name
        for name in vars(module)
        if name.isupper() and not re.search(rf"\b{page}(_words)?\.{name}\b", sources)
    ]


def _words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z']+", sentence)


def _syllables(word: str) -> int:
    bare = re.sub(r"(?<![aeiouyl])e$|es$|(?<=[^td])ed$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def _grade(sentences: list[str]) -> float:
    spoken = [word for sentence in sentences for word in _words(sentence)]
    syllables = sum(map(_syllables, spoken))
    return 0.39 * len(spoken) / len(sentences) + 11.8 * syllables / len(spoken) - 15.59

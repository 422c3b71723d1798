from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import console
from console import words

ROOM = Path(next(iter(console.__path__)))

SAMPLES = {
    "version": "3",
    "held": "2",
    "count": "20",
    "kinds": "games, social media",
    "person": "Sam",
    "page": "Rules",
    "kind": "games",
    "name": "chess.example",
    "number": "7",
    "date": "21 November 2026, 04:43 UTC",
    "day": "21",
    "month": "November",
    "year": "2026",
    "publisher": "Some People",
    "licence": "MIT",
    "home": "https://lists.example",
    "device": "Blue phone",
    "label": "Priya",
    "who": "Your mother",
    "domain": "council.example",
    "sites": "chess.example",
    "start": "15:00",
    "end": "22:00",
    "first": "19 November 2026",
    "last": "21 November 2026",
    "days": "19 November 2026",
    "since": "21 November 2026, 09:30",
    "time": "22 November 2026, 09:30",
}
NOT_PROSE = frozenset({"EMPTY_SAMPLE", "TITLE", "MONTHS", "LIST_CREDIT", "LIST_CREDIT_NO_PLACE"})
MAX_GRADE = 7.0
MAX_GRADE_OF_ONE = 10.0
MAX_WORDS = 20
FORBIDDEN = (
    r"\babove\b(?! that)", r"\bbelow\b", r"\bleft\b(?! a note)", r"\bright\b(?! now)", r"you tried",
    r"\bchild\b", r"\bkids?\b", r"\buser", r"\bparents?\b", r"\badmin", r"you will be asked first",
    r"nobody can see", r"you will not be in trouble", r"\bis told\b(?! no)",
)  # fmt: skip


def test_the_words_can_be_read_at_eleven() -> None:
    """The Flesch-Kincaid grade of everything a page says is at most seven."""
    grade = _grade(_sentences())

    assert grade <= MAX_GRADE, f"grade {grade:.1f}"


def test_no_whole_sentence_is_hard() -> None:
    """No sentence of five words or more is above the grade of a reader of fifteen."""
    hard = [
        sentence
        for sentence in _sentences()
        if len(_words(sentence)) >= 5 and _grade([sentence]) > MAX_GRADE_OF_ONE
    ]

    assert hard == []


def test_no_sentence_is_long() -> None:
    """A sentence of more than twenty words is two sentences."""
    long = [sentence for sentence in _sentences() if len(_words(sentence)) > MAX_WORDS]

    assert long == []


def test_nothing_is_said_that_must_never_be_said() -> None:
    """No direction, no blame, no word a family would not use, no promise that cannot be kept."""
    found = [
        (pattern, sentence)
        for pattern in FORBIDDEN
        for sentence in _sentences()
        if re.search(pattern, sentence, re.IGNORECASE)
    ]

    assert found == []


def test_every_word_is_used() -> None:
    """A sentence that no page shows has no reviewer, so there is none."""
    sources = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("templates/*.html", "pages/*.py")
        for path in ROOM.glob(pattern)
    )
    unused = [name for name in _constants() if f"words.{name}" not in sources]

    assert unused == []


def test_only_these_things_vary_within_a_sentence() -> None:
    """What stands in braces is known, so a translator can be told what each one is."""
    found = {
        name for text in [*_texts(), words.LIST_CREDIT] for name in re.findall(r"{(\w*)}", text)
    }

    assert found == set(SAMPLES)


def test_the_numbers_dialled_are_the_numbers_shown() -> None:
    """A telephone dials exactly what the page prints."""
    shown = [(line.number.replace(" ", ""), line.tel) for line in words.HELP_LINES]

    assert shown == [("08001111", "08001111"), ("116123", "116123"), ("999", "999")]


def _constants() -> dict[str, object]:
    return {name: value for name, value in vars(words).items() if name.isupper()}


def _texts() -> list[str]:
    texts: list[str] = []
    for name, value in _constants().items():
        if name in NOT_PROSE:
            continue
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, Mapping):
            texts += dict.fromkeys(value.values())
        elif isinstance(value, tuple):
            texts += [item.text if isinstance(item, words.HelpLine) else item for item in value]
    return [*texts, words.TITLE]


def _sentences() -> list[str]:
    whole = [text.format(**SAMPLES) for text in _texts()]
    return [part for text in whole for part in re.split(r"(?<=[.?:])\s+", text) if _words(part)]


def _words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z']+", sentence)


def _syllables(word: str) -> int:
    """Count groups of vowels, without a silent e at the end; a known approximation."""
    bare = re.sub(r"(?<![aeiouyl])e$|es$|(?<=[^td])ed$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def _grade(sentences: list[str]) -> float:
    spoken = [word for sentence in sentences for word in _words(sentence)]
    syllables = sum(map(_syllables, spoken))
    return 0.39 * len(spoken) / len(sentences) + 11.8 * syllables / len(spoken) - 15.59

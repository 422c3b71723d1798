from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest

from agent.recorder import words
from consent.frozen import Kind
from consent.home import ClockState
from consent.records.fields import ViewerRole

NEVER = (
    *("you will be asked first", "nobody can see what you do online"),
    *("you will not be in trouble", "is told", "are told", "will be told"),
    *("cannot fail", "always works", "100%", "completely safe"),
)
MACHINES = (
    *("hash", "cipher", "encrypt", "signature", "socket", "journal", "ledger", "envelope"),
    *("keyset", "payload", "checkpoint", "recorder's", "public key", "fingerprint"),
)
# Of a file that is to be typed, and of what only whoever set the box up reads.
BESIDE = {"NO_SENSE", "CHECK_NO_BOX", "ENROLLED_BY_HAND"}


def said() -> Iterator[tuple[str, str]]:
    """Yield every sentence with the name under which it stands."""
    for name, value in vars(words).items():
        if name.isupper() and isinstance(value, str):
            yield name, value
        elif name.isupper() and isinstance(value, Mapping):
            yield from ((f"{name} {key}", one) for key, one in value.items() if type(one) is str)


SENTENCES = dict(said())


def grade(text: str) -> float:
    """Return the school grade a text reads at (Flesch and Kincaid, 1975), counted roughly."""
    bare = re.sub(r"\./lamplight \S+( \S+)?|\{\w+\}", "it", text)
    found = re.findall(r"[a-z']+", bare.casefold())
    sentences = max(1, len(re.findall(r"[.!?:](?:\s|$)", bare)))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", one)))) for one in found)
    return 0.39 * len(found) / sentences + 11.8 * syllables / max(1, len(found)) - 15.59


@pytest.mark.parametrize("name", SENTENCES)
def test_no_sentence_promises_what_is_not_so(name: str) -> None:
    """Nothing is promised that the box does not do, and nobody is said to be told."""
    text = SENTENCES[name].casefold()

    assert [one for one in NEVER if one in text] == []


@pytest.mark.parametrize("name", sorted(SENTENCES.keys() - BESIDE))
def test_no_sentence_speaks_of_machines(name: str) -> None:
    """What a family reads has no words of machines in it."""
    text = re.sub(r"\./lamplight [^.]*", "", SENTENCES[name].casefold())

    assert [one for one in MACHINES if one in text] == []


def test_the_words_are_for_a_reader_of_eleven() -> None:
    """All that is said reads at the grade of an eleven-year-old or below, page by page."""
    pages = {name: text for name, text in SENTENCES.items() if len(text.split()) >= 30}

    assert {name: round(grade(text), 1) for name, text in pages.items() if grade(text) > 6} == {}
    assert grade(" ".join(SENTENCES.values())) < 6


def test_what_is_left_open_has_a_name() -> None:
    """Every place that is filled in has a name, so that a translation can put it elsewhere."""
    fields = [
        (name, field)
        for name, text in SENTENCES.items()
        for _, field, _, _ in Formatter().parse(text)
        if field is not None
    ]

    assert fields
    assert [one for one in fields if not one[1].isidentifier()] == []


TABLES: dict[str, tuple[set[object], set[object]]] = {
    "levels": (set(words.WHAT), {1, 2, 3, 4}),
    "viewers": (set(words.VIEWERS), set(ViewerRole)),
    "clocks": (set(words.CLOCKS), set(ClockState)),
    "records": (set(words.IMPORT_ADMITTED), {str(one) for one in Kind if one != "home-card"}),
}


@pytest.mark.parametrize(("table", "expected"), TABLES.values(), ids=TABLES)
def test_a_table_has_words_for_all_there_is(table: set[object], expected: set[object]) -> None:
    """Whatever can be so has its words."""
    assert table == expected


@pytest.mark.parametrize("name", ["WORRIED", "WORRIED_YOUNG_PERSON"])
def test_who_to_ring_is_said(name: str) -> None:
    """Both pages about a worry begin with danger, and end with the social worker."""
    first, *_, last = SENTENCES[name].split("\n- ")[1:]

    assert "999" in first
    assert "social worker" in last

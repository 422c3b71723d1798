"""What the repository must not say: where it was made, and what nobody has finished."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import ROOT, tracked

# Written in pieces, so that this page does not say it either.
NEVER = {
    "a path of one machine": r"(?<![\w.~-])/(?:work/|tmp/w\b|root/|opt/wheels|Users/\w|home/\w)",
    "a package registry": r"\b(?:pypi|pythonhosted|npmjs|rubygems|crates|jfrog)\.(?:org|com|io)\b",
    "an option that names one": r"(?<!emit-)\b(?:extra-)?index-url\b|--find-links\b",
    "work that nobody tracks": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
    "a mark of a merge": r"^(?:<{7}|>{7}) ",
    "a tool instead of a person": r"(?i)\blanguage " + r"model\b|\bco-authored-" + r"by\b",
}

# Files in which the words stand because they are what is looked for.
EXCEPTIONS = {
    "tests/architecture/test_words.py": "this list",
    "tests/architecture/test_locks.py": "looks for these options in the locks",
}


def said(text: str) -> list[str]:
    """Return what a text says that it must not."""
    return [what for what, pattern in NEVER.items() if re.search(pattern, text, re.MULTILINE)]


def test_nothing_tells_where_it_was_made() -> None:
    """No tracked file speaks of a machine, a registry, or work left lying."""
    found = {
        path: words
        for path in tracked()
        if path not in EXCEPTIONS
        if (words := said((ROOT / path).read_text(encoding="utf-8", errors="replace")))
    }

    assert found == {}


SAID = {
    "a home": ("see /home/sam/x", ["a path of one machine"]),
    "root's home": ("cd /root/x", ["a path of one machine"]),
    "a page of a site": ("https://example.org/home/", []),
    "the box's own path": ("/var/lib/lamplight and /run/lamplight", []),
    "a registry": ("from files.pythonhosted.org", ["a package registry"]),
    "a registry's option": ("pip install --index-url x", ["an option that names one"]),
    "how not to name one": ("uv pip compile --no-emit-index-url", []),
    "a merge": ("x\n<<<<<<< HEAD\n", ["a mark of a merge"]),
    "a note": ("# TO" + "DO later", ["work that nobody tracks"]),
    "plain words": ("the work of a home", []),
}


@pytest.mark.parametrize(("text", "expected"), SAID.values(), ids=SAID)
def test_each_of_these_is_noticed(text: str, expected: list[str]) -> None:
    """The patterns find what they are for and leave plain words alone."""
    assert said(text) == expected

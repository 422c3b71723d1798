"""The tables of traps and promises in the README name tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = Path(__file__).with_name("README.md")

_ROW = re.compile(r"^\| (.+) \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", re.MULTILINE)


def told() -> list[tuple[str, str, str]]:
    """Return each row: what is promised, the file, the test."""
    return [(row[1], row[2], row[3]) for row in _ROW.finditer(README.read_text(encoding="utf-8"))]


def _tests_of(path: str) -> set[str]:
    """Return the tests that a file holds, as it was written."""
    file = ROOT / path
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_each_row_names_a_test_that_is_there() -> None:
    """Whoever reads a promise finds the test behind it."""
    assert [row for row in told() if row[2] not in _tests_of(row[1])] == []


def test_the_tables_are_not_empty() -> None:
    """Every trap and promise has a row of its own, so that the test above cannot pass by none."""
    names = [row[0] for row in told()]

    assert len(names) == len(set(names)) >= 50


def test_every_trap_that_has_a_test_is_told() -> None:
    """A test of `test_traps.py` that no row names is a trap that nobody is told of."""
    path = "tests/policy/test_traps.py"
    tests = {name for name in _tests_of(path) if name.startswith("test_")}

    assert tests - {row[2] for row in told() if row[1] == path} == set()

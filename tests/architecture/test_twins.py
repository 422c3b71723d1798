"""Each module has its tests at the same path, and each test says in a sentence what it holds."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, definitions, parsed, python_files

MODULES = [
    path.relative_to(ROOT).as_posix() for path in python_files(*ROOMS) if path.name != "__init__.py"
]
TEST_FILES = [
    path.relative_to(ROOT).as_posix()
    for path in python_files("tests")
    if path.name.startswith("test_")
]


def twin_of(module: str) -> Path:
    """Return where the tests of a module stand."""
    path = Path(module)
    stem = "main" if path.name == "__main__.py" else path.stem
    return ROOT / "tests" / path.parent / f"test_{stem}.py"


def held_in(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the test functions of a file."""
    return [
        node
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef) and node.name.startswith("test_")
    ]


def is_one_sentence(text: str) -> bool:
    """Say whether a text is a single sentence with its full stop."""
    return re.fullmatch(r"[^.!?]*(?:[.!?](?=\S)[^.!?]*)*[.!?]", " ".join(text.split())) is not None


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_its_tests_at_the_same_path(module: str) -> None:
    """Whoever changes a module knows where its tests are."""
    twin = twin_of(module)

    assert twin.is_file(), f"{module} has no {twin.relative_to(ROOT)}"
    assert held_in(twin), f"{twin.relative_to(ROOT)} holds no test"


@pytest.mark.parametrize("path", TEST_FILES)
def test_a_test_says_what_it_promises(path: str) -> None:
    """Every test carries one sentence about behaviour, and no two in a file share a name."""
    tests = held_in(ROOT / path)

    assert [test.name for test in tests if not is_one_sentence(ast.get_docstring(test) or "")] == []
    assert len({test.name for test in tests}) == len(tests)


@pytest.mark.parametrize("module", [path for path in MODULES if not path.endswith("__main__.py")])
def test_a_module_opens_with_what_it_is_for(module: str) -> None:
    """Every module says in prose what it is for before its first import."""
    assert ast.get_docstring(parsed(ROOT / module))


SENTENCES = {
    "one": ("It works.", True),
    "over two lines": ("It works\nwell.", True),
    "with a number": ("Version 1.2 of 127.0.0.1 is a fine one.", True),
    "with a file": ("It reads `snapshot.json` twice.", True),
    "none": ("", False),
    "without a stop": ("It works", False),
    "two": ("It works. It is quick.", False),
    "a question and an answer": ("Does it work? It does.", False),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_one_sentence_is_told_from_two(text: str, *, expected: bool) -> None:
    """The check above knows a sentence when it sees one."""
    assert is_one_sentence(text) is expected

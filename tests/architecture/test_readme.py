"""What the first page says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.tree import FOLDERS, ROOT, tracked

PAGES = ("README.md", "CONTRIBUTING.md")
_FENCED = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)")


def page(name: str) -> str:
    """Return the text of a page at the top."""
    return (ROOT / name).read_text(encoding="utf-8")


def looks_like_a_path(text: str) -> bool:
    """Say whether a piece of code names a file or folder of this repository."""
    first, slash, rest = text.partition("/")
    if " " in text or "*" in text or "<" in text:
        return False
    return (bool(slash) and first in {*FOLDERS, ".ci"}) or (
        not rest and Path(text).suffix in {".md", ".toml", ".lock"}
    )


def test_the_first_commands_are_the_two_that_matter() -> None:
    """The first block of the README shows how to try it and how to test it."""
    block = _FENCED.findall(page("README.md"))[0]
    commands = [line.split("#")[0].strip().removeprefix("$ ") for line in block.splitlines()]

    assert "./lamplight demo" in commands
    assert "./lamplight test" in commands


def test_ci_runs_what_the_readme_says() -> None:
    """There is one command for a person and for CI."""
    assert re.search(r"^(exec )?\./lamplight test$", page(".ci/run"), re.MULTILINE)
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert (ROOT / "lamplight").stat().st_mode & 0o111


@pytest.mark.parametrize("name", PAGES)
def test_every_path_on_the_page_exists(name: str) -> None:
    """No page sends its reader to a file that is not there."""
    prose = _FENCED.sub("", page(name))
    paths = [text for text in _CODE.findall(prose) if looks_like_a_path(text)]
    links = [link for link in _LINK.findall(prose) if "://" not in link]

    assert [path for path in (*paths, *links) if not (ROOT / path).exists()] == []


def test_the_top_level_is_the_one_decided() -> None:
    """Nothing stands at the top that the layout does not name."""
    top = {path.split("/")[0] for path in tracked()}
    files = {
        *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "lamplight"),
        *("pyproject.toml", "requirements.lock", "requirements-dev.lock"),
    }

    assert {name for name in top if not name.startswith(".")} == {*FOLDERS, *files}


def test_the_licence_is_the_gpl_version_2() -> None:
    """The licence is the one that pyproject.toml names, in full."""
    text = page("LICENSE")

    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "Version 2, June 1991" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "GPL-2.0-or-later"' in page("pyproject.toml")


PATHS = {
    "a module": ("policy/decide.py", True),
    "a folder": ("agent/", True),
    "a page": ("CONTRIBUTING.md", True),
    "CI": (".ci/run", True),
    "a command": ("./lamplight demo", False),
    "an address": ("127.0.0.1:5300", False),
    "a place on the box": ("/var/lib/lamplight", False),
    "a pattern": ("policy/*.py", False),
    "a module by its dots": ("agent.lists", False),
}


@pytest.mark.parametrize(("text", "expected"), PATHS.values(), ids=PATHS)
def test_paths_are_told_from_other_code(text: str, *, expected: bool) -> None:
    """The check above looks at paths of this repository and at nothing else."""
    assert looks_like_a_path(text) is expected

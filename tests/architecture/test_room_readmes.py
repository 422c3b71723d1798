"""Each room's page has the same five parts, and its list of files is the folder's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.tree import FOLDERS, ROOT, room_files

PARTS = ["Name", "Purpose", "May import", "Files", "How to read it first"]

_HEADING = re.compile(r"^#{1,3} (.+?) *$", re.MULTILINE)
_ENTRY = re.compile(r"^- `([^`]+)`((?:, `[^`]+`)*)", re.MULTILINE)


def part(page: str, heading: str) -> str:
    """Return what stands below one heading of a page, up to the next."""
    _, _, after = page.partition(f"# {heading}\n")
    return _HEADING.split(after, maxsplit=1)[0]


def listed(page: str) -> list[str]:
    """Return the paths that the part about files starts its bullets with."""
    return [
        path
        for first, more in _ENTRY.findall(part(page, "Files"))
        for path in (first, *re.findall(r"`([^`]+)`", more))
    ]


def differences(folder: Path) -> list[str]:
    """Return how the list of files and the folder differ; `x/` stands for everything below x."""
    entries = listed((folder / "README.md").read_text(encoding="utf-8"))
    files = room_files(folder) - {"README.md"}
    named = {entry for entry in entries if not entry.endswith("/")} - {"README.md"}
    covering = tuple(entry for entry in entries if entry.endswith("/"))
    return [
        *(f"{entry} is listed twice" for entry in set(entries) if entries.count(entry) > 1),
        *(f"{path} is not listed" for path in sorted(files - named) if not under(path, covering)),
        *(f"{path} does not exist" for path in sorted(named - files)),
        *(
            f"{entry} holds nothing"
            for entry in covering
            if not any(path.startswith(entry) for path in files)
        ),
    ]


def under(path: str, covering: tuple[str, ...]) -> bool:
    """Say whether a folder entry covers a path."""
    return path.startswith(covering)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_room_s_page_has_its_five_parts(folder: str) -> None:
    """A reader finds the same five headings, in the same order, in each room."""
    page = (ROOT / folder / "README.md").read_text(encoding="utf-8")

    assert [heading for heading in _HEADING.findall(page) if heading in PARTS] == PARTS


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_room_s_page_lists_its_files(folder: str) -> None:
    """Every file of a room is listed on its page, and nothing else is."""
    assert differences(ROOT / folder) == []


DRIFT = {
    "in step": ("- `a.py`: one\n- `deep/b.py`: two\n", []),
    "two on a line": ("- `a.py`, `deep/b.py`: both\n", []),
    "a folder as a whole": ("- `a.py`: one\n- `deep/`: the rest\n", []),
    "a file left out": ("- `a.py`: one\n", ["deep/b.py is not listed"]),
    "a file that is gone": (
        "- `a.py`: one\n- `c.py`: three\n- `deep/b.py`: two\n",
        ["c.py does not exist"],
    ),
    "a folder that is gone": (
        "- `a.py`: one\n- `deep/b.py`: two\n- `x/`: three\n",
        ["x/ holds nothing"],
    ),
    "a file twice": (
        "- `a.py`: one\n- `a.py`: one\n- `deep/b.py`: two\n",
        ["a.py is listed twice"],
    ),
    "files of another part": (
        "- `a.py`: one\n- `deep/b.py`: two\n\n## How to read it first\n\n- `z.py`\n",
        [],
    ),
}


@pytest.mark.parametrize(("files", "expected"), DRIFT.values(), ids=DRIFT)
def test_drift_between_page_and_folder_is_named(
    tmp_path: Path, files: str, expected: list[str]
) -> None:
    """The comparison names each file that is missing on either side."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "__pycache__").mkdir()
    for path in ("a.py", "deep/b.py", "deep/__pycache__/b.pyc"):
        (tmp_path / path).write_text("", encoding="utf-8")
    (tmp_path / "README.md").write_text(f"# room\n\n## Files\n\n{files}", encoding="utf-8")

    assert differences(tmp_path) == expected

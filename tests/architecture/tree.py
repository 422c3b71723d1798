"""The repository as the tests of its form see it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

ROOMS = ("policy", "consent", "agent", "console", "systemd")
"""The rooms that hold what runs on the box."""

FOLDERS = (*ROOMS, "tests")
"""Every folder at the top."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def python_files(*folders: str, root: Path = ROOT) -> Iterator[Path]:
    """Yield the Python files below some folders of the tree, in a stable order."""
    for folder in folders:
        yield from sorted((root / folder).rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def definitions(path: Path) -> Iterator[Definition]:
    """Yield every function and class that a file defines, at any depth."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, Definition):
            yield node


def room_files(folder: Path) -> set[str]:
    """Return the paths of the files below a folder, without what Python leaves there."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def tracked() -> list[str]:
    """Return the paths of every file that git keeps."""
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for path in done.stdout.split("\0") if path and (ROOT / path).is_file()]

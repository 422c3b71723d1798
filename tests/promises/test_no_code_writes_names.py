from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.promises.programs import ROOT

# Where names that devices asked for pass through. What is started beside it (`agent/__main__.py`,
# the keeper, the lists) handles files, and never sees a query.
ROUTE = (
    *("agent/dns", "agent/gate", "agent/devices", "agent/in_force.py", "policy"),
    *("agent/screen_time/counting.py", "agent/asked/fixing.py"),
)

WRITERS = frozenset(
    {"builtins", "codecs", "dbm", "fileinput", "io", "logging", "mmap", "multiprocessing", "os"}
    | {"pathlib", "pickle", "shelve", "shutil", "sqlite3", "subprocess", "syslog", "tempfile"}
    | {"traceback", "tracemalloc", "warnings"}
)
STREAMS = frozenset({"stdout", "stderr", "__stdout__", "__stderr__"})
CALLS = frozenset({"breakpoint", "eval", "exec", "open", "print", "__import__"})


def modules() -> list[Path]:
    """Return every module on the route."""
    return [
        path
        for place in ROUTE
        for path in sorted(
            [ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py")
        )
    ]


def could_write(source: str) -> list[str]:
    """Return what in a module could write something down: imports of writers, and calls."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [name.name for name in names if name.name.partition(".")[0] in WRITERS]
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in WRITERS:
                found.append(module)
            case ast.ImportFrom(names=names):
                found += [name.name for name in names if name.name in STREAMS]
            case ast.Attribute(attr=attr) if attr in STREAMS:
                found.append(attr)
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                found.append(f"{name}()")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_that_sees_a_name_can_write_it_down(path: Path) -> None:
    """A module through which asked names pass imports nothing that writes, and prints nothing."""
    assert could_write(path.read_text(encoding="utf-8")) == []


PLANTED = {
    "a print": ("print(question)", ["print()"]),
    "an open file": ('with open("names", "a") as file: ...', ["open()"]),
    "a logger": ("import logging", ["logging"]),
    "a logger's handler": ("from logging.handlers import SysLogHandler", ["logging.handlers"]),
    "a path": ("def f():\n    from pathlib import Path", ["pathlib"]),
    "standard error": ("import sys\nsys.stderr.write(name)", ["stderr"]),
    "standard output by its name": ("from sys import stdout", ["stdout"]),
}


@pytest.mark.parametrize("case", PLANTED)
def test_what_could_write_is_found(case: str) -> None:
    """Planted code that could write a name down is named, wherever in a module it stands."""
    source, expected = PLANTED[case]

    assert could_write(source) == expected

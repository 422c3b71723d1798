"""Run the trust core's tests with one module replaced: `-m tests.mutation.try_mutant M FILE`.

Exit status 0: nothing was noticed. Any other: some test failed, or the module could not be used.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import json
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The quick ones first: a case that fails ends it.
TWINS = ("decide", "roles", "parties", "signers", "admission", "ledger", "standing")


class Replaced(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from another file, before anybody else looks for it."""

    def __init__(self, name: str, file: Path) -> None:
        """Replace the module of this name by the source in a file."""
        self._name, self._file = name, file

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return where the replaced module is, and nothing for any other."""
        return importlib.util.spec_from_loader(fullname, self) if fullname == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the replaced source as that module."""
        source = self._file.read_text(encoding="utf-8")
        exec(compile(source, str(self._file), "exec"), module.__dict__)  # noqa: S102 - its purpose


def main(name: str, file: str) -> int:
    """Return 0 where no case and no test notices the replaced module."""
    sys.meta_path.insert(0, Replaced(name, Path(file)))
    from tests.vectors.ledger_case import outcome  # noqa: PLC0415 - only now, with it replaced

    for path in sorted((ROOT / "tests/vectors/ledger").glob("*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        if outcome(vector) != vector["expect"]:
            return 1
    tests = [str(ROOT / f"tests/consent/test_{twin}.py") for twin in TWINS]
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
